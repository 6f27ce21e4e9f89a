//! Running text to `period`, `amount`, `department` and `indicator` records.

use std::ops::Range;

use foldhash::HashMap;
use keikaku_layout::{Block, BlockKind, steps};
use keikaku_record::{DepartmentRole, ObservationKind, Place, Provenance, RecordKind};
use keikaku_text::{AlignedText, Span};
use keikaku_values::{
    Basis, Comparator, Form, NumeralMention, Period, PeriodMention, Quantity, QuantityMention,
    Written, find_numerals, find_periods, find_quantities_beside,
};

use super::grid::{Grid, Purpose, cell_span, header_time};
use super::observe::{doubts, observation};
use super::{Assembly, Mentioned};
use crate::recognize::department::{self, Named};
use crate::recognize::value::Said;
use crate::recognize::{indicator, label, responsibility};
use crate::texts::{as_written, folded};

/// Reads every block of text, and the heads of the tables.
pub(crate) fn assemble(a: &mut Assembly<'_>, grids: &[Grid], stated: &[Span]) {
    let mut scratch = Scratch { stated: stated.to_vec(), ..Scratch::default() };
    for index in 0..a.layout.blocks.len() {
        let block = &a.layout.blocks[index];
        match block.kind {
            BlockKind::Paragraph | BlockKind::ListItem => stretch(a, block, &mut scratch, true),
            BlockKind::Header { repeated: false, .. } | BlockKind::Caption => {
                stretch(a, block, &mut scratch, false)
            }
            _ => {}
        }
    }
    for grid in grids {
        heads(a, grid);
        if grid.purpose == Purpose::Other {
            loose_cells(a, grid, &mut scratch);
        }
    }
}

/// What a section's title, or that of one around it, says of the values beneath.
#[derive(Clone, Copy, Default)]
struct Titled {
    time: Option<Period>,
    kind: Option<ObservationKind>,
}

#[derive(Default)]
struct Scratch {
    /// What the titles say that were asked: each is read once.
    titled: HashMap<usize, Titled>,
    /// The values that statements hold, in order.
    stated: Vec<Span>,
    periods: Vec<PeriodMention>,
    quantities: Vec<QuantityMention>,
    numerals: Vec<NumeralMention>,
}

/// Reads one block; `prose`: amounts, departments and indicators count, too.
fn stretch(a: &mut Assembly<'_>, block: &Block, scratch: &mut Scratch, prose: bool) {
    let view = folded(a.text(), &block.pieces);
    let text = view.text();
    scratch.periods.clear();
    find_periods(text, &a.time, &mut scratch.periods);
    for mention in &scratch.periods {
        let span = to_source(&view, mention.range.clone());
        period(a, mention, Mentioned { span, section: block.section });
    }
    if !prose {
        return;
    }
    quantities(a, text, scratch);
    // Under 成果 or 目標 a figure is a value of a measure.
    let told = titled(a, block.section, scratch).kind.is_some();
    let found = indicator::find(text, &scratch.periods, &scratch.quantities, told);
    let stated = |scratch: &Scratch, range: Range<usize>| {
        let span = to_source(&view, range);
        let first = scratch.stated.partition_point(|s| s.end <= span.start);
        scratch.stated.get(first).is_some_and(|s| s.start < span.end)
    };
    let found: Vec<indicator::Found> =
        found.into_iter().filter(|one| !stated(scratch, one.text.clone())).collect();
    let titled =
        if found.is_empty() { Titled::default() } else { titled(a, block.section, scratch) };
    let mut used = vec![false; scratch.quantities.len()];
    for one in &found {
        used[one.quantity] = true;
        stated_indicator(a, &view, (block.section, titled), one, scratch);
    }
    for (mention, used) in scratch.quantities.iter().zip(used) {
        let amounts = !used && mention.quantity.unit.is_some() && !mention.ordinal;
        if amounts && !stated(scratch, mention.range.clone()) {
            let span = to_source(&view, mention.range.clone());
            amount(a, mention, Mentioned { span, section: block.section });
        }
    }
    offices(a, &view, block);
}

