//! What a careful reader would check of the figures: sums, differences, rates, totals that fall,
//! and two values for one thing. What fails is said, and never mended.

use foldhash::{HashMap, HashMapExt as _};

use keikaku_layout::steps;
use keikaku_lexicon::Concept;
use keikaku_record::{Doubt, Indicator, Observation, ObservationKind, Record, Severity};
use keikaku_values::{Aggregate, Date, Decimal, Per};

use super::grid::{Grid, Purpose, cell_span};
use super::observe::confidence;
use super::{Assembly, Mentioned};
use crate::table::{Fact, Model};

/// Runs every check.
pub(super) fn assemble(a: &mut Assembly<'_>, grids: &[Grid], models: &[Model]) {
    let mut failed: Vec<Failed> = Vec::new();
    let mut seen: HashMap<Key, Seen> = HashMap::new();
    let mut records = std::mem::take(&mut a.records);
    for record in &mut records {
        let Record::Indicator(indicator) = record else { continue };
        let at = failed.len();
        cumulative(indicator, &mut failed);
        rates(indicator, &mut failed);
        values(indicator, &mut seen, &mut failed);
        for one in &failed[at..] {
            let observation = &mut indicator.observations[one.observation];
            if !observation.reasons.contains(&Doubt::CheckFailed) {
                observation.reasons.push(Doubt::CheckFailed);
                observation.confidence = confidence(&observation.reasons);
            }
        }
    }
    a.records = records;
    for one in failed {
        a.diagnose(Severity::Warning, one.code, one.message, one.at);
    }
    for (grid, model) in grids.iter().zip(models) {
        if matches!(grid.purpose, Purpose::Costs | Purpose::Indicators | Purpose::Other) {
            sums(a, grid, model);
            differences(a, grid, model);
        }
    }
}

/// A check that an observation of an indicator failed.
struct Failed {
    observation: usize,
    code: &'static str,
    message: String,
    at: Mentioned,
}

impl Failed {
    fn new(indicator: &Indicator, observation: usize, code: &'static str, message: String) -> Self {
        let span = indicator.observations[observation].span;
        Self { observation, code, message, at: Mentioned { span, section: None } }
    }
}

/// 累計: what adds up over the years does not fall.
fn cumulative(indicator: &Indicator, failed: &mut Vec<Failed>) {
    if !indicator.cumulative {
        return;
    }
    for kind in [ObservationKind::Target, ObservationKind::Actual] {
        let mut last: Option<(&Observation, Decimal)> = None;
        for (i, one) in indicator.observations.iter().enumerate() {
            let Some(value) = one.value.filter(|_| one.kind == kind && one.relative_to.is_none())
            else {
                continue;
            };
            if let Some((before, most)) = last
                && before.start < one.start
                && before.unit == one.unit
                && value < most
            {
                let message = format!(
                    "「{}」 adds up over the years, but falls from {} to {}",
                    indicator.name, before.text, one.text
                );
                failed.push(Failed::new(indicator, i, "cumulative_falls", message));
            }
            last = Some((one, value));
        }
    }
}

