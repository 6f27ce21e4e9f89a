//! Mentions and grids to records. One file a kind of record, or a layout that gives several.

/// Makes a record of its place and its own fields.
macro_rules! placed {
    ($place:expr, $kind:ident { $($fields:tt)* }) => {{
        let place = $place;
        keikaku_record::Record::$kind(keikaku_record::$kind {
            id: place.id,
            document: place.document,
            section: place.section,
            span: place.span,
            spans: place.spans,
            lines: place.lines,
            page: None,
            boxes: Vec::new(),
            $($fields)*
        })
    }};
}

mod better;
mod checks;
mod costs;
mod document;
mod fields;
pub(crate) mod grid;
mod indicators;
mod initiatives;
mod issuer;
pub(crate) mod observe;
mod responsibilities;
mod running;
mod schedule;
mod sections;
mod sheets;
mod stated;
mod statements;
mod stretch;

use foldhash::{HashMap, HashMapExt as _};

use keikaku_layout::{BlockKind, Layout};
use keikaku_pdf::{PdfProblem, PdfProblemKind};
use keikaku_record::{
    DepartmentName, DepartmentRole, Document, DocumentKind, Lines, Record, RecordKind, Reference,
    SCHEMA_VERSION, Severity,
};
use keikaku_text::{DecodeProblemKind, Decoded, SourceText, Span};
use keikaku_values::{
    Basis, CarriedYear, Date, Era, FiscalYear, Note, Notes, Period, TimeContext, find_periods,
};

use self::grid::Purpose;

use crate::locate::{self, Squeezed};
use crate::opened::Opened;
use crate::pages::Pages;
use crate::recognize::department::{Gazetteer, Named};
use crate::table::{Model, TableView};
use crate::texts::Texts;
use crate::words::Words;

/// Who a document is, before it is read.
pub(crate) struct Identity {
    pub id: String,
    pub path: String,
    pub sha256: String,
    pub bytes: u64,
}

/// What every assembler works on: the document, what is known of it, and the records so far.
pub(crate) struct Assembly<'a> {
    pub source: &'a SourceText,
    pub layout: &'a Layout,
    pub words: &'a mut Words,
    pub texts: Texts,
    pub id: &'a str,
    /// The id of each section's record.
    pub sections: Vec<String>,
    /// What relative times are read against, and where the text says that day.
    pub time: TimeContext,
    pub time_from: Option<Span>,
    /// The fiscal year of a budget: that of the amounts beside which no other stands.
    pub budget: Option<Period>,
    /// The first day of the years of the plan, where the document gives them.
    pub plan_start: Option<Date>,
    pub known: Gazetteer,
    pub records: Vec<Record>,
    taken: HashMap<(RecordKind, usize), u32>,
}

/// Where a record stands: the fields that all records share.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub id: String,
    pub document: String,
    pub section: Option<String>,
    pub span: Span,
    pub spans: Vec<Span>,
    pub lines: Lines,
}

impl<'a> Assembly<'a> {
    fn new(id: &'a str, opened: &'a Opened, layout: &'a Layout, words: &'a mut Words) -> Self {
        let source = &opened.decoded.source;
        Self {
            source,
            layout,
            words,
            texts: Texts::default(),
            id,
            sections: Vec::new(),
            time: TimeContext::default(),
            time_from: None,
            budget: None,
            plan_start: None,
            known: Gazetteer::default(),
            // A record stands for a line or two of most documents.
            records: Vec::with_capacity(source.text().len() / 100),
            taken: HashMap::new(),
        }
    }

