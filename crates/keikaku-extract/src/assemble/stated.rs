//! Indicators that lines and sentences state, to `indicator` records.
//!
//! The blocks of text are read in their order. A line that states values belongs to the label in
//! it, else to the line before it that is a label alone; a sentence that aims at a value without
//! saying at what goes on with what the sentence before was about.

use keikaku_layout::{Block, BlockKind};
use keikaku_record::{
    Doubt, IndicatorRole, Observation, ObservationKind, Place, Provenance, Record, RecordKind,
};
use keikaku_text::{AlignedText, Span};
use keikaku_values::{
    Basis, Date, Decimal, Form, Period, PeriodMention, Value, parse_bare_year, periods, values,
};

use super::Assembly;
use super::grid::{Grid, Purpose, cell_pieces};
use super::observe::{doubts, observation};
use crate::recognize::aim::{self, Aim, Sentence, Strength};
use crate::recognize::label;
use crate::recognize::statement::{self, Evidence, Stated, is_measure};
use crate::texts::{as_written, folded};

/// What the document says that its statements are read against.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Plan {
    /// Whether the document is one that aims at something; minutes and budgets only speak of it.
    pub aims: bool,
    /// Whether it is a plan by its kind.
    pub is_plan: bool,
    /// The years of the plan.
    pub period: Option<Period>,
    /// The day that the document was written.
    pub day: Option<Date>,
}

/// Reads the statements of all blocks of text, and of the lists in the cells of tables that are read
/// in no other way. Gives the spans of the values that they hold, in order, which are no amounts of
/// the running text any more.
pub(super) fn assemble(a: &mut Assembly<'_>, grids: &[Grid], plan: Plan) -> Vec<Span> {
    if !plan.aims {
        return Vec::new();
    }
    let mut reader = Reader { plan, before: Before::default(), within: None, used: Vec::new() };
    for index in 0..a.layout.blocks.len() {
        let block = a.layout.blocks[index].clone();
        match block.kind {
            BlockKind::Paragraph | BlockKind::ListItem => reader.block(a, &block),
            BlockKind::Header { .. } => reader.header(a, &block),
            BlockKind::Furniture(_) => {}
            _ => reader.before = Before::default(),
        }
    }
    for grid in grids.iter().filter(|g| g.purpose == Purpose::Other) {
        reader.cells(a, grid);
    }
    reader.used.sort_by_key(|span| span.start);
    reader.used
}

/// What stands before a block.
#[derive(Default)]
struct Before {
    /// A line that may be a label, and the line that it ends on.
    label: Option<(Named, usize)>,
    /// The item or header that the text belongs to.
    item: Option<Named>,
    /// Whether that is an item of a list, and no header.
    listed: bool,
    /// The indicator that values alone go on with, and the line that it ends on.
    open: Option<(usize, usize)>,
    /// What the last sentences were about.
    topic: Option<Named>,
    /// The values that the last sentences describe.
    described: Vec<(Option<Named>, Observation)>,
    /// The indicator that the last sentence aimed at.
    aimed: Option<(usize, Named)>,
}

/// A label as it stands in the text.
#[derive(Clone, Debug)]
struct Named {
    written: String,
    span: Span,
}

struct Reader {
    plan: Plan,
    before: Before,
    /// The column of a table that the text stands in.
    within: Option<Within>,
    used: Vec<Span>,
}

/// A column whose head says what the lists in it are aimed at: 基本目標（数値指標、2019年度）.
#[derive(Clone, Copy, Debug)]
struct Within {
    period: Option<Period>,
}

/// Whether a head or title is one of what is aimed at.
fn names_targets(title: &str) -> bool {
    ["目標", "KPI", "ＫＰＩ", "指標"].iter().any(|word| title.contains(word))
        && !["状況", "結果"].iter().any(|word| title.contains(word))
}

fn is_item(block: &Block) -> bool {
    block.kind == BlockKind::ListItem
}

/// A stretch of the text, with what is annotated in it.
struct Stretch {
    view: AlignedText,
    periods: Vec<PeriodMention>,
    values: Vec<Value>,
    section: Option<usize>,
    lines: [usize; 2],
    list: bool,
}

