//! One made-up record of each kind, for schemas, documentation and tests.

use keikaku_text::Span;
use keikaku_values::{Basis, Comparator, Date, Decimal, Era};

use crate::*;

/// A made-up record of `kind`: a small town's plan, its parts as the contract wants them.
///
/// # The records of all kinds belong to one document
/// ```
/// use keikaku_record::{RecordKind, example};
/// for &kind in RecordKind::ALL {
///     assert_eq!(example(kind).kind(), kind);
///     assert_eq!(example(kind).document(), example(RecordKind::Document).id());
/// }
/// ```
pub fn example(kind: RecordKind) -> Record {
    match kind {
        RecordKind::Document => document().into(),
        RecordKind::Section => section().into(),
        RecordKind::Table => table().into(),
        RecordKind::Department => department().into(),
        RecordKind::Indicator => indicator().into(),
        RecordKind::Initiative => initiative().into(),
        RecordKind::Project => project().into(),
        RecordKind::Period => period().into(),
        RecordKind::Amount => amount().into(),
        RecordKind::Statement => statement().into(),
        RecordKind::Diagnostic => diagnostic().into(),
    }
}

const DOCUMENT: &str = "3f2a9c51d07be846";

fn own(text: &str) -> String {
    text.to_owned()
}

fn in_section() -> Option<String> {
    Some(own("3f2a9c51d07be846-section-1"))
}

fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

fn fiscal_years(first: i16, last: i16) -> Time {
    Time { start: day(first, 4, 1), end: day(last + 1, 3, 31), basis: Basis::FiscalYear }
}

fn span(start: usize, end: usize) -> Span {
    Span { start, end }
}

fn line(number: u32) -> Lines {
    Lines { first: number, last: number }
}

fn office() -> DepartmentName {
    DepartmentName { name: own("観光振興課"), unit: Some(own("温泉係")) }
}

fn document() -> Document {
    Document {
        id: own(DOCUMENT),
        document: own(DOCUMENT),
        section: None,
        span: span(0, 4096),
        spans: Vec::new(),
        lines: Lines { first: 1, last: 120 },
        page: Some(1),
        boxes: Vec::new(),
        schema_version: own(SCHEMA_VERSION),
        path: own("plans/yunohara.txt"),
        sha256: Some(own("3f2a9c51d07be8461b6f0e9d8c7a5b4433221100ffeeddccbbaa998877665544")),
        bytes: Some(4096),
        encoding: Some(own("UTF-8")),
        dump_version: None,
        title: Some(own("湯の原町観光振興計画")),
        issuer: Some(Issuer { name: own("湯の原町"), code: None }),
        kind: DocumentKind::Plan,
        issued: Some(Time { start: day(2020, 3, 1), end: day(2020, 3, 31), basis: Basis::Month }),
        given: Some(Box::new(Given {
            path: own("plans/yunohara.txt"),
            source_url: Some(own("https://yunohara.example/kankou.pdf")),
            title: Some(own("湯の原町観光振興計画")),
            retrieved: Some(own("2021-06-01")),
            more: [(own("shelf"), own("観光"))].into(),
            ..Given::default()
        })),
        read: Some(Box::new(ReadIdentity {
            title: Some(own("観光振興計画")),
            issuer: Some(Issuer { name: own("湯の原町"), code: None }),
            kind: DocumentKind::Plan,
            issued: Some(Time {
                start: day(2020, 3, 1),
                end: day(2020, 3, 31),
                basis: Basis::Month,
            }),
        })),
        counts: RecordKind::ALL.iter().map(|&kind| (kind, 1)).collect(),
    }
}

fn section() -> Section {
    Section {
        id: own("3f2a9c51d07be846-section-1"),
        document: own(DOCUMENT),
        section: None,
        span: span(120, 150),
        spans: Vec::new(),
        lines: line(5),
        page: Some(1),
        boxes: Vec::new(),
        number: Some(own("(1)")),
        title: own("温泉街のにぎわいづくり"),
        level: 1,
        path: vec![own("(1) 温泉街のにぎわいづくり")],
        extent: Lines { first: 5, last: 42 },
    }
}

