//! What came back of a case, and the counts by layout and by feature.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use keikaku_record::{Indicator, ObservationKind, Record, RecordKind};
use keikaku_values::Basis;

use super::Case;
use super::truth::{Datum, Truth};

/// One observation: name, kind, fiscal year, value, unit, comparator.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fact {
    name: String,
    kind: String,
    year: String,
    value: String,
}

/// A unit or name without what is the same: widths, spaces at its ends.
fn folded(text: &str) -> String {
    keikaku_text::fold(text).text().trim().to_owned()
}

/// The observations that a careful reader takes from a table.
pub(super) fn expected(truth: &Truth) -> Vec<Fact> {
    let mut facts = Vec::new();
    for row in &truth.rows {
        for (slot, (datum, year)) in truth.slots.iter().zip(&row.data) {
            let (kind, value) = match datum {
                Datum::Missing => ("missing", String::new()),
                Datum::Undetermined => ("undetermined", String::new()),
                Datum::Value { mantissa, decimals, comparator } => {
                    let rate = slot.kind == "achievement";
                    let (unit, scale) =
                        if rate { ("%", 0) } else { (row.unit.base, row.unit.scale) };
                    let number = decimal(*mantissa, *decimals, scale);
                    (slot.kind, format!("{comparator} {number} {unit}"))
                }
            };
            facts.push(Fact {
                name: folded(row.name.text),
                kind: kind.to_owned(),
                year: year.to_string(),
                value,
            });
        }
    }
    facts.sort();
    facts
}

