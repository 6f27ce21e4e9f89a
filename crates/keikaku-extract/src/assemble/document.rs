//! What a document says of itself: title, kind, issuer, day.

use keikaku_layout::{Block, BlockKind};
use keikaku_lexicon::{Concept, concepts, concepts_of_line};
use keikaku_record::{DocumentKind, Issuer, Severity};
use keikaku_text::{Span, clean_name, fold};
use keikaku_values::{Basis, Period, find_periods};

use super::issuer::Found;
use super::{Assembly, Mentioned, issuer};
use crate::recognize::field::is_field_label;

/// What the front of a document gives.
pub(crate) struct Front {
    pub title: Option<String>,
    pub kind: DocumentKind,
    pub issuer: Option<Issuer>,
    pub issued: Option<(Period, Span)>,
    /// Where the title stands; the whole text where there is none.
    pub span: Span,
}

/// What the words of a title name, the more telling first: the last word of a title says what it
/// is, and 計画の評価 is an evaluation, 戦略会議議事録 are minutes.
const KINDS: [(Concept, DocumentKind); 6] = [
    (Concept::Minutes, DocumentKind::Minutes),
    (Concept::Schedule, DocumentKind::Schedule),
    (Concept::Evaluation, DocumentKind::Evaluation),
    (Concept::Budget, DocumentKind::Budget),
    (Concept::Strategy, DocumentKind::Strategy),
    (Concept::Plan, DocumentKind::Plan),
];

/// Reads the front.
pub(crate) fn read(a: &mut Assembly<'_>) -> Front {
    let text = a.text();
    let opening: Vec<&Block> = opening(a);
    // A heading that markup marks, before all others, is the title.
    let marked = opening.iter().position(|b| is_marked_heading(a, b));
    let (mut title, mut span) = opening_title(text, &opening[marked.unwrap_or(0)..]);
    if title.is_none()
        && let Some((heading, at)) = heading_title(a)
    {
        title = Some(heading);
        span = Some(at);
    }
    let kind = kind(a, &opening, title.as_deref().unwrap_or_default());
    if let Some((named, at)) = named_title(a, &opening) {
        title = Some(named);
        span = Some(at);
    }
    let issued = issued(a, &opening);
    let span = span.unwrap_or(Span::new(0, text.len()));
    let known = issuer::Known {
        title: title.as_deref(),
        opening: &opening,
        day: issued.and_then(|(period, _)| period.end),
        span,
    };
    let found = issuer::find(a, &known);
    let issuer = name_issuer(a, found);
    Front { title, kind, issuer, issued, span }
}

/// The issuer; says where there are several, or where several bodies have its name.
fn name_issuer(a: &mut Assembly<'_>, found: Found) -> Option<Issuer> {
    match found {
        Found::Nothing => None,
        Found::Several { names, span } => {
            let message = format!(
                "the document names several bodies as its own ({}); none was taken",
                names.join(", ")
            );
            let at = Mentioned { span, section: None };
            a.diagnose(Severity::Warning, "issuer_ambiguous", message, at);
            None
        }
        Found::One { issuer, shared, span } => {
            if shared {
                let message =
                    format!("several bodies have the name {}; its code is not given", issuer.name);
                let at = Mentioned { span, section: None };
                a.diagnose(Severity::Info, "issuer_code_ambiguous", message, at);
            }
            Some(issuer)
        }
    }
}

/// The blocks before the first header or sentence, at most ten.
fn opening<'l>(a: &Assembly<'l>) -> Vec<&'l Block> {
    let text = a.text();
    let mut found = Vec::new();
    for block in &a.layout.blocks {
        match block.kind {
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Caption => {
                let words = &text[block.span.start..block.span.end];
                if words.contains('。') || found.len() >= 10 {
                    break;
                }
                found.push(block);
            }
            BlockKind::Furniture(_) => {}
            _ => break,
        }
    }
    found
}

