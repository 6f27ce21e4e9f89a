//! The public body that publishes (発行主体), and its national code.

use std::cell::OnceCell;

use foldhash::{HashMap, HashMapExt as _};
use keikaku_layout::{BlockKind, steps};
use keikaku_record::Issuer;
use keikaku_text::{Span, clean_name, fold};
use keikaku_values::{TimeContext, parse_period_prefix};

use super::Assembly;
use crate::recognize::responsibility::labelled;

/// The prefectures in the order of their numbers (JIS X 0401).
const PREFECTURES: [&str; 47] = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
];

/// The code of a prefecture with its check digit (総務省 全国地方公共団体コード): two digits for the
/// prefecture, three zeros, and eleven less the weighted sum modulo eleven.
///
/// 千葉県 is 120006.
pub(crate) fn prefecture_code(name: &str) -> Option<String> {
    let number = PREFECTURES.iter().position(|p| *p == name)? as u32 + 1;
    let sum = 6 * (number / 10) + 5 * (number % 10);
    let check = (11 - sum % 11) % 10;
    Some(format!("{number:02}000{check}"))
}

fn issuer(name: &str) -> Issuer {
    Issuer { name: name.to_owned(), code: prefecture_code(name) }
}

const BODY_ENDS: &[&str] = &[
    "県",
    "都",
    "府",
    "道",
    "市",
    "町",
    "村",
    "区",
    "省",
    "庁",
    "部",
    "局",
    "課",
    "委員会",
    "組合",
    "本部",
    "広域連合",
    "事務所",
];

/// Whether a text as a whole can be the name of a public body.
pub(crate) fn is_body(name: &str) -> bool {
    let length = name.chars().count();
    (2..=20).contains(&length)
        && BODY_ENDS.iter().any(|e| name.ends_with(e))
        && !name.contains(['の', '、', '。', '：', ':', '「', '・', '～'])
        && !name.ends_with("全部")
}

/// Finds the issuer: where a section names who made the plan, else a line of the title page that
/// is a body's name, else the municipality that the title begins with, else the prefecture that
/// the text names most often.
pub(crate) fn find(a: &Assembly<'_>, title: Option<&str>) -> Option<Issuer> {
    let text = a.text();
    // The first paragraph of each section, where a section asks for it.
    let paragraphs: OnceCell<HashMap<usize, Span>> = OnceCell::new();
    let first_paragraphs = || {
        let mut first = HashMap::new();
        for block in a.layout.blocks.iter().filter(|b| b.kind == BlockKind::Paragraph) {
            steps::count("issuer::paragraphs", 1);
            block.section.map(|s| *first.entry(s).or_insert(block.span));
        }
        first
    };
    for (i, section) in a.layout.sections.iter().enumerate() {
        let words = a.title(i);
        if words.contains("作成主体")
            || words.contains("策定主体")
            || words.contains("実施主体の名称")
        {
            let body = section
                .inline
                .or_else(|| paragraphs.get_or_init(first_paragraphs).get(&i).copied());
            if let Some(span) = body {
                return Some(issuer(&crate::texts::name(text, span)));
            }
        }
    }
    let opening = a
        .layout
        .blocks
        .iter()
        .take(14)
        .filter(|b| b.kind == BlockKind::Paragraph && b.pieces.len() == 1);
    for block in opening {
        let words = &text[block.span.start..block.span.end];
        // 事務局　○○課 says who answers, not who publishes.
        if labelled(words).is_some() {
            continue;
        }
        let name = clean_name(without_day(words));
        if is_body(&name) && block.section.is_none_or(|s| a.layout.sections[s].number.is_none()) {
            return Some(issuer(&name));
        }
    }
    title.and_then(leading_body).map(|name| issuer(&name)).or_else(|| most_named(text))
}

/// `令和８年２月20日　青葉市` → `青葉市`.
fn without_day(words: &str) -> &str {
    let folded = fold(words);
    let context = TimeContext::default();
    match parse_period_prefix(folded.text(), &context) {
        Some(mention) => {
            let end = folded.to_source(Span::new(mention.range.start, mention.range.end)).end;
            words[end..].trim_start_matches([' ', '\u{3000}'])
        }
        None => words,
    }
}

/// 青葉市総合計画 → 青葉市.
fn leading_body(title: &str) -> Option<String> {
    // 令和4年度第1回○○県…: what counts the meetings stands before the name.
    let counted = title
        .char_indices()
        .take(14)
        .filter(|(_, c)| matches!(c, '回' | '度' | '次' | '期'))
        .last();
    let title = counted.map_or(title, |(at, c)| &title[at + c.len_utf8()..]);
    let bare = title.trim_start_matches(['「', '『', '第', ' ', '\u{3000}']);
    if let Some(p) = PREFECTURES.iter().find(|p| bare.starts_with(**p)) {
        return Some((*p).to_owned());
    }
    let mut name = String::new();
    for (n, c) in bare.chars().take(8).enumerate() {
        name.push(c);
        if n >= 1
            && "市町村区県".contains(c)
            && !["特区", "地区", "学区"].iter().any(|e| name.ends_with(e))
        {
            return Some(name);
        }
        if !keikaku_text::is_japanese(c) || "のとをに年度".contains(c) {
            break;
        }
    }
    None
}

fn most_named(text: &str) -> Option<Issuer> {
    let mut counts = [0usize; 47];
    for (at, _) in text.match_indices(['県', '道', '都', '府']) {
        let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
        if let Some(i) = PREFECTURES.iter().position(|p| text[..end].ends_with(p)) {
            counts[i] += 1;
        }
    }
    let (best, &count) =
        counts.iter().enumerate().max_by_key(|&(i, c)| (*c, std::cmp::Reverse(i)))?;
    (count > 0).then(|| issuer(PREFECTURES[best]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_those_of_the_national_list() {
        for (name, code) in [
            ("北海道", "010006"),
            ("千葉県", "120006"),
            ("三重県", "240001"),
            ("高知県", "390003"),
            ("沖縄県", "470007"),
            ("東京都", "130001"),
        ] {
            assert_eq!(prefecture_code(name).as_deref(), Some(code), "{name}");
        }
        assert_eq!(prefecture_code("青葉市"), None);
    }
}
