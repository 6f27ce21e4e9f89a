//! Minutes (議事録): who said what.

use keikaku_layout::{BlockKind, Scheme};
use keikaku_record::{DepartmentRole, DocumentKind, RecordKind};
use keikaku_text::{Span, clean_name};

use super::{Assembly, Mentioned};
use crate::recognize::department::{self, Named};
use crate::recognize::responsibility;

/// The marks that stand before a speaker.
const MARKS: &[char] = &['●', '○', '◯', '◎', '☆', '★', '◆', '◇', '■', '□', '△', '▲'];

/// The beginning of a statement.
struct Opening {
    /// What sets the statement off; `None` where brackets or a colon do.
    marker: Option<String>,
    speaker: Option<String>,
    /// Bytes of the block at which the speech begins.
    speech: usize,
    brackets: Option<String>,
}

/// Emits a `statement` for each mark with all that follows it up to the next. Only minutes have
/// statements; returns whether there are any.
pub(crate) fn assemble(a: &mut Assembly<'_>, kind: DocumentKind) -> bool {
    if !matches!(kind, DocumentKind::Minutes | DocumentKind::Other) {
        return false;
    }
    let text = a.text();
    let blocks = &a.layout.blocks;
    let openings: Vec<(usize, Opening)> = blocks
        .iter()
        .enumerate()
        .filter(|(_, b)| {
            matches!(
                b.kind,
                BlockKind::Paragraph
                    | BlockKind::ListItem
                    | BlockKind::Header { .. }
                    | BlockKind::Caption
            )
        })
        .filter_map(|(i, b)| opening(&text[b.span.start..b.span.end]).map(|o| (i, o)))
        .collect();
    if kind == DocumentKind::Other && openings.len() < 3 {
        return false;
    }
    for (k, (first, opening)) in openings.iter().enumerate() {
        let end = openings.get(k + 1).map_or(blocks.len(), |o| o.0);
        let agenda = agenda(a, *first);
        let mut said = String::new();
        let mut span = blocks[*first].span;
        for (i, block) in blocks.iter().enumerate().take(end).skip(*first) {
            // The next item of the agenda ends a statement, a heading within it does not.
            let ends = i > *first
                && matches!(block.kind, BlockKind::Header { section, .. } if is_agenda(a, section));
            if ends {
                break;
            }
            if matches!(block.kind, BlockKind::Furniture(_)) {
                continue;
            }
            let start =
                if i == *first { block.span.start + opening.speech } else { block.span.start };
            let part = crate::texts::as_written(
                text,
                Span::new(start.min(block.span.end), block.span.end),
            );
            if !said.is_empty() && !part.is_empty() {
                said.push('\n');
            }
            said.push_str(&part);
            span = span.cover(block.span);
        }
        let section = blocks[*first].section;
        speaker_department(a, opening, blocks[*first].span, section);
        let p = a.place(RecordKind::Statement, span, section);
        a.records.push(placed!(
            p,
            Statement {
                agenda,
                speaker: opening.speaker.clone(),
                marker: opening.marker.clone(),
                text: said,
            }
        ));
    }
    !openings.is_empty()
}

/// Letters before questions and answers (問答).
const QUESTIONS: &[&str] = &["問", "答", "質問", "回答", "Q", "A", "Ｑ", "Ａ"];

/// Reads what sets a statement off, and who speaks: `●事務局【課長】（説明）`, `◯市長（山田君）　…`,
/// `委員：…`, `【会長】…`, `（事務局）…`, `問１　…`.
fn opening(words: &str) -> Option<Opening> {
    let first = words.chars().next()?;
    let marked = MARKS.contains(&first);
    // 担当：○○課 is a field of the front.
    let field =
        || responsibility::labelled(words).is_some_and(|l| l.0 != DepartmentRole::Secretariat);
    if !marked && field() {
        return None;
    }
    if !marked {
        return question(words).or_else(|| bracketed(words)).or_else(|| named(words, None));
    }
    let rest = words[first.len_utf8()..].trim_start_matches([' ', '\u{3000}']);
    named(words, Some((first.to_string(), words.len() - rest.len())))
}

