//! Statements of indicators in a line: `新規起業件数　12件（R1）→ 20件（R6）`.
//!
//! A line is a statement where it is a label and nothing behind it but values, times, words for
//! kinds, arrows and the few words that join them. The first place from which the rest of the line
//! is all of that, and that something sets apart from what stands before, is where the label ends.

use std::ops::Range;

use keikaku_record::{IndicatorRole, ObservationKind, Place};
use keikaku_values::{Period, PeriodMention, TimeContext, Value, ValueContext, read_values};

use super::measure::is_measure;
use super::value::Said;

/// A line that states values.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Line {
    /// The bytes of the label; `None` where the line has values alone.
    pub label: Option<Range<usize>>,
    /// Its values, in order.
    pub values: Vec<Stated>,
    /// The kind of those values for which nothing else says one.
    pub rest: Option<ObservationKind>,
    /// What the word before the label says of it (成果指標).
    pub role: Option<IndicatorRole>,
    /// How much the words of the line say that it states an indicator.
    pub evidence: Evidence,
}

/// A value in a statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Stated {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it says.
    pub said: Said,
    /// The time beside it.
    pub time: Option<Period>,
    /// Its kind, and what tells it.
    pub kind: Option<(ObservationKind, Place)>,
    /// Whether it stands in brackets behind another.
    pub bracketed: bool,
}

/// What says that a line states an indicator, and not a figure that happens to be mentioned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// One value goes on to another: an arrow, から…へ.
    pub arrow: bool,
    /// Words for kinds: 目標, 現状値.
    pub kinds: bool,
    /// A value that is aimed at by its words: a rate, a bound, a change, 維持.
    pub aimed: bool,
    /// A colon behind the label.
    pub colon: bool,
    /// A time beside a value.
    pub time: bool,
    /// Whether the value follows its label without anything between them.
    pub close: bool,
}

/// What a stretch of a line is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    Value(usize),
    Time(usize),
    Kind(ObservationKind),
    Arrow,
    Mark(char),
    Join(&'static str),
    Other,
}

#[derive(Clone, Debug)]
struct Token {
    what: What,
    range: Range<usize>,
}

/// Words that name a kind by themselves, the longer ones first.
const KINDS: &[(&str, ObservationKind)] = &[
    ("数値目標", ObservationKind::Target),
    ("最終目標", ObservationKind::Target),
    ("中間目標", ObservationKind::Target),
    ("目標数値", ObservationKind::Target),
    ("目標指標", ObservationKind::Target),
    ("目標値", ObservationKind::Target),
    ("目標", ObservationKind::Target),
    ("計画値", ObservationKind::Target),
    ("KPI", ObservationKind::Target),
    ("めざす値", ObservationKind::Target),
    ("目指す値", ObservationKind::Target),
    ("現状値", ObservationKind::Baseline),
    ("現状", ObservationKind::Baseline),
    ("現況値", ObservationKind::Baseline),
    ("現況", ObservationKind::Baseline),
    ("現在値", ObservationKind::Baseline),
    ("基準値", ObservationKind::Baseline),
    ("基準", ObservationKind::Baseline),
    ("策定時", ObservationKind::Baseline),
    ("従前値", ObservationKind::Baseline),
    ("当初値", ObservationKind::Baseline),
    ("実績値", ObservationKind::Actual),
    ("実績", ObservationKind::Actual),
    ("直近値", ObservationKind::Actual),
    ("最新値", ObservationKind::Actual),
    ("見込み", ObservationKind::Forecast),
    ("見込値", ObservationKind::Forecast),
    ("見込", ObservationKind::Forecast),
];

/// Words that name a kind only where nothing but a value or a mark follows (総合計画 is a name).
const KINDS_ALONE: &[(&str, ObservationKind)] =
    &[("計画", ObservationKind::Target), ("当初", ObservationKind::Baseline)];

