//! How a table is arranged: which columns, which header, where units and roles are said.

use super::Layout;
use super::names::{FIELDS, OFFICES, REMARKS};
use super::notation::{Notation, YearStyle};
use super::truth::{Shape, Truth};
use crate::dice::Dice;

/// Where the unit of a value is said.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitPlace {
    Cell,
    Column,
    Label,
    /// Above the table, for all rows.
    Caption,
    /// In the header of the values, for all rows.
    Header,
}

/// How the header of the values is stacked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// `目標値(令和6年度)` in one cell.
    OneRow,
    RoleOverYear,
    YearOverRole,
    /// The role, the era year, the Gregorian year.
    Stacked,
    /// A cell over all of them, then as in `RoleOverYear`.
    TopRole,
    /// A cell over all of them, then as in `OneRow`.
    TopOne,
}

/// How a rate of achievement says that it is one in a hundred.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rate {
    Cell,
    Header,
    /// Not at all; a 達成率 is in `%`.
    Bare,
}

/// A column of the table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Number,
    Group,
    Label,
    Kind,
    Unit,
    /// The values of a slot; in [`Shape::RowGroups`] of a year.
    Value(usize),
    Office,
    Remark,
}

/// The arrangement of a table.
pub(super) struct Plan {
    pub notation: Notation,
    pub unit: UnitPlace,
    pub head: Head,
    pub rate: Rate,
    /// How role and year stand in one cell.
    pub inline: usize,
    /// The base year's column says both in one cell, over all rows of the header.
    pub base_inline: bool,
    pub columns: Vec<Column>,
    pub label_head: &'static str,
    pub kind_head: &'static str,
    pub group_head: &'static str,
    pub office_head: &'static str,
    pub remark_head: &'static str,
    pub number_head: &'static str,
    pub top: &'static str,
    /// The brackets about units and 累計 in a label.
    pub label_brackets: (&'static str, &'static str),
    /// The name and header of the groups of rows: how many rows each has.
    pub groups: Vec<(&'static str, usize)>,
    pub offices: Vec<&'static str>,
    pub remarks: Vec<&'static str>,
    /// A last row that adds the others up.
    pub total: Option<&'static str>,
    /// The unit once for all rows of an indicator, where it has several.
    pub unit_merged: bool,
    /// The unit that the header of the values says for all rows.
    pub header_unit: Option<&'static str>,
}

impl Plan {
    pub(super) fn random(
        dice: &mut Dice,
        layout: Layout,
        truth: &Truth,
        mut notation: Notation,
    ) -> Self {
        let shape = truth.shape;
        let head = head(dice, layout, shape);
        let crowded = [YearStyle::Bare, YearStyle::EraWest, YearStyle::WestEra];
        if shape == Shape::CellYear && crowded.contains(&notation.style) {
            // `120(2020)` could be any second number, and a bracket in a bracket is not written.
            notation.style = YearStyle::Era;
        }
        let alone = !matches!(head, Head::OneRow | Head::TopOne)
            || matches!(shape, Shape::YearsOnly | Shape::CellRole | Shape::RowGroups);
        if notation.style == YearStyle::Carried && (!alone || layout == Layout::Sheet) {
            notation.style = YearStyle::Era;
        }
        if head == Head::Stacked {
            notation.style = YearStyle::EraWest;
        }
        notation.tag(dice);
        let unit = unit(dice, layout, truth, head);
        let rates = truth.slots.iter().any(|s| s.kind == "achievement");
        let rate = match unit {
            // Under `（単位：人）` a bare rate would read as persons.
            UnitPlace::Caption | UnitPlace::Header => dice.of(&[Rate::Cell, Rate::Header]),
            UnitPlace::Cell => Rate::Cell,
            _ => dice.of(&[Rate::Cell, Rate::Header, Rate::Bare]),
        };
        if rates {
            let name = match rate {
                Rate::Cell => "cell",
                Rate::Header => "header",
                Rate::Bare => "bare",
            };
            dice.tag(format!("rate:{name}"));
        }
        let columns = columns(dice, layout, truth, unit, head);
        let leading = columns[0] == Column::Label;
        let labels: &[&str] = if leading {
            &["指標名", "指標", "成果指標", "KPI", "重要業績評価指標(KPI)", "指標項目", "項目", ""]
        } else {
            &["指標名", "指標", "成果指標", "KPI", "指標の名称"]
        };
        let rows = truth.rows.len();
        let shown = [Head::RoleOverYear, Head::TopRole, Head::Stacked].contains(&head);
        Self {
            unit,
            head,
            rate,
            inline: inline(dice, &notation),
            base_inline: shown && truth.slots.len() > 1 && dice.flag(30, "head:base inline"),
            label_head: dice.of(labels),
            kind_head: dice.of(&["区分", "", "種別"]),
            group_head: dice.of(&["分野", "施策", "基本目標", "政策分野"]),
            office_head: dice.of(&["担当課", "所管課", "主管課", "担当部署"]),
            remark_head: dice.of(&["備考", "出典", "算出方法"]),
            number_head: dice.of(&["No.", "番号", "№"]),
            top: if truth.slots[0].word.is_empty() || shape == Shape::RowGroups {
                dice.of(&["年度別の値", "推移", "年度"])
            } else {
                dice.of(&["年度別の値", "推移", "指標値"])
            },
            label_brackets: dice.of(&[
                ("(", ")"),
                ("(", ")"),
                ("（", "）"),
                ("[", "]"),
                ("【", "】"),
            ]),
            groups: groups(dice, rows),
            offices: (0..rows).map(|_| dice.of(OFFICES)).collect(),
            remarks: (0..rows).map(|_| dice.of(REMARKS)).collect(),
            total: total(dice, layout, truth),
            unit_merged: dice.chance(50),
            header_unit: truth.shared_unit.filter(|_| unit == UnitPlace::Header).map(|u| u.written),
            columns,
            notation,
        }
    }