/// Words that stand above a title and are none: 資料１, 別紙, a date.
fn is_above_title(words: &str) -> bool {
    let bare: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    bare.chars().count() <= 2
        || ["資料", "別紙", "別添", "参考", "様式", "（案）", "(案)"]
            .iter()
            .any(|p| bare.starts_with(p) && bare.chars().count() <= 8)
        || !bare.chars().any(keikaku_text::is_japanese)
        || ["事業番号", "整理番号", "文書番号"].iter().any(|p| bare.starts_with(p))
        // 議案第16号 counts, ▼次のページへ leads elsewhere.
        || bare.starts_with("議案第") && bare.ends_with('号')
        || bare.starts_with(['▼', '▲'])
        || ["午前", "午後"].iter().any(|p| bare.starts_with(p))
        || bare.starts_with("---")
        // 主管課 heads a column.
        || bare.chars().count() <= 4 && concepts(&bare).has(Concept::NoBody)
        || bare.starts_with('（') && bare.ends_with('）')
        // 事業名：… is a field.
        || bare.split_once([':', '：']).is_some_and(|(label, _)| {
            is_field_label(label) || DAYS.contains(&label)
        })
}

fn is_marked_heading(a: &Assembly<'_>, block: &Block) -> bool {
    let first = a.layout.lines.partition_point(|l| l.content.start < block.span.start);
    a.layout
        .lines
        .get(first)
        .is_some_and(|l| l.content.start == block.span.start && l.heading.is_some())
}

fn opening_title(text: &str, opening: &[&Block]) -> (Option<String>, Option<Span>) {
    let words = |b: &Block| &text[b.span.start..b.span.end];
    let names: Vec<&Block> =
        opening.iter().copied().filter(|b| !is_above_title(words(b))).collect();
    // A year that stands alone over the title is its beginning.
    let year = |b: &Block| is_year(&clean_name(words(b)));
    let is_name = |b: &Block| !year(b) && !issuer::is_origin(words(b));
    let Some(mut first) = names
        .iter()
        .position(|b| is_name(b))
        .or_else(|| names.iter().position(|b| issuer::begins_with_body(&clean_name(words(b)))))
    else {
        return (None, None);
    };
    if ["目次", "はじめに"].contains(&clean_name(words(names[first])).as_str())
        || bare(words(names[first])).starts_with("(款)")
    {
        return (None, None);
    }
    // What stands over the title names no kind of document, and the title ends with one.
    let name = |b: &Block| crate::texts::name(text, b.span);
    if !goes_on(&name(names[first])) && named_kind(&name(names[first])).is_none() {
        let below = names
            .iter()
            .take(first + 5)
            .skip(first + 1)
            .position(|b| is_name(b) && ending_kind(&name(b)).is_some());
        first += below.map_or(0, |n| n + 1);
    }
    let mut span = names[first].span;
    let mut title = crate::texts::name(text, span);
    // A title goes on where its first line does not end as a name does: 実施計画の推移と….
    for block in &names[first + 1..] {
        if !goes_on(&title) || title.chars().count() > 60 {
            break;
        }
        title.push_str(&crate::texts::name(text, block.span));
        span = span.cover(block.span);
    }
    if let Some(over) = first.checked_sub(1).map(|n| names[n]).filter(|b| year(b)) {
        title.insert_str(0, &crate::texts::name(text, over.span));
        span = span.cover(over.span);
    }
    let named = without_unit(&title).trim_start_matches(['◆', '■', '●', '○', '◇', '□', '★', ' ']);
    let enclosed = named
        .strip_prefix(['（', '('])
        .and_then(|n| n.strip_suffix(['）', ')']))
        .filter(|n| !n.contains(['（', '(']));
    let named = enclosed.unwrap_or(named);
    ((!named.is_empty()).then(|| named.to_owned()), Some(span))
}

/// Whether a title does not end as a name does, and goes on in the next line.
fn goes_on(title: &str) -> bool {
    let last = title.chars().next_back();
    last.is_some_and(|c| ('ぁ'..='ん').contains(&c) || "、・「『～〜".contains(c))
        && !title.ends_with("ついて")
}

/// The first heading without a number, where it names a kind of document and nothing but short
/// lines stands before it.
fn heading_title(a: &Assembly<'_>) -> Option<(String, Span)> {
    const BLOCKS: usize = 8;
    let text = a.text();
    let sentence = |b: &&Block| {
        matches!(b.kind, BlockKind::Table(_)) || text[b.span.start..b.span.end].contains('。')
    };
    let section =
        a.layout.blocks.iter().take(BLOCKS).take_while(|b| !sentence(b)).find_map(|b| {
            match b.kind {
                BlockKind::Header { section, .. } => Some(&a.layout.sections[section]),
                _ => None,
            }
        })?;
    let name = crate::texts::name(text, section.title);
    (section.number.is_none() && named_kind(&name).is_some()).then_some((name, section.title))
}