fn table() -> Table {
    Table {
        id: own("3f2a9c51d07be846-table-1"),
        document: own(DOCUMENT),
        section: in_section(),
        span: span(300, 340),
        spans: vec![span(300, 340), span(352, 380)],
        lines: Lines { first: 10, last: 13 },
        page: Some(1),
        boxes: Vec::new(),
        caption: Some(own("【数値目標】")),
        role: TableRole::Indicators,
        layout: TableLayout::Tabs,
        confidence: 0.95,
        columns: vec![own("指標"), own("現状値"), own("目標値")],
        rows: vec![vec![own("宿泊者数"), own("24.5千人"), own("30千人以上")]],
        continues: None,
        values: vec![TableValue {
            row: 0,
            column: 1,
            row_path: vec![own("宿泊者数")],
            column_path: vec![own("現状値")],
            value: Some(Decimal::from(24_500)),
            value_high: None,
            unit: Some(own("人")),
            comparator: Comparator::Equal,
            start: day(2018, 4, 1),
            end: day(2019, 3, 31),
            basis: Some(Basis::FiscalYear),
            fiscal_year: Some(2018),
            kind: ObservationKind::Baseline,
            text: own("24.5千人"),
            span: span(312, 322),
            lines: line(11),
            page: Some(1),
            from: Provenance {
                kind: Some(Place::Column),
                unit: Some(Place::Cell),
                time: Some(Place::Caption),
            },
            confidence: 0.95,
            total: false,
        }],
    }
}

fn department() -> Department {
    Department {
        id: own("3f2a9c51d07be846-department-1"),
        document: own(DOCUMENT),
        section: in_section(),
        span: span(200, 245),
        spans: Vec::new(),
        lines: line(7),
        page: Some(1),
        boxes: vec![
            PageBox::new(1, [72.0, 120.25, 180.0, 130.25]),
            PageBox::new(2, [72.0, 40.0, 96.0, 50.0]),
        ],
        text: own("産業部 観光振興課（温泉係）"),
        name: own("観光振興課"),
        organization: vec![own("産業部")],
        unit: Some(own("温泉係")),
        role: DepartmentRole::Lead,
        of: Some(Reference { record: RecordKind::Section, id: own("3f2a9c51d07be846-section-1") }),
    }
}

fn indicator() -> Indicator {
    Indicator {
        id: own("3f2a9c51d07be846-indicator-1"),
        document: own(DOCUMENT),
        section: in_section(),
        span: span(330, 378),
        spans: Vec::new(),
        lines: line(12),
        page: Some(1),
        boxes: Vec::new(),
        name: own("宿泊者数"),
        label: own("宿泊者数"),
        primary: true,
        cumulative: false,
        unit: Some(own("人")),
        role: Some(IndicatorRole::Outcome),
        better: Some(Better::More),
        better_from: Some(BetterFrom::Target),
        project: Some(own("3f2a9c51d07be846-project-1")),
        departments: vec![own("観光振興課")],
        observations: vec![Observation {
            start: day(2023, 4, 1),
            end: day(2024, 3, 31),
            basis: Some(Basis::FiscalYear),
            fiscal_year: Some(2023),
            kind: ObservationKind::Target,
            value: Some(Decimal::from(30_000)),
            value_high: None,
            unit: Some(own("人")),
            comparator: Comparator::AtLeast,
            per: None,
            over_years: None,
            aggregate: None,
            relative_to: None,
            direction: None,
            numerator: None,
            denominator: None,
            text: own("30千人以上"),
            span: span(364, 378),
            page: Some(1),
            boxes: vec![PageBox::new(1, [312.0, 140.5, 366.0, 152.5])],
            confidence: 0.9,
            reasons: vec![Doubt::DistantUnit],
            from: Provenance {
                kind: Some(Place::Column),
                unit: Some(Place::Cell),
                time: Some(Place::Section),
            },
        }],
    }
}