/// The word for a kind at the start of a text, and its length.
fn kind_at(text: &str) -> Option<(ObservationKind, usize)> {
    let named = |(word, kind): &(&str, ObservationKind)| {
        text.starts_with(word).then_some((*kind, word.len()))
    };
    KINDS.iter().find_map(named).or_else(|| {
        KINDS_ALONE
            .iter()
            .find_map(named)
            .filter(|(_, len)| text[*len..].starts_with(|c: char| is_mark(c) || c.is_ascii_digit()))
    })
}

/// Words before a label that say that it is an indicator, with what they say of its role.
const HEADS: &[(&str, Option<IndicatorRole>)] = &[
    ("重要業績評価指標", None),
    ("成果指標", Some(IndicatorRole::Outcome)),
    ("活動指標", Some(IndicatorRole::Output)),
    ("対象指標", Some(IndicatorRole::Context)),
    ("評価指標", None),
    ("主な指標", None),
    ("主要指標", None),
    ("指標名", None),
    ("指標", None),
    ("アウトカム", Some(IndicatorRole::Outcome)),
    ("アウトプット", Some(IndicatorRole::Output)),
];

/// Words that join values, the longer ones first. Those of a change or an aim make their value one
/// that is aimed at (`true`).
const JOINS: &[(&str, bool)] = &[
    ("を目指します", true),
    ("を目指す", true),
    ("をめざします", true),
    ("をめざす", true),
    ("を維持します", true),
    ("を維持する", true),
    ("を維持", true),
    ("を堅持", true),
    ("を継続", true),
    ("を確保", true),
    ("を達成", true),
    ("の維持", true),
    ("の確保", true),
    ("の継続", true),
    ("に増やす", true),
    ("に増加", true),
    ("に減らす", true),
    ("に減少", true),
    ("に向上", true),
    ("に拡大", true),
    ("に引き上げる", true),
    ("に抑える", true),
    ("とします", true),
    ("とする", true),
    ("にする", true),
    ("で実施", true),
    ("を実施", true),
    ("計画期間中に", true),
    ("計画期間中", true),
    ("計画期間内に", true),
    ("計画期間内", true),
    ("期間中に", true),
    ("期間中", true),
    ("に増員", true),
    ("に引き下げる", true),
    ("に高める", true),
    ("増やす", true),
    ("減らす", true),
    ("引き上げる", true),
    ("引き下げる", true),
    ("高める", true),
    ("削減する", true),
    ("で完了", true),
    ("に配置", true),
    ("に設置", true),
    ("に整備", true),
    ("に導入", true),
    ("へ拡大", true),
    ("へ増加", true),
    ("へ減少", true),
    ("平均", false),
    ("実施", false),
    ("開催", false),
    ("維持", true),
    ("継続", true),
    ("達成", true),
    ("確保", true),
    ("までに", false),
    ("まで", false),
    ("から", false),
    ("以降", false),
    ("には", false),
    ("より", false),
    ("毎年度", false),
    ("各年度", false),
    ("毎年", false),
    ("年度末", false),
    ("年度", false),
    ("現在", false),
    ("時点", false),
    ("速報値", false),
    ("実績値", false),
    ("時の値", false),
    ("を", false),
    ("は", false),
    ("が", false),
    ("へ", false),
    ("に", false),
    ("の", false),
    ("で", false),
    ("と", false),
    ("末", false),
    ("中", false),
    ("値", false),
];

/// The longest label, in characters.
const LONGEST_LABEL: usize = 50;
/// The longest line that is read as a statement, in bytes.
const LONGEST_LINE: usize = 600;

