//! Lines to pages, blocks, section tree and table grids. Works on the text as it is, before any
//! normalisation (which would change the column widths), and needs no dictionary.
//!
//! ```text
//! SourceText ─ line, repair ─▶ lines ─ furniture ─▶ flow ─ table ─▶ grids
//!                                             └ number, header, section, block ─▶ blocks, sections
//! ```

mod block;
mod columned;
mod drawn;
mod dump;
mod furniture;
mod header;
mod line;
mod markup;
mod number;
mod printed;
mod repair;
mod section;
mod sequence;
pub mod steps;
mod table;
mod title;
mod view;

use std::cell::RefCell;
use std::ops::Range;

use keikaku_text::{SourceText, Span};

pub use block::{Block, BlockKind};
pub use drawn::{DUMP_VERSION, Drawn, Place, Typesetter};
pub use dump::Measure;
pub use furniture::Furniture;
pub use header::is_mark;
pub use line::{Line, Print, Spacing};
pub use number::{Enumerator, Scheme, circled_value, enumerator};
pub use section::Section;
pub use table::{Cell, Explanation, Row, Table, TableLayout, TooLarge};
pub use view::{Fragment, Gap, Tag, fragments, tag};

use header::{Item, Placed};
use markup::Markup;
use printed::Printed;
use repair::Repair;
use section::Tree;
use table::{Flow, Found, Rejected};

/// The layout of a document.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Every line, blank ones included.
    pub lines: Vec<Line>,
    /// How the dump spaces and wraps its lines.
    pub spacing: Spacing,
    /// The blocks in the order of the text.
    pub blocks: Vec<Block>,
    /// The sections in the order of their headers.
    pub sections: Vec<Section>,
    /// The tables in the order of the text.
    pub tables: Vec<Table>,
    /// What looks like a table and could not be read as one.
    pub unread: Vec<Span>,
    /// Rows of a dump without columns that have fewer figures than their table has columns: which
    /// columns these are of cannot be told.
    pub uncertain: Vec<Span>,
    /// Whether the text was dumped cell by cell, so that its tables cannot be read.
    pub cell_order: bool,
    /// Tables with more cells than their text can fill; their lines are text.
    pub too_large: Vec<TooLarge>,
}

/// Who knows words: asked only where places on a page do not tell whether letters belong together.
pub trait WordSense {
    /// For each of some seams (byte offsets into a text whose spaces were taken out) whether it lies
    /// inside a word.
    fn inside_word(&mut self, joined: &str, seams: &[usize]) -> Vec<bool>;
}

/// Knows no words: ambiguous gaps stay.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoWords;

impl WordSense for NoWords {
    fn inside_word(&mut self, _: &str, seams: &[usize]) -> Vec<bool> {
        vec![false; seams.len()]
    }
}

/// Reads the layout of a text without a dictionary; [`analyse_with`] asks one.
pub fn analyse(source: &SourceText) -> Layout {
    analyse_with(source, &mut NoWords)
}

/// Reads the layout of a text. Total: odd text gives paragraphs.
///
/// A running head between two pages of a table does not end the table's story:
///
/// ```
/// use keikaku_text::SourceText;
///
/// let text = "港湾計画\n\n事業\t2018\n防波堤\t実施\n\n港湾計画\n\n事業\t2018\n岸壁\t検討\n\n港湾計画\n\n終わりです。\n";
/// let layout = keikaku_layout::analyse(&SourceText::from_str(text));
/// assert_eq!(layout.tables[1].continues, Some(0));
/// ```
pub fn analyse_with(source: &SourceText, sense: &mut dyn WordSense) -> Layout {
    lay_out(source, None, sense)
}

/// Reads the layout of the dump of drawn pages, as a [`Typesetter`] gives it.
pub fn analyse_drawn(source: &SourceText, drawn: &Drawn, sense: &mut dyn WordSense) -> Layout {
    lay_out(source, Some(drawn), sense)
}

