//! A random table of known values, before anything is written.

use super::names::{NAMES, Name, PERCENT, Unit};
use crate::dice::Dice;

/// What kind of arrangement holds the values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A base year, perhaps years of actual values, then years of targets.
    Series,
    /// Each year with its target, its actual value and perhaps its rate of achievement.
    Cross,
    /// The same, but as rows of one indicator.
    RowGroups,
    /// Years alone; what the values are is said above the table.
    YearsOnly,
    /// Years alone; each cell says what it is: `120(目標)`.
    CellRole,
    /// Kinds alone; each cell says its year: `120(令和2年度)`.
    CellYear,
}

/// What a value says; the names of the record contract.
pub(super) type Kind = &'static str;

/// One value's place: what it is, in which words, and of which fiscal year.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    pub kind: Kind,
    pub word: &'static str,
    pub year: i32,
}

/// A value, or why there is none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Datum {
    Value { mantissa: i64, decimals: u32, comparator: &'static str },
    Missing,
    Undetermined,
}

/// An indicator with one datum a slot; the year differs from the slot's in [`Shape::CellYear`].
pub(super) struct Row {
    pub name: &'static Name,
    pub unit: &'static Unit,
    pub cumulative: bool,
    pub data: Vec<(Datum, i32)>,
}

/// A table of known values.
pub(super) struct Truth {
    pub shape: Shape,
    pub slots: Vec<Slot>,
    pub rows: Vec<Row>,
    /// The unit of all rows, where they have the same.
    pub shared_unit: Option<&'static Unit>,
    /// The calendar year and month of the document.
    pub issued: (i32, u32),
}

impl Truth {
    pub(super) fn random(dice: &mut Dice, shape: Shape, blanks: bool) -> Self {
        let base = i32::try_from(dice.within(2015, 2023)).unwrap();
        let issued = if dice.chance(50) { (base + 1, 9) } else { (base + 2, 3) };
        let slots = match shape {
            Shape::Series => series(dice, base),
            Shape::Cross | Shape::RowGroups => cross(dice, base, shape == Shape::Cross),
            Shape::YearsOnly => {
                let kind = dice.of(&["target", "target", "actual"]);
                let count = i32::try_from(dice.within(2, 5)).unwrap();
                let first = if kind == "target" { base + 1 } else { base + 1 - count };
                (first..first + count).map(|year| Slot { kind, word: "", year }).collect()
            }
            Shape::CellRole => (base - 1..=base + 2)
                .map(|year| {
                    let (kind, word) =
                        if year <= base { ("actual", "実績") } else { ("target", "目標") };
                    Slot { kind, word, year }
                })
                .collect(),
            Shape::CellYear => {
                let baseline = dice.of(&["基準値", "現状値", "現状"]);
                let target = dice.of(&["目標値", "目標"]);
                vec![
                    Slot { kind: "baseline", word: baseline, year: base },
                    Slot { kind: "target", word: target, year: base + 5 },
                ]
            }
        };
        let slots: Vec<Slot> =
            slots.into_iter().filter(|s| (2012..=2030).contains(&s.year)).collect();
        let share = dice.chance(30);
        let count = usize::try_from(dice.within(2, 8)).unwrap();
        let chosen = choose(dice, count, share);
        let gaps = Gaps {
            missing: dice.flag(45, "gaps:missing"),
            blank: blanks,
            // A blank beside 未定 could be the rest of a merged cell.
            undetermined: !blanks && dice.flag(30, "gaps:undetermined"),
            comparators: dice.flag(35, "comparators"),
        };
        let shared_unit = chosen
            .iter()
            .all(|(_, u)| std::ptr::eq(*u, chosen[0].1))
            .then(|| chosen[0].1)
            .filter(|_| share);
        let rows = chosen
            .into_iter()
            .map(|(name, unit)| {
                let cumulative = name.sums && dice.flag(25, "name:cumulative");
                let measure = Measure { name, unit, cumulative };
                let data = data(dice, shape, &slots, &measure, gaps, base);
                Row { name, unit, cumulative, data }
            })
            .collect();
        Self { shape, slots, rows, shared_unit, issued }
    }
}

#[derive(Clone, Copy)]
struct Gaps {
    missing: bool,
    blank: bool,
    undetermined: bool,
    comparators: bool,
}