    /// The decoded text.
    pub(crate) fn text(&self) -> &'a str {
        self.source.text()
    }

    /// First and last line of a span.
    pub(crate) fn lines(&self, span: Span) -> Lines {
        let [first, last] = self.source.lines().lines_of(span);
        Lines { first: first as u32, last: last as u32 }
    }

    /// Gives a record its id and its place; `section` is the index of a section.
    pub(crate) fn place(&mut self, kind: RecordKind, span: Span, section: Option<usize>) -> Placed {
        let count = self.taken.entry((kind, span.start)).or_default();
        *count += 1;
        let mut id = String::with_capacity(self.id.len() + 24);
        id.push_str(self.id);
        id.push(':');
        id.push_str(kind.as_str());
        id.push(':');
        id.push_str(itoa::Buffer::new().format(span.start));
        if *count > 1 {
            id.push('.');
            id.push_str(itoa::Buffer::new().format(*count));
        }
        Placed {
            id,
            document: self.id.to_owned(),
            section: section.and_then(|s| self.sections.get(s).cloned()),
            span,
            spans: Vec::new(),
            lines: self.lines(span),
        }
    }

    /// Adds a department record.
    pub(crate) fn department(
        &mut self,
        named: &Named,
        at: Mentioned,
        role: DepartmentRole,
        of: Option<Reference>,
    ) {
        let p = self.place(RecordKind::Department, at.span, at.section);
        let text = crate::texts::as_written(self.text(), at.span);
        self.records.push(placed!(
            p,
            Department {
                text,
                name: named.name.clone(),
                organization: named.organization.clone(),
                unit: named.unit.clone(),
                role,
                of,
            }
        ));
    }

    /// Adds the departments that a cell or line names, each where it is mentioned.
    pub(crate) fn departments(
        &mut self,
        named: &[Named],
        pieces: &[Span],
        section: Option<usize>,
        role: DepartmentRole,
        of: Option<&Reference>,
    ) {
        let named: Vec<Named> = named.iter().flat_map(Named::mentions).collect();
        let places = self.mentions(&named, pieces);
        for (one, span) in named.iter().zip(places) {
            self.department(one, Mentioned { span, section }, role, of.cloned());
        }
    }

    /// Where the pieces of a cell or line mention departments; the first piece where that is not
    /// found.
    pub(crate) fn mentions(&self, named: &[Named], pieces: &[Span]) -> Vec<Span> {
        let whole = pieces.first().copied().unwrap_or_default();
        let text = self.text();
        if matches!(named, [one] if text[whole.start..whole.end] == one.name) {
            return vec![whole];
        }
        if let Some(places) = locate::as_written(text, pieces, named) {
            return places;
        }
        let places = Squeezed::of(text, pieces).departments(named);
        places.into_iter().map(|place| place.unwrap_or(whole)).collect()
    }

    /// Says what was read with doubt or not at all.
    pub(crate) fn diagnose(
        &mut self,
        severity: Severity,
        code: &str,
        message: String,
        at: Mentioned,
    ) {
        let p = self.place(RecordKind::Diagnostic, at.span, at.section);
        self.records.push(placed!(p, Diagnostic { severity, code: code.to_owned(), message }));
    }

    /// Says what is to be known about the reading of a time.
    pub(crate) fn diagnose_time(&mut self, notes: Notes, text: &str, at: Mentioned) {
        for note in notes.iter() {
            let (severity, code, what) = match note {
                Note::EraOverrun => {
                    (Severity::Info, "era_overrun", "lies past the end of its era; counted on")
                }
                Note::EraUnderrun => {
                    (Severity::Info, "era_underrun", "lies before the first day of its era")
                }
                Note::NotationsDisagree => (
                    Severity::Warning,
                    "years_disagree",
                    "gives two different years; the first was taken",
                ),
                Note::InvalidDate => (
                    Severity::Warning,
                    "invalid_date",
                    "is no day of the calendar; the month or year was taken",
                ),
                Note::Reversed => (Severity::Warning, "range_reversed", "ends before it begins"),
                Note::LunarCalendar => {
                    (Severity::Info, "lunar_calendar", "lies before 1873; only the year is safe")
                }
                Note::EraElided | Note::PartOfYear => continue,
            };
            self.diagnose(severity, code, format!("「{text}」 {what}"), at);
        }
    }

    /// The title of a section as written.
    pub(crate) fn title(&self, section: usize) -> &'a str {
        let span = self.layout.sections[section].title;
        &self.source.text()[span.start..span.end]
    }
}