/// Reads a line. `text` is folded, `periods` and `values` are those in it.
pub(crate) fn read(
    text: &str,
    periods: &[PeriodMention],
    values: &[Value],
    time: &TimeContext,
) -> Option<Line> {
    if text.len() > LONGEST_LINE || text.contains('。') {
        return None;
    }
    let start = item_start(text);
    let mut line = Line::default();
    let mut values: Vec<Value> = values.to_vec();
    let mut tokens = tokens(text, start, periods, &mut values, time);
    remarks(&mut tokens, &values);
    let (from, prefix) = prefix(text, &tokens, &mut line.role);
    let (label, split) = split(text, &tokens, from)?;
    let rest = &tokens[split..];
    if !rest.iter().any(|t| matches!(t.what, What::Value(_))) {
        return None;
    }
    line.evidence.colon = rest.first().is_some_and(|t| t.what == What::Mark(':'));
    line.evidence.close = rest.first().is_some_and(|t| matches!(t.what, What::Value(_)));
    line.label = label;
    state(text, rest, periods, &values, prefix, &mut line);
    line.evidence.kinds |= prefix.is_some() || line.role.is_some() || from > 0;
    Some(line)
}

/// Where the words of a list item begin, behind its mark or number.
fn item_start(text: &str) -> usize {
    let mut rest = text.trim_start();
    loop {
        let before = rest;
        rest = rest.trim_start_matches(|c: char| {
            "・○◇◎●■□◆▪▶▷►➢*•‐-–⚫️☆★".contains(c)
                || keikaku_layout::circled_value(c).is_some()
                || c == ' '
        });
        if let Some(inner) = rest.strip_prefix('(')
            && let Some((number, behind)) = inner.split_once(')')
            && (1..=4).contains(&number.len())
            && number.chars().all(|c| c.is_ascii_digit() || ('ア'..='ン').contains(&c))
        {
            rest = behind;
        }
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        if digits.len() < rest.len()
            && let Some(behind) = digits.strip_prefix(". ").or_else(|| digits.strip_prefix(") "))
        {
            rest = behind;
        }
        let number = digits.len() < rest.len() && rest.len() - digits.len() <= 2;
        if number
            && let Some(behind) = digits.strip_prefix(' ')
            && !behind.trim_start().starts_with(|c: char| c.is_ascii_digit() || is_arrow(c))
        {
            rest = behind;
        }
        // ア　…
        let mut chars = rest.chars();
        if chars.next().is_some_and(|c| ('ア'..='ン').contains(&c)) && chars.next() == Some(' ') {
            rest = chars.as_str();
        }
        if rest.len() == before.len() {
            return text.len() - rest.len();
        }
    }
}

/// Takes remarks in brackets behind a value for no words of their own: `（令和２年国勢調査）`.
fn remarks(tokens: &mut [Token], values: &[Value]) {
    const MOST: usize = 14;
    let mut valued = false;
    let mut at = 0;
    while at < tokens.len() {
        valued |= matches!(tokens[at].what, What::Value(_));
        if valued && is_open(tokens[at].what) && tokens[at].what != What::Mark('【') {
            let inside = tokens[at..]
                .iter()
                .take_while(|t| !matches!(t.what, What::Mark(')' | ']' | '〕')))
                .count();
            let group = &mut tokens[at..at + inside];
            // A word without a number there is a remark: （以降減少）.
            let holds = group.iter().any(|t| match t.what {
                What::Value(v) => values[v].numeral_range.is_some(),
                _ => false,
            });
            let others = group.iter().filter(|t| t.what == What::Other).count();
            if !holds && others <= MOST {
                group
                    .iter_mut()
                    .filter(|t| matches!(t.what, What::Other | What::Value(_)))
                    .for_each(|t| t.what = What::Join("注"));
            }
            at += inside;
        }
        at += 1;
    }
}

fn is_mark(c: char) -> bool {
    c.is_whitespace() || "()[]【】〔〕《》≪≫<>「」、,。:;/・|=…".contains(c)
}

fn is_arrow(c: char) -> bool {
    matches!(c, '→' | '⇒' | '➡' | '➔' | '⇨' | '►' | '▶' | '~')
}

/// Words that a value without a number has.
const WORDS: [&str; 15] = [
    "増", "減", "維持", "以上", "以下", "向上", "ゼロ", "倍", "改善", "皆無", "低下", "縮小",
    "拡大", "上回", "下回",
];