/// `問１　…`, `Ａ：…`, `（問）…`: a letter for each side, and a number.
fn question(words: &str) -> Option<Opening> {
    let open = words.trim_start_matches(['（', '(', '【', '[', '［', '〔']);
    let marker = QUESTIONS.iter().filter(|m| open.starts_with(**m)).max_by_key(|m| m.len())?;
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || "-－―".contains(c);
    let after = open[marker.len()..].trim_start_matches(digit);
    let speech = after.trim_start_matches([
        '）', ')', '】', ']', '］', '〕', '：', ':', '．', '.', '。', '、', ' ', '\u{3000}', '\t',
        '\n', '\r',
    ]);
    // 問題は… and Answer are words.
    let set_off = speech.len() < after.len() || after.is_empty();
    set_off.then(|| Opening {
        marker: Some((*marker).to_owned()),
        speaker: None,
        speech: words.len() - speech.len(),
        brackets: None,
    })
}

/// `【会長】…`, `（事務局）…`: who speaks in brackets before the speech.
fn bracketed(words: &str) -> Option<Opening> {
    let (open, close) =
        [('【', '】'), ('（', '）'), ('(', ')'), ('［', '］'), ('[', ']'), ('〔', '〕')]
            .into_iter()
            .find(|(open, _)| words.starts_with(*open))?;
    let end = words.find(close)?;
    let name = &words[open.len_utf8()..end];
    // （◎座長、○構成員） explains the marks.
    let known = (1..=20).contains(&name.chars().count())
        && !name.contains(['。', '、', '\n'])
        && !name.contains(MARKS);
    if !known || !is_speaker(name) {
        return None;
    }
    let speech = words[end + close.len_utf8()..]
        .trim_start_matches(['：', ':', ' ', '\u{3000}', '\n', '\r', '\t']);
    Some(Opening {
        marker: None,
        speaker: Some(clean_name(name)),
        speech: words.len() - speech.len(),
        brackets: None,
    })
}

/// A speaker by name; without a mark only a colon sets one off. `mark`: the mark, and the byte
/// behind it.
fn named(words: &str, mark: Option<(String, usize)>) -> Option<Opening> {
    let body = &words[mark.as_ref().map_or(0, |m| m.1)..];
    let line_end = body.find(['\n', '\r']).unwrap_or(body.len());
    let line = &body[..line_end];
    let mut end = line.len();
    let mut brackets = None;
    if let Some(open) = line.find('【')
        && let Some(close) = line[open..].find('】').map(|c| c + open)
        && line[..open].chars().count() <= 15
    {
        brackets = Some(line[open + '【'.len_utf8()..close].to_owned());
        end = close + '】'.len_utf8();
    } else if let Some(cut) = line.find([' ', '\u{3000}', '：', ':', '\t', '「']) {
        end = cut;
        // ◯市長（山田　太郎君）: the space within the brackets is none between name and speech.
        if let Some(open) = line.find(['（', '(']).filter(|&o| o < cut)
            && let Some(close) = line[open..].find(['）', ')']).map(|c| c + open)
        {
            end = close + line[close..].chars().next().map_or(1, char::len_utf8);
        }
    } else if let Some(open) = line.find(['（', '(']) {
        end = open;
    }
    let name = &line[..end];
    if mark.is_none() && !line[end..].starts_with(['：', ':']) {
        return None;
    }
    let length = name.chars().count();
    let is_sentence =
        name.contains(['。', '、']) || name.ends_with("ます") || name.ends_with("した");
    if length == 0 || length > 24 || is_sentence || !is_speaker(name) {
        return None;
    }
    let cleaned: String = clean_name(name).chars().filter(|c| !"【】［］[]".contains(*c)).collect();
    let speech = body[end..].trim_start_matches(['：', ':', ' ', '\u{3000}', '\n', '\r', '\t']);
    Some(Opening {
        marker: mark.map(|m| m.0),
        speaker: Some(cleaned),
        speech: words.len() - speech.len(),
        brackets,
    })
}