    /// The column of a kind.
    pub(super) fn position(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|c| *c == column)
    }
}

fn head(dice: &mut Dice, layout: Layout, shape: Shape) -> Head {
    let all: &[(&str, Head)] = match shape {
        _ if layout == Layout::Sheet => &[("1: role(year)", Head::OneRow)],
        Shape::Series => &[
            ("1: role(year)", Head::OneRow),
            ("2: role over year", Head::RoleOverYear),
            ("2: role over year", Head::RoleOverYear),
            ("2: year over role", Head::YearOverRole),
            ("3: role over era over west", Head::Stacked),
            ("3: top over role over year", Head::TopRole),
            ("2: top over role(year)", Head::TopOne),
        ],
        Shape::Cross => &[
            ("1: role(year)", Head::OneRow),
            ("2: year over role", Head::YearOverRole),
            ("2: year over role", Head::YearOverRole),
            ("2: role over year", Head::RoleOverYear),
            ("3: top over role over year", Head::TopRole),
            ("2: top over role(year)", Head::TopOne),
        ],
        Shape::RowGroups | Shape::YearsOnly | Shape::CellRole => &[
            ("1: year", Head::OneRow),
            ("1: year", Head::OneRow),
            ("2: top over year", Head::TopOne),
        ],
        Shape::CellYear => &[("1: role", Head::OneRow)],
    };
    dice.choose("head", all)
}

/// How role and year stand in one cell; some notations have brackets of their own.
fn inline(dice: &mut Dice, notation: &Notation) -> usize {
    match notation.style {
        YearStyle::EraWest | YearStyle::WestEra => dice.of(&[3, 4, 5]),
        // `2020目標` and `R2目標` are written, but not with `値` run into the year before it.
        _ => dice.of(&[0, 0, 1, 1, 2, 3, 4, 5]),
    }
}

fn unit(dice: &mut Dice, layout: Layout, truth: &Truth, head: Head) -> UnitPlace {
    let mut places = vec![
        ("cell", UnitPlace::Cell),
        ("column", UnitPlace::Column),
        ("column", UnitPlace::Column),
        ("label", UnitPlace::Label),
    ];
    if truth.shared_unit.is_some() && layout != Layout::Sheet {
        places.extend([("caption", UnitPlace::Caption); 3]);
        if matches!(head, Head::RoleOverYear | Head::YearOverRole) {
            places.extend([("header", UnitPlace::Header); 2]);
        }
    }
    dice.choose("unit", &places)
}

fn columns(
    dice: &mut Dice,
    layout: Layout,
    truth: &Truth,
    unit: UnitPlace,
    head: Head,
) -> Vec<Column> {
    let mut columns = Vec::new();
    if dice.flag(15, "column:No.") {
        columns.push(Column::Number);
    }
    if layout != Layout::Sheet && dice.flag(25, "column:group") {
        // A group and its number would stand in the order group, number, label.
        columns.insert(0, Column::Group);
    }
    columns.push(Column::Label);
    let grouped = truth.shape == Shape::RowGroups;
    let with_unit = unit == UnitPlace::Column;
    let unit_late = grouped && dice.chance(50);
    if with_unit && !unit_late {
        columns.push(Column::Unit);
    }
    let office = dice.flag(30, "column:office").then(|| dice.chance(40));
    if office == Some(true) {
        columns.push(Column::Office);
    }
    if grouped {
        columns.push(Column::Kind);
    }
    if with_unit && unit_late {
        columns.push(Column::Unit);
    }
    if grouped {
        columns.extend((0..years(truth).len()).map(Column::Value));
    } else {
        let mut order: Vec<usize> = (0..truth.slots.len()).collect();
        if matches!(head, Head::RoleOverYear | Head::TopRole) && truth.shape == Shape::Cross {
            let first = |i: &usize| truth.slots.iter().position(|s| s.kind == truth.slots[*i].kind);
            order.sort_by_key(first);
        }
        columns.extend(order.into_iter().map(Column::Value));
    }
    if office == Some(false) {
        columns.push(Column::Office);
    }
    if dice.flag(15, "column:remark") {
        columns.push(Column::Remark);
    }
    columns
}

/// The years of a table in their order.
pub(super) fn years(truth: &Truth) -> Vec<i32> {
    let mut years: Vec<i32> = truth.slots.iter().map(|s| s.year).collect();
    years.sort_unstable();
    years.dedup();
    years
}

fn groups(dice: &mut Dice, rows: usize) -> Vec<(&'static str, usize)> {
    let mut groups = Vec::new();
    let mut left = rows;
    for name in dice.sample(FIELDS, FIELDS.len()) {
        if left == 0 {
            break;
        }
        let size = (1 + dice.below(4)).min(left);
        groups.push((name, size));
        left -= size;
    }
    if let Some(last) = groups.last_mut() {
        last.1 += left;
    }
    groups
}

fn total(dice: &mut Dice, layout: Layout, truth: &Truth) -> Option<&'static str> {
    let fits = layout != Layout::Sheet
        && matches!(truth.shape, Shape::Series | Shape::YearsOnly)
        && truth.shared_unit.is_some_and(|u| u.adds);
    (fits && dice.flag(30, "row:total")).then(|| dice.of(&["合計", "計"]))
}