fn series(dice: &mut Dice, base: i32) -> Vec<Slot> {
    let mut slots = Vec::new();
    let form = dice.choose(
        "series",
        &[
            ("baseline, targets", 0),
            ("baseline, targets", 0),
            ("baseline, targets", 0),
            ("targets", 1),
            ("actuals, targets", 2),
            ("baseline, actuals, targets", 3),
            ("基準値, 現状値, targets", 4),
            ("baseline, forecast, targets", 5),
        ],
    );
    let mut add = |kind, word, year| slots.push(Slot { kind, word, year });
    match form {
        0 | 5 => {
            let word = dice.choose(
                "baseline",
                &[
                    ("基準値", "基準値"),
                    ("現状値", "現状値"),
                    ("現状", "現状"),
                    ("策定時", "策定時"),
                ],
            );
            add("baseline", word, base);
        }
        2 => {
            let word = dice.of(&["実績", "実績値"]);
            let count = dice.of(&[1, 2, 3]);
            (base + 1 - count..=base).for_each(|year| add("actual", word, year));
        }
        3 => {
            let word = dice.of(&["実績", "実績値"]);
            add("baseline", dice.of(&["基準値", "策定時"]), base - 2);
            (base - 1..=base).for_each(|year| add("actual", word, year));
        }
        4 => {
            add("baseline", "基準値", base - 1);
            add("actual", "現状値", base);
        }
        _ => {}
    }
    if form == 5 {
        add("forecast", dice.of(&["見込", "見込み", "見込値"]), base + 1);
    }
    let word = dice.of(&["目標", "目標値", "目標値", "計画値"]);
    let count = i32::try_from(dice.within(1, 6)).unwrap();
    let first = base + if form == 5 { 2 } else { dice.of(&[1, 1, 2, 3, 5]) };
    let first = first.min(2031 - count).max(base + 1);
    (first..first + count).for_each(|year| add("target", word, year));
    slots
}

