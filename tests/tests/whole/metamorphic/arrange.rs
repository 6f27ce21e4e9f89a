//! From known values and an arrangement to a grid of cells.

use super::grid::{Align, Grid};
use super::plan::{Column, Head, Plan, Rate, UnitPlace, years};
use super::truth::{Datum, Row, Shape, Slot, Truth};
use crate::dice::Dice;

/// The grid of a table.
pub(super) fn grid(dice: &mut Dice, truth: &Truth, plan: &Plan) -> Grid {
    let kinds = kinds(truth);
    let stacks = stacks(truth, plan);
    let depth = stacks.iter().map(Vec::len).max().unwrap();
    let total = plan.total.filter(|_| sums(truth).is_some());
    let body = truth.rows.len() * kinds.len() + usize::from(total.is_some());
    let mut grid = Grid::new(plan.columns.len(), depth, body);
    grid.label = plan.position(Column::Label).unwrap();
    let texts =
        |c: &&usize| matches!(plan.columns[**c], Column::Label | Column::Office | Column::Remark);
    grid.texts =
        (0..plan.columns.len()).collect::<Vec<_>>().iter().filter(texts).copied().collect();
    if kinds.len() > 1 {
        grid.groups.push(grid.label);
    }
    header(&mut grid, plan, &stacks, depth);
    let number =
        if dice.chance(70) { Align::Right } else { dice.of(&[Align::Centre, Align::Left]) };
    let mut at = depth;
    for (i, row) in truth.rows.iter().enumerate() {
        entry(&mut grid, truth, plan, at, (i, row), number);
        at += kinds.len();
    }
    if let Some(word) = total {
        sum_row(&mut grid, truth, plan, at, word, number);
    }
    if let Some(c) = plan.position(Column::Group) {
        let mut at = depth;
        grid.groups.push(c);
        for (name, size) in &plan.groups {
            grid.put((at, c), (size * kinds.len(), 1), *name, Align::Left);
            at += size * kinds.len();
        }
    }
    grid
}

/// The kinds that are rows of their own, with the words for them; one without a word otherwise.
pub(super) fn kinds(truth: &Truth) -> Vec<(&'static str, &'static str)> {
    if truth.shape != Shape::RowGroups {
        return vec![("", "")];
    }
    let mut kinds: Vec<_> = Vec::new();
    for slot in &truth.slots {
        if !kinds.contains(&(slot.kind, slot.word)) {
            kinds.push((slot.kind, slot.word));
        }
    }
    kinds
}

/// The header texts of each column of values, from the top.
fn stacks(truth: &Truth, plan: &Plan) -> Vec<Vec<String>> {
    let slots: Vec<Slot> = match truth.shape {
        Shape::RowGroups => {
            years(truth).into_iter().map(|year| Slot { kind: "", word: "", year }).collect()
        }
        _ => values(plan).map(|i| truth.slots[i]).collect(),
    };
    let run = written_years(&slots, plan);
    let mut stacks = Vec::new();
    for (slot, year) in slots.iter().zip(run) {
        let word = role(slot, plan);
        let yearless = truth.shape == Shape::CellYear;
        let wordless = slot.word.is_empty() || truth.shape == Shape::CellRole;
        let based = plan.base_inline && slot.kind == "baseline";
        let mut stack = match plan.head {
            _ if yearless => vec![word],
            Head::OneRow | Head::TopOne if wordless => vec![year],
            Head::OneRow | Head::TopOne => vec![inline(slot, plan)],
            _ if based => vec![inline(slot, plan)],
            Head::RoleOverYear | Head::TopRole => vec![word, year],
            Head::YearOverRole => vec![year, word],
            Head::Stacked => {
                let (era, west) = plan.notation.stacked(slot.year);
                vec![word, era, west]
            }
        };
        if matches!(plan.head, Head::TopRole | Head::TopOne) && !based {
            stack.insert(0, plan.top.to_owned());
        }
        stacks.push(stack);
    }
    stacks
}