fn to_source(view: &AlignedText, range: Range<usize>) -> Span {
    view.to_source(Span::new(range.start, range.end))
}

fn period(a: &mut Assembly<'_>, mention: &PeriodMention, at: Mentioned) {
    let text = as_written(a.text(), at.span);
    a.diagnose_time(mention.notes, &text, at);
    let p = a.place(RecordKind::Period, at.span, at.section);
    let resolved_from = matches!(mention.form, Form::Relative(_)).then_some(a.time_from).flatten();
    a.records.push(placed!(
        p,
        Period {
            text,
            start: mention.period.start,
            end: mention.period.end,
            basis: mention.period.basis,
            era: mention.era,
            resolved_from,
        }
    ));
}

fn amount(a: &mut Assembly<'_>, mention: &QuantityMention, at: Mentioned) {
    let text = as_written(a.text(), at.span);
    let p = a.place(RecordKind::Amount, at.span, at.section);
    a.records.push(placed!(
        p,
        Amount {
            text,
            value: mention.quantity.value,
            unit: mention.quantity.unit.clone(),
            comparator: mention.quantity.comparator,
        }
    ));
}

/// Fills the quantities of a text: those with a known unit, those whose counter the tokenizer
/// tells (`9医療機関`), and bare numbers, which only an indicator may use.
fn quantities(a: &mut Assembly<'_>, text: &str, scratch: &mut Scratch) {
    let Scratch { periods, quantities, numerals, .. } = scratch;
    quantities.clear();
    numerals.clear();
    find_quantities_beside(text, periods, quantities);
    // Kanji numerals are pieces of words more often than numbers.
    quantities
        .retain(|q| q.written == Written::Digits || a.words.is_number(text, &q.numeral_range));
    for quantity in quantities.iter_mut() {
        whole_counter(a, text, quantity);
    }
    find_numerals(text, numerals);
    quantities.sort_by_key(|q| q.range.start);
    let known: Vec<Range<usize>> = quantities.iter().map(|q| q.range.clone()).collect();
    let mut known = Reach::new(known);
    let mut times = Reach::new(periods.iter().map(|p| p.range.clone()).collect());
    // How far the counters reach that are found here.
    let mut last = 0;
    for numeral in numerals.iter() {
        let range = numeral.range.clone();
        if known.overlaps(&range) || times.overlaps(&range) || range.start < last {
            continue;
        }
        let counter =
            a.words.counter_after(text, range.end).filter(|c| !text[c.clone()].trim().is_empty());
        let end = counter.as_ref().map_or(range.end, |c| c.end);
        last = last.max(end);
        quantities.push(QuantityMention {
            range: range.start..end,
            quantity: Quantity {
                value: numeral.numeral.value,
                unit: counter.as_ref().map(|c| text[c.clone()].trim().to_owned()),
                comparator: Comparator::Equal,
            },
            upper: None,
            numeral_range: range,
            unit_range: counter,
            written: Written::Digits,
            ordinal: false,
        });
    }
    quantities.sort_by_key(|q| q.range.start);
}

/// Ranges in the order of their starts, asked for ranges that come one behind the other.
struct Reach {
    ranges: Vec<Range<usize>>,
    /// The first that begins behind all that was asked for.
    next: usize,
    /// How far those before it reach.
    end: usize,
}

impl Reach {
    fn new(mut ranges: Vec<Range<usize>>) -> Self {
        ranges.sort_by_key(|r| r.start);
        Self { ranges, next: 0, end: 0 }
    }

    /// Whether one of the ranges overlaps this one.
    fn overlaps(&mut self, range: &Range<usize>) -> bool {
        while let Some(one) = self.ranges.get(self.next).filter(|r| r.start < range.end) {
            self.end = self.end.max(one.end);
            self.next += 1;
            steps::count("running::overlaps", 1);
        }
        self.end > range.start
    }
}