/// A title without the unit of the table beneath it: 性質別歳出（単位：千円）.
fn without_unit(title: &str) -> &str {
    title
        .find("単位")
        .and_then(|at| title[..at].strip_suffix(['（', '(', '【', '[']))
        .map_or(title, str::trim_end)
}

/// Whether a line is a fiscal year and nothing else: 令和4年度（第50事業年度）.
fn is_year(line: &str) -> bool {
    let named = line.split(['（', '(']).next().unwrap_or_default();
    let folded = fold(named);
    let mut found = Vec::new();
    find_periods(folded.text(), &keikaku_values::TimeContext::default(), &mut found);
    matches!(found.as_slice(), [only] if only.range.start == 0
        && only.range.end == folded.text().len()
        && only.period.basis == Basis::FiscalYear
        && only.period.start.is_some_and(|start| only.period.end.is_some_and(|end| end.year() == start.year() + 1)))
}

/// The name that a section or a field gives: `1 地域再生計画の名称`, `計画の名称：…`, `会議名：…`.
fn named_title(a: &Assembly<'_>, opening: &[&Block]) -> Option<(String, Span)> {
    let text = a.text();
    let field = opening.iter().find_map(|b| {
        let name = crate::texts::name(text, b.span);
        let (label, named) = name.split_once([':', '：'])?;
        let asks = ["計画の名称", "計画名", "会議の名称", "会議名"].contains(&label.trim());
        (asks && !named.trim().is_empty()).then(|| (named.trim().to_owned(), b.span))
    });
    if field.is_some() {
        return field;
    }
    let (i, section) = a.layout.sections.iter().enumerate().find(|(i, _)| {
        let title: String = a.title(*i).chars().filter(|c| !c.is_whitespace()).collect();
        title.ends_with("計画の名称")
            || title == "計画名"
            || title.ends_with("計画名称")
            || title == "会議の名称"
            || title == "会議名"
    })?;
    let span = section.inline.or_else(|| {
        a.layout
            .blocks
            .iter()
            .find(|b| b.section == Some(i) && b.kind == BlockKind::Paragraph)
            .map(|b| b.span)
    })?;
    Some((crate::texts::name(text, span), span))
}

/// The kind of a document: by the words of its title and of the lines beside it, else by what it is
/// made of.
fn kind(a: &Assembly<'_>, opening: &[&Block], title: &str) -> DocumentKind {
    let text = a.text();
    let lines: Vec<String> = opening.iter().map(|b| crate::texts::name(text, b.span)).collect();
    let first = lines.first().map_or("", String::as_str);
    let plan = "地域再生計画";
    if first == plan || title.ends_with(plan) {
        return DocumentKind::RegionalRevitalizationPlan;
    }
    // A meeting (定例会, 委員会) has minutes only where people speak.
    let meeting = lines.iter().any(|l| concepts_of_line(l).has(Concept::Minutes));
    if speakers(a) >= if meeting { 3 } else { 8 } {
        return DocumentKind::Minutes;
    }
    named_kind(title)
        .or_else(|| named_kind(first))
        .or_else(|| lines.iter().find_map(|line| ending_kind(line)))
        .or_else(|| is_account(a).then_some(DocumentKind::Budget))
        .or_else(|| heading_kind(a))
        .unwrap_or_default()
}

/// The kind that a line names.
fn named_kind(line: &str) -> Option<DocumentKind> {
    let named = concepts_of_line(&bare(line));
    KINDS.iter().find(|(concept, _)| named.strength(*concept) > 1).map(|(_, kind)| *kind)
}

/// The kind that a line names with its last word; its number and remarks do not matter.
fn ending_kind(line: &str) -> Option<DocumentKind> {
    const LAST: usize = 6;
    let body = line.trim_end_matches(|c: char| c.is_numeric() || "第号()（）案 ".contains(c));
    let from = body.char_indices().rev().take(LAST).last().map_or(0, |(at, _)| at);
    named_kind(&body[from..])
}

/// Letters as the lexicon wants them: in half-width form, without white space.
fn bare(words: &str) -> String {
    fold(words).text().chars().filter(|c| !c.is_whitespace()).collect()
}

