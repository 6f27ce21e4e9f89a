//! What a careful reader would check of the figures: sums, differences, rates, totals that fall,
//! and two values for one thing. What fails is said, and never mended.

use foldhash::{HashMap, HashMapExt as _};

use keikaku_layout::steps;
use keikaku_record::{Doubt, Indicator, Observation, ObservationKind, Record, Severity};
use keikaku_text::fold;
use keikaku_values::{Date, Decimal};

use super::costs::holds_money;
use super::grid::{ColumnRole, Grid, Purpose, cell_span};
use super::indicators::is_total;
use super::observe::confidence;
use super::{Assembly, Mentioned};
use crate::recognize::value::{CellContent, read as read_value};

/// Runs every check.
pub(super) fn assemble(a: &mut Assembly<'_>, grids: &[Grid]) {
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
    for grid in grids {
        if matches!(grid.purpose, Purpose::Costs | Purpose::Indicators | Purpose::Other) {
            sums(a, grid);
            differences(a, grid);
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

type Key = (String, Option<Date>, Option<Date>, ObservationKind);

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
        let key = (indicator.name.clone(), one.start, one.end, one.kind);
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

fn number(a: &Assembly<'_>, cell: &str) -> Option<Decimal> {
    match read_value(fold(cell).text(), &a.time) {
        CellContent::Value(value) if value.said.unit.as_deref() != Some("%") => value.said.value,
        _ => None,
    }
}

/// The kinds of money that make up another row of the same table (財源内訳).
const SOURCES: &[&str] = &[
    "支出金",
    "地方債",
    "市債",
    "町債",
    "県債",
    "その他",
    "一般財源",
    "特定財源",
    "国費",
    "県費",
    "基金",
    "起債",
    "内訳",
    "うち",
];

/// 計: a column's sum is that of the rows above it.
fn sums(a: &mut Assembly<'_>, grid: &Grid) {
    let stub = |row: usize| {
        let cells = &grid.rows[row].cells;
        (0..cells.len())
            .take_while(|&c| !holds_money(grid, c))
            .map(|c| cells[c].as_str())
            .filter(|c| !c.is_empty())
            .collect::<Vec<_>>()
    };
    // What stands before the money is read once a row, not once a column.
    let stubs: Vec<Stub> = grid
        .body()
        .map(|row| {
            let labels = stub(row);
            steps::count("checks::sums", labels.len() + 1);
            let source = labels.last().is_some_and(|l| SOURCES.iter().any(|s| l.contains(s)));
            let last = labels.last().copied();
            Stub { total: labels.iter().any(|c| is_total(c)), source, last }
        })
        .collect();
    if !stubs.iter().any(|s| s.total) {
        return;
    }
    for column in (0..grid.columns.len()).filter(|&c| holds_money(grid, c)) {
        let mut sums = Sums::default();
        for (row, stub) in grid.body().zip(&stubs) {
            let &Stub { total, source, last } = stub;
            let cell = &grid.rows[row].cells[column];
            let Some(value) = number(a, cell) else {
                if total {
                    sums = Sums::default();
                }
                continue;
            };
            // 合計 beneath 小計 may sum up tables before this one, and so may that of a later page.
            let grand = sums.last_is_total || grid.continues.is_some();
            if total && !grand && sums.rows >= 2 && !sums.add_up_to(value) {
                let at = Mentioned { span: cell_span(grid, row, column), section: grid.section };
                let message = format!(
                    "「{}」 {cell} is not the sum of the rows above it",
                    last.unwrap_or("計")
                );
                a.diagnose(Severity::Warning, "sum_differs", message, at);
            }
            sums.push(value, total, source);
        }
    }
}

/// What the cells before the money say of a row.
struct Stub<'g> {
    /// Whether it sums up.
    total: bool,
    /// Whether it is a part of another row's money.
    source: bool,
    /// The cell nearest to the money.
    last: Option<&'g str>,
}

/// The sums of the rows so far, in each of the ways that tables sum up; `None` beyond all numbers.
struct Sums {
    rows: u64,
    last_is_total: bool,
    /// Since the last total: all rows, those that are no part of another, those that are.
    since: [Option<Decimal>; 3],
    /// Of the whole column: rows that are no total, totals, rows that are neither total nor part,
    /// and all but the first.
    whole: [Option<Decimal>; 4],
}

impl Default for Sums {
    fn default() -> Self {
        let zero = Some(Decimal::ZERO);
        Self { rows: 0, last_is_total: false, since: [zero; 3], whole: [zero; 4] }
    }
}

impl Sums {
    fn push(&mut self, value: Decimal, total: bool, source: bool) {
        steps::count("checks::push", 1);
        let add = |sum: &mut Option<Decimal>, counts: bool| {
            if counts {
                *sum = sum.and_then(|s| s.checked_add(value));
            }
        };
        let [plain, totals, own, behind_first] = &mut self.whole;
        add(plain, !total);
        add(totals, total);
        add(own, !total && !source);
        add(behind_first, self.rows > 0);
        if total {
            self.since = [Some(Decimal::ZERO); 3];
        } else {
            let [all, others, sources] = &mut self.since;
            add(all, true);
            add(others, !source);
            add(sources, source);
        }
        self.rows += 1;
        self.last_is_total = total;
    }

    /// Whether a total is one of the sums.
    fn add_up_to(&self, total: Decimal) -> bool {
        let slack = half_of_last_digit(total) * Decimal::from(self.rows + 1);
        self.since
            .iter()
            .chain(&self.whole)
            .any(|sum| sum.is_none_or(|s| (s - total).abs() <= slack))
    }
}

/// The most columns before a difference that it may be one of.
const MOST_FIGURES: usize = 24;

/// 増減: the difference of the two columns before it.
fn differences(a: &mut Assembly<'_>, grid: &Grid) {
    let money: Vec<usize> = (0..grid.columns.len()).filter(|&c| holds_money(grid, c)).collect();
    for column in 2..grid.columns.len() {
        let head: String =
            grid.columns[column].text.chars().filter(|c| !c.is_whitespace()).collect();
        let head = head.split(['(', '（']).next().unwrap_or_default();
        steps::count("checks::differences", 1);
        let differs = ["増減", "増減額", "差引", "差引増減", "比較"].contains(&head);
        if !differs || grid.columns[column].role != ColumnRole::Other {
            continue;
        }
        let before = money.partition_point(|&c| c < column);
        let columns = &money[before.saturating_sub(MOST_FIGURES)..before];
        for row in grid.body() {
            let cells = &grid.rows[row].cells;
            let Some(difference) = number(a, &cells[column]) else { continue };
            let figures: Vec<Decimal> =
                columns.iter().filter_map(|&c| number(a, &cells[c])).collect();
            let slack = half_of_last_digit(difference) * Decimal::from(4);
            // Of any two of the columns before it: the last two, or the last and the first.
            let is = |x: Decimal, y: Decimal| (x - y - difference).abs() <= slack;
            let found = (1..figures.len())
                .any(|i| figures[..i].iter().any(|y| is(figures[i], *y) || is(*y, figures[i])));
            if figures.len() >= 2 && !found {
                let at = Mentioned { span: cell_span(grid, row, column), section: grid.section };
                let message = format!(
                    "{} is not the difference of two of the columns before it",
                    cells[column]
                );
                a.diagnose(Severity::Warning, "difference_differs", message, at);
            }
        }
    }
}
