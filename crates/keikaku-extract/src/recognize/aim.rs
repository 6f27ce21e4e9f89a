//! Sentences that aim at a value: `認定農業者を令和７年度までに120経営体とする。`
//!
//! What makes a value an aim is the words behind it (に増やす, 以上を目指す, とする). What is aimed at
//! stands before it, set apart by を or は, with nothing but times, former values and adverbs between
//! the two.

use std::ops::Range;

use keikaku_record::{ObservationKind, Place};
use keikaku_values::{Basis, Direction, FiscalYear, Period, PeriodMention, Value};

use super::aim_words::{
    ADVERBS, AIMED, CHANGES, COMPARED, DONE, IDLE, JOINED, KEEPS, KEPT, MARKERS, NOUNS, PRONOUNS,
};
use super::statement::Stated;
use super::value::Said;

/// A sentence, as far as it says what values are or are to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sentence {
    /// What is aimed at.
    pub aims: Vec<Aim>,
    /// What the sentence describes without aiming at it.
    pub described: Vec<Described>,
    /// What the sentence is about.
    pub topic: Option<Range<usize>>,
}

/// A value that is aimed at, with those that it starts from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Aim {
    /// What it is a value of; `None` where that was said before (これを, or nothing at all).
    pub label: Option<Range<usize>>,
    /// The values: what it starts from, the aim, and what stands beside it in brackets.
    pub values: Vec<Stated>,
    /// How surely the words say that it is aimed at.
    pub strength: Strength,
    /// Which way the words say that it is to go.
    pub way: Option<Direction>,
}

/// How surely the words behind a value say that it is aimed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// とする, which also sets rules.
    Weak,
    /// を維持する, を確保する, which is said of other things, too.
    Kept,
    /// に増やす, を目指す.
    Strong,
}

/// A value that a sentence states as it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Described {
    /// What it is a value of, where the sentence says it.
    pub label: Option<Range<usize>>,
    /// The value.
    pub value: Stated,
}

/// The longest label, in characters.
const LONGEST_LABEL: usize = 40;
/// The longest sentence that is read, in bytes.
const LONGEST: usize = 900;
/// The most steps from a value back to its label.
const STEPS: usize = 24;

/// The sentences of a text.
pub(crate) fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let ends = text.match_indices('。').map(|(at, end)| at + end.len());
    ends.chain(std::iter::once(text.len())).filter_map(move |end| {
        let range = start..end;
        start = end;
        (!text[range.clone()].trim().is_empty() && range.len() <= LONGEST).then_some(range)
    })
}