/// A number as the shortest decimal.
fn decimal(mantissa: i64, decimals: u32, scale: u32) -> String {
    let tenths = mantissa * 10i64.pow(scale + 1 - decimals);
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// The observations that were found.
pub(super) fn found(records: &[Record], open: bool) -> Vec<Fact> {
    let indicators = records.iter().filter_map(|r| match r {
        Record::Indicator(i) if !["合計", "計"].contains(&i.name.as_str()) => Some(i),
        _ => None,
    });
    let mut facts: Vec<Fact> = indicators.flat_map(|i| observations(i, open)).collect();
    facts.sort();
    facts
}

fn observations(indicator: &Indicator, open: bool) -> Vec<Fact> {
    let facts = indicator.observations.iter().map(|o| {
        let year = match (o.basis, o.start, o.fiscal_year) {
            (Some(Basis::FiscalYear), _, Some(year)) => year.to_string(),
            // `R2` alone does not say which kind of year it is.
            (Some(Basis::Year), Some(start), _) if open => start.year().to_string(),
            (basis, start, _) => format!("{basis:?} {start:?}"),
        };
        let kind = format!("{:?}", o.kind).to_lowercase();
        let value = match (o.kind, o.value) {
            (ObservationKind::Missing | ObservationKind::Undetermined, None) => String::new(),
            (_, Some(value)) => {
                let unit = folded(o.unit.as_deref().unwrap_or("-"));
                format!("{} {} {unit}", o.comparator.symbol(), value.normalize())
            }
            (_, None) => "?".to_owned(),
        };
        Fact { name: folded(&indicator.name), kind, year, value }
    });
    facts.collect()
}

/// What became of an observation that is lacking: found, but with something else about it.
fn cause(lacking: &Fact, excess: &mut Vec<Fact>) -> String {
    let mut take =
        |same: &dyn Fn(&Fact) -> bool| excess.iter().position(same).map(|i| excess.swap_remove(i));
    let Fact { name, kind, year, value } = lacking;
    if let Some(f) = take(&|f| f.name == *name && f.year == *year && f.value == *value) {
        format!("kind: {kind} read as {}", f.kind)
    } else if take(&|f| f.name == *name && f.kind == *kind && f.value == *value).is_some() {
        "time".to_owned()
    } else if take(&|f| f.kind == *kind && f.year == *year && f.value == *value).is_some() {
        "name".to_owned()
    } else if let Some(f) = take(&|f| f.name == *name && f.kind == *kind && f.year == *year) {
        let number = |value: &str| value.rsplit_once(' ').map(|(number, _)| number.to_owned());
        let unit = number(&f.value) == number(value);
        if unit { "unit" } else { "value" }.to_owned()
    } else if take(&|f| f.name == *name && f.year == *year).is_some() {
        "kind and value".to_owned()
    } else {
        "not read".to_owned()
    }
}

/// How a case came back.
pub(super) struct Outcome {
    /// What became of those lacking.
    pub causes: Vec<String>,
    pub lacking: Vec<Fact>,
    pub excess: Vec<Fact>,
    pub expected: usize,
    pub found: usize,
    /// Something was not read at all, and no diagnostic within the table says so. What was read
    /// as something else is a fault that the program cannot know of; F1 counts it.
    pub silent: bool,
}

impl Outcome {
    pub(super) fn of(case: &Case, records: &[Record]) -> Self {
        let found = found(records, case.open);
        let (lacking, excess) = difference(&case.expected, &found);
        let [first, last] = case.table;
        let said = records.iter().any(|r| {
            let lines = r.lines();
            r.kind() == RecordKind::Diagnostic
                && (lines.first as usize) <= last
                && (lines.last as usize) >= first
        });
        let mut rest = excess.clone();
        let mut causes: Vec<String> = lacking.iter().map(|f| cause(f, &mut rest)).collect();
        causes.extend(rest.iter().map(|_| "too many".to_owned()));
        Self {
            causes,
            silent: lacking.len() > excess.len() && !said,
            expected: case.expected.len(),
            found: found.len(),
            lacking,
            excess,
        }
    }

    pub(super) fn report(&self, case: &Case) -> String {
        let mut out =
            format!("── case {} ── {}\n{}", case.name, case.tags.join(" · "), case.source);
        for (sign, facts) in [('-', &self.lacking), ('+', &self.excess)] {
            for f in facts {
                _ = writeln!(out, "{sign} {} | {} | {} | {}", f.name, f.kind, f.year, f.value);
            }
        }
        if self.silent {
            out.push_str("! silent\n");
        }
        out
    }
}

/// What only the first sorted list has, and what only the second.
fn difference(a: &[Fact], b: &[Fact]) -> (Vec<Fact>, Vec<Fact>) {
    let mut counts: BTreeMap<&Fact, i32> = BTreeMap::new();
    a.iter().for_each(|f| *counts.entry(f).or_default() += 1);
    b.iter().for_each(|f| *counts.entry(f).or_default() -= 1);
    let (mut lacking, mut excess) = (Vec::new(), Vec::new());
    for (fact, count) in counts {
        let list = if count > 0 { &mut lacking } else { &mut excess };
        list.extend((0..count.abs()).map(|_| fact.clone()));
    }
    (lacking, excess)
}

/// Counts over cases.
#[derive(Clone, Copy, Default)]
pub(super) struct Tally {
    pub cases: usize,
    pub flawed: usize,
    pub silent: usize,
    expected: usize,
    found: usize,
    right: usize,
}

impl Tally {
    pub(super) fn add(&mut self, outcome: &Outcome) {
        self.cases += 1;
        self.flawed += usize::from(!outcome.lacking.is_empty() || !outcome.excess.is_empty());
        self.silent += usize::from(outcome.silent);
        self.expected += outcome.expected;
        self.found += outcome.found;
        self.right += outcome.expected - outcome.lacking.len();
    }

    fn without(self, other: Self) -> Self {
        Self {
            cases: self.cases - other.cases,
            flawed: self.flawed - other.flawed,
            silent: self.silent - other.silent,
            expected: self.expected - other.expected,
            found: self.found - other.found,
            right: self.right - other.right,
        }
    }

    pub(super) fn f1(&self) -> f64 {
        let all = self.expected + self.found;
        if all == 0 { 1.0 } else { 2.0 * self.right as f64 / all as f64 }
    }

    fn line(&self) -> String {
        format!(
            "{:.4}  cases {:5}  flawed {:5}  silent {:4}",
            self.f1(),
            self.cases,
            self.flawed,
            self.silent
        )
    }
}

/// The tally of a run.
#[derive(Default)]
pub(super) struct Board {
    pub all: Tally,
    pub layouts: BTreeMap<&'static str, Tally>,
    features: BTreeMap<(&'static str, String), Tally>,
    /// By layout and cause: observations, cases, and the first case.
    causes: BTreeMap<(&'static str, String), (usize, usize, String)>,
}

impl Board {
    pub(super) fn add(&mut self, case: &Case, outcome: &Outcome) {
        self.all.add(outcome);
        let layout = case.layout.name();
        self.layouts.entry(layout).or_default().add(outcome);
        for tag in &case.tags {
            self.features.entry((layout, tag.clone())).or_default().add(outcome);
        }
        let mut causes = outcome.causes.clone();
        causes.sort();
        for same in causes.chunk_by(|a, b| a == b) {
            let entry = self
                .causes
                .entry((layout, same[0].clone()))
                .or_insert_with(|| (0, 0, case.name.clone()));
            entry.0 += same.len();
            entry.1 += 1;
        }
    }

    /// The counts by layout.
    pub(super) fn summary(&self) -> String {
        let mut out = format!("{:<10} {}\n", "all", self.all.line());
        for (layout, tally) in &self.layouts {
            _ = writeln!(out, "{layout:<10} {}", tally.line());
        }
        out
    }

    /// What went wrong, most frequent first.
    pub(super) fn causes(&self) -> String {
        let mut rows: Vec<_> = self.causes.iter().collect();
        rows.sort_by_key(|((layout, _), (facts, ..))| (*layout, usize::MAX - facts));
        rows.iter().fold(String::new(), |mut out, ((layout, cause), (facts, cases, first))| {
            _ = writeln!(
                out,
                "{layout:<9} {facts:6} observations in {cases:4} cases  {cause}  (case {first})"
            );
            out
        })
    }

    /// F1 of the cases with a feature and of those without it, worst first.
    pub(super) fn table(&self) -> String {
        let mut out = String::new();
        for (layout, all) in &self.layouts {
            let mut rows: Vec<_> = self
                .features
                .iter()
                .filter(|((l, _), _)| l == layout)
                .map(|((_, tag), tally)| (all.without(*tally).f1(), tally, tag))
                .collect();
            rows.sort_by(|a, b| (a.1.f1() - a.0).total_cmp(&(b.1.f1() - b.0)));
            for (without, tally, tag) in rows {
                _ = writeln!(out, "{layout:<9} {}  without {without:.4}  {tag}", tally.line());
            }
        }
        out
    }
}