impl Stretch {
    fn of(
        a: &mut Assembly<'_>,
        (section, list): (Option<usize>, bool),
        pieces: &[Span],
        lines: [usize; 2],
    ) -> Self {
        let view = folded(a.text(), pieces);
        let text = view.text();
        let mut periods: Vec<PeriodMention> = periods(text, &a.time).collect();
        bare_years(text, &mut periods);
        let mut values = values(text, &periods);
        zeros(text, &mut values);
        for value in values.iter_mut().filter(|v| v.unit.is_none() && v.share.is_none()) {
            counted(a, text, value);
        }
        Self { view, periods, values, section, lines, list }
    }

    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        self.view.to_source(Span::new(range.start, range.end))
    }

    fn named(&self, a: &Assembly<'_>, range: &std::ops::Range<usize>) -> Named {
        let span = self.span(range);
        Named { written: as_written(a.text(), span), span }
    }
}

impl Reader {
    fn header(&mut self, a: &mut Assembly<'_>, block: &Block) {
        // What the layout takes for a header may state values.
        let stretch = Stretch::of(a, (block.section, is_item(block)), &block.pieces, block.lines);
        if self.line(a, &stretch) {
            return;
        }
        let written = block.section.map_or(String::new(), |s| a.title(s).to_owned());
        let named = Named { written, span: block.span };
        self.before = Before {
            label: Some((named.clone(), block.lines[1])),
            item: Some(named),
            ..Before::default()
        };
    }

    fn block(&mut self, a: &mut Assembly<'_>, block: &Block) {
        let whole = Stretch::of(a, (block.section, is_item(block)), &block.pieces, block.lines);
        if self.line(a, &whole) || self.parts(a, block) {
            return;
        }
        // A block may join lines that each state something; sentences wrap over lines.
        if block.pieces.len() > 1 && !whole.view.text().contains('。') {
            let mut read = false;
            for (i, piece) in block.pieces.iter().enumerate() {
                let number = block.lines[0] + i;
                let one =
                    Stretch::of(a, (block.section, is_item(block)), &[*piece], [number, number]);
                if self.line(a, &one) {
                    read = true;
                } else if read {
                    self.label_line(a, &one);
                }
            }
            if read {
                return;
            }
        }
        self.label_line(a, &whole);
        for range in aim::sentences(whole.view.text()) {
            let sentence = aim::read(whole.view.text(), &range, &whole.periods, &whole.values);
            self.sentence(a, &whole, sentence);
        }
    }

    /// Reads a line in which each kind of value has the label anew: `【現状】耐震化率 68％【目標】耐震化率
    /// 90％`.
    fn parts(&mut self, a: &mut Assembly<'_>, block: &Block) -> bool {
        let [piece] = block.pieces.as_slice() else { return false };
        let text = &a.text()[piece.start..piece.end];
        let mut cuts: Vec<usize> = text.match_indices('【').map(|(at, _)| at).collect();
        if cuts.len() < 2 || cuts.len() > 8 || cuts[0] != 0 {
            return false;
        }
        cuts.push(text.len());
        let mut read = false;
        for pair in cuts.windows(2) {
            let part = Span::new(piece.start + pair[0], piece.start + pair[1]);
            let stretch = Stretch::of(a, (block.section, is_item(block)), &[part], block.lines);
            read |= self.line(a, &stretch);
        }
        read
    }

    /// Reads the items of lists in the cells beneath a head that says what is aimed at.
    fn cells(&mut self, a: &mut Assembly<'_>, grid: &Grid) {
        for (c, column) in grid.columns.iter().enumerate() {
            if !names_targets(&column.text) {
                continue;
            }
            let head = keikaku_text::fold(&column.text);
            let period = periods(head.text(), &a.time).next().map(|mention| mention.period);
            self.within = Some(Within { period });
            for row in grid.body().filter(|&row| grid.rows[row].covered(c).is_none()) {
                let pieces = cell_pieces(grid, row, c);
                let marked = |span: &Span| keikaku_layout::is_mark(&a.text()[span.start..span.end]);
                let opens: Vec<usize> = (0..pieces.len()).filter(|&p| marked(&pieces[p])).collect();
                for (i, &first) in opens.iter().enumerate() {
                    let end = opens.get(i + 1).copied().unwrap_or(pieces.len());
                    self.item(a, grid.section, &pieces[first..end]);
                }
            }
        }
        self.within = None;
        self.before = Before::default();
    }

    /// Reads an item of a list in a cell: its label, which may wrap, and its values, on one line or
    /// beneath each other.
    fn item(&mut self, a: &mut Assembly<'_>, section: Option<usize>, pieces: &[Span]) {
        self.before = Before::default();
        let mut label = 0;
        for (p, piece) in pieces.iter().enumerate() {
            if p > label {
                let lines = [label + 1, p];
                let above = Stretch::of(a, (section, true), &pieces[label..p], lines);
                self.label_line(a, &above);
            }
            let one = Stretch::of(a, (section, true), &[*piece], [p + 1, p + 1]);
            if self.line(a, &one) {
                label = p + 1;
            }
        }
    }