fn tokens(
    text: &str,
    start: usize,
    periods: &[PeriodMention],
    values: &mut Vec<Value>,
    time: &TimeContext,
) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let known = values.len();
    let (mut value, mut period) = (0, 0);
    let mut at = start;
    let mut bounded = false;
    while at < text.len() {
        while value < known && values[value].range.start < at {
            value += 1;
        }
        while periods.get(period).is_some_and(|p| p.range.start < at) {
            period += 1;
        }
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { break };
        let mut bounds = true;
        let (what, len) = if value < known && values[value].range.start == at {
            (What::Value(value), values[value].range.len())
        } else if let Some(mention) = periods.get(period).filter(|p| p.range.start == at) {
            (What::Time(period), mention.range.len())
        } else if c == '※'
            && found.iter().any(|t| matches!(t.what, What::Value(_)))
            && !rest[c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit() || is_mark(c))
            && values.get(value..known).is_none_or(|left| left.iter().all(|v| v.range.end < at))
        {
            // A note behind all values.
            break;
        } else if "※*".contains(c) {
            // The number of a note is no value of its own.
            let number = rest[c.len_utf8()..].bytes().take_while(u8::is_ascii_digit).count();
            (What::Mark(c), c.len_utf8() + number)
        } else if is_mark(c) || is_arrow(c) {
            (if is_arrow(c) { What::Arrow } else { What::Mark(c) }, c.len_utf8())
        } else if bounded
            && at > start
            && let Some(words) = worded(rest, time)
        {
            let len = words.range.end;
            let base = words.relative_to.clone().map(|base| at + base.start..at + base.end);
            values.push(Value { range: at..at + len, relative_to: base, ..words });
            (What::Value(values.len() - 1), len)
        } else if let Some((kind, len)) = kind_at(rest) {
            (What::Kind(kind), len)
        } else if let Some((word, _)) = JOINS.iter().find(|(word, _)| rest.starts_with(word)) {
            // 800人から1,200人へ増やす has no value more.
            bounds =
                bounded && !matches!(*word, "に" | "へ" | "まで" | "を" | "と" | "の" | "から");
            (What::Join(word), word.len())
        } else {
            bounds = false;
            (What::Other, c.len_utf8())
        };
        bounded = bounds;
        found.push(Token { what, range: at..at + len });
        at += len;
    }
    found
}

/// The value without a number at the start of a text: 増加, 現状維持, 県平均以上.
fn worded(text: &str, time: &TimeContext) -> Option<Value> {
    let end = text.find(|c| is_mark(c) || is_arrow(c)).unwrap_or(text.len());
    let words = &text[..end];
    let short = words.chars().count() <= 16 && !words.contains(|c: char| c.is_ascii_digit());
    if !short || !WORDS.iter().any(|word| words.contains(word)) {
        return None;
    }
    let reading = read_values(words, &ValueContext { time: *time, unit: None });
    let [value] = reading.values.as_slice() else { return None };
    // 実施の維持 names what is to be kept, and not by how much.
    let based = value
        .relative_to
        .clone()
        .is_none_or(|base| BASES.iter().any(|word| words[base.clone()].contains(word)));
    (reading.rest.is_empty() && value.numeral_range.is_none() && based).then(|| value.clone())
}

/// What a value can be relative to.
const BASES: [&str; 12] = [
    "現状",
    "前年",
    "前回",
    "平均",
    "基準",
    "現在",
    "年度",
    "水準",
    "策定時",
    "従前",
    "実績",
    "昨年",
];

