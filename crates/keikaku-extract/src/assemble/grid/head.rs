//! The head of a table: which rows it takes, and what times and kinds of value its cells name.

use std::collections::HashSet;
use std::sync::LazyLock;

use keikaku_layout::steps;
use keikaku_record::ObservationKind;
use keikaku_text::fold;
use keikaku_values::{
    Basis, Era, FiscalYear, Period, TimeContext, find_periods, parse_bare_year, parse_unit_label,
};

use super::{Covered, GridRow};
use crate::recognize::responsibility::label_role;
use crate::recognize::value::{CellContent, kind_of, may_name_kind, read as read_value};

/// The time that heads a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ColumnTime {
    /// The time.
    pub period: Period,
    /// The Gregorian year where the header is a year that does not say 年 or 年度.
    pub bare_year: Option<i16>,
    /// The kind that the header names beside the time.
    pub kind: Option<ObservationKind>,
}

/// The most rows of a head; a dump may give a line of its own to each line of a wrapped one.
const MOST_ROWS: usize = 6;

/// The rows beneath a head that are asked whether it is one.
const MOST_TELLING: usize = 60;

/// Words that heads are made of (表頭の語): one that holds one of them may open a table.
const HEADER_WORDS: &[&str] = &[
    "取組",
    "事業",
    "指標",
    "項目",
    "担当",
    "所管",
    "内容",
    "区分",
    "名称",
    "単位",
    "備考",
    "頁",
    "ページ",
    "施策",
    "スケジュール",
    "目標",
    "実績",
    "番号",
    "No",
    "年度",
    "課",
    "部署",
    "主体",
    "KPI",
    "期間",
    "概要",
    "目的",
    "工程",
    "予算",
    "分野",
    "方向",
    "計画",
];

/// Words that are a head by themselves, in any of its rows.
const WHOLE_HEADS: &[&str] = &[
    "指標名",
    "指標",
    "成果指標",
    "活動指標",
    "評価指標",
    "数値目標",
    "重要業績評価指標",
    "KPI",
    "項目",
    "項目名",
    "目標項目",
    "評価項目",
    "単位",
    "備考",
    "No",
    "No.",
    "NO",
    "NO.",
    "番号",
    "区分",
    "事業名",
    "事務事業名",
    "事業",
    "施策",
    "施策名",
    "取組",
    "取組名",
    "基本目標",
    "基本施策",
    "基本方針",
    "分野",
    "年度",
    "指標の名称",
    "名称",
    "内容",
    "判定",
    "評価",
    "増減",
    "増減率",
    "増減額",
    "差引",
    "前年度比",
    "対前年度比",
    "予算",
    "決算",
    "予算額",
    "決算額",
    "執行額",
    "当初予算",
    "補正予算",
    "摘要",
    "年次",
    "種別",
    "部局",
    "方向性",
    "財源内訳",
    "実施主体",
    "担当",
];

/// How many rows at the top of a table are its head. `told`: those that the layout shows to be; the
/// words of one line of a wrapped head need not tell.
pub(crate) fn header_rows(rows: &[GridRow], told: usize, context: &TimeContext) -> usize {
    let read = read_rows(rows, context);
    let values =
        || rows[..told].iter().flat_map(filled).any(|c| head_cell(c, context) == HeadCell::Value);
    if read > 0 && told > read && told < rows.len() && !values() { told } else { read }
}

fn read_rows(rows: &[GridRow], context: &TimeContext) -> usize {
    let mut count = 0;
    while count < rows.len().min(MOST_ROWS) {
        let heads = match count {
            0 => {
                opens_table(&rows[0], rows.len(), context)
                    || stands_over(rows, context)
                    || stands_over_years(rows, context)
            }
            _ => goes_on(&rows[count], &rows[count - 1], context),
        };
        // 単位 between the lines of the heads beside it.
        let between = count > 0
            && !heads
            && is_lone_word(&rows[count], &rows[count - 1])
            && rows.get(count + 1).is_some_and(|next| {
                goes_on(next, &rows[count - 1], context) && all_telling(next, context)
            });
        if !heads && !between {
            break;
        }
        count += 1;
    }
    // A table that is all header has no header.
    if count == rows.len() && count > 0 { count - 1 } else { count }
}

/// What a cell is to a head.
#[derive(Clone, Copy, PartialEq, Eq)]
enum HeadCell {
    /// A time or a kind of value.
    Telling,
    /// A unit in brackets.
    Unit,
    /// A word that is a head by itself.
    Word,
    /// A value, which no head holds.
    Value,
    Other,
}