    /// Remembers a short line that may be the label of the lines beneath it.
    fn label_line(&mut self, a: &Assembly<'_>, stretch: &Stretch) {
        let text = stretch.view.text().trim();
        let short = text.chars().count() <= 45 && !text.contains(['。', '、', ':']);
        if !short {
            self.before.label = None;
            self.before.open = None;
            return;
        }
        let whole = 0..stretch.view.text().len();
        let named = stretch.named(a, &whole);
        let bare = named.written.trim_start_matches(|c: char| {
            "・○◎●◇◆■□▪ 　".contains(c) || keikaku_layout::circled_value(c).is_some()
        });
        let cut = named.written.len() - bare.len();
        let marked = cut > 0;
        let span = Span::new(named.span.start + cut.min(named.span.len()), named.span.end);
        let named = Named { written: bare.to_owned(), span };
        self.before.open = None;
        self.before.aimed = None;
        if stretch.list && marked {
            self.before.item = Some(named.clone());
            self.before.listed = true;
            self.before.topic = None;
            self.before.described.clear();
        }
        self.before.label = Some((named, stretch.lines[1]));
    }

    /// Reads a line as a statement; `false` where it is none.
    fn line(&mut self, a: &mut Assembly<'_>, stretch: &Stretch) -> bool {
        let text = stretch.view.text();
        let read = statement::read(text, &stretch.periods, &stretch.values, &a.time);
        let Some(mut line) = read else { return false };
        let heading = self.heading(a, stretch.section);
        if let Some(range) = &line.label {
            let written = text[range.clone()].trim();
            if !self.is_indicator(written, &line.evidence, &line.values, heading, stretch.list) {
                return false;
            }
            let named = stretch.named(a, range);
            let aimed = line.evidence.aimed;
            let observations = self.observations(a, stretch, &mut line.values, heading, aimed);
            if let Some((record, last)) = self.before.open
                && last + 1 >= stretch.lines[0]
                && name_of(a, record).is_some_and(|name| name == label::read(&named.written).name)
            {
                self.before.open = Some((record, stretch.lines[1]));
                return self.add(a, record, observations);
            }
            let record = self.emit(a, stretch.section, &named, line.role, observations);
            self.before.open = record.map(|r| (r, stretch.lines[1]));
            self.before.label = None;
            self.before.topic = Some(named);
            return record.is_some();
        }
        let near = |last: usize| last + 2 >= stretch.lines[0];
        let evidence = line.evidence;
        let planned = self.plan.is_plan || self.plan.period.is_some();
        let next = self.before.label.as_ref().is_some_and(|(_, last)| last + 1 == stretch.lines[0]);
        let listed = self.before.listed && next && evidence.aimed && (planned || heading.is_some());
        let in_cell = self.within.is_some() && next;
        if !(evidence.kinds || evidence.time || evidence.arrow || listed || in_cell) {
            return false;
        }
        if let Some((record, last)) = self.before.open
            && near(last)
        {
            let aimed = line.evidence.aimed;
            let more = self.observations(a, stretch, &mut line.values, heading, aimed);
            let added = self.add(a, record, more);
            self.before.open = Some((record, stretch.lines[1]));
            return added;
        }
        let Some((named, last)) = self.before.label.clone() else { return false };
        let heads = named.written.contains("目標") && named.written.chars().count() < 8;
        let told = listed
            || evidence.kinds
            || evidence.arrow && (evidence.time || planned)
            || heading.is_some();
        if !near(last) || heads || !told {
            return false;
        }
        if !can_be_label(&named.written) {
            return false;
        }
        let aimed = line.evidence.aimed;
        let observations = self.observations(a, stretch, &mut line.values, heading, aimed);
        let role = line.role;
        let mut named = named;
        for word in ["指標名", "指標", "KPI", "ＫＰＩ"] {
            if let Some(rest) = named.written.strip_prefix(word)
                && rest.starts_with([' ', '　', '：', ':'])
            {
                named.written = rest.trim_start_matches([' ', '　', '：', ':']).to_owned();
            }
        }
        let record = self.emit(a, stretch.section, &named, role, observations);
        self.before.open = record.map(|r| (r, stretch.lines[1]));
        self.before.label = None;
        record.is_some()
    }