/// Reads a sentence. `periods` and `values` are those of the whole text.
pub(crate) fn read(
    text: &str,
    range: &Range<usize>,
    periods: &[PeriodMention],
    values: &[Value],
) -> Sentence {
    // A text may be one long line: only what stands in the sentence is looked at.
    let first = values.partition_point(|v| v.range.start < range.start);
    let values = values[first..].iter().take_while(|v| v.range.end <= range.end);
    let values: Vec<&Value> = values.collect();
    if values.is_empty() {
        return Sentence::default();
    }
    let first = periods.partition_point(|p| p.range.start < range.start);
    let periods = periods[first..].iter().take_while(|p| p.range.end <= range.end);
    let periods: Vec<&PeriodMention> = periods.collect();
    let mut sentence = Sentence::default();
    let whole = Whole { text, range, periods: &periods, values: &values };
    let mut taken = vec![false; values.len()];
    for (i, value) in values.iter().enumerate() {
        if value.bracketed {
            continue;
        }
        let Some((strength, way)) = whole.aimed(value) else { continue };
        let object = whole.object_behind(value);
        let subject = whole.subject(value).or_else(|| object.as_ref().map(|_| Subject::default()));
        let Some(mut subject) = subject else { continue };
        subject.label = subject.label.or(object);
        let mut stated: Vec<Stated> = Vec::new();
        for &base in subject.bases.iter().rev() {
            if !taken[base] && same_unit(values[base], value) {
                let kind = ObservationKind::Baseline;
                stated.push(whole.stated(values[base], subject.base_time, kind));
                taken[base] = true;
            }
        }
        for &beside in subject.beside.iter().rev() {
            if !taken[beside] && same_unit(values[beside], value) {
                stated.push(whole.stated(values[beside], None, ObservationKind::Target));
                taken[beside] = true;
            }
        }
        taken[i] = true;
        let mut aim = whole.stated(value, subject.time, ObservationKind::Target);
        if let Some(label) = &subject.label {
            aim.time = aim.time.or_else(|| whole.time_ahead(label.start));
        }
        // とし、…とする: what follows is of the same time.
        let before = sentence.aims.last().and_then(|last| last.values.last()?.time);
        if let Some(base) = subject.relative_to {
            aim.said.relative_to =
                aim.said.relative_to.or_else(|| Some(keikaku_text::clean_name(&text[base])));
        }
        aim.time = aim.time.or_else(|| whole.time_behind(value)).or(before).map(deadline);
        stated.push(aim);
        for (k, beside) in values.iter().enumerate().skip(i + 1) {
            if !beside.bracketed || !same_unit(beside, value) {
                break;
            }
            taken[k] = true;
            let mut beside = whole.in_brackets(beside);
            let end = |time: Option<Period>| time.and_then(|t| t.end);
            let until = end(stated.last().and_then(|aim| aim.time));
            if let (Some((ObservationKind::Target, _)), Some(end)) = (beside.kind, end(beside.time))
                && until.is_some_and(|until| end < until)
            {
                beside.kind = Some((ObservationKind::Baseline, Place::Sentence));
            }
            stated.push(beside);
        }
        sentence.topic = sentence.topic.clone().or_else(|| subject.label.clone());
        sentence.aims.push(Aim { label: subject.label, values: stated, strength, way });
    }
    sentence.aims.extend(whole.kept(&taken));
    for (i, value) in values.iter().enumerate() {
        if taken[i] || value.bracketed || value.direction.is_some() {
            continue;
        }
        let subject = whole.subject(value).unwrap_or_default();
        if !whole.describes(value) && subject.label.is_some() {
            continue;
        }
        let time = subject.time.or_else(|| whole.time_behind(value));
        let value = whole.stated(value, time, ObservationKind::Baseline);
        sentence.topic = sentence.topic.clone().or_else(|| subject.label.clone());
        sentence.described.push(Described { label: subject.label, value });
    }
    sentence
}

/// The year of a time that is said to last until its end (令和７年度まで): a value to be reached by
/// then is of that year.
pub(crate) fn deadline(period: Period) -> Period {
    let (None, Some(end)) = (period.start, period.end) else { return period };
    match period.basis {
        Basis::FiscalYear => FiscalYear::of_date(end).map(Period::of_fiscal_year),
        Basis::CalendarYear => Period::of_calendar_year(end.year()),
        Basis::Year => Period::of_year(end.year()),
        Basis::Month => Period::of_month(end.year(), end.month()),
        Basis::Date => Some(Period::of_date(end)),
    }
    .unwrap_or(period)
}

/// Whether two values can be of one measure.
fn same_unit(one: &Value, other: &Value) -> bool {
    one.unit == other.unit
        || one.unit.is_none()
        || other.unit.is_none()
        || other.relative_to.is_some()
}

struct Whole<'s> {
    text: &'s str,
    range: &'s Range<usize>,
    periods: &'s [&'s PeriodMention],
    values: &'s [&'s Value],
}

/// What a value is of.
#[derive(Default)]
struct Subject {
    label: Option<Range<usize>>,
    /// The time of the value.
    time: Option<Period>,
    /// The values between it and the label, the nearest first.
    bases: Vec<usize>,
    /// The aims beside it.
    beside: Vec<usize>,
    /// The time of the first of them.
    base_time: Option<Period>,
    /// The time that the value is compared with (平成25年度と比べて).
    relative_to: Option<Range<usize>>,
}