/// A place to put a record at: its span and the index of its section.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mentioned {
    pub span: Span,
    pub section: Option<usize>,
}

/// The name and unit that projects and initiatives keep of a department.
pub(crate) fn department_name(named: &Named) -> DepartmentName {
    DepartmentName { name: named.name.clone(), unit: named.unit.clone() }
}

/// A reference to a record.
pub(crate) fn reference(record: RecordKind, id: &str) -> Reference {
    Reference { record, id: id.to_owned() }
}

/// The fiscal years that a period touches: first and last.
pub(crate) fn fiscal_years(period: &Period) -> Option<[i16; 2]> {
    if matches!(period.basis, Basis::CalendarYear | Basis::Year) {
        return Some([period.start?.year(), period.end?.year()]);
    }
    let first = FiscalYear::of_date(period.start?)?;
    let last = FiscalYear::of_date(period.end?)?;
    Some([first.first_year(), last.first_year()])
}

/// Reads a document.
pub(crate) fn document(identity: Identity, opened: &Opened, words: &mut Words) -> Vec<Record> {
    let layout = opened.layout(words);
    let mut a = Assembly::new(&identity.id, opened, &layout, words);
    let Prepared { front, mut grids, models } = prepare(&mut a, opened);
    let plan = stated::Plan {
        aims: !matches!(front.kind, DocumentKind::Minutes | DocumentKind::Budget),
        is_plan: !matches!(
            front.kind,
            DocumentKind::Other | DocumentKind::Minutes | DocumentKind::Budget
        ),
        period: stated::plan_period(&a),
        day: a.time.reference,
    };
    a.plan_start = plan.period.and_then(|p| p.start);
    let stated = stated::assemble(&mut a, &grids, plan);
    running::assemble(&mut a, &grids, &stated);
    tables(&mut a, &grids, &models);
    schedule::assemble(&mut a, &grids, &models);
    responsibilities::assemble(&mut a, &grids);
    fields::assemble(&mut a);
    if front.kind == DocumentKind::Minutes {
        statements::assemble(&mut a, front.kind);
    }
    better::assemble(&mut a.records);
    checks::assemble(&mut a, &grids, &models);
    grid::emit(&mut a, &mut grids, &models);
    let record = identity_record(&identity, opened, front);
    finish(a, record, opened)
}

/// The models of all tables of a document, as people are shown them.
pub(crate) fn table_views(opened: &Opened, words: &mut Words) -> Vec<TableView> {
    let layout = opened.layout(words);
    let mut a = Assembly::new("", opened, &layout, words);
    let Prepared { grids, models, .. } = prepare(&mut a, opened);
    grids.iter().zip(&models).map(|(grid, model)| crate::table::view(&a, grid, model)).collect()
}

/// What is read of a document before any record but its sections.
struct Prepared {
    front: document::Front,
    grids: Vec<grid::Grid>,
    models: Vec<Model>,
}

fn prepare(a: &mut Assembly<'_>, opened: &Opened) -> Prepared {
    decoding_problems(a, &opened.decoded);
    drawing_problems(a, &opened.problems);
    sections::assemble(a);
    let front = document::read(a);
    read_against(a, &front);
    let mut grids = grid::read_all(a);
    learn_names(a, &grids);
    let models = crate::table::models(a, &grids);
    for (grid, model) in grids.iter_mut().zip(&models) {
        grid.settle_purpose(model);
    }
    Prepared { front, grids, models }
}