/// `17組合` counts 組合 and not 組: where a kanji follows a short counter, the tokenizer tells how far
/// the word goes.
fn whole_counter(a: &mut Assembly<'_>, text: &str, quantity: &mut QuantityMention) {
    let Some(unit) = quantity.unit_range.clone() else { return };
    let goes_on =
        text[unit.end..].chars().next().is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    if !goes_on || unit.len() > 3 || unit.end != quantity.range.end {
        return;
    }
    if let Some(counter) = a.words.counter_after(text, unit.start)
        && counter.start == unit.start
        && counter.end > unit.end
    {
        quantity.quantity.unit = Some(text[counter.clone()].to_owned());
        quantity.range.end = counter.end;
        quantity.unit_range = Some(counter);
    }
}

fn stated_indicator(
    a: &mut Assembly<'_>,
    view: &AlignedText,
    (section, titled): (Option<usize>, Titled),
    found: &indicator::Found,
    scratch: &Scratch,
) {
    let text = view.text();
    let written = text[found.label.clone()].trim();
    let read = label::read(written);
    if read.name.is_empty() {
        return;
    }
    let quantity = &scratch.quantities[found.quantity].quantity;
    let label_span = to_source(view, found.label.clone());
    let value_span = to_source(view, found.text.clone());
    let (period, time_from) = match found.period.map(|p| scratch.periods[p].period) {
        Some(period) => (Some(period), Some(Place::Cell)),
        None => match titled.time {
            Some(period) => (Some(period), Some(Place::Section)),
            None => (None, None),
        },
    };
    let (kind, kind_from) = match (found.kind, titled.kind) {
        (Some(kind), _) => (kind, Some(Place::Cell)),
        (None, Some(kind)) => (kind, Some(Place::Section)),
        (None, None) => (ObservationKind::Unspecified, None),
    };
    let span = label_span.cover(value_span);
    let p = a.place(RecordKind::Indicator, span, section);
    let from = Provenance {
        kind: kind_from,
        unit: quantity.unit.as_ref().map(|_| Place::Cell),
        time: time_from,
    };
    let reasons = doubts(&from, false);
    let said = Said {
        value: Some(quantity.value),
        unit: quantity.unit.clone(),
        comparator: quantity.comparator,
        ..Said::default()
    };
    let written = (as_written(a.text(), value_span), value_span);
    let observation = observation(kind, period, said, written, from, reasons);
    let label = as_written(a.text(), label_span);
    a.records.push(placed!(
        p,
        Indicator {
            name: read.name,
            label,
            primary: true,
            cumulative: read.cumulative || found.cumulative,
            unit: quantity.unit.clone(),
            role: None,
            better: None,
            better_from: None,
            project: None,
            departments: Vec::new(),
            observations: vec![observation],
        }
    ));
}

/// What the title of a section says, or of the time those around it.
fn titled(a: &Assembly<'_>, section: Option<usize>, scratch: &mut Scratch) -> Titled {
    let Some(s) = section else { return Titled::default() };
    *scratch.titled.entry(s).or_insert_with(|| {
        let title = a.title(s);
        let kind = if title.contains("成果") || title.contains("実績") {
            Some(ObservationKind::Actual)
        } else if title.contains("目標") {
            Some(ObservationKind::Target)
        } else {
            None
        };
        Titled { time: section_time(a, s), kind }
    })
}

/// The time that the title of a section, or of one around it, names.
fn section_time(a: &Assembly<'_>, section: usize) -> Option<Period> {
    let mut at = Some(section);
    while let Some(s) = at {
        steps::count("running::section_time", a.title(s).len() + 1);
        let title = keikaku_text::fold(a.title(s));
        let mut found = Vec::new();
        find_periods(title.text(), &a.time, &mut found);
        if let Some(mention) = found
            .into_iter()
            .find(|m| matches!(m.period.basis, Basis::FiscalYear | Basis::CalendarYear))
        {
            return Some(mention.period);
        }
        at = a.layout.sections[s].parent;
    }
    None
}