/// The years of columns, as they stand side by side.
fn written_years(slots: &[Slot], plan: &Plan) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = slots;
    // A run ends where the years start again, as they do under the next role.
    while !rest.is_empty() {
        let end = rest.windows(2).position(|w| w[1].year < w[0].year).map_or(rest.len(), |i| i + 1);
        let run: Vec<i32> = rest[..end].iter().map(|s| s.year).collect();
        let mut unique = run.clone();
        unique.dedup();
        let written = plan.notation.years(&unique);
        out.extend(
            run.iter().map(|y| written[unique.iter().position(|u| u == y).unwrap()].clone()),
        );
        rest = &rest[end..];
    }
    out
}

/// The word for a kind in a header, with the unit where it stands there.
fn role(slot: &Slot, plan: &Plan) -> String {
    format!("{}{}", slot.word, unit_suffix(slot, plan))
}

/// The unit behind a header's words: `(%)` of a rate, or that of all rows.
fn unit_suffix(slot: &Slot, plan: &Plan) -> String {
    let unit = if slot.kind == "achievement" {
        (plan.rate == Rate::Header).then_some("%")
    } else {
        plan.header_unit
    };
    unit.map_or(String::new(), |u| plan.notation.bracketed(&plan.notation.unit(u)))
}

/// Role and year in one cell.
pub(super) fn inline(slot: &Slot, plan: &Plan) -> String {
    let (word, year) = (slot.word, plan.notation.year(slot.year));
    let text = match plan.inline {
        0 => format!("{word}{}", plan.notation.bracketed(&year)),
        1 => format!("{word}\n{}", plan.notation.bracketed(&year)),
        2 => format!("{year}\n{}", plan.notation.bracketed(word)),
        3 => format!("{year}{word}"),
        4 => format!("{year}\n{word}"),
        _ => format!("{word}\n{year}"),
    };
    format!("{text}{}", unit_suffix(slot, plan))
}

/// The slots of the columns of values, in their order.
pub(super) fn values(plan: &Plan) -> impl Iterator<Item = usize> + '_ {
    plan.columns.iter().filter_map(|c| match c {
        Column::Value(i) => Some(*i),
        _ => None,
    })
}

fn header(grid: &mut Grid, plan: &Plan, stacks: &[Vec<String>], depth: usize) {
    let first = plan.columns.iter().position(|c| matches!(c, Column::Value(_))).unwrap();
    for (c, column) in plan.columns.iter().enumerate() {
        let text = match column {
            Column::Number => plan.number_head,
            Column::Group => plan.group_head,
            Column::Label => plan.label_head,
            Column::Kind => plan.kind_head,
            Column::Unit => "単位",
            Column::Office => plan.office_head,
            Column::Remark => plan.remark_head,
            Column::Value(_) => continue,
        };
        grid.put((0, c), (depth, 1), text, Align::Centre);
    }
    for (i, stack) in stacks.iter().enumerate() {
        for (level, text) in stack.iter().enumerate() {
            let last = level + 1 == stack.len();
            // A cell goes on over the next column where all above it do too.
            let same = |j: usize| {
                !last && stacks[j].len() > level + 1 && stacks[j][..=level] == stack[..=level]
            };
            if i > 0 && same(i - 1) {
                continue;
            }
            let cols = 1 + (i + 1..stacks.len()).take_while(|j| same(*j)).count();
            let rows = if last { depth - level } else { 1 };
            grid.put((level, first + i), (rows, cols), text.clone(), Align::Centre);
        }
    }
}

fn entry(
    grid: &mut Grid,
    truth: &Truth,
    plan: &Plan,
    at: usize,
    (i, row): (usize, &Row),
    number: Align,
) {
    let kinds = kinds(truth);
    let rows = kinds.len();
    grid.starts[at + 1..at + rows].fill(false);
    let years = years(truth);
    for (c, column) in plan.columns.iter().enumerate() {
        let (text, align) = match column {
            Column::Group => continue,
            Column::Number => ((i + 1).to_string(), Align::Right),
            Column::Label => (label(row, plan), Align::Left),
            Column::Office => (plan.offices[i].to_owned(), Align::Left),
            Column::Remark => (plan.remarks[i].to_owned(), Align::Left),
            Column::Unit if rows == 1 || plan.unit_merged => {
                (plan.notation.unit(row.unit.written), Align::Centre)
            }
            Column::Unit => {
                for (k, (kind, _)) in kinds.iter().enumerate() {
                    let unit = if *kind == "achievement" { "%" } else { row.unit.written };
                    grid.put((at + k, c), (1, 1), plan.notation.unit(unit), Align::Centre);
                }
                continue;
            }
            Column::Kind => {
                for (k, (kind, word)) in kinds.iter().enumerate() {
                    let slot = Slot { kind, word, year: 0 };
                    grid.put((at + k, c), (1, 1), role(&slot, plan), Align::Left);
                }
                continue;
            }
            Column::Value(v) if truth.shape == Shape::RowGroups => {
                for (k, (kind, _)) in kinds.iter().enumerate() {
                    let found =
                        truth.slots.iter().position(|s| s.kind == *kind && s.year == years[*v]);
                    let text = found.map_or(String::new(), |s| value(truth, plan, row, s));
                    grid.put((at + k, c), (1, 1), text, number);
                }
                continue;
            }
            Column::Value(v) => (value(truth, plan, row, *v), number),
        };
        grid.put((at, c), (rows, 1), text, align);
    }
}