    /// Whether a label with values is an indicator, and not a fact with a figure.
    fn is_indicator(
        &self,
        label: &str,
        evidence: &Evidence,
        values: &[Stated],
        heading: Option<ObservationKind>,
        list: bool,
    ) -> bool {
        if !can_be_label(label) {
            return false;
        }
        let target = heading == Some(ObservationKind::Target);
        let money = values.iter().all(|v| v.said.unit.as_deref() == Some("円"));
        let spans = values.iter().all(|v| {
            matches!(v.said.unit.as_deref(), Some("年" | "時" | "分" | "日" | "か月" | "時間"))
        });
        let told = evidence.kinds || evidence.arrow || target;
        if (money && is_price(label) || spans && !is_measure(label)) && !told {
            return false;
        }
        if evidence.close && !(evidence.arrow && is_measure(label)) {
            return false;
        }
        let planned = self.plan.is_plan || self.plan.period.is_some() || heading.is_some();
        let unsaid = values.iter().all(|v| v.said.unit.is_none() && v.time.is_none());
        if unsaid && !is_measure(label) && !evidence.arrow {
            return false;
        }
        if evidence.kinds {
            return true;
        }
        // 1985年の18.3％から2010年には5.3％に tells what was.
        let start = self.plan.period.and_then(|p| p.start).or(self.plan.day);
        let times = |v: &Stated| v.time.and_then(|t| t.end);
        let past =
            values.iter().all(|v| times(v).is_some_and(|end| start.is_some_and(|s| end < s)));
        if evidence.arrow && past {
            return false;
        }
        // Cells and formulas have arrows, too.
        if evidence.arrow {
            let units = values.iter().all(|v| v.said.unit.is_some() || v.said.direction.is_some());
            return values.len() <= 8 && (evidence.time || planned && (units || is_measure(label)));
        }
        let listed = list || evidence.colon;
        let later =
            values.last().and_then(times).is_some_and(|end| start.is_some_and(|s| end >= s));
        let row = values.len() > 1 && values.iter().all(|v| v.time.is_some());
        target
            || (listed || row && is_measure(label))
                && planned
                && later
                && !money
                && (row || values.len() == 1)
            || listed && evidence.aimed && !money && planned
            || is_measure(label) && evidence.colon && evidence.time && planned
            || is_measure(label) && listed && heading.is_some()
    }

    /// What the titles around a section say of the values in it.
    fn heading(&self, a: &Assembly<'_>, section: Option<usize>) -> Option<ObservationKind> {
        if self.within.is_some() {
            return Some(ObservationKind::Target);
        }
        let mut at = section;
        while let Some(s) = at {
            let title = a.title(s);
            if names_targets(title) {
                // 基本目標１ is the name of a chapter; what stands in it is not all aimed at.
                let named = title.trim_start_matches(|c: char| !"基施重取".contains(c));
                let chapter = ["基本目標", "施策目標", "重点目標", "取組目標", "基本的目標"];
                let own = section == Some(s);
                if own || !chapter.iter().any(|word| named.starts_with(word)) {
                    return Some(ObservationKind::Target);
                }
            }
            if ["成果", "実績", "達成状況"].iter().any(|word| title.contains(word)) {
                return Some(ObservationKind::Actual);
            }
            at = a.layout.sections[s].parent;
        }
        None
    }

    /// The observations of the values of a line.
    fn observations(
        &mut self,
        a: &Assembly<'_>,
        stretch: &Stretch,
        values: &mut [Stated],
        heading: Option<ObservationKind>,
        aimed: bool,
    ) -> Vec<Observation> {
        self.by_time(values, heading);
        let shared = values.iter().find_map(|v| v.said.unit.clone());
        values
            .iter()
            .map(|value| {
                let mut value = value.clone();
                if value.said.unit.is_none() && value.said.value.is_some() {
                    value.said.unit.clone_from(&shared);
                }
                let mut reasons = Vec::new();
                if value.kind.is_none() {
                    value.kind = self.kind(&value, (heading, aimed), &mut reasons);
                }
                self.observation(a, stretch, value, reasons)
            })
            .collect()
    }