/// Sets the day that relative times are read against: the day of the document; but this year's
/// budget is that of its title, and not of the months before in which it is made.
fn read_against(a: &mut Assembly<'_>, front: &document::Front) {
    let titled = front.title.as_deref().and_then(|t| {
        let folded = keikaku_text::fold(t);
        let mut found = Vec::new();
        find_periods(folded.text(), &a.time, &mut found);
        found.into_iter().map(|m| m.period).find(|p| p.basis == Basis::FiscalYear)
    });
    let budget = front.kind == DocumentKind::Budget;
    a.budget = titled.filter(|_| budget);
    let titled = titled.map(|p| (p, front.span));
    let against = if budget { titled.or(front.issued) } else { front.issued.or(titled) };
    let Some((period, span)) = against else {
        // Without a day of its own a document still counts its bare years in the era it writes.
        a.time.era = usual_era(a.text());
        return;
    };
    a.time.reference = period.start;
    a.time_from = Some(span);
    a.time.era = period.start.and_then(Era::of_date);
    a.time.carried_year = period.start.and_then(|d| {
        FiscalYear::of_date(d).map(|y| CarriedYear { year: y.first_year(), fiscal: true })
    });
}

/// The era (元号) whose years a text names most often.
fn usual_era(text: &str) -> Option<Era> {
    let named = |era: &str| {
        let years = text.match_indices(era).filter(|(at, _)| {
            let rest = text[at + era.len()..].trim_start();
            rest.starts_with(|c: char| c.is_numeric() || c == '元')
        });
        years.count()
    };
    let counts = [("令和", Era::Reiwa), ("平成", Era::Heisei), ("昭和", Era::Showa)];
    let (count, era) =
        counts.map(|(name, era)| (named(name), era)).into_iter().max_by_key(|c| c.0)?;
    (count > 0).then_some(era)
}

/// Reads the tables of values, and the sheets around them, in the order of the text.
fn tables(a: &mut Assembly<'_>, grids: &[grid::Grid], models: &[Model]) {
    let mut sheets = sheets::Sheets::default();
    for (grid, model) in grids.iter().zip(models) {
        match grid.purpose {
            Purpose::Sheet => sheets.read(a, grid),
            Purpose::Costs => {
                if !costs::assemble(a, grid, model, &mut sheets) {
                    let at = Mentioned { span: grid.span(), section: grid.section };
                    let message = "amounts of money that belong to no project; they are kept in the \
                                   table's cells";
                    a.diagnose(Severity::Info, "costs_not_assigned", message.to_owned(), at);
                }
            }
            Purpose::Indicators => {
                let used = {
                    let owner = sheets.owner_of(grid);
                    indicators::assemble(a, grid, model, owner.as_ref(), sheets.subject(grid))
                };
                if !used {
                    sheets.drop_subject();
                }
            }
            Purpose::Schedule | Purpose::Responsibilities | Purpose::Other => {}
        }
    }
    sheets.finish(a);
}

/// Departments that cells and brackets write whole, so that broken ones can be made whole.
fn learn_names(a: &mut Assembly<'_>, grids: &[grid::Grid]) {
    let text = a.text();
    for block in &a.layout.blocks {
        if matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem) {
            let words = &text[block.span.start..block.span.end];
            if let Some((_, at)) = crate::recognize::responsibility::labelled(words) {
                let name = words[at..]
                    .split(['、', ' ', '\u{3000}', '\n', '(', '（'])
                    .next()
                    .unwrap_or_default();
                a.known.learn(name);
            }
        }
    }
    for grid in grids {
        for row in &grid.rows {
            for cell in &row.cells {
                for inside in
                    cell.split('【').skip(1).filter_map(|t| t.split_once('】')).map(|(t, _)| t)
                {
                    inside
                        .split(['、', '，', ','])
                        .filter(|n| !n.contains(' '))
                        .for_each(|n| a.known.learn(n.trim()));
                }
                if !cell.contains([' ', '、', '(', '（', '。']) {
                    a.known.learn(cell);
                }
            }
        }
    }
}