/// Reads what stands before the label: `目標：`, `【目標】`, `指標　`. Gives where the label begins among
/// the tokens, and the kind of what follows.
fn prefix(
    text: &str,
    tokens: &[Token],
    role: &mut Option<IndicatorRole>,
) -> (usize, Option<ObservationKind>) {
    let mut at = 0;
    let mut kind = None;
    loop {
        let open = tokens[at..].iter().take_while(|t| matches!(t.what, What::Mark(_))).count();
        let Some(token) = tokens.get(at + open) else { return (at, kind) };
        let rest = &text[token.range.start..];
        let (word, named) = if let What::Kind(named) = token.what {
            (&text[token.range.clone()], Some(named))
        } else if let Some((word, of)) = HEADS.iter().find(|(word, _)| rest.starts_with(word)) {
            *role = role.or(*of);
            (*word, None)
        } else {
            return (at, kind);
        };
        let end = token.range.start + word.len();
        let behind = at + tokens[at..].iter().take_while(|t| t.range.start < end).count();
        // Only what is set apart stands before the label; 目標達成率 begins one.
        let marks = tokens[behind..].iter().take_while(|t| matches!(t.what, What::Mark(_))).count();
        let next = tokens.get(behind + marks).map(|t| t.what);
        let labelled = tokens[behind..].iter().any(|t| t.what == What::Other);
        let valued = matches!(next, Some(What::Value(_) | What::Time(_))) && !labelled;
        if marks == 0 || valued || next.is_none() {
            return (at, kind);
        }
        kind = kind.or(named);
        at = behind + marks;
    }
}

/// Where the label ends and the values begin; `None` where the line is no statement.
fn split(text: &str, tokens: &[Token], from: usize) -> Option<(Option<Range<usize>>, usize)> {
    let is_other = |t: &Token| t.what == What::Other;
    let Some(last) = tokens.iter().rposition(is_other).filter(|last| *last >= from) else {
        return Some((None, from));
    };
    let start = tokens[from].range.start;
    let mut at = last + 1;
    loop {
        let token = tokens.get(at)?;
        let end = token.range.start;
        let label = &text[start..end];
        let open = label.matches('(').count() > label.matches(')').count();
        // 新規雇用者数（累計） 250人: 累計 is said of the value, and closes in it.
        if open
            && let What::Value(_) = token.what
            && let Some(close) = text[token.range.clone()].find(')')
        {
            let begin = start + (label.len() - label.trim_start().len());
            return Some((Some(begin..end + close + 1), at));
        }
        let ends = match token.what {
            What::Mark(_) | What::Arrow | What::Kind(_) | What::Time(_) => true,
            What::Join(word) => matches!(word, "を" | "は" | "が"),
            What::Value(_) => is_measure(label),
            What::Other => false,
        };
        if !ends && matches!(token.what, What::Value(_)) {
            return None;
        }
        if ends && !open {
            if label.contains('【') {
                return None;
            }
            let named = label.trim_matches([' ', '、', ':']);
            let length = named.chars().count();
            if !(2..=LONGEST_LABEL).contains(&length) {
                return None;
            }
            let begin = start + (label.len() - label.trim_start().len());
            return Some((Some(begin..begin + label.trim().len()), at));
        }
        at += 1;
    }
}