    /// Of two values without kinds, the one of a time before the plan is where it starts from.
    fn by_time(&self, values: &mut [Stated], heading: Option<ObservationKind>) {
        if heading == Some(ObservationKind::Actual) || values.iter().any(|v| v.kind.is_some()) {
            return;
        }
        let ends: Vec<Option<Date>> = values.iter().map(|v| v.time.and_then(|t| t.end)).collect();
        let start = self.plan.period.and_then(|p| p.start).or(self.plan.day);
        let rises = ends.windows(2).all(|pair| pair[0].is_some() && pair[0] < pair[1]);
        let Some(start) = start.filter(|_| values.len() > 1 && rises) else { return };
        if ends.last().copied().flatten().is_none_or(|end| end < start) {
            return;
        }
        for (value, end) in values.iter_mut().zip(ends) {
            let before = end.is_some_and(|end| end < start);
            let kind = if before { ObservationKind::Baseline } else { ObservationKind::Target };
            value.kind = Some((kind, Place::Document));
        }
    }

    fn kind(
        &self,
        value: &Stated,
        (heading, aimed): (Option<ObservationKind>, bool),
        reasons: &mut Vec<Doubt>,
    ) -> Option<(ObservationKind, Place)> {
        let end = value.time.and_then(|t| t.end);
        let past = end.is_some_and(|end| self.plan.day.is_some_and(|day| end < day));
        if let Some(kind) = heading {
            let kind = if past && kind == ObservationKind::Target {
                ObservationKind::Baseline
            } else {
                kind
            };
            let place = if self.within.is_some() { Place::Column } else { Place::Section };
            return Some((kind, place));
        }
        if past {
            reasons.push(Doubt::KindByDate);
            return Some((ObservationKind::Actual, Place::Document));
        }
        aimed.then_some((ObservationKind::Target, Place::Sentence)).or(
            // A time that is still to come.
            end.and(self.plan.day).map(|_| (ObservationKind::Target, Place::Document)),
        )
    }

    /// The observation of a value; one over as many years as the plan has is of the plan's years.
    fn observation(
        &mut self,
        a: &Assembly<'_>,
        stretch: &Stretch,
        value: Stated,
        mut reasons: Vec<Doubt>,
    ) -> Observation {
        let span = stretch.span(&value.range);
        self.used.push(span);
        let target = value.kind.is_some_and(|(kind, _)| kind == ObservationKind::Target);
        let planned = self.plan.period.filter(|p| {
            let rate = value.said.per.is_some() && value.said.relative_to.is_none();
            target && (rate || value.said.over_years == years(p))
        });
        let head = self.within.and_then(|within| within.period);
        let (time, time_from) = match (value.time, head, planned) {
            (Some(time), ..) => (Some(time), Some(Place::Sentence)),
            (None, Some(period), _) => (Some(period), Some(Place::Column)),
            (None, None, Some(period)) => (Some(period), Some(Place::Document)),
            (None, None, None) => (None, None),
        };
        let from = Provenance {
            kind: value.kind.map(|(_, place)| place),
            unit: value.said.unit.as_ref().map(|_| Place::Sentence),
            time: time_from,
        };
        reasons.extend(doubts(&from, false));
        let kind = value.kind.map_or(ObservationKind::Unspecified, |(kind, _)| kind);
        let said = &stretch.view.text()[value.range.clone()];
        let written = as_written(a.text(), span);
        // What is printed over and over stands in the source with what lies between.
        let text =
            if keikaku_text::fold(&written).text() == said { written } else { said.to_owned() };
        let written = (text, span);
        observation(kind, time, value.said, written, from, reasons)
    }