/// The kind that a heading names which begins with the body's name: ○○村の総合戦略.
fn heading_kind(a: &Assembly<'_>) -> Option<DocumentKind> {
    const SECTIONS: usize = 40;
    (0..a.layout.sections.len().min(SECTIONS))
        .map(|i| clean_name(a.title(i)))
        .filter(|title| issuer::begins_with_body(title))
        .find_map(|title| named_kind(&title))
}

/// Whether the first tables are those of a budget's account: by 款, 項, 目 and 節.
fn is_account(a: &Assembly<'_>) -> bool {
    const TABLES: usize = 4;
    const ROWS: usize = 8;
    let text = a.text();
    let marked = a.layout.lines.iter().filter(|l| !l.is_blank()).take(ROWS).any(|l| {
        let line = bare(&text[l.content.start..l.content.end]);
        line.starts_with("(款)") || line.starts_with("款項目")
    });
    let mut levels: Vec<String> = Vec::new();
    for table in a.layout.tables.iter().take(TABLES) {
        for cell in table.rows.iter().take(ROWS).flat_map(|r| &r.cells) {
            let words = &text[cell.span.start..cell.span.end];
            // Heads of levels may stand in one cell, one below the other.
            for part in words.split_whitespace() {
                if concepts(&bare(part)).has(Concept::AccountLevel)
                    && !levels.iter().any(|l| l == part)
                {
                    levels.push(part.to_owned());
                }
            }
        }
    }
    marked || levels.len() >= 3
}

/// How many times somebody speaks: `○議長（…君）　…。`, `委員：…。`, `【会長】…。`.
fn speakers(a: &Assembly<'_>) -> usize {
    const MARKS: [char; 12] = ['●', '○', '◯', '◎', '〇', '☆', '★', '◆', '◇', '■', '□', '△'];
    let text = a.text();
    let speaks = |block: &&Block| {
        let words = text[block.span.start..block.span.end].trim_start();
        let unmarked = words.trim_start_matches(MARKS);
        let marked = unmarked.len() < words.len();
        let rest = unmarked.trim_start();
        let inside = rest.strip_prefix(['【', '（', '(', '［', '〔']);
        let stop = |c: char| " \u{3000}\t\n：:（(【「】）)］〕".contains(c);
        let part = |from: &str| -> Option<(String, Option<char>)> {
            let end = from.char_indices().take(24).find(|&(_, c)| stop(c))?;
            Some((bare(&from[..end.0]), Some(end.1)))
        };
        let Some((name, end)) = part(inside.unwrap_or(rest)) else { return false };
        let set_off = marked || inside.is_some() || matches!(end, Some(':' | '：'));
        let person = || {
            // ４番（奈良君）: who it is stands in the brackets.
            let inner = rest.split_once(['（', '(']).map(|(_, inner)| inner);
            inner.and_then(part).is_some_and(|(name, _)| concepts(&name).has(Concept::Speaker))
        };
        // A roster names people, too, but they say nothing.
        set_off
            && words.contains('。')
            && (concepts(&name).has(Concept::Speaker) || marked && person())
    };
    let said =
        |block: &&Block| !matches!(block.kind, BlockKind::Furniture(_) | BlockKind::Table(_));
    a.layout.blocks.iter().filter(said).filter(speaks).count()
}

/// Labels of the day of a meeting or of a document's making.
const DAYS: &[&str] = &[
    "日時",
    "開催日時",
    "開催日",
    "期日",
    "日程",
    "開催期日",
    "会議の日時",
    "作成日",
    "作成年月日",
    "公表日",
    "記入日",
    "策定日",
    "策定年月",
    "策定年月日",
    "発行日",
    "発行年月",
    "発行年月日",
];