fn lay_out(source: &SourceText, drawn: Option<&Drawn>, sense: &mut dyn WordSense) -> Layout {
    let text = source.text();
    // What is printed like a tag is no markup, and letters drawn twice are one already.
    let markup = if drawn.is_some() { None } else { Markup::of(text) };
    let mut lines = line::measure(source, markup.as_ref());
    for (line, print) in lines.iter_mut().zip(drawn.map_or(&[][..], Drawn::prints)) {
        line.print = *print;
    }
    let repair = match drawn {
        Some(_) => Repair::default(),
        None => repair::repair(text, &mut lines),
    };
    let spacing = Spacing::of(&lines);
    let furniture = furniture::find(text, &lines);
    let flow = Flow {
        source,
        lines: &lines,
        furniture: &furniture,
        markup: markup.as_ref(),
        double: spacing.double,
    };
    let Tables { taken: found, mut uncertain, too_large } = match drawn {
        Some(drawn) => drawn::find_tables(&flow, drawn, sense),
        None => find_tables(&flow, &repair, sense),
    };
    let cell_order = drawn.is_none() && printed::raw::is_cell_order(text, &lines);
    if cell_order {
        // One word for the whole text says more than one for each of its cells.
        uncertain.clear();
    }
    let mut tables: Vec<Table> = Vec::new();
    let mut unread: Vec<Span> = Vec::new();
    let mut items: Vec<Placed> = Vec::new();
    let mut blanks = 0usize;
    let mut page_top = false;
    let mut i = 0;
    // Whether anything but blank lines and furniture stands after the last table.
    let mut since_table = true;
    let mut found = found.into_iter().peekable();
    while i < lines.len() {
        page_top |= lines[i].starts_page;
        if !flow.has_text(i) {
            page_top |=
                matches!(furniture[i], Some(Furniture::RunningHead | Furniture::PageNumber));
            blanks += usize::from(furniture[i] != Some(Furniture::Overprint));
            i += 1;
            continue;
        }
        let gap = if spacing.double { blanks.saturating_sub(1) } else { blanks };
        let here = found.next_if(|(range, _)| range.start <= i);
        let item = match here {
            Some((range, Some(mut table))) => {
                // A drawn table may be known to follow, whatever the page says around it.
                let follows = !since_table || table.follows.is_some();
                table.follows = tables.len().checked_sub(1).filter(|_| follows);
                if let Some(last) = table.follows
                    && table::same_head(text, &tables[last], &table)
                {
                    table.continues = Some(last);
                }
                tables.push(table);
                since_table = false;
                i = range.end;
                Item::Table(tables.len() - 1)
            }
            nothing => {
                if let Some((range, None)) = nothing {
                    unread.push(lines[range.start].content.cover(lines[range.end - 1].content));
                }
                since_table = true;
                i += 1;
                Item::Line(i - 1)
            }
        };
        items.push(Placed { item, blanks: gap, page_top });
        blanks = 0;
        page_top = false;
    }
    let headers = header::find(text, &lines, spacing, &items);
    let mut tree = Tree::default();
    let input = block::Input {
        text,
        lines: &lines,
        spacing,
        items: &items,
        headers: &headers,
        table_lines: &tables.iter().map(|t| t.lines).collect::<Vec<_>>(),
        table_spans: &tables.iter().map(|t| t.span).collect::<Vec<_>>(),
    };
    let (mut blocks, captions) = block::build(&input, &mut tree);
    for (table, caption) in tables.iter_mut().zip(captions) {
        table.caption = table.caption.or(caption);
    }
    let mut sections = tree.finish(lines.last().map_or(0, |l| l.number));
    hold_blocks(&mut sections, &blocks);
    add_furniture(&lines, &furniture, &mut blocks);
    Layout { lines, spacing, blocks, sections, tables, unread, uncertain, cell_order, too_large }
}

/// The lines that a table takes, and the table; `None` for what looks like one and is not read.
type Taken = (Range<usize>, Option<Table>);

/// The tables of a text, and the rows of dumps without columns whose columns are uncertain.
struct Tables {
    taken: Vec<Taken>,
    uncertain: Vec<Span>,
    too_large: Vec<TooLarge>,
}