    /// Reads a sentence that aims at values, or says what they are.
    fn sentence(&mut self, a: &mut Assembly<'_>, stretch: &Stretch, sentence: Sentence) {
        let text = stretch.view.text();
        let heading = self.heading(a, stretch.section);
        let mut last: Option<Named> = None;
        for Aim { label, values, strength, way: _ } in sentence.aims {
            let own = label.as_ref().map(|range| stretch.named(a, range));
            let Some(aim) = values.iter().rfind(|v| !v.bracketed) else { continue };
            if !self.aims(own.as_ref(), aim, strength, heading) {
                continue;
            }
            let goes_on = own.is_none() && last.is_some();
            let known = own.clone().or_else(|| last.clone()).or_else(|| self.before.topic.clone());
            let unit = aim.said.unit.clone();
            let base = self.base(own.as_ref(), unit.as_deref(), aim.said.relative_to.is_some());
            let known = match (&own, &base) {
                (None, Some((Some(named), _))) => Some(named.clone()),
                (None, Some((None, _))) => self.before.item.clone(),
                _ => known.or_else(|| self.before.item.clone().filter(|_| self.before.listed)),
            };
            let Some(named) = known.filter(|n| can_be_label(&n.written)) else { continue };
            let mut observations: Vec<Observation> = values
                .into_iter()
                .map(|value| self.observation(a, stretch, value, Vec::new()))
                .collect();
            let based = observations.iter().any(|o| o.kind == ObservationKind::Baseline);
            if let Some((_, base)) = base.filter(|_| !based && !goes_on) {
                self.used.push(base.span);
                observations.insert(0, base);
            }
            if goes_on && let Some((record, _)) = self.before.aimed {
                self.add(a, record, observations);
                continue;
            }
            let record = self.emit(a, stretch.section, &named, None, observations);
            self.before.aimed = record.map(|record| (record, named.clone()));
            self.before.described.retain(|(label, _)| label.is_some());
            last = Some(named.clone());
            self.before.topic = Some(named);
        }
        let aimed = last.is_some();
        if !aimed {
            self.before.described.clear();
        }
        for described in sentence.described {
            let label = described.label.as_ref().map(|range| stretch.named(a, range));
            let span = described.value.range.clone();
            let used = self.used.len();
            let one = self.observation(a, stretch, described.value, Vec::new());
            self.used.truncate(used);
            if span.is_empty() || text[span].trim().is_empty() {
                continue;
            }
            // 認定農業者を120とする。令和２年度末の認定農業者は104である。
            if let (Some(named), Some((record, last))) = (&label, &self.before.aimed)
                && !aimed
                && same_measure(&named.written, &last.written)
                && unit_of(a, *record) == one.unit
            {
                let record = *record;
                self.used.push(one.span);
                let one = Observation { kind: ObservationKind::Actual, ..one };
                self.add(a, record, vec![one]);
                continue;
            }
            self.before.described.push((label, one));
        }
        if !aimed {
            self.before.aimed = None;
            self.before.topic = sentence
                .topic
                .map(|range| stretch.named(a, &range))
                .filter(|n| can_be_label(&n.written));
        }
    }

    /// Whether a value that words aim at is one of an indicator, and no rule or price.
    fn aims(
        &self,
        label: Option<&Named>,
        aim: &Stated,
        strength: Strength,
        heading: Option<ObservationKind>,
    ) -> bool {
        let told = heading == Some(ObservationKind::Target);
        let start = self.plan.period.and_then(|p| p.start).or(self.plan.day);
        let later = match (aim.time.and_then(|t| t.end), start) {
            (Some(end), Some(start)) => end >= start,
            (Some(_), None) => true,
            _ => false,
        };
        let price =
            aim.said.unit.as_deref() == Some("円") && label.is_none_or(|l| is_price(&l.written));
        if price && !(strength == Strength::Strong && (later || told)) {
            return false;
        }
        match strength {
            Strength::Strong => later || told || label.is_some_and(|l| can_be_label(&l.written)),
            Strength::Kept => {
                later || told || statement::is_aimed(&aim.said) && self.plan.period.is_some()
            }
            Strength::Weak => {
                let rate = aim.said.per.is_some()
                    || aim.said.over_years.is_some()
                    || aim.said.direction.is_some()
                    || statement::is_aimed(&aim.said)
                        && label.is_none_or(|l| is_measure(&l.written));
                later || told || rate && self.plan.period.is_some()
            }
        }
    }

    /// What an aim starts from, where a sentence before says it, and what it calls it.
    fn base(
        &self,
        own: Option<&Named>,
        unit: Option<&str>,
        relative: bool,
    ) -> Option<(Option<Named>, Observation)> {
        let fits = |one: &Observation| relative || one.unit.as_deref() == unit;
        let found = self.before.described.iter().rev().find(|(label, one)| match (own, label) {
            (Some(own), Some(label)) => same_measure(&label.written, &own.written) && fits(one),
            (Some(_), None) => false,
            (None, _) => fits(one),
        });
        found.cloned()
    }

    /// Adds values to an indicator.
    fn add(&self, a: &mut Assembly<'_>, record: usize, more: Vec<Observation>) -> bool {
        let Some(Record::Indicator(indicator)) = a.records.get_mut(record) else { return false };
        for mut one in more {
            if one.unit.is_none() && one.value.is_some() {
                one.unit.clone_from(&indicator.unit);
            }
            indicator.unit = indicator.unit.take().or_else(|| one.unit.clone());
            indicator.observations.push(one);
        }
        let unit = indicator.unit.clone();
        for one in &mut indicator.observations {
            if one.unit.is_none() && one.value.is_some() {
                one.unit.clone_from(&unit);
            }
        }
        true
    }