/// Departments that running text names: 雇用経済部と連携して.
fn offices(a: &mut Assembly<'_>, view: &AlignedText, block: &Block) {
    let text = view.text();
    let raw = &a.text()[block.span.start..block.span.end];
    if !raw.contains("【") && raw.chars().count() <= 80 && is_field(raw) {
        return;
    }
    if let Some(range) = signature(a, text, block) {
        let span = to_source(view, range.clone());
        for named in department::parse(&text[range], &a.known) {
            a.department(
                &named,
                Mentioned { span, section: block.section },
                DepartmentRole::Author,
                None,
            );
        }
        return;
    }
    for end in department::candidate_ends(text) {
        let Some(range) = a.words.noun_phrase_before(text, end) else { continue };
        let mut name = &text[range.clone()];
        // 三重県雇用経済部 is read as a chain below; a list's ・ is no part of the first name.
        if let Some(cut) = name.rfind('・')
            && department::is_office(&name[cut + '・'.len_utf8()..])
            && ["課", "部", "局", "室"].iter().any(|s| name[..cut].ends_with(s))
        {
            name = &name[cut + '・'.len_utf8()..];
        }
        if !department::is_office(name) {
            continue;
        }
        // A speaker's office in minutes is the statement's.
        if text[end..].starts_with('長') && block.kind == BlockKind::ListItem {
            continue;
        }
        let span = to_source(view, end - name.len()..end);
        let parsed = department::parse(name, &a.known);
        for named in parsed {
            let at = Mentioned { span, section: block.section };
            a.department(&Named { unit: None, ..named }, at, DepartmentRole::Participant, None);
        }
    }
}

/// `担当課：○○課`: a label and nothing but names.
fn is_field(raw: &str) -> bool {
    responsibility::labelled(raw).is_some_and(|(_, at)| department::looks_like_names(&raw[at..]))
}

/// Who signs the document: an office alone in its block, or with a day and a word of publication,
/// on the title page or at the end. Bytes of the folded text.
fn signature(a: &Assembly<'_>, text: &str, block: &Block) -> Option<Range<usize>> {
    let lines = a.layout.lines.len();
    let blocks = &a.layout.blocks;
    let edge = block.lines[0] <= 30 && blocks.iter().take(14).any(|b| b.span == block.span)
        || block.lines[1] + 8 >= lines && blocks.iter().rev().take(3).any(|b| b.span == block.span);
    if !edge || text.chars().count() > 40 {
        return None;
    }
    let mut periods = Vec::new();
    find_periods(text, &a.time, &mut periods);
    let mut rest = text.to_owned();
    for mention in periods.iter().rev() {
        rest.replace_range(mention.range.clone(), "");
    }
    for word in super::document::PUBLISHED {
        rest = rest.replace(word, "");
    }
    let name = rest.trim();
    let start = text.find(name)?;
    let office = super::issuer::is_body(name) && name.ends_with(['課', '部', '局', '室']);
    office.then(|| start..start + name.len())
}

/// The times in the heads of a table; a bare year there is none.
fn heads(a: &mut Assembly<'_>, grid: &Grid) {
    for row in 0..grid.header_rows {
        for column in 0..grid.columns.len() {
            let cell = &grid.rows[row].cells[column];
            if cell.is_empty()
                || header_time(cell, &a.time, None).is_some_and(|t| t.bare_year.is_some())
            {
                continue;
            }
            let span = cell_span(grid, row, column);
            let view = folded(a.text(), &[span]);
            let mut found = Vec::new();
            find_periods(view.text(), &a.time, &mut found);
            for mention in found {
                let span = to_source(&view, mention.range.clone());
                period(a, &mention, Mentioned { span, section: grid.section });
            }
        }
    }
}

/// Indicators in the cells of tables that are laid out as text: `目標 … ≪件数 5年間で13件≫`.
fn loose_cells(a: &mut Assembly<'_>, grid: &Grid, scratch: &mut Scratch) {
    for row in grid.header_rows..grid.rows.len() {
        for column in 0..grid.columns.len() {
            if !grid.rows[row].cells[column].contains(['≪', '《', '：', ':']) {
                continue;
            }
            let span = cell_span(grid, row, column);
            let view = folded(a.text(), &[span]);
            scratch.periods.clear();
            find_periods(view.text(), &a.time, &mut scratch.periods);
            quantities(a, view.text(), scratch);
            let titled = titled(a, grid.section, scratch);
            for one in indicator::find(view.text(), &scratch.periods, &scratch.quantities, true) {
                stated_indicator(a, &view, (grid.section, titled), &one, scratch);
            }
        }
    }
}
