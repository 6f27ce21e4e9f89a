//! A metamorphic test: a table of known values is written in a random layout and notation, and
//! has to come back.
//!
//! The same table stands in real documents in countless forms, and no list of fixtures holds
//! them all; a table that was drawn by lot, with its values known, can be written in any of them.
//! What is written is kept such that a careful reader has no doubt about it.
//!
//! `KEIKAKU_METAMORPHIC_CASES` sets how many cases, `…_SEED` which ones, `…_LAYOUT` of which
//! layout alone; `…_SHOW` how many flawed ones of each layout are printed in full, shortest first;
//! `…_ONLY` runs and prints a single one by its number; with `…_VERBOSE` the tables by feature and
//! by what went wrong are printed.

mod arrange;
mod drawn;
mod grid;
mod names;
mod notation;
mod page;
mod plan;
mod score;
mod sheet;
mod truth;
mod typeset;
mod written;

use std::env;

use keikaku_extract::Options;

use crate::dice::Dice;
use crate::documents::worker;
use notation::Notation;
use page::Frame;
use plan::Plan;
use score::{Board, Fact, Outcome};
use truth::{Datum, Shape, Truth};

/// How a dump shows a table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Tabs,
    Spaces,
    Markdown,
    Html,
    Csv,
    Ruled,
    Sheet,
}

impl Layout {
    const ALL: [Self; 7] =
        [Self::Tabs, Self::Spaces, Self::Markdown, Self::Html, Self::Csv, Self::Ruled, Self::Sheet];

    fn name(self) -> &'static str {
        match self {
            Self::Tabs => "tabs",
            Self::Spaces => "spaces",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Ruled => "ruled",
            Self::Sheet => "sheet",
        }
    }
}

/// A document with the observations that are in it.
struct Case {
    name: String,
    layout: Layout,
    source: String,
    /// The first and last line of the table.
    table: [usize; 2],
    expected: Vec<Fact>,
    tags: Vec<String>,
    /// Whether its years may be read as years of either kind: `R2` does not say which, while a
    /// bare 2020 that heads a column is a fiscal year.
    open: bool,
}

impl Case {
    fn random(seed: u64, index: usize) -> Self {
        let layout = Layout::ALL[index % Layout::ALL.len()];
        // Far apart, so that two seeds share no case.
        let dice = &mut Dice::new(seed.wrapping_mul(1_000_003).wrapping_add(index as u64));
        let shape = shape(dice, layout);
        let blanks = dice.flag(20, "gaps:blank");
        let truth = Truth::random(dice, shape, blanks);
        let notation = Notation::random(dice, truth.issued < (2019, 5), blanks);
        let plan = Plan::random(dice, layout, &truth, notation);
        let data = || truth.rows.iter().flat_map(|row| row.data.iter().map(|(datum, _)| *datum));
        let missing = data().any(|d| d == Datum::Missing);
        let negative = data().any(|d| matches!(d, Datum::Value { mantissa: ..0, .. }));
        plan.notation.tag_marks(dice, missing, negative);
        let frame = Frame::random(dice, layout, &truth, &plan);
        let (parts, frame) = render(dice, layout, &truth, &plan, frame);
        let (source, table) = frame.document(dice, layout, &parts);
        Self {
            name: format!("{index} ({})", layout.name()),
            layout,
            source,
            table,
            expected: score::expected(&truth),
            tags: std::mem::take(&mut dice.tags),
            open: plan.notation.letter() || layout == Layout::Sheet && plan.notation.open(),
        }
    }
}

fn shape(dice: &mut Dice, layout: Layout) -> Shape {
    let sheets = [
        ("series", Shape::Series),
        ("series", Shape::Series),
        ("series", Shape::Series),
        ("row groups", Shape::RowGroups),
        ("year in cell", Shape::CellYear),
        ("cross", Shape::Cross),
    ];
    let tables = [
        ("series", Shape::Series),
        ("series", Shape::Series),
        ("series", Shape::Series),
        ("series", Shape::Series),
        ("cross", Shape::Cross),
        ("cross", Shape::Cross),
        ("row groups", Shape::RowGroups),
        ("years only", Shape::YearsOnly),
        ("role in cell", Shape::CellRole),
        ("year in cell", Shape::CellYear),
    ];
    dice.choose("shape", if layout == Layout::Sheet { &sheets } else { &tables[..] })
}