/// Whether a text names someone who speaks in a meeting, by office or by courtesy.
fn is_speaker(name: &str) -> bool {
    const ENDS: &[&str] = &[
        "長",
        "委員",
        "事務局",
        "君",
        "氏",
        "様",
        "さん",
        "議員",
        "知事",
        "副知事",
        "教授",
        "会長",
        "代表",
        "理事",
        "担当",
        "課",
        "部",
        "局",
        "室",
        "者",
        "教育長",
        "市長",
        "町長",
        "村長",
        "参事",
        "主査",
        "主幹",
        "補佐",
        "監",
        "先生",
        "オブザーバー",
        "一同",
        "全員",
        "省",
        "庁",
        "県",
        "市",
        "町",
        "村",
        "】",
        "）",
        ")",
        "座長",
        "意見",
        "官",
        "センター",
        "組合",
        "協会",
        "連合会",
        "団体",
        "協議会",
        "会議所",
        "商工会",
        "大学",
        "学校",
        "病院",
        "銀行",
        "公社",
        "会社",
    ];
    let bare = name.trim_end_matches(|c: char| {
        c.is_ascii_digit() || ('０'..='９').contains(&c) || "ＡＢＣＤＥABCDE".contains(c)
    });
    ENDS.iter().any(|e| bare.ends_with(e) || name.ends_with(e))
}

fn is_agenda(a: &Assembly<'_>, section: usize) -> bool {
    let s = &a.layout.sections[section];
    let text = a.text();
    let number = s.number.map_or("", |n| &text[n.start..n.end]);
    matches!(s.scheme, Scheme::Named(_))
        && ["議題", "議事", "議案", "案件", "報告", "協議", "審議", "日程"]
            .iter()
            .any(|w| number.starts_with(w))
}

/// The item of the agenda that a block stands under, with its number.
fn agenda(a: &Assembly<'_>, block: usize) -> Option<String> {
    let text = a.text();
    let mut section = a.layout.blocks[block].section;
    let mut numbered = None;
    while let Some(s) = section {
        let one = &a.layout.sections[s];
        let title = crate::texts::name(text, one.title);
        let full = one
            .number
            .map_or(title.clone(), |n| format!("{} {title}", text[n.start..n.end].trim()));
        if is_agenda(a, s) {
            return Some(full);
        }
        if numbered.is_none() && one.number.is_some() {
            numbered = Some((full, s));
        }
        section = one.parent;
    }
    // （1）○○について beneath 議事: the number tells the item where no word does.
    let (full, s) = numbered?;
    let parent = a.layout.sections[s].parent?;
    let above = a.title(parent);
    ["議事", "議題", "報告", "協議", "審議"].iter().any(|w| above.contains(w)).then_some(full)
}

/// A speaker's own department: ●事務局【○○課長】 speaks for ○○課.
fn speaker_department(a: &mut Assembly<'_>, opening: &Opening, at: Span, section: Option<usize>) {
    let Some(office) = opening.brackets.as_deref().or(opening.speaker.as_deref()) else { return };
    let name = office.strip_suffix('長').unwrap_or(office);
    if !name.ends_with(['課', '部', '局', '室']) || !department::is_office(name) {
        return;
    }
    let role = if opening.speaker.as_deref().is_some_and(|s| s.starts_with("事務局")) {
        DepartmentRole::Secretariat
    } else {
        DepartmentRole::Participant
    };
    let named = Named { name: name.to_owned(), organization: Vec::new(), unit: None };
    let text = a.text();
    let span = text[at.start..at.end]
        .find(name)
        .map_or(at, |o| Span::new(at.start + o, at.start + o + name.len()));
    a.department(&named, Mentioned { span, section }, role, None);
}