fn head_cell(cell: &str, context: &TimeContext) -> HeadCell {
    if header_time(cell, context, None).is_some() || header_kind(cell).is_some() {
        return HeadCell::Telling;
    }
    let folded = fold(cell);
    let bare: String = folded.text().chars().filter(|c| !c.is_whitespace()).collect();
    let bare = without_index(&bare);
    if is_whole_head(bare) || label_role(bare).is_some() || is_money_head(bare) {
        return HeadCell::Word;
    }
    if !bare.contains(|c: char| c.is_ascii_digit() || c == '(' || is_kanji_digit(c)) {
        return HeadCell::Other;
    }
    let inner = bare.strip_prefix('(').and_then(|b| b.strip_suffix(')'));
    if inner.is_some_and(|i| parse_unit_label(i).is_some()) {
        return HeadCell::Unit;
    }
    match read_value(folded.text(), context) {
        CellContent::Value(_) => HeadCell::Value,
        _ => HeadCell::Other,
    }
}

/// A header without the digit that tells it from one of the same name: 実績2 of `実績｜…｜実績2`.
fn without_index(bare: &str) -> &str {
    let named = bare.strip_suffix(|c: char| c.is_ascii_digit()).unwrap_or(bare);
    let words = named.chars().count() >= 2 && !named.contains(|c: char| c.is_ascii_digit());
    if words && named.chars().all(keikaku_text::is_japanese) { named } else { bare }
}