fn cross(dice: &mut Dice, base: i32, baseline: bool) -> Vec<Slot> {
    let sets: [&[(Kind, &'static str)]; 7] = [
        &[("target", "目標"), ("actual", "実績")],
        &[("target", "目標値"), ("actual", "実績値")],
        &[("actual", "実績"), ("target", "目標")],
        &[("target", "目標"), ("actual", "実績"), ("achievement", "達成率")],
        &[("target", "目標値"), ("actual", "実績値"), ("achievement", "達成度")],
        &[("actual", "成果実績"), ("target", "目標値"), ("achievement", "達成度")],
        &[("target", "計画"), ("actual", "実績"), ("achievement", "達成率")],
    ];
    let set = dice.of(&sets);
    let count = dice.of(&[2, 2, 3, 4]);
    let mut slots = Vec::new();
    if baseline && dice.flag(35, "cross:baseline") {
        slots.push(Slot { kind: "baseline", word: "基準値", year: base - 2 });
    }
    for year in base - 1..base - 1 + count {
        slots.extend(set.iter().map(|(kind, word)| Slot { kind, word, year }));
    }
    slots
}

fn choose(dice: &mut Dice, count: usize, share: bool) -> Vec<(&'static Name, &'static Unit)> {
    let all: Vec<&'static Name> = NAMES.iter().collect();
    let first = dice.of(&all);
    let unit = &first.units[dice.below(first.units.len())];
    let mut chosen = vec![(first, unit)];
    let rest: Vec<_> = all
        .into_iter()
        .filter(|n| n.text != first.text && (!share || std::ptr::eq(n.units, first.units)))
        .collect();
    for name in dice.sample(&rest, count - 1) {
        let unit = if share { unit } else { &name.units[dice.below(name.units.len())] };
        chosen.push((name, unit));
    }
    chosen
}

fn data(
    dice: &mut Dice,
    shape: Shape,
    slots: &[Slot],
    row: &Measure,
    gaps: Gaps,
    base: i32,
) -> Vec<(Datum, i32)> {
    let pairs = matches!(shape, Shape::Cross | Shape::RowGroups);
    let comparator = if !gaps.comparators || dice.chance(50) {
        "="
    } else if pairs {
        // Where less is better a rate of achievement is not the plain quotient.
        dice.of(&[">=", "~"])
    } else {
        dice.of(&[">=", ">=", ">=", "<=", "~", "<", ">"])
    };
    let course = Course::random(dice, row, pairs);
    let mut out: Vec<(Datum, i32)> = Vec::new();
    // One value of a row is always there, so that no row is empty; it is the second where the
    // first is of a time when perhaps nobody measured yet.
    let late = !pairs && slots.len() > 1 && slots[0].kind != "target" && dice.chance(50);
    for (i, slot) in slots.iter().enumerate() {
        let sure = if pairs { i < 3 } else { i == usize::from(late) };
        let year = if shape == Shape::CellYear && dice.chance(40) {
            slot.year + dice.of(&[-1, 0])
        } else {
            slot.year
        };
        let can_lack = shape != Shape::CellYear && !sure;
        // A blank is a gap only where it cannot be the rest of a merged cell beside it.
        let can_miss =
            can_lack && (!gaps.blank || if pairs { slot.kind == "actual" } else { i == 0 });
        let unmeasured = pairs && slot.kind == "actual" && slot.year > base && !sure;
        let datum = if unmeasured || can_miss && gaps.missing && dice.chance(15) {
            Datum::Missing
        } else if can_lack && gaps.undetermined && slot.kind == "target" && dice.chance(25) {
            Datum::Undetermined
        } else {
            let (mantissa, decimals) = course.value(dice, slot, year - slots[0].year);
            let comparator = if slot.kind == "target" && mantissa > 0 { comparator } else { "=" };
            Datum::Value { mantissa, decimals, comparator }
        };
        out.push((datum, year));
    }
    rates(slots, &mut out);
    out
}

/// What a row is about.
struct Measure {
    name: &'static Name,
    unit: &'static Unit,
    cumulative: bool,
}

/// How the values of a row go: near each other, as they are in life, and such that no check of a
/// careful reader fails. A running total that fell would be worth a diagnostic of its own.
struct Course {
    start: i64,
    decimals: u32,
    sign: i64,
    grows: bool,
    positive: bool,
    /// No share is more than the whole.
    top: i64,
}

impl Course {
    fn random(dice: &mut Dice, row: &Measure, pairs: bool) -> Self {
        let percent = row.unit.written == "%";
        let digits = u32::try_from(dice.within(1, i64::from(row.unit.digits))).unwrap();
        let low = 10i64.pow(digits - 1);
        let start = if percent { dice.within(30, 800) } else { dice.within(low, low * 10 - 1) };
        Self {
            start,
            decimals: row.unit.decimals,
            sign: if row.name.signed && !pairs && dice.chance(50) { -1 } else { 1 },
            grows: row.cumulative,
            positive: pairs,
            top: if percent { 1000 } else { i64::MAX },
        }
    }

    /// A value, so many years after the first.
    fn value(&self, dice: &mut Dice, slot: &Slot, years: i32) -> (i64, u32) {
        let past = i64::from(years.max(0));
        if self.grows {
            let short = if slot.kind == "actual" { 97 } else { 100 };
            return (self.start * (100 + 8 * past) * short / 10_000 + past, self.decimals);
        }
        let swing = dice.within(85, 115);
        let mut mantissa =
            self.sign * (self.start * (100 + 3 * past) * swing / 10_000).min(self.top);
        let mut decimals = self.decimals;
        if decimals > 0 && dice.chance(35) {
            mantissa /= 10;
            decimals = 0;
        }
        if self.positive {
            mantissa = mantissa.max(1);
        } else if dice.chance(4) {
            mantissa = 0;
        }
        (mantissa, decimals)
    }
}

/// The rates of achievement of a row, from its targets and actual values.
fn rates(slots: &[Slot], data: &mut [(Datum, i32)]) {
    let found = |data: &[(Datum, i32)], kind: Kind, year: i32| {
        let i = slots.iter().position(|s| s.kind == kind && s.year == year)?;
        match data[i].0 {
            Datum::Value { mantissa, decimals, .. } => {
                Some(mantissa * 10i64.pow(1 - decimals.min(1)))
            }
            _ => None,
        }
    };
    for (i, slot) in slots.iter().enumerate().filter(|(_, s)| s.kind == "achievement") {
        let pair = (found(data, "target", slot.year), found(data, "actual", slot.year));
        data[i].0 = match pair {
            (Some(target), Some(actual)) if target > 0 => Datum::Value {
                mantissa: (actual * 1000 + target / 2) / target,
                decimals: PERCENT.decimals,
                comparator: "=",
            },
            _ => Datum::Missing,
        };
    }
}