/// The lines of a table, in two parts where a page ends within it.
fn render(
    dice: &mut Dice,
    layout: Layout,
    truth: &Truth,
    plan: &Plan,
    mut frame: Frame,
) -> (Vec<Vec<String>>, Frame) {
    if layout == Layout::Sheet {
        return (sheet::sheet(dice, truth, plan), frame);
    }
    let mut grid = arrange::grid(dice, truth, plan);
    if !matches!(layout, Layout::Spaces | Layout::Ruled) {
        written::broken(dice, &mut grid);
    }
    let breaks = grid.breaks();
    let paged = !matches!(layout, Layout::Html | Layout::Csv) && !breaks.is_empty();
    let parts = if paged && dice.flag(25, "page break") {
        let repeated = dice.flag(60, "page break:header repeated");
        let at = dice.of(&breaks);
        grid.split(at, repeated, dice.chance(50)).to_vec()
    } else {
        vec![grid.clone()]
    };
    let parts = match layout {
        Layout::Tabs => written::tabs(dice, &parts),
        Layout::Markdown => written::markdown(dice, &parts),
        Layout::Spaces => drawn::spaces(dice, &parts, &grid),
        Layout::Ruled => drawn::ruled(dice, &parts, &grid),
        Layout::Csv => vec![written::csv(dice, &grid)],
        Layout::Html | Layout::Sheet => {
            let inner = frame.caption.is_some() && dice.flag(50, "html:caption within");
            let caption = if inner { frame.caption.take() } else { None };
            vec![written::html(dice, &grid, caption.as_deref())]
        }
    };
    (parts, frame)
}

fn setting(name: &str) -> Option<String> {
    env::var(format!("KEIKAKU_METAMORPHIC_{name}")).ok()
}

fn number(name: &str, default: usize) -> usize {
    setting(name).map_or(default, |text| text.parse().unwrap())
}

#[test]
fn random_renderings_come_back() {
    let seed = number("SEED", 20_190_501) as u64;
    let (cases, only) = (number("CASES", 2_000), setting("ONLY"));
    let wanted = setting("LAYOUT");
    let mut worker = worker();
    let mut board = Board::default();
    let mut flawed: Vec<(&str, usize, String)> = Vec::new();
    for index in 0..cases {
        if only.as_ref().is_some_and(|o| *o != index.to_string()) {
            continue;
        }
        let case = Case::random(seed, index);
        if wanted.as_ref().is_some_and(|w| w != case.layout.name()) {
            continue;
        }
        let records = worker.extract("case.txt", case.source.as_bytes(), &Options::default());
        let outcome = Outcome::of(&case, &records);
        if only.is_some() || !outcome.lacking.is_empty() || !outcome.excess.is_empty() {
            flawed.push((case.layout.name(), case.source.len(), outcome.report(&case)));
        }
        board.add(&case, &outcome);
    }
    flawed.sort();
    let shown = number("SHOW", 1);
    for layout in flawed.chunk_by(|a, b| a.0 == b.0) {
        layout.iter().take(shown).for_each(|(.., report)| println!("{report}"));
    }
    if setting("VERBOSE").is_some() {
        println!("{}\n{}", board.table(), board.causes());
    }
    println!("{}", board.summary());
    println!("silent: {:.2} %", 100.0 * board.all.silent as f64 / board.all.cases.max(1) as f64);
    assert!(board.all.f1() >= 0.98, "observation F1 {:.4}", board.all.f1());
    for (layout, tally) in &board.layouts {
        assert!(tally.f1() >= 0.95, "{layout}: observation F1 {:.4}", tally.f1());
    }
    assert!(board.all.silent * 200 <= board.all.cases, "{} silent cases", board.all.silent);
}