fn is_kanji_digit(c: char) -> bool {
    matches!(c, '〇' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百')
}

/// Whether a text is a head by itself.
pub(crate) fn is_whole_head(text: &str) -> bool {
    static HEADS: LazyLock<HashSet<&str>> = LazyLock::new(|| WHOLE_HEADS.iter().copied().collect());
    text.len() <= 40 && HEADS.contains(text)
}

/// Whether words name money of a budget.
pub(crate) fn is_money_word(text: &str) -> bool {
    ["予算", "決算", "執行額", "要求額", "計画額", "予定額"].iter().any(|w| text.contains(w))
}

/// 予算額, 決算(見込): heads of columns of money.
pub(crate) fn is_money_head(bare: &str) -> bool {
    bare.contains(['額', '算', '費'])
        && bare.chars().count() <= 14
        && !explains(bare)
        && (is_money_word(bare) || ["事業費", "見込額", "金額"].iter().any(|w| bare.contains(w)))
}

/// Whether the first row says by what stands beneath it that it is a head: it is short and holds
/// no value, where a column beneath it is all values or sentences.
fn stands_over(rows: &[GridRow], context: &TimeContext) -> bool {
    let [first, body @ ..] = rows else { return false };
    // A row of units beneath the header is no value.
    let units = |row: &GridRow| filled(row).all(|c| head_cell(c, context) == HeadCell::Unit);
    let body = match body {
        [second, rest @ ..] if filled(second).next().is_some() && units(second) => rest,
        _ => body,
    };
    // Some rows tell as much as a thousand, and each part of a table asks.
    let body = &body[..body.len().min(MOST_TELLING)];
    steps::count("head::stands_over", body.len() * first.cells.len());
    let short = |c: &String| c.chars().count() <= 14 && !c.contains(['。', '、', '※']);
    let named = filled(first).count();
    if body.len() < 2
        || named < 2
        || named + 1 < first.cells.len()
        || !first.cells.iter().all(short)
        || filled(first).any(|c| head_cell(c, context) == HeadCell::Value || is_dash(c))
    {
        return false;
    }
    (0..first.cells.len()).any(|c| {
        let cells = || body.iter().map(|r| r.cells[c].as_str()).filter(|t| !t.is_empty());
        let count = cells().count();
        let values = cells()
            .filter(|t| matches!(head_cell(t, context), HeadCell::Value) || is_dash(t))
            .count();
        let long = cells().filter(|t| t.contains('。') || t.chars().count() > 20).count();
        count >= 2 && (values == count || long * 2 > count)
    })
}

/// Whether the first row is a word over years or kinds of value: 推移, 年度別の値.
fn stands_over_years(rows: &[GridRow], context: &TimeContext) -> bool {
    let [first, second, ..] = rows else { return false };
    let short = |c: &str| {
        c.chars().count() <= 14 && matches!(head_cell(c, context), HeadCell::Other | HeadCell::Word)
    };
    let beneath = |c: &usize| second.covered(*c).is_none() && second.cells[*c] != first.cells[*c];
    let telling = || {
        (1..second.cells.len())
            .filter(beneath)
            .map(|c| second.cells[c].as_str())
            .filter(|c| !c.is_empty())
    };
    filled(first).all(short)
        && (second.cells[0].is_empty() || second.cells[0] == first.cells[0])
        && telling().count() >= 2
        && telling().all(|c| head_cell(c, context) == HeadCell::Telling)
}

fn is_dash(cell: &str) -> bool {
    matches!(cell, "-" | "－" | "―" | "—" | "ー" | "−")
}

/// The texts of a row's own cells: those that it does not share with a merged one.
fn filled(row: &GridRow) -> impl Iterator<Item = &str> {
    (0..row.cells.len())
        .filter(|&c| row.covered(c).is_none())
        .map(|c| row.cells[c].as_str())
        .filter(|c| !c.is_empty())
}

fn is_text(cell: &str) -> bool {
    cell.len() > 90 || cell.contains('。')
}

/// Whether a first row is a head: short cells, none a value, and among them times, kinds of value
/// or the words that heads are made of.
fn opens_table(row: &GridRow, rows: usize, context: &TimeContext) -> bool {
    let cells: Vec<&str> = filled(row).collect();
    if cells.is_empty() || cells.iter().any(|c| is_text(c)) {
        return false;
    }
    let kinds: Vec<HeadCell> = cells.iter().map(|c| head_cell(c, context)).collect();
    if kinds.contains(&HeadCell::Value) {
        return false;
    }
    let telling = kinds.contains(&HeadCell::Telling);
    let distinct = (0..cells.len()).filter(|&i| i == 0 || cells[i] != cells[i - 1]).count();
    let named = cells
        .iter()
        .zip(&kinds)
        .filter(|(c, k)| **k == HeadCell::Word || HEADER_WORDS.iter().any(|w| c.contains(w)))
        .count();
    telling || rows >= 2 && distinct >= 2 && named * 2 >= distinct
}

/// Whether a row beneath a head belongs to it: all its cells are times, kinds, units or whole
/// heads, or what stands above them once more.
fn goes_on(row: &GridRow, above: &GridRow, context: &TimeContext) -> bool {
    let mut telling = 0;
    let mut words = 0;
    let mut all = 0;
    for (i, cell) in row.cells.iter().enumerate() {
        if cell.is_empty() || row.covered(i).is_some() && above.cells[i] == *cell {
            continue;
        }
        all += 1;
        if is_text(cell) {
            return false;
        }
        match head_cell(cell, context) {
            HeadCell::Telling | HeadCell::Unit => telling += 1,
            HeadCell::Word => words += 1,
            HeadCell::Other if above.cells[i] == *cell => words += 1,
            HeadCell::Value | HeadCell::Other => return false,
        }
    }
    // One time alone (計画の年度) may be a value of the row; so may one word.
    let single = || {
        let own = |c: &usize| !row.cells[*c].is_empty() && row.covered(*c).is_none();
        let at = (0..row.cells.len()).find(own).unwrap_or(0);
        // 目標値 and its year beneath, or the other way round.
        let kind = |c: &str| header_kind(c).is_some() && header_time(c, context, None).is_none();
        let time = |c: &str| header_time(c, context, None).is_some();
        let (upper, lower) = (above.cells[at].as_str(), row.cells[at].as_str());
        let year = |c: &str| header_time(c, context, None).and_then(|t| t.period.start);
        let named = kind(upper) && time(lower)
            || time(upper) && kind(lower)
            || time(upper) && year(upper) == year(lower);
        let blank = row.cells[0].is_empty() || row.covered(0).is_some();
        let neutral = blank && !kind(upper) && !time(upper) && !upper.is_empty();
        at > 0 && (named || neutral || above.covered.iter().any(Option::is_some))
    };
    all >= 2 && telling + words == all || all == 1 && telling == 1 && single()
}

/// Whether a row holds one word of a head, where the row above holds nothing.
fn is_lone_word(row: &GridRow, above: &GridRow) -> bool {
    let mut own = (0..row.cells.len()).filter(|&c| !row.cells[c].is_empty());
    let first = own.next().filter(|_| own.next().is_none());
    first.is_some_and(|c| above.cells[c].is_empty() && is_whole_head(&row.cells[c]))
}

/// Whether a row's own cells are all times or kinds of value.
pub(crate) fn all_telling(row: &GridRow, context: &TimeContext) -> bool {
    let own = |c: &usize| row.covered(*c).is_none() && !row.cells[*c].is_empty();
    let cells = || (0..row.cells.len()).filter(own).map(|c| row.cells[c].as_str());
    cells().count() >= 2 && cells().all(|c| head_cell(c, context) == HeadCell::Telling)
}

/// Whether a row within a table is a head that begins another table: times or kinds in most of
/// its cells, and a head before them.
pub(crate) fn restarts(row: &GridRow, context: &TimeContext) -> bool {
    let own = (0..row.cells.len()).filter(|&c| row.covered(c) != Some(Covered::Above));
    let cells: Vec<&str> = own.map(|c| row.cells[c].as_str()).filter(|c| !c.is_empty()).collect();
    if cells.len() < 3 || cells.iter().any(|c| is_text(c)) {
        return false;
    }
    let tells = |c: &&&str| header_time(c, context, None).is_some() || header_kind(c).is_some();
    if cells.iter().filter(tells).count() < 2 {
        return false;
    }
    let kinds: Vec<HeadCell> = cells.iter().map(|c| head_cell(c, context)).collect();
    let telling = kinds.iter().filter(|k| **k == HeadCell::Telling).count();
    let words = kinds.iter().filter(|k| **k == HeadCell::Word).count();
    !kinds.contains(&HeadCell::Value)
        && telling >= 2
        && (words >= 1 || kinds[0] != HeadCell::Telling)
        && telling + words + 1 >= kinds.len()
}

/// The time, and the kind, that a header cell names; `None` where it is more than that. A year
/// without an era is the one nearest to `near`, the year of the column before.
pub(crate) fn header_time(
    text: &str,
    context: &TimeContext,
    near: Option<i16>,
) -> Option<ColumnTime> {
    let counts = |c: char| matches!(c, '0'..='9' | '０'..='９' | '元' | '年');
    if text.is_empty() || text.len() > 120 || !text.contains(counts) {
        return None;
    }
    let folded = fold(text);
    // A head is one phrase, wherever its lines break.
    let joined: String = folded.text().chars().filter(|c| !c.is_whitespace()).collect();
    let kind = kind_of(&joined);
    phrase_time(without_unit(&joined), kind, context, near).or_else(|| {
        // 年度別の値 H27: rows of a head that a dump wrote into one.
        let words = || folded.text().split_whitespace();
        let counted =
            words().filter(|w| w.chars().any(|c| c.is_ascii_digit() || c == '元')).count();
        let mut times = words().filter_map(|w| phrase_time(w, kind, context, near));
        times.next().filter(|_| counted == 1 && times.next().is_none())
    })
}

/// The time that one phrase of a head names.
fn phrase_time(
    words: &str,
    kind: Option<ObservationKind>,
    context: &TimeContext,
    near: Option<i16>,
) -> Option<ColumnTime> {
    // (2022) beneath 令和4年度.
    let words = words.strip_prefix('(').and_then(|w| w.strip_suffix(')')).unwrap_or(words);
    // 12 is a year only beside others, and 2012 alone is one.
    if words.len() < 4 && words.bytes().all(|b| b.is_ascii_digit()) && near.is_none() {
        return None;
    }
    let era = era_of_bare(words, context, near);
    let context = TimeContext { era: era.or(context.era), ..*context };
    if let Some(year) = parse_bare_year(words, context.era) {
        return bare(year.year, year.fiscal, kind);
    }
    let mut found = Vec::new();
    find_periods(words, &context, &mut found);
    if let [mention] = found.as_slice() {
        let (before, after) = (&words[..mention.range.start], &words[mention.range.end..]);
        let rest = || before.chars().chain(after.chars());
        let digits = uncounted(before) + &uncounted(after);
        let same = mention.period.start.is_some_and(|d| d.year().to_string() == digits);
        // 519(2017年度) is a value with its time; 令和5年度(2023) says a year twice.
        if rest().count() > 14 || !digits.is_empty() && !same {
            return None;
        }
        let year = mention.period.start.map(|d| d.year());
        // R6 in a head is a year as bare as 2024 is.
        if mention.period.basis == Basis::Year
            && !words.contains('年')
            && mention.period.end.map(|d| d.year()) == year
        {
            return bare(year?, None, kind);
        }
        return Some(ColumnTime { period: mention.period, bare_year: None, kind });
    }
    // 目標値(R6), 2021目標, R3 実績: the year is what remains beside the words.
    let number: String = words
        .trim_matches(|c: char| keikaku_text::is_japanese(c) && c != '元' || "()[]<> :".contains(c))
        .to_owned();
    if number.is_empty() || kind.is_none() {
        return None;
    }
    let number = number.trim_matches(|c| "()[] ".contains(c));
    // 741(実績) is a value.
    if number.len() != 4 && number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let year = parse_bare_year(number, None)?;
    bare(year.year, year.fiscal, kind)
}

/// The digits of a text, but for those that count what is no value: １年目, 第2期, 3回目.
fn uncounted(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let run =
            rest[at..].len() - rest[at..].trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let after = &rest[at + run..];
        let counts = [
            "年目",
            "年次",
            "か年",
            "カ年",
            "ヵ年",
            "箇年",
            "年間",
            "期",
            "次",
            "回目",
            "月末",
            "月時点",
        ];
        if !counts.iter().any(|c| after.starts_with(c)) {
            out.push_str(&rest[at..at + run]);
        }
        rest = after;
    }
    out
}