/// The label of a row: its name and what is said behind it.
pub(super) fn label(row: &Row, plan: &Plan) -> String {
    let (open, close) = plan.label_brackets;
    let mut text = row.name.text.to_owned();
    if row.cumulative {
        text.push_str(&format!("{open}累計{close}"));
    }
    if plan.unit == UnitPlace::Label {
        text.push_str(&format!("{open}{}{close}", plan.notation.unit(row.unit.written)));
    }
    text
}

/// The cell of a value.
pub(super) fn value(truth: &Truth, plan: &Plan, row: &Row, slot: usize) -> String {
    let notation = &plan.notation;
    let (datum, year) = row.data[slot];
    let Slot { kind, word, .. } = truth.slots[slot];
    let (mantissa, decimals, comparator) = match datum {
        Datum::Missing => return notation.missing.to_owned(),
        Datum::Undetermined => return notation.undetermined.to_owned(),
        Datum::Value { mantissa, decimals, comparator } => (mantissa, decimals, comparator),
    };
    let mut text = notation.number(mantissa, decimals);
    if kind == "achievement" {
        if plan.rate == Rate::Cell {
            text.push_str(&notation.unit("%"));
        }
    } else if plan.unit == UnitPlace::Cell {
        text.push_str(&notation.unit(row.unit.written));
    }
    match comparator {
        ">=" => text.push_str("以上"),
        "<=" => text.push_str("以下"),
        ">" => text.push('超'),
        "<" => text.push_str("未満"),
        "~" => text.insert(0, '約'),
        _ => {}
    }
    match truth.shape {
        Shape::CellRole => text.push_str(&notation.bracketed(word)),
        Shape::CellYear => text.push_str(&notation.bracketed(&notation.year(year))),
        _ => {}
    }
    text
}

/// The sums of the columns in tenths, where every value is given and exact.
fn sums(truth: &Truth) -> Option<Vec<i64>> {
    (0..truth.slots.len())
        .map(|s| {
            truth
                .rows
                .iter()
                .map(|row| match row.data[s].0 {
                    Datum::Value { mantissa, decimals, comparator: "=" } => {
                        Some(mantissa * 10i64.pow(1 - decimals))
                    }
                    _ => None,
                })
                .sum()
        })
        .collect()
}

fn sum_row(grid: &mut Grid, truth: &Truth, plan: &Plan, at: usize, word: &str, align: Align) {
    let sums = sums(truth).unwrap();
    let unit = truth.rows[0].unit.written;
    for (c, column) in plan.columns.iter().enumerate() {
        let text = match column {
            Column::Label => word.to_owned(),
            Column::Unit => plan.notation.unit(unit),
            Column::Value(v) => {
                let (tenths, exact) = (sums[*v], sums[*v] % 10 == 0);
                let number = if exact {
                    plan.notation.number(tenths / 10, 0)
                } else {
                    plan.notation.number(tenths, 1)
                };
                let unit = if plan.unit == UnitPlace::Cell {
                    plan.notation.unit(unit)
                } else {
                    String::new()
                };
                format!("{number}{unit}")
            }
            _ => String::new(),
        };
        let align = if matches!(column, Column::Value(_)) { align } else { Align::Left };
        grid.put((at, c), (1, 1), text, align);
    }
}

/// The word for a row of values in a sheet.
pub(super) fn kind_word(kind: &'static str, word: &'static str, plan: &Plan) -> String {
    role(&Slot { kind, word, year: 0 }, plan)
}