/// Gives the values of a statement their times and kinds.
fn state(
    text: &str,
    tokens: &[Token],
    periods: &[PeriodMention],
    values: &[Value],
    prefix: Option<ObservationKind>,
    line: &mut Line,
) {
    let mut arrow = None;
    // The token of each value.
    let mut at = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match token.what {
            What::Value(v) => {
                let value = &values[v];
                at.push(i);
                let said = Said::of(text, value);
                line.evidence.aimed |= is_aimed(&said)
                    || text[value.range.clone()].starts_with('全')
                    || text[value.range.clone()].contains("毎年");
                line.values.push(Stated {
                    range: value.range.clone(),
                    said,
                    time: None,
                    kind: None,
                    bracketed: value.bracketed,
                });
            }
            What::Arrow if !at.is_empty() => arrow = arrow.or(Some(at.len())),
            What::Join("から" | "を") if !at.is_empty() => {
                let behind = &tokens[i..];
                let to = behind.iter().any(|t| match t.what {
                    What::Join(word) => word.starts_with(['へ', 'に']) || word == "まで",
                    _ => false,
                }) && behind.iter().any(|t| matches!(t.what, What::Value(_)));
                arrow = arrow.or(to.then_some(at.len()));
            }
            What::Join(word) if !at.is_empty() || word.contains("期間") => {
                line.evidence.aimed |= JOINS.iter().any(|(join, aims)| *aims && *join == word);
            }
            _ => {}
        }
    }
    line.evidence.arrow = arrow.is_some_and(|n| n < at.len());
    for (i, token) in tokens.iter().enumerate() {
        let (time, kind) = match token.what {
            What::Time(p) => (Some(super::aim::deadline(periods[p].period)), None),
            What::Kind(kind) => (None, Some(kind)),
            _ => continue,
        };
        let Some(to) = owner(tokens, &at, i) else { continue };
        let value = &mut line.values[to];
        line.evidence.time |= time.is_some();
        line.evidence.kinds |= kind.is_some();
        value.time = value.time.or(time);
        value.kind = value.kind.or(kind.map(|kind| (kind, Place::Sentence)));
    }
    // 目標： before `702人→680人` is said of where the arrow goes.
    if let Some(kind) = prefix
        && !(line.evidence.arrow && kind == ObservationKind::Target)
        && let Some(first) = line.values.first_mut()
    {
        first.kind = first.kind.or(Some((kind, Place::Sentence)));
    }
    // `H27 4件、H28 6件、H29 8件（目標）`: what is said of the last holds for the row of years.
    let told = line.values.last().and_then(|last| last.kind);
    let row = line.values.len() > 2 && line.values.iter().all(|v| v.time.is_some());
    if let Some(kind) = told.filter(|_| row && !line.evidence.arrow) {
        line.rest = Some(kind.0);
    }
    if line.evidence.arrow {
        let after = arrow.unwrap_or_default();
        for (i, value) in line.values.iter_mut().enumerate() {
            let kind = if i < after { ObservationKind::Baseline } else { ObservationKind::Target };
            value.kind = value.kind.or(Some((kind, Place::Arrow)));
        }
    } else if let Some(kind) = prefix
        && line.values.iter().skip(1).all(|v| v.kind.is_none())
    {
        // 目標： before a row of years holds for all of them.
        line.rest = Some(kind);
    }
    for i in 1..line.values.len() {
        if line.values[i].bracketed && line.values[i].kind.is_none() {
            line.values[i].kind = line.values[i - 1].kind;
        }
    }
}

/// The value that a time or a word for a kind belongs to. In brackets of its own behind a value it
/// is that value's; else the next one's, or the last one's where none follows.
fn owner(tokens: &[Token], at: &[usize], i: usize) -> Option<usize> {
    let next = at.partition_point(|&v| v < i);
    let mut open = i;
    while open > 0 && !is_open(tokens[open].what) && !matches!(tokens[open].what, What::Value(_)) {
        open -= 1;
    }
    if is_open(tokens[open].what) {
        let before = tokens[..open]
            .iter()
            .rposition(|t| !matches!(t.what, What::Mark(' ' | '※' | '*') | What::Join(_)));
        let behind = before.is_some_and(|b| matches!(tokens[b].what, What::Value(_)));
        let holds = tokens[i..]
            .iter()
            .take_while(|t| !matches!(t.what, What::Mark(')' | ']' | '】')))
            .any(|t| matches!(t.what, What::Value(_)));
        let kinds = tokens[open..]
            .iter()
            .take_while(|t| t.what != What::Mark('】'))
            .any(|t| matches!(t.what, What::Kind(_)));
        if behind && !holds && !(kinds && tokens[open].what == What::Mark('【')) {
            return next.checked_sub(1);
        }
    }
    if next < at.len() { Some(next) } else { next.checked_sub(1) }
}

fn is_open(what: What) -> bool {
    matches!(what, What::Mark('(' | '[' | '【' | '〔'))
}

/// Whether a value is one that is aimed at by its own words.
pub(crate) fn is_aimed(said: &Said) -> bool {
    said.per.is_some()
        || said.over_years.is_some()
        || said.direction.is_some()
        || said.relative_to.is_some()
        || matches!(
            said.comparator,
            keikaku_values::Comparator::AtLeast | keikaku_values::Comparator::AtMost
        )
}
