//! What a document says of itself: title, kind, issuer, day.

use keikaku_layout::{Block, BlockKind};
use keikaku_record::{DocumentKind, Issuer};
use keikaku_text::{Span, fold};
use keikaku_values::{Basis, Period, find_periods};

use super::{Assembly, issuer};
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

/// Words that tell the kind of a document, the more telling first.
const KINDS: &[(&str, DocumentKind)] = &[
    ("地域再生計画", DocumentKind::RegionalRevitalizationPlan),
    ("議事", DocumentKind::Minutes),
    ("会議録", DocumentKind::Minutes),
    ("会議要旨", DocumentKind::Minutes),
    ("会議概要", DocumentKind::Minutes),
    ("会議結果", DocumentKind::Minutes),
    ("会議の概要", DocumentKind::Minutes),
    ("質疑応答", DocumentKind::Minutes),
    ("定例会", DocumentKind::Minutes),
    ("工程表", DocumentKind::Schedule),
    ("行程表", DocumentKind::Schedule),
    ("スケジュール", DocumentKind::Schedule),
    ("ロードマップ", DocumentKind::Schedule),
    ("実施計画一覧", DocumentKind::Schedule),
    ("レビューシート", DocumentKind::Evaluation),
    ("評価", DocumentKind::Evaluation),
    ("検証", DocumentKind::Evaluation),
    ("点検", DocumentKind::Evaluation),
    ("進捗状況", DocumentKind::Evaluation),
    ("達成状況", DocumentKind::Evaluation),
    ("予算", DocumentKind::Budget),
    ("戦略", DocumentKind::Strategy),
    ("計画", DocumentKind::Plan),
    ("プラン", DocumentKind::Plan),
    ("ビジョン", DocumentKind::Plan),
    ("構想", DocumentKind::Plan),
    ("方針", DocumentKind::Plan),
    ("指針", DocumentKind::Plan),
];

/// Reads the front.
pub(crate) fn read(a: &mut Assembly<'_>) -> Front {
    let text = a.text();
    let opening: Vec<&Block> = opening(a);
    let first = opening.first().map(|b| &text[b.span.start..b.span.end]).unwrap_or_default();
    // A heading that markup marks, before all others, is the title.
    let marked = opening.iter().position(|b| is_marked_heading(a, b));
    let (mut title, mut span) = opening_title(text, &opening[marked.unwrap_or(0)..]);
    let kind = kind_of(first, title.as_deref().unwrap_or_default());
    if let Some((named, at)) = named_title(a) {
        title = Some(named);
        span = Some(at);
    }
    let issuer = issuer::find(a, title.as_deref());
    let issued = issued(a, &opening);
    Front { title, kind, issuer, issued, span: span.unwrap_or(Span::new(0, text.len())) }
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
        || bare.starts_with('（') && bare.ends_with('）')
        // 事業名：… is a field.
        || bare.split_once([':', '：']).is_some_and(|(label, _)| is_field_label(label))
}

fn is_marked_heading(a: &Assembly<'_>, block: &Block) -> bool {
    let first = a.layout.lines.partition_point(|l| l.content.start < block.span.start);
    a.layout
        .lines
        .get(first)
        .is_some_and(|l| l.content.start == block.span.start && l.heading.is_some())
}

fn opening_title(text: &str, opening: &[&Block]) -> (Option<String>, Option<Span>) {
    let mut lines = opening.iter().map(|b| (&text[b.span.start..b.span.end], b.span));
    let Some((_, mut span)) = lines.find(|(words, _)| !is_above_title(words)) else {
        return (None, None);
    };
    let mut title = crate::texts::name(text, span);
    // A title goes on where its first line does not end as a name does: 実施計画の推移と….
    for (_, at) in lines {
        let open = title
            .chars()
            .next_back()
            .is_some_and(|c| ('ぁ'..='ん').contains(&c) || "、・「『～〜".contains(c));
        if !open || title.chars().count() > 60 {
            break;
        }
        title.push_str(&crate::texts::name(text, at));
        span = span.cover(at);
    }
    let bare = title.trim_start_matches(['◆', '■', '●', '○', '◇', '□', '★', ' ']).to_owned();
    (Some(bare), Some(span))
}

/// The name that a section gives: `1 地域再生計画の名称`, `計画の名称：…`.
fn named_title(a: &Assembly<'_>) -> Option<(String, Span)> {
    let text = a.text();
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

fn kind_of(first: &str, title: &str) -> DocumentKind {
    for words in [title, first] {
        // The last word of a title says what it is: 計画の評価 is an evaluation, 戦略会議議事録 minutes.
        if let Some((_, kind)) = KINDS.iter().find(|(w, k)| {
            words.contains(w)
                && (!matches!(k, DocumentKind::RegionalRevitalizationPlan)
                    || words.ends_with(w)
                    || first.trim() == *w)
        }) {
            if first.contains("地域再生計画") && matches!(kind, DocumentKind::Plan) {
                return DocumentKind::RegionalRevitalizationPlan;
            }
            return *kind;
        }
    }
    DocumentKind::Other
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
    let last = a.layout.blocks.iter().rev().filter(|b| b.kind == BlockKind::Paragraph).take(2);
    for block in opening.iter().copied().chain(front).chain(last) {
        let words = &text[block.span.start..block.span.end];
        let dated = ["日時", "日　時", "日 時", "開催日", "と　き", "とき"]
            .iter()
            .any(|w| words.starts_with(w));
        if let Some(found) = first_period(a, text, block.span, !dated) {
            return Some(found);
        }
    }
    None
}

/// Words of publication (策定・公表など) that stand beside a day or an office.
pub(crate) const PUBLISHED: [&str; 17] = [
    "策定", "作成", "公表", "現在", "改定", "改訂", "改正", "時点", "付け", "発行", "版", "決定",
    "制定", "一部", "変更", "認定", "編集",
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