/// The tables in the order of their lines: those that marks in the text tell first, then, among the
/// lines that are left, those that only their places on the page tell.
fn find_tables(flow: &Flow<'_>, repair: &Repair, sense: &mut dyn WordSense) -> Tables {
    let lines = flow.lines;
    let mut too_large = Vec::new();
    let mut rejected = Rejected::default();
    // The lines that stay text.
    let mut kept: Vec<Range<usize>> = Vec::new();
    let mut out: Vec<Taken> = Vec::new();
    let mut after: Option<TableLayout> = None;
    let mut i = 0;
    while i < lines.len() {
        if !flow.has_text(i) {
            i += 1;
            continue;
        }
        match table::find_at(flow, i, after, &mut rejected) {
            Found::Table(table, end) => {
                after = Some(table.layout);
                out.push((i..end, Some(table)));
                i = end;
            }
            Found::TooLarge(what, end) => {
                after = None;
                too_large.push(what);
                kept.push(i..end);
                i = end;
            }
            Found::Nothing => {
                after = None;
                i += 1;
            }
        }
    }
    let mut marked = vec![false; lines.len()];
    for range in out.iter().map(|(range, _)| range).chain(&kept) {
        marked[range.clone()].fill(true);
    }
    let free = |i: usize| {
        let words = || &flow.text()[lines[i].content.start..lines[i].content.end];
        !marked[i]
            && flow.has_text(i)
            && !lines[i].has_tab
            && lines[i].heading.is_none()
            && !header::has_leader(words())
    };
    let filled = lines.iter().filter(|l| !l.is_blank()).count();
    let gaps = lines.iter().filter(|l| l.has_gap).count();
    // Where hardly a line has a gap, columns were not kept.
    if gaps * 50 <= filled {
        let mut uncertain = Vec::new();
        for run in printed::raw::find(flow.text(), lines, &free) {
            uncertain.extend(run.uncertain);
            if let Some(table) = run.table {
                out.push((run.lines, Some(table)));
            }
        }
        out.sort_by_key(|(range, _)| range.start);
        return Tables { taken: out, uncertain, too_large };
    }
    let measure = Measure::of(flow.text(), lines);
    let sense = RefCell::new(sense);
    let sought = printed::Sought {
        text: flow.text(),
        lines,
        furniture: flow.furniture,
        double: flow.double,
        sense: &sense,
    };
    let mut start = 0;
    let mut number = 1;
    while start < lines.len() {
        let end = (start + 1..lines.len()).find(|&i| lines[i].starts_page).unwrap_or(lines.len());
        if lines[start..end].iter().any(|l| l.has_gap) {
            let page = dump::page(flow.text(), lines, start..end, number, measure, repair, free);
            add_printed(flow, &sought, &page, start, &mut out);
        }
        start = end;
        number += 1;
    }
    out.sort_by_key(|(range, _)| range.start);
    Tables { taken: out, uncertain: Vec::new(), too_large }
}

/// Lets every section reach to the last line of its blocks: in HTML the header of the next may stand
/// on that line, too.
fn hold_blocks(sections: &mut [Section], blocks: &[Block]) {
    for block in blocks {
        let mut at = block.section;
        while let Some(section) = at.and_then(|s| sections.get_mut(s)) {
            if section.extent[1] >= block.lines[1] {
                break;
            }
            section.extent[1] = block.lines[1];
            at = section.parent;
        }
    }
}

/// Adds the tables of a page that only places tell. `start`: the index of its first line.
fn add_printed(
    flow: &Flow<'_>,
    sought: &printed::Sought<'_, '_>,
    page: &keikaku_page::Page,
    start: usize,
    out: &mut Vec<Taken>,
) {
    let last_before = |out: &[Taken], line: usize| {
        out.iter()
            .enumerate()
            .filter(|(_, t)| t.0.end <= line)
            .max_by_key(|(_, t)| t.0.end)
            .map(|t| t.0)
    };
    let nothing_between = |from: usize, to: usize| !(from..to).any(|i| flow.has_text(i));
    let before = last_before(out, start)
        .map(|t| &out[t])
        .filter(|(range, _)| nothing_between(range.end, start))
        .and_then(|(_, table)| table.as_ref())
        .filter(|t| t.layout == TableLayout::Spaces)
        .map(Table::width);
    for (range, printed) in printed::find(sought, page, start, before) {
        let table = match printed {
            Printed::Table(table) => Some(*table),
            Printed::Row(table) => {
                let goes_on =
                    last_before(out, range.start).map(|t| &out[t]).is_some_and(|(r, t)| {
                        t.as_ref().is_some_and(|t| t.layout == TableLayout::Spaces)
                            && nothing_between(r.end, range.start)
                    });
                if !goes_on {
                    continue;
                }
                Some(*table)
            }
            Printed::Unread => None,
        };
        out.push((range, table));
    }
}

fn add_furniture(lines: &[Line], furniture: &[Option<Furniture>], blocks: &mut Vec<Block>) {
    for (line, kind) in lines.iter().zip(furniture) {
        if let Some(kind) = kind {
            blocks.push(block::block(BlockKind::Furniture(*kind), line, None));
        }
    }
    blocks.sort_by_key(|b| b.span.start);
}

#[cfg(test)]
mod tests;