fn decoding_problems(a: &mut Assembly<'_>, decoded: &Decoded) {
    for problem in &decoded.problems {
        let (severity, code, what) = match problem.kind {
            DecodeProblemKind::MalformedSequence => {
                (Severity::Error, "undecodable_bytes", "cannot be decoded")
            }
            DecodeProblemKind::PrivateUseCharacter => (
                Severity::Warning,
                "private_use_character",
                "is a private character (外字) that only its writer's fonts know",
            ),
            DecodeProblemKind::EscapeLeftOver => (
                Severity::Warning,
                "leftover_escape",
                "is an escape sequence of a character set that is not read",
            ),
            DecodeProblemKind::NulCharacter => {
                (Severity::Warning, "nul_character", "is a NUL character")
            }
            DecodeProblemKind::ContradictsMark => (
                Severity::Warning,
                "encoding_contradicts_mark",
                "is a byte order mark of another encoding than the one given",
            ),
        };
        let end = a.text()[problem.text_offset..].chars().next().map_or(0, char::len_utf8);
        let span = Span::new(problem.text_offset, problem.text_offset + end);
        let message = format!(
            "byte {} ({} bytes, read as {}) {what}",
            problem.byte_offset,
            problem.byte_len,
            decoded.source.encoding()
        );
        a.diagnose(severity, code, message, Mentioned { span, section: None });
    }
}

/// Says what could not be read of a PDF, each where its page begins.
fn drawing_problems(a: &mut Assembly<'_>, problems: &[PdfProblem]) {
    for problem in problems {
        let start = problem.page.map_or(0, |page| page_start(a.text(), page));
        let severity = match problem.kind {
            PdfProblemKind::UnmappedGlyphs | PdfProblemKind::FontNotRead => Severity::Warning,
            _ => Severity::Error,
        };
        let at = Mentioned { span: Span::new(start, start), section: None };
        a.diagnose(severity, problem.kind.code(), problem.to_string(), at);
    }
}

/// Where a page begins in a text.
fn page_start(text: &str, page: usize) -> usize {
    let ends = text.match_indices('\u{c}').map(|(at, feed)| at + feed.len());
    page.checked_sub(2).and_then(|n| ends.clone().nth(n)).unwrap_or(0)
}

fn identity_record(identity: &Identity, opened: &Opened, front: document::Front) -> Document {
    let [first, last] = [1, opened.source().lines().len() as u32];
    Document {
        id: identity.id.clone(),
        document: identity.id.clone(),
        section: None,
        span: front.span,
        spans: Vec::new(),
        lines: Lines { first, last: last.max(first) },
        page: None,
        boxes: Vec::new(),
        schema_version: SCHEMA_VERSION.to_owned(),
        path: identity.path.clone(),
        sha256: Some(identity.sha256.clone()),
        bytes: Some(identity.bytes),
        encoding: opened.encoding().map(str::to_owned),
        dump_version: opened.dump_version(),
        title: front.title,
        issuer: front.issuer,
        kind: front.kind,
        issued: front.issued.map(|(p, _)| keikaku_record::Time {
            start: p.start,
            end: p.end,
            basis: p.basis,
        }),
        given: None,
        read: None,
        counts: Default::default(),
    }
}

/// Sorts the records by their places, says on which pages they stand, and counts them.
fn finish(a: Assembly<'_>, mut document: Document, opened: &Opened) -> Vec<Record> {
    let pages = Pages::of(a.source.text(), opened.drawn.as_ref());
    let mut records = a.records;
    records.iter_mut().for_each(|r| pages.mark(r));
    document.page = pages.page(document.span);
    document.boxes = pages.boxes(document.span, &[]);
    records.sort_by(|x, y| {
        let key = |r: &Record| (r.span().start, std::cmp::Reverse(r.span().end), r.kind());
        key(x).cmp(&key(y))
    });
    document.counts = keikaku_record::count(&records);
    document.counts.insert(RecordKind::Document, 1);
    records.insert(0, Record::Document(document));
    records
}