/// 達成率: the quotient of actual and target of the same time; where less is better, its inverse.
fn rates(indicator: &Indicator, failed: &mut Vec<Failed>) {
    if !indicator.observations.iter().any(|o| o.kind == ObservationKind::Achievement) {
        return;
    }
    // The first observation of each kind and time.
    let mut first: HashMap<_, &Observation> = HashMap::new();
    for one in &indicator.observations {
        steps::count("checks::rates", 1);
        first.entry((one.kind, one.start, one.end)).or_insert(one);
    }
    let of = |rate: &Observation, kind: ObservationKind| {
        first.get(&(kind, rate.start, rate.end)).and_then(|o| o.value)
    };
    let base = indicator
        .observations
        .iter()
        .find(|o| o.kind == ObservationKind::Baseline)
        .and_then(|o| o.value);
    for (i, rate) in indicator.observations.iter().enumerate() {
        if rate.kind != ObservationKind::Achievement {
            continue;
        }
        let target = of(rate, ObservationKind::Target);
        let actual = of(rate, ObservationKind::Actual);
        let (Some(value), Some(target), Some(actual)) = (rate.value, target, actual) else {
            continue;
        };
        let hundred = Decimal::from(100);
        let quotient =
            |a: Decimal, b: Decimal| a.checked_div(b).and_then(|q| q.checked_mul(hundred));
        // Rounded as written, up or down, from values that were rounded themselves.
        let slack = half_of_last_digit(value) * Decimal::from(2) + Decimal::new(5, 2);
        let two = Decimal::from(2);
        let ways = [
            quotient(actual, target),
            quotient(target, actual),
            // The part of the way from the start.
            base.and_then(|b| quotient(actual - b, target - b)),
            // Twice the target less the actual, where less is better.
            quotient(two * target - actual, target),
        ];
        if ways.iter().flatten().all(|w| (*w - value).abs() > slack)
            && ways.iter().any(Option::is_some)
        {
            let message = format!(
                "the rate {} of 「{}」 is not the quotient of its actual value {actual} and its \
                 target {target}",
                rate.text, indicator.name
            );
            failed.push(Failed::new(indicator, i, "rate_differs", message));
        }
    }
}

/// An indicator of a project, a time, a kind, and what the value is per and over.
type Key = (
    String,
    Option<String>,
    Option<Date>,
    Option<Date>,
    ObservationKind,
    (Option<Per>, Option<u16>, Option<Aggregate>),
);

/// A value that was stated before.
struct Seen {
    value: Decimal,
    unit: Option<String>,
    text: String,
}

/// One indicator has one value for one time.
fn values(indicator: &Indicator, seen: &mut HashMap<Key, Seen>, failed: &mut Vec<Failed>) {
    for (i, one) in indicator.observations.iter().enumerate() {
        let Some(value) = one.value else { continue };
        let told = one.start.is_some() || one.end.is_some();
        if !told || one.kind == ObservationKind::Unspecified || one.relative_to.is_some() {
            continue;
        }
        let over = (one.per, one.over_years, one.aggregate);
        let key =
            (indicator.name.clone(), indicator.project.clone(), one.start, one.end, one.kind, over);
        let Some(before) = seen.get(&key) else {
            let first = Seen { value, unit: one.unit.clone(), text: one.text.clone() };
            seen.insert(key, first);
            continue;
        };
        if before.unit == one.unit && before.value != value {
            let message = format!(
                "「{}」 has {} here and {} before, of the same kind and time",
                indicator.name, one.text, before.text
            );
            failed.push(Failed::new(indicator, i, "values_disagree", message));
        }
    }
}

/// Half of what the last digit as written stands for.
fn half_of_last_digit(value: Decimal) -> Decimal {
    Decimal::new(5, value.scale() + 1)
}

/// The number of a cell that holds one figure, and no share.
fn number(fact: &Fact) -> Option<Decimal> {
    match fact {
        Fact::Figures(figures) => match figures.as_slice() {
            [one] if one.unit.as_deref() != Some("%") => one.value,
            _ => None,
        },
        _ => None,
    }
}

/// 計: the figures of a total's row are the sums of those above them.
///
/// Tables sum up in several ways, with parts of rows and subtotals among them. A figure is accused
/// only where it is none of these sums, and the way is known: it holds for most of the other figures
/// of the total's row, or the table is a plain list with one total.
fn sums(a: &mut Assembly<'_>, grid: &Grid, model: &Model) {
    for section in &model.sections {
        let columns: Vec<usize> =
            section.data.iter().copied().filter(|&c| model.adds_up(c)).collect();
        sums_of(a, grid, model, &columns);
    }
}