fn initiative() -> Initiative {
    Initiative {
        id: own("3f2a9c51d07be846-initiative-1"),
        document: own(DOCUMENT),
        section: in_section(),
        span: span(420, 500),
        spans: Vec::new(),
        lines: Lines { first: 15, last: 16 },
        page: Some(1),
        boxes: Vec::new(),
        number: Some(own("①")),
        text: own("外湯めぐりの案内板を新しくします。"),
        departments: vec![office()],
        repeated: false,
    }
}

fn project() -> Project {
    Project {
        id: own("3f2a9c51d07be846-project-1"),
        document: own(DOCUMENT),
        section: in_section(),
        span: span(600, 720),
        spans: Vec::new(),
        lines: line(20),
        page: Some(1),
        boxes: Vec::new(),
        name: own("外湯めぐり案内板整備事業"),
        initiatives: vec![own("①"), own("②")],
        departments: vec![office()],
        schedule: vec![ScheduleEntry { fiscal_years: [2020, 2022], text: own("設計、設置") }],
        period: Some(fiscal_years(2020, 2022)),
        purpose: Some(own("初めての人が迷わずに外湯を回れるようにする。")),
        costs: vec![Cost {
            name: own("事業費"),
            start: fiscal_years(2021, 2021).start,
            end: fiscal_years(2021, 2021).end,
            basis: Some(Basis::FiscalYear),
            fiscal_year: Some(2021),
            kind: CostKind::Budget,
            value: Decimal::from(4_800_000),
            unit: Some(own("円")),
            text: own("4,800"),
            span: span(700, 705),
            page: Some(1),
            boxes: Vec::new(),
        }],
    }
}

fn period() -> Period {
    Period {
        id: own("3f2a9c51d07be846-period-1"),
        document: own(DOCUMENT),
        section: in_section(),
        span: span(800, 824),
        spans: Vec::new(),
        lines: line(30),
        page: Some(1),
        boxes: Vec::new(),
        text: own("令和２年度以降"),
        start: day(2020, 4, 1),
        end: None,
        basis: Basis::FiscalYear,
        era: Some(Era::Reiwa),
        resolved_from: None,
    }
}

fn amount() -> Amount {
    Amount {
        id: own("3f2a9c51d07be846-amount-1"),
        document: own(DOCUMENT),
        section: in_section(),
        span: span(840, 856),
        spans: Vec::new(),
        lines: line(31),
        page: Some(1),
        boxes: Vec::new(),
        text: own("約7,170億円"),
        value: Decimal::from(717_000_000_000_u64),
        unit: Some(own("円")),
        comparator: Comparator::About,
    }
}

fn statement() -> Statement {
    Statement {
        id: own("3f2a9c51d07be846-statement-1"),
        document: own(DOCUMENT),
        section: in_section(),
        span: span(900, 960),
        spans: Vec::new(),
        lines: Lines { first: 35, last: 36 },
        page: Some(1),
        boxes: Vec::new(),
        agenda: Some(own("議題１ 計画の進み具合について")),
        speaker: Some(own("町長")),
        marker: Some(own("●")),
        text: own("案内板の設置を急いでほしい。"),
    }
}

fn diagnostic() -> Diagnostic {
    Diagnostic {
        id: own("3f2a9c51d07be846-diagnostic-1"),
        document: own(DOCUMENT),
        section: None,
        span: span(1000, 1003),
        spans: Vec::new(),
        lines: line(40),
        page: Some(1),
        boxes: Vec::new(),
        severity: Severity::Warning,
        code: own("undecodable_bytes"),
        message: own("2 bytes at 988 are no Windows-31J; they read as U+FFFD"),
    }
}