/// A head without the unit at its end: 達成度(2022)(%).
fn without_unit(words: &str) -> &str {
    words
        .strip_suffix(')')
        .and_then(|w| w.rsplit_once('('))
        .filter(|(before, unit)| !before.is_empty() && parse_unit_label(unit).is_some())
        .map_or(words, |(before, _)| before)
}

fn bare(year: i16, fiscal: Option<bool>, kind: Option<ObservationKind>) -> Option<ColumnTime> {
    let period = match fiscal {
        Some(false) => Period::of_calendar_year(year)?,
        _ => Period::of_fiscal_year(FiscalYear::new(year)?),
    };
    Some(ColumnTime { period, bare_year: fiscal.is_none().then_some(year), kind })
}

/// The era of a year that names none (`30年度`, `元年度`): the one that brings it nearest to the
/// year of the column before, else to the document's.
fn era_of_bare(words: &str, context: &TimeContext, near: Option<i16>) -> Option<Era> {
    let year = words.match_indices('年').find_map(|(at, _)| {
        let before = words[..at].trim_end_matches(|c: char| c.is_ascii_digit() || c == '元');
        let number = &words[before.len()..at];
        let written = ["令和", "平成", "昭和", "R", "H", "S"].iter().any(|e| before.ends_with(e));
        let year: i16 = if number == "元" { 1 } else { number.parse().ok()? };
        (!written && (1..100).contains(&year)).then_some(year)
    })?;
    let near = near
        .or_else(|| context.reference.map(|d| d.year()))
        .or_else(|| context.carried_year.map(|c| c.year))?;
    [(Era::Reiwa, 2018), (Era::Heisei, 1988), (Era::Showa, 1925)]
        .into_iter()
        .min_by_key(|(_, base)| (base + year - near).abs())
        .map(|(era, _)| era)
}

