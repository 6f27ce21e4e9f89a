//! Key-value sheets: one indicator after the other, each on a sheet of names and values.

use super::arrange::{inline, kinds, label, value};
use super::plan::{Column, Plan, UnitPlace, years};
use super::truth::{Shape, Truth};
use crate::dice::Dice;

/// The lines of each indicator.
pub(super) fn sheet(dice: &mut Dice, truth: &Truth, plan: &Plan) -> Vec<Vec<String>> {
    let name = dice.of(&["指標名", "指標名", "成果指標", "指標", "KPI"]);
    let form = dice.choose(
        "sheet",
        &[
            ("a pair a line", 1),
            ("two pairs a line", 2),
            ("values in a line", 3),
            ("all in a line", 4),
        ],
    );
    let joint = dice.of(&["", " "]);
    let blocks = truth.rows.iter().enumerate().map(|(i, row)| {
        let mut about = Vec::new();
        if plan.unit == UnitPlace::Column {
            about.push(("単位".to_owned(), plan.notation.unit(row.unit.written)));
        }
        if plan.position(Column::Office).is_some() {
            about.push((plan.office_head.to_owned(), plan.offices[i].to_owned()));
        }
        let title = (name.to_owned(), label(row, plan));
        if truth.shape == Shape::RowGroups {
            let mut lines = vec![pair(&title)];
            lines.extend(about.iter().map(pair));
            lines.extend(series(truth, plan, i));
            return lines;
        }
        let values: Vec<_> = truth
            .slots
            .iter()
            .enumerate()
            .map(|(s, slot)| {
                let key = if truth.shape == Shape::CellYear {
                    slot.word.to_owned()
                } else {
                    inline(slot, plan).replace('\n', joint)
                };
                (key, value(truth, plan, row, s))
            })
            .collect();
        match form {
            1 => [vec![title], about, values].concat().iter().map(pair).collect(),
            2 => {
                let mut lines = vec![pair(&title)];
                for list in [about, values] {
                    lines.extend(list.chunks(2).map(line));
                }
                lines
            }
            3 => {
                [vec![pair(&title)], about.iter().map(pair).collect(), vec![line(&values)]].concat()
            }
            _ => vec![line(&[vec![title], about, values].concat())],
        }
    });
    blocks.collect()
}

fn pair((key, value): &(String, String)) -> String {
    format!("{key}\t{value}")
}

fn line(pairs: &[(String, String)]) -> String {
    pairs.iter().map(pair).collect::<Vec<_>>().join("\t")
}

/// A small table of the years below a sheet's names.
fn series(truth: &Truth, plan: &Plan, row: usize) -> Vec<String> {
    let years = years(truth);
    let mut lines = vec![format!("年度\t{}", plan.notation.years(&years).join("\t"))];
    for (kind, word) in kinds(truth) {
        let values = years.iter().map(|year| {
            let slot = truth.slots.iter().position(|s| s.kind == kind && s.year == *year);
            slot.map_or(String::new(), |s| value(truth, plan, &truth.rows[row], s))
        });
        let word = super::arrange::kind_word(kind, word, plan);
        lines.push(format!("{word}\t{}", values.collect::<Vec<_>>().join("\t")));
    }
    lines
}