    fn emit(
        &self,
        a: &mut Assembly<'_>,
        section: Option<usize>,
        named: &Named,
        role: Option<IndicatorRole>,
        observations: Vec<Observation>,
    ) -> Option<usize> {
        let mut observations = observations;
        let read = label::read(&named.written);
        if let Some(unit) = &read.unit {
            for one in observations.iter_mut().filter(|o| o.unit.is_none() && o.value.is_some()) {
                let scaled = |v: Decimal| v.checked_mul(unit.scale).map(|v| v.normalize());
                one.value = one.value.and_then(scaled);
                one.value_high = one.value_high.and_then(scaled);
                one.unit = Some(unit.name.clone());
            }
        }
        if !crate::texts::can_name(&read.name) || observations.is_empty() {
            return None;
        }
        let last = observations.iter().map(|o| o.span).max_by_key(|span| span.end)?;
        let first = observations.iter().map(|o| o.span).min_by_key(|span| span.start)?;
        let span = if named.span.start <= first.start && named.span.end + 400 > first.start {
            named.span.cover(last)
        } else {
            first.cover(last)
        };
        let main = observations.iter().filter(|o| o.relative_to.is_none());
        let unit = main
            .clone()
            .find_map(|o| o.unit.clone())
            .or_else(|| observations.iter().find_map(|o| o.unit.clone()))
            .or_else(|| read.unit.as_ref().map(|u| u.name.clone()));
        let p = a.place(RecordKind::Indicator, span, section);
        a.records.push(placed!(
            p,
            Indicator {
                name: read.name,
                label: named.written.trim().to_owned(),
                primary: !read.sub_before,
                cumulative: read.cumulative,
                unit,
                role,
                better: None,
                better_from: None,
                project: None,
                departments: Vec::new(),
                observations,
            }
        ));
        Some(a.records.len() - 1)
    }
}

/// Takes a year that stands alone in brackets for a time: `18,000人（2020）`.
fn bare_years(text: &str, periods: &mut Vec<PeriodMention>) {
    for (open, _) in text.match_indices('(') {
        let Some((inside, _)) = text[open + 1..].split_once(')') else { break };
        let Some(year) = parse_bare_year(inside, None).filter(|_| inside.len() == 4) else {
            continue;
        };
        let Some(period) = Period::of_year(year.year) else { continue };
        let range = open + 1..open + 1 + inside.len();
        if periods.iter().any(|p| p.range.start < range.end && range.start < p.range.end) {
            continue;
        }
        let mention =
            PeriodMention { range, period, era: year.era, form: Form::Absolute, notes: year.notes };
        let at = periods.partition_point(|p| p.range.start < mention.range.start);
        periods.insert(at, mention);
    }
}

/// Adds the zeros that are written in words: ゼロにする, but not ゼロカーボン.
fn zeros(text: &str, values: &mut Vec<Value>) {
    let katakana = |c: char| ('ァ'..='ー').contains(&c);
    for (at, word) in text.match_indices("ゼロ") {
        let end = at + word.len();
        let before = text[..at].chars().next_back();
        let after = text[end..].chars().next();
        let joined = before.is_some_and(katakana)
            || after.is_some_and(|c| {
                katakana(c)
                    || keikaku_text::is_japanese(c)
                        && !('ぁ'..='ん').contains(&c)
                        && !"、。)（(】".contains(c)
            });
        if joined || values.iter().any(|v| v.range.start < end && at < v.range.end) {
            continue;
        }
        let value = Value { range: at..end, value: Some(Decimal::ZERO), ..Value::default() };
        let place = values.partition_point(|v| v.range.start < at);
        values.insert(place, value);
    }
}

/// Gives a number the counter behind it that no table of units holds: 灯 of `2,400灯`.
fn counted(a: &mut Assembly<'_>, text: &str, value: &mut Value) {
    let end = value.range.end;
    if value.numeral_range.as_ref().is_none_or(|n| n.end != end) {
        return;
    }
    let Some(counter) = a.words.counter_after(text, end) else { return };
    let word = text[counter.clone()].trim();
    if counter.start == end && !word.is_empty() && word.chars().all(keikaku_text::is_japanese) {
        value.unit = Some(word.to_owned());
        value.range.end = counter.end;
        value.unit_range = Some(counter);
    }
}