/// The day a document is of: the day that minutes state, else a time standing alone on the title
/// page.
fn issued(a: &Assembly<'_>, opening: &[&Block]) -> Option<(Period, Span)> {
    let text = a.text();
    for (i, section) in a.layout.sections.iter().enumerate() {
        let title: String = a.title(i).chars().filter(|c| !c.is_whitespace()).collect();
        if DAYS.contains(&title.as_str()) {
            let span = section.inline.or_else(|| {
                a.layout
                    .blocks
                    .iter()
                    .find(|b| {
                        b.section == Some(i)
                            && matches!(b.kind, BlockKind::Paragraph | BlockKind::ListItem)
                    })
                    .map(|b| b.span)
            })?;
            return first_period(a, text, span, false);
        }
    }
    // So may a line of fields: 策定日：平成30年3月, whatever it is printed in.
    const LINES: usize = 30;
    for line in a.layout.lines.iter().filter(|l| !l.is_blank()).take(LINES) {
        let words = &text[line.content.start..line.content.end];
        let Some((label, day)) = words.split_once([':', '：']) else { continue };
        if label.len() >= 90 || !DAYS.contains(&clean_name(label).as_str()) {
            continue;
        }
        // The letters of a field are spread over its line.
        let mut found = Vec::new();
        find_periods(fold(&clean_name(day)).text(), &a.time, &mut found);
        if let Some(day) = found.into_iter().find(|m| m.period.start.is_some()) {
            return Some((day.period, line.content));
        }
    }
    // A sheet of fields may state it, before anything else is read.
    for table in a.layout.tables.iter().take(3) {
        for row in table.rows.iter().take(12) {
            for pair in row.cells.windows(2).filter(|p| !p[1].is_empty()) {
                let label = &text[pair[0].span.start..pair[0].span.end];
                let bare: String = label.chars().filter(|c| !c.is_whitespace()).collect();
                if DAYS.contains(&bare.trim_end_matches([':', '：'])) {
                    return first_period(a, text, pair[1].span, false);
                }
            }
        }
    }
    let front = a.layout.blocks.iter().take(24).filter(|b| {
        matches!(b.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Caption)
            && b.section.is_none_or(|s| a.layout.sections[s].number.is_none())
            && !a.layout.sections.iter().any(|s| s.number.is_some() && s.line <= b.lines[0])
    });
    // The day of a list in the text (…現在) is that of the list alone.
    let of_list = |b: &&Block| {
        let words = &text[b.span.start..b.span.end];
        words.contains("現在") || words.contains("時点")
    };
    let last = a.layout.blocks.iter().rev().filter(|b| b.kind == BlockKind::Paragraph).take(2);
    let rest = front.filter(|b| opening.iter().all(|o| o.span != b.span)).chain(last);
    let rest = rest.filter(|b| !of_list(b));
    let mut days: Vec<(Period, Span)> = Vec::new();
    for block in opening.iter().copied().chain(rest) {
        let words = &text[block.span.start..block.span.end];
        let dated = ["日時", "日　時", "日 時", "開催日", "と　き", "とき"]
            .iter()
            .any(|w| words.starts_with(w));
        if let Some(found) = first_period(a, text, block.span, !dated) {
            if dated {
                return Some(found);
            }
            if days.iter().all(|(period, _)| period.start != found.0.start) {
                days.push(found);
            }
        }
    }
    // A list of days is of what was done on them.
    (days.len() < 3).then(|| days.first().copied())?
}

/// Words of publication (策定・公表など) that stand beside a day or an office.
pub(crate) const PUBLISHED: [&str; 19] = [
    "策定", "作成", "公表", "現在", "改定", "改訂", "改正", "時点", "付け", "発行", "版", "決定",
    "制定", "一部", "変更", "認定", "編集", "提出", "発表",
];

/// The first time of a stretch; `alone`: only if nothing but words of publication stand beside it.
fn first_period(a: &Assembly<'_>, text: &str, span: Span, alone: bool) -> Option<(Period, Span)> {
    let folded = fold(&text[span.start..span.end]);
    let mut found = Vec::new();
    find_periods(folded.text(), &a.time, &mut found);
    let mention = found.into_iter().next()?;
    if alone {
        let mut rest = folded.text()[..mention.range.start].to_owned();
        rest.push_str(&folded.text()[mention.range.end..]);
        for word in PUBLISHED {
            rest = rest.replace(word, "");
        }
        // The office that publishes may stand beside the day.
        if issuer::is_body(rest.trim()) {
            rest.clear();
        }
        let remark = |c: char| c.is_whitespace() || "()[]<>「」月火水木金土日曜:".contains(c);
        if !rest.chars().all(remark) || !matches!(mention.period.basis, Basis::Date | Basis::Month)
        {
            return None;
        }
    }
    mention.period.start?;
    let local = folded.to_source(Span::new(mention.range.start, mention.range.end));
    Some((mention.period, local.shift(span.start)))
}