impl Whole<'_> {
    /// What stands behind a value, without remarks in brackets.
    fn behind(&self, value: &Value) -> &str {
        let mut rest = self.text[value.range.end..self.range.end].trim_start();
        while let Some(open) = rest.strip_prefix('(') {
            let Some((_, behind)) = open.split_once(')') else { break };
            rest = behind.trim_start();
        }
        rest.trim_start_matches(['※', '*'])
    }

    /// Whether the words behind a value say that it is aimed at.
    fn aimed(&self, value: &Value) -> Option<(Strength, Option<Direction>)> {
        let mut rest = self.behind(value);
        for idle in ["程度", "の水準", "規模", "台", "ずつ"] {
            rest = rest.strip_prefix(idle).unwrap_or(rest);
        }
        let clause = &rest[..rest.find('、').unwrap_or(rest.len())];
        let ahead = |words: &str| AIMED.iter().any(|aim| words.contains(aim));
        if !ahead(rest) && (self.is_past(rest) || is_rule(rest)) {
            return None;
        }
        // 増やしている says how it is; 目指している what is aimed at.
        if !ahead(clause) && ["ている", "ています", "ており"].iter().any(|w| clause.contains(w))
        {
            return None;
        }
        if self.object_behind(value).is_some() {
            return Some((Strength::Strong, None));
        }
        if let Some(noun) = NOUNS.iter().find_map(|noun| rest.strip_prefix(noun)) {
            let aims = ["を目指", "をめざ", "を目標", "を図", "に努め", "に取り組"];
            if ["を維持", "を続け", "を継続"].iter().any(|w| noun.starts_with(w)) {
                return Some((Strength::Kept, None));
            }
            return aims.iter().any(|w| noun.starts_with(w)).then_some((Strength::Strong, None));
        }
        for particle in ["にまで", "までに", "まで", "には", "に", "へと", "へ"] {
            let Some(verb) = rest.strip_prefix(particle) else { continue };
            let verb = verb.trim_start_matches(['、', ' ']);
            if let Some((_, way)) = CHANGES.iter().find(|(word, _)| verb.starts_with(word)) {
                return Some((Strength::Strong, *way));
            }
            if ["する", "します", "し、", "したい"].iter().any(|w| verb.starts_with(w)) {
                let strength = if ahead(clause) { Strength::Strong } else { Strength::Weak };
                return Some((strength, None));
            }
        }
        if let Some(verb) = rest.strip_prefix('と') {
            let sets = [
                "する",
                "します",
                "し、",
                "し,",
                "なるよう",
                "なることを",
                "したい",
                "設定",
                "定め",
            ];
            let set = sets.iter().any(|w| verb.starts_with(w));
            let strength = if ahead(clause) { Strength::Strong } else { Strength::Weak };
            return set.then_some((strength, None));
        }
        if let Some(verb) = rest.strip_prefix('を') {
            if AIMED.iter().any(|w| verb.starts_with(w)) {
                return Some((Strength::Strong, None));
            }
            let kept = KEPT.iter().any(|w| verb.starts_with(w));
            let strength = if ahead(clause) { Strength::Strong } else { Strength::Kept };
            return kept.then_some((strength, None));
        }
        // 年5,000人以上確保する, 全箇所（32か所）で完了する.
        let verb = rest.strip_prefix('で').unwrap_or(rest);
        let done = DONE.iter().find_map(|word| verb.strip_prefix(word)).is_some_and(|behind| {
            ["する", "します", "し、", "したい"].iter().any(|w| behind.starts_with(w))
        });
        if done {
            let strength = if ahead(clause) { Strength::Strong } else { Strength::Kept };
            return Some((strength, None));
        }
        if let Some(direction) = value.direction {
            let own = &self.text[value.range.clone()];
            let ends = rest.is_empty()
                || rest.starts_with(['。', '、'])
                || clause.starts_with("する")
                || clause.starts_with("します")
                || clause.starts_with("させ")
                || clause.starts_with('す')
                || rest.starts_with("し、");
            let verbal = own.ends_with(['す', 'る']) || !rest.starts_with(['。', '、']);
            // 3億円の減。 tells what changed as often as what is to.
            let strength = if verbal { Strength::Strong } else { Strength::Weak };
            return ends.then_some((strength, Some(direction)));
        }
        if let Some((_, way)) =
            CHANGES.iter().find(|(word, way)| way.is_some() && rest.starts_with(word))
        {
            return Some((Strength::Strong, *way));
        }
        None
    }

    /// A value that is and is to stay: `訪問率は100％であり、これを維持する`.
    fn kept(&self, taken: &[bool]) -> Option<Aim> {
        let said = &self.text[self.range.clone()];
        let at = KEEPS.iter().find_map(|word| said.find(word).map(|at| at + word.len()))?;
        let at = self.range.start + at;
        let keeping = at - "維持".len()..at;
        let (i, value) =
            self.values.iter().enumerate().rfind(|(i, v)| v.range.end < at && !taken[*i])?;
        let subject = self.subject(value)?;
        if !self.describes(value) || taken.iter().take(i).any(|taken| *taken) {
            return None;
        }
        let time = subject.time.or_else(|| self.time_behind(value));
        let is = self.stated(value, time, ObservationKind::Baseline);
        let direction = Some(Direction::Keep);
        let stays = Stated {
            range: keeping,
            said: Said { unit: value.unit.clone(), direction, ..Said::default() },
            time: None,
            kind: Some((ObservationKind::Target, Place::Sentence)),
            bracketed: false,
        };
        let values = vec![is, stays];
        let (strength, way) = (Strength::Kept, direction);
        let label = Some(subject.label?);
        Some(Aim { label, values, strength, way })
    }

    /// What is aimed at behind a value: 企業誘致 of `３社以上の企業誘致を目指す`.
    fn object_behind(&self, value: &Value) -> Option<Range<usize>> {
        let start = value.range.end + 'の'.len_utf8();
        let rest = self.text.get(value.range.end..self.range.end)?.strip_prefix('の')?;
        let end = ["を目指", "をめざ", "を目標"].iter().filter_map(|word| rest.find(word)).min()?;
        let words = &rest[..end];
        let nominal = !NOUNS.iter().any(|noun| noun.strip_prefix('の') == Some(words));
        let plain = words.chars().count() <= 20 && !words.contains(['、', '(', 'を']);
        (nominal && plain).then_some(start..start + end)
    }

    /// Whether the sentence tells what was: it ends in the past, or its clause does.
    fn is_past(&self, rest: &str) -> bool {
        let end = self.text[self.range.clone()].trim_end_matches(['。', ' ', ')', '」']);
        let past = ["た", "たところ", "たところです", "たところである"];
        past.iter().any(|w| end.ends_with(w)) && !end.ends_with("したい") && !rest.is_empty()
    }

    /// Whether the words behind a value state it as it is.
    fn describes(&self, value: &Value) -> bool {
        let rest = self.behind(value);
        let said = [
            "であ",
            "でした",
            "です",
            "だ",
            "で、",
            "あり",
            "となっ",
            "となり",
            "に達し",
            "に上",
            "にのぼ",
            "。",
            "にとど",
            "が利用",
            "いる",
            "いま",
            "ある",
            "存在",
        ];
        said.iter().any(|w| rest.starts_with(w))
    }

    fn time_behind(&self, value: &Value) -> Option<Period> {
        let rest = &self.text[value.range.end..self.range.end];
        let open = value.range.end + rest.find('(').filter(|open| *open <= 2)?;
        let close = self.text[open..self.range.end].find(')')? + open;
        let inside = |r: &Range<usize>| open < r.start && r.end <= close;
        self.periods.iter().find(|p| inside(&p.range)).map(|p| p.period)
    }

    /// A value in brackets, with the time and kind that stand before it there.
    fn in_brackets(&self, value: &Value) -> Stated {
        let before = &self.text[self.range.start..value.range.start];
        let open = self.range.start + before.rfind('(').unwrap_or(before.len());
        let inside = |r: &Range<usize>| open <= r.start && r.end <= value.range.start;
        let time = self.periods.iter().find(|p| inside(&p.range)).map(|p| p.period);
        let words = &self.text[open.min(value.range.start)..value.range.start];
        let kind = super::value::kind_of(words);
        self.stated(value, time, kind.unwrap_or(ObservationKind::Target))
    }

    fn stated(&self, value: &Value, time: Option<Period>, kind: ObservationKind) -> Stated {
        Stated {
            range: value.range.clone(),
            said: Said::of(self.text, value),
            time,
            kind: Some((kind, Place::Sentence)),
            bracketed: value.bracketed,
        }
    }

    /// Goes back from a value to what it is a value of. `None` where other words stand between.
    fn subject(&self, value: &Value) -> Option<Subject> {
        let text = self.text;
        let mut at = value.range.start;
        let mut subject = Subject::default();
        // 自主防災組織率100％を目指す
        let before = &text[self.range.start..at];
        if super::measure::is_measure(before)
            && !before.ends_with([' ', ')', '者'])
            && let Some(label) = self.noun(at).filter(|label| !label.is_empty())
        {
            subject.label = Some(label);
            return Some(subject);
        }
        for _ in 0..STEPS {
            let before = text[self.range.start..at].trim_end_matches(['、', ' ', '，']);
            at = self.range.start + before.len();
            if before.is_empty() {
                return Some(subject);
            }
            let ends = |r: &Range<usize>| r.end == at;
            // までに ends with the time itself.
            let timed = ["", "に", "の", "には", "で"].iter().find_map(|word| {
                let end = self.range.start + before.strip_suffix(word)?.len();
                self.periods.iter().find(|p| p.range.end == end)
            });
            if let Some(base) = self.values.iter().position(|v| ends(&v.range)) {
                let next = if subject.bases.is_empty() { value } else { self.values[base + 1] };
                let between = text[at..next.range.start].trim();
                // 年間５人、５年間で25人: two aims, and no start.
                if between == "、" && subject.time.is_none() && subject.base_time.is_none() {
                    subject.beside.push(base);
                } else {
                    subject.bases.push(base);
                }
                at = self.values[base].range.start;
                continue;
            }
            let compared = COMPARED.iter().find_map(|word| {
                let end = self.range.start + before.strip_suffix(word)?.len();
                self.periods.iter().find(|p| p.range.end == end)
            });
            if let Some(mention) = compared {
                subject.relative_to = Some(mention.range.clone());
                at = mention.range.start;
                continue;
            }
            if let Some(mention) = timed {
                let to = if subject.bases.is_empty() {
                    &mut subject.time
                } else {
                    &mut subject.base_time
                };
                *to = to.or(Some(mention.period));
                at = mention.range.start;
                continue;
            }
            if before.ends_with(')')
                && let Some(open) = before.rfind('(')
            {
                let inside = |r: &Range<usize>| self.range.start + open < r.start && r.end < at;
                if let Some(mention) = self.periods.iter().find(|p| inside(&p.range)) {
                    let to = if subject.bases.is_empty() && !open_after_value(self, open) {
                        &mut subject.time
                    } else {
                        &mut subject.base_time
                    };
                    *to = to.or(Some(mention.period));
                    at = self.range.start + open;
                    continue;
                }
            }
            if let Some(word) = ADVERBS.iter().find(|word| before.ends_with(**word)) {
                at -= word.len();
                continue;
            }
            if let Some(len) = day_ending(before) {
                at -= len;
                continue;
            }
            // これを…し、以後は…とする: a clause between them, about the same.
            let Some(marker) = MARKERS.iter().find(|word| before.ends_with(**word)) else {
                let goes_on =
                    PRONOUNS.iter().any(|word| text[self.range.clone()].trim().starts_with(word));
                return goes_on.then_some(subject);
            };
            let end = at - marker.len();
            let label = self.noun(end)?;
            let words = &text[label.clone()];
            if ["では", "においては"].contains(marker) {
                return None;
            }
            if let Some(base) = self.values.iter().position(|v| v.range.end == end) {
                subject.bases.push(base);
                at = self.values[base].range.start;
                continue;
            }
            if PRONOUNS.contains(&words) || words.is_empty() {
                at = end;
                if words.is_empty() {
                    return Some(subject);
                }
                at -= words.len();
                continue;
            }
            if IDLE.iter().any(|word| words.ends_with(word)) {
                at = label.start;
                continue;
            }
            // 令和２年度末の認定農業者は: the time before the label is that of the value.
            let last = self.periods.iter().rfind(|p| p.range.end <= label.start);
            let near = last.filter(|p| label.start - p.range.end <= 24);
            let label = self.modified(label, &mut subject);
            let joins = |between: &str| !between.contains(['、', '。']);
            subject.time = subject.time.or_else(|| {
                near.filter(|p| joins(&text[p.range.end..label.start])).map(|p| p.period)
            });
            subject.label = Some(label);
            return Some(subject);
        }
        None
    }

    /// A time that stands before all: `令和７年度に、…を…とする`.
    fn time_ahead(&self, before: usize) -> Option<Period> {
        let ahead = self.periods.iter().rfind(|p| p.range.end <= before)?;
        let rest = &self.text[ahead.range.end..before];
        let joins = [
            "に、",
            "には、",
            "に",
            "末までに、",
            "末までに",
            "末には、",
            "末に、",
            "、",
            "において、",
        ];
        joins.iter().any(|word| rest.starts_with(word)).then_some(ahead.period)
    }

    /// The label without the clause before it that says what it was: `1,250人であった体験者`.
    fn modified(&self, label: Range<usize>, subject: &mut Subject) -> Range<usize> {
        // 参加する人の割合（現在54%）
        let words = &self.text[label.clone()];
        if words.ends_with(')')
            && let Some(open) = words.rfind('(').map(|open| label.start + open)
            && let Some(base) =
                self.values.iter().position(|v| open < v.range.start && v.range.end < label.end)
        {
            subject.bases.push(base);
            let inside = |p: &&&PeriodMention| open < p.range.start && p.range.end < label.end;
            let time = self.periods.iter().find(|p| inside(p)).map(|p| p.period);
            subject.base_time = subject.base_time.or(time);
            return label.start..open;
        }
        let Some(base) = self.values.iter().position(|v| v.range.start == label.start) else {
            return label;
        };
        let behind = self.values[base].range.end;
        let rest = self.text.get(behind..label.end).unwrap_or_default();
        let Some(word) =
            ["であった", "だった", "となった", "の"].iter().find(|w| rest.starts_with(**w))
        else {
            return label;
        };
        if *word == "の" {
            return label;
        }
        subject.bases.push(base);
        let last = self.periods.iter().rfind(|p| p.range.end <= label.start);
        subject.base_time = subject.base_time.or(last.map(|p| p.period));
        behind + word.len()..label.end
    }

    /// The noun that ends at `end`: back to the last comma, without words that join it to what was
    /// said before.
    fn noun(&self, end: usize) -> Option<Range<usize>> {
        let before = &self.text[self.range.start..end];
        let mut depth = 0usize;
        let mut start = 0;
        for (at, c) in before.char_indices().rev() {
            match c {
                '」' | ')' => depth += 1,
                '「' | '(' => depth = depth.saturating_sub(1),
                ',' if before[at + 1..].starts_with(|c: char| c.is_ascii_digit()) => {}
                '、' | ',' | '。' | ':' if depth == 0 => {
                    start = at + c.len_utf8();
                    break;
                }
                _ => {}
            }
        }
        let mut words =
            before[start..].trim_start_matches([' ', '・', '○', '◇', '◎', '●', '■', '◆']);
        if let Some((number, behind)) = words.strip_prefix('(').and_then(|w| w.split_once(')'))
            && number.len() <= 4
        {
            words = behind.trim_start();
        }
        // 市は認定農業者を: what stands before the topic is none of the object.
        for (at, mark) in words.char_indices().rev().filter(|(_, c)| *c == 'は') {
            let next = words[at + mark.len_utf8()..].chars().next();
            let kana = |c: char| ('ぁ'..='ん').contains(&c);
            if next.is_some_and(|c| !kana(c))
                && words[..at].chars().next_back().is_some_and(|c| !kana(c))
            {
                words = &words[at + mark.len_utf8()..];
                break;
            }
        }
        loop {
            let first = self.range.start + (before.len() - words.len());
            let joined = JOINED.iter().find_map(|word| words.strip_prefix(word));
            let timed = self.periods.iter().find(|p| p.range.start == first).and_then(|p| {
                let rest = words.get(p.range.len()..)?;
                ["末現在の", "現在の", "時点の", "末の", "における", "までに", "には", "に", "の"]
                    .iter()
                    .find_map(|w| rest.strip_prefix(w))
            });
            match joined.or(timed) {
                Some(rest) => words = rest.trim_start(),
                None => break,
            }
        }
        // 目標年度（令和７年度）における農業産出額
        if let Some((head, rest)) = words.split_once("における") {
            let first = self.range.start + (before.len() - words.len());
            let timed =
                |p: &&&PeriodMention| first <= p.range.start && p.range.end <= first + head.len();
            if self.periods.iter().any(|p| timed(&p)) {
                words = rest;
            }
        }
        let words = words.trim_start();
        (words.chars().count() <= LONGEST_LABEL)
            .then(|| self.range.start + (before.len() - words.len())..end)
    }
}

/// The length of a day of the year at the end of a text (`4月1日`), which is no time by itself.
fn day_ending(text: &str) -> Option<usize> {
    let day = text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '月' | '日'));
    let written = &text[day.len()..];
    (written.contains('月') && written.starts_with(|c: char| c.is_ascii_digit()))
        .then_some(written.len())
}

/// Whether a bracket opens behind a value.
fn open_after_value(whole: &Whole<'_>, open: usize) -> bool {
    whole.values.iter().any(|v| v.range.end == whole.range.start + open)
}

/// Whether the words set a rule, and no aim.
fn is_rule(rest: &str) -> bool {
    ["できる", "ならない", "みなす", "みなし", "規定", "ものとする", "に限る", "場合"]
        .iter()
        .any(|word| rest.contains(word))
}