fn name_of<'r>(a: &'r Assembly<'_>, record: usize) -> Option<&'r str> {
    match a.records.get(record) {
        Some(Record::Indicator(indicator)) => Some(&indicator.name),
        _ => None,
    }
}

fn unit_of(a: &Assembly<'_>, record: usize) -> Option<String> {
    match a.records.get(record) {
        Some(Record::Indicator(indicator)) => indicator.unit.clone(),
        _ => None,
    }
}

/// The number of fiscal years of a time.
fn years(period: &Period) -> Option<u16> {
    let (start, end) = (period.start?, period.end?);
    u16::try_from(
        (end.year() * 12 + i16::from(end.month()) - start.year() * 12 - i16::from(start.month())
            + 1)
            / 12,
    )
    .ok()
}

/// Whether two labels name one measure: the one is the other with more before it.
fn same_measure(one: &str, other: &str) -> bool {
    let bare = |label: &str| label.trim_start_matches("その").trim().to_owned();
    let (one, other) = (bare(one), bare(other));
    !one.is_empty() && !other.is_empty() && (one.ends_with(&other) || other.ends_with(&one))
}

/// Words of labels that name what is no measure: times, places, people to ask, parts of a text.
const NOT_MEASURES: [&str; 34] = [
    "計画期間",
    "期間",
    "計画の期間",
    "任期",
    "日時",
    "開催日",
    "期日",
    "日程",
    "電話",
    "TEL",
    "FAX",
    "住所",
    "所在地",
    "会場",
    "場所",
    "資料",
    "図表",
    "注",
    "出典",
    "対象",
    "対象期間",
    "回答数",
    "回収率",
    "回収数",
    "回収票",
    "有効回答",
    "配布数",
    "配付数",
    "補助率",
    "発行",
    "策定",
    "改訂",
    "改定",
    "施行",
];

/// Whether words can name an indicator.
fn can_be_label(label: &str) -> bool {
    let bare: String = label.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.trim_matches(['【', '】', '《', '》', '(', ')', '（', '）', '・', ':', '：']);
    let length = bare.chars().count();
    (2..=60).contains(&length)
        && bare.chars().any(keikaku_text::is_japanese)
        && !NOT_MEASURES
            .iter()
            .any(|word| bare == *word || bare.ends_with(word) && length <= word.chars().count() + 3)
        && !bare.starts_with('※')
        && !bare.ends_with('円')
        && !bare.strip_prefix(['第', '表', '図']).is_some_and(|n| n.starts_with(char::is_numeric))
        && !bare.ends_with([
            'る', 'す', 'た', '。', 'く', 'む', 'う', 'い', 'で', 'に', 'と', 'は', 'も',
        ])
        && !["し、", "て、", "り、", "は、", "で、"].iter().any(|clause| bare.contains(clause))
}

/// Whether a label of an amount of money names a price or a budget.
fn is_price(label: &str) -> bool {
    [
        "予算",
        "事業費",
        "経費",
        "補助",
        "交付金",
        "負担金",
        "手数料",
        "料金",
        "使用料",
        "単価",
        "報酬",
        "給",
        "賃金",
        "税",
        "基金",
        "決算",
        "繰",
        "歳入",
        "歳出",
        "上限",
        "限度額",
        "円",
        "手当",
        "会費",
        "月額",
        "日額",
        "年額",
        "運賃",
        "費",
    ]
    .iter()
    .any(|word| label.contains(word))
}

/// The years of the plan: the first range of years that its first lines give.
pub(super) fn plan_period(a: &Assembly<'_>) -> Option<Period> {
    let blocks = a.layout.blocks.iter().take(24);
    let mut spans: Vec<Span> = blocks.map(|block| block.span).collect();
    spans.truncate(24);
    spans.into_iter().find_map(|span| {
        let text = &a.text()[span.start..span.end];
        let said =
            ["期間", "計画", "戦略", "プラン", "ビジョン", "年度"].iter().any(|w| text.contains(w));
        if !said || text.len() > LONGEST_FRONT {
            return None;
        }
        let folded = keikaku_text::fold(text);
        let found = periods(folded.text(), &a.time).map(|mention| mention.period);
        found.filter(|p| matches!(p.basis, Basis::FiscalYear | Basis::Year)).find(|p| {
            let (Some(start), Some(end)) = (p.start, p.end) else { return false };
            end.year() - start.year() >= 2 && end.year() - start.year() <= 30
        })
    })
}

/// The longest block that can give the years of the plan, in bytes.
const LONGEST_FRONT: usize = 400;