/// [`sums`] of the columns whose rows have the same labels.
fn sums_of(a: &mut Assembly<'_>, grid: &Grid, model: &Model, columns: &[usize]) {
    let Some(&first) = columns.first() else { return };
    let stubs: Vec<Stub> = grid
        .body()
        .map(|row| {
            steps::count("checks::sums", 1);
            Stub { total: model.is_total_row(row, first), part: model.is_part(row, first) }
        })
        .collect();
    if !stubs.iter().any(|s| s.total) || grid.continues.is_some() {
        return;
    }
    let plain = !stubs.iter().any(|s| s.part) && stubs.iter().filter(|s| s.total).count() == 1;
    // Of each column and each total the ways in which it adds up.
    let mut found: Vec<Vec<Total>> = Vec::with_capacity(columns.len());
    for &column in columns {
        let mut sums = Sums::default();
        let mut totals = Vec::new();
        for (row, stub) in grid.body().zip(&stubs) {
            let fact = &model.facts[row][column];
            let value = number(fact);
            if stub.total {
                totals.push(Total {
                    row,
                    value,
                    ways: value.map(|v| sums.ways(v)),
                    sums: sums.clone(),
                });
            }
            match value {
                Some(value) => sums.push(value, stub.total, stub.part),
                None => sums.gap(matches!(fact, Fact::Blank | Fact::Missing(_))),
            }
            if stub.total && value.is_none() {
                sums.restart();
            }
        }
        found.push(totals);
    }
    let count = stubs.iter().filter(|s| s.total).count();
    for total in 0..count {
        let others: Vec<&Total> = found.iter().map(|column| &column[total]).collect();
        // Where several figures of a row fail, the row was read askew.
        let failed = others.iter().filter(|o| o.ways == Some(0) && o.sums.rows >= 2).count();
        if failed > 1 && failed * 4 > others.len() {
            continue;
        }
        for (at, one) in others.iter().enumerate() {
            let (Some(value), Some(ways)) = (one.value, one.ways) else { continue };
            if ways != 0 || one.sums.rows < 2 || one.sums.unread {
                continue;
            }
            let beside = others.iter().enumerate().filter(|(o, _)| *o != at);
            let read: Vec<u8> =
                beside.filter_map(|(_, o)| o.ways.filter(|_| o.sums.rows >= 2)).collect();
            // The way in which most of the other figures of the row add up.
            let way =
                (0..WAYS).map(|w| (read.iter().filter(|m| *m & (1 << w) != 0).count(), w)).max();
            let known = way.filter(|(count, _)| count * 2 > read.len()).map(|(_, w)| w);
            let way = known.or((plain && read.is_empty()).then_some(0));
            let Some(expected) = way.and_then(|w| one.sums.of(w)) else { continue };
            // The sum stands in the row after all, in a column beside: the row was read askew.
            let written = bare_digits(&expected.normalize().to_string());
            let cells = &grid.rows[one.row].cells;
            if cells.iter().any(|cell| bare_digits(cell) == written) {
                continue;
            }
            let column = columns[at];
            let at = Mentioned { span: cell_span(grid, one.row, column), section: grid.section };
            let name = model.row_name(one.row, column).unwrap_or_default();
            let header = model.columns[column].path.join(" ");
            let message = format!(
                "「{name}」 of the column 「{header}」 is {value}, where the rows above it add up to \
                 {}",
                expected.normalize()
            );
            a.diagnose(Severity::Warning, "sum_differs", message, at);
        }
    }
}

/// The digits of a text, in one width.
fn bare_digits(text: &str) -> String {
    keikaku_text::fold(text).text().chars().filter(char::is_ascii_digit).collect()
}

/// A total of a column.
struct Total {
    row: usize,
    value: Option<Decimal>,
    /// The ways in which it is the sum of the rows above it, a bit for each.
    ways: Option<u8>,
    sums: Sums,
}

/// What the labels say of a row.
struct Stub {
    /// Whether it sums up.
    total: bool,
    /// Whether it is a part of another row.
    part: bool,
}

/// In how many ways tables sum up.
const WAYS: usize = 7;