/// Aims of a plan in words: heads of groups of rows, and not of values.
const AIMS: &[&str] =
    &["基本目標", "個別目標", "政策目標", "施策目標", "重点目標", "行動目標", "目標分野", "目標像"];

/// Whether a header cell names a kind of value alone.
pub(crate) fn header_kind(text: &str) -> Option<ObservationKind> {
    let short = text.len() <= 36 || text.chars().filter(|c| !c.is_whitespace()).nth(12).is_none();
    if !short || !may_name_kind(text) {
        return None;
    }
    // Only spaces, and letters of another width, could hide a word that is not seen here.
    let hides = |c: char| c.is_ascii_whitespace() || c == '\u{3000}' || ('Ａ'..='ｚ').contains(&c);
    if !text.contains(hides) && kind_of(text).is_none() {
        return None;
    }
    let bare: String = fold(text).text().chars().filter(|c| !c.is_whitespace()).collect();
    let bare = without_index(&bare);
    // 728(実績) is a value; 5年後の目標値 is not.
    let counted = bare.chars().any(|c| c.is_ascii_digit()) && !bare.contains("年後");
    if bare.chars().count() > 12 || counted || explains(bare) || AIMS.contains(&bare) {
        return None;
    }
    kind_of(bare)
}

/// Heads of remarks on values, whatever else they name: 目標値の考え方, 増減, 実績の評価.
pub(crate) fn explains(bare: &str) -> bool {
    [
        "考え方",
        "説明",
        "定義",
        "理由",
        "備考",
        "根拠",
        "計算式",
        "算出方法",
        "算定方法",
        "出典",
        "把握方法",
        "評価",
        "コメント",
        "名称",
        "期間",
        "対象",
        "方法",
        "分析",
        "要因",
        "課題",
        "状況",
        "内容",
        "増減",
        "増減率",
        "増減額",
        "差引",
        "差",
        "前年度比",
        "対前年度比",
        "伸び率",
        "比較",
    ]
    .iter()
    .any(|w| {
        bare.ends_with(w)
            || bare
                .strip_suffix(')')
                .and_then(|b| b.rsplit_once('('))
                .is_some_and(|(b, _)| b.ends_with(w))
    })
}