/// The sums of the rows so far, in each of the ways that tables sum up; `None` beyond all numbers.
#[derive(Clone)]
struct Sums {
    rows: u64,
    /// Whether a cell among them holds something that is no figure.
    unread: bool,
    /// Since the last total: all rows, those that are no part of another, those that are. Of the
    /// whole column: rows that are no total, totals, rows that are neither total nor part, and all
    /// but the first.
    ways: [Option<Decimal>; WAYS],
}

impl Default for Sums {
    fn default() -> Self {
        Self { rows: 0, unread: false, ways: [Some(Decimal::ZERO); WAYS] }
    }
}

impl Sums {
    fn push(&mut self, value: Decimal, total: bool, part: bool) {
        steps::count("checks::push", 1);
        let counts = [
            !total,
            !total && !part,
            !total && part,
            !total,
            total,
            !total && !part,
            self.rows > 0,
        ];
        for (sum, counts) in self.ways.iter_mut().zip(counts) {
            if counts {
                *sum = sum.and_then(|s| s.checked_add(value));
            }
        }
        if total {
            self.restart();
        }
        self.rows += 1;
    }

    /// A cell without a figure.
    fn gap(&mut self, blank: bool) {
        self.unread |= !blank;
    }

    /// Begins anew behind a total.
    fn restart(&mut self) {
        self.ways[..3].fill(Some(Decimal::ZERO));
    }

    /// The ways in which a total is a sum, a bit for each.
    fn ways(&self, total: Decimal) -> u8 {
        let slack = half_of_last_digit(total) * Decimal::from(self.rows + 1);
        let holds = |sum: &Option<Decimal>| sum.is_none_or(|s| (s - total).abs() <= slack);
        self.ways.iter().enumerate().fold(0, |bits, (w, sum)| bits | (u8::from(holds(sum)) << w))
    }

    /// The sum in one of the ways.
    fn of(&self, way: usize) -> Option<Decimal> {
        self.ways[way]
    }
}

/// The most columns before a difference that it may be one of.
const MOST_FIGURES: usize = 24;

/// 増減: the difference of two columns before it. A row is accused only where most others hold.
fn differences(a: &mut Assembly<'_>, grid: &Grid, model: &Model) {
    let figures: Vec<usize> = (0..grid.columns.len()).filter(|&c| model.adds_up(c)).collect();
    for column in 2..grid.columns.len() {
        steps::count("checks::differences", 1);
        let one = &model.columns[column].concepts;
        if !one.has(Concept::Difference) || one.has(Concept::Rate) {
            continue;
        }
        let before = figures.partition_point(|&c| c < column);
        let columns = &figures[before.saturating_sub(MOST_FIGURES)..before];
        let mut held = 0usize;
        let mut wrong = Vec::new();
        for row in grid.body() {
            let Some(difference) = number(&model.facts[row][column]) else { continue };
            let figures: Vec<Decimal> =
                columns.iter().filter_map(|&c| number(&model.facts[row][c])).collect();
            let slack = half_of_last_digit(difference) * Decimal::from(4);
            // Of any two of the columns before it: the last two, or the last and the first.
            let is = |x: Decimal, y: Decimal| (x - y - difference).abs() <= slack;
            let found = (1..figures.len())
                .any(|i| figures[..i].iter().any(|y| is(figures[i], *y) || is(*y, figures[i])));
            if found {
                held += 1;
            } else if figures.len() >= 2 {
                wrong.push((row, difference));
            }
        }
        if wrong.len() > held {
            continue;
        }
        for (row, difference) in wrong {
            let at = Mentioned { span: cell_span(grid, row, column), section: grid.section };
            let name = model.row_name(row, column).unwrap_or_default();
            let header = model.columns[column].path.join(" ");
            let message = format!(
                "「{name}」 of the column 「{header}」 is {difference}, which is not the difference \
                 of two of the figures before it"
            );
            a.diagnose(Severity::Warning, "difference_differs", message, at);
        }
    }
}
