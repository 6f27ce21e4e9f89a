//! The labels of rows and columns: without what numbers them, and how they nest.

use keikaku_text::{clean_name, fold};
use keikaku_values::parse_unit_label;

/// A label of a row: its words, and what numbers it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RowLabel {
    /// The words, without the number before and the mark of a formula behind: 総収益 of `１ 総収益 (A)`.
    pub name: String,
    /// How it is numbered.
    pub level: Option<Enumerator>,
}

/// A manner of numbering rows; rows that are numbered alike stand on one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Enumerator {
    /// `1`, `02`.
    Digits,
    /// `(1)`.
    Bracketed,
    /// `ア`.
    Kana,
    /// `(ア)`.
    BracketedKana,
    /// `①`.
    Circled,
    /// うち: a part of the row above.
    Including,
}

/// Reads the label of a row.
pub(crate) fn row_label(text: &str) -> RowLabel {
    // Spaces go, so that twice as many characters hold all that is shown.
    let end = text.char_indices().nth(2 * LONGEST_LABEL).map_or(text.len(), |(at, _)| at);
    let clean = clean_name(&text[..end]);
    let (level, rest) = enumerator(&clean);
    let rest = without_formula(rest);
    let name = if rest.is_empty() { clean.trim() } else { rest };
    RowLabel { name: short(name.to_owned()), level }
}

/// The most characters of a label in a path: each value of a row or column repeats it.
const LONGEST_LABEL: usize = 200;

/// A label as paths show it: a sentence is cut.
fn short(mut label: String) -> String {
    if let Some((end, _)) = label.char_indices().nth(LONGEST_LABEL) {
        label.truncate(end);
        label.push('…');
    }
    label
}

/// The number before a label, and the rest.
fn enumerator(text: &str) -> (Option<Enumerator>, &str) {
    let trimmed = text.trim_start();
    let mut chars = trimmed.chars();
    let Some(first) = chars.next() else { return (None, trimmed) };
    let after = chars.as_str();
    if keikaku_layout::circled_value(first).is_some() {
        // A circled number belongs to the name.
        return (Some(Enumerator::Circled), trimmed);
    }
    if first.is_ascii_digit() {
        let digits = trimmed.trim_start_matches(|c: char| c.is_ascii_digit());
        let count = trimmed.len() - digits.len();
        let rest = digits.trim_start_matches(['.', '．', ' ', '\u{3000}', '、']);
        let words = rest.chars().next().is_some_and(is_word);
        // 2号 or 3歳児 counts; `1 総収益` and `02 農業費` number, and so does `1総収益` by its unit.
        let numbers = count <= 2
            && words
            && (rest.len() < digits.len()
                || trimmed.starts_with('0')
                || keikaku_values::match_unit_prefix(rest).is_none() && !counts(rest));
        return if numbers { (Some(Enumerator::Digits), rest) } else { (None, trimmed) };
    }
    if matches!(first, '(' | '（')
        && let Some((inner, rest)) = after.split_once([')', '）'])
    {
        let rest = rest.trim_start();
        let inner = fold(inner.trim()).text().to_owned();
        if !rest.is_empty() && (1..=2).contains(&inner.len()) && inner.parse::<u8>().is_ok() {
            return (Some(Enumerator::Bracketed), rest);
        }
        if !rest.is_empty() && inner.chars().count() == 1 && inner.chars().all(is_kana_number) {
            return (Some(Enumerator::BracketedKana), rest);
        }
    }
    if is_kana_number(first) {
        let rest = after.trim_start_matches(['.', '．', ' ', '\u{3000}']);
        let kanji = rest.chars().next().is_some_and(|c| is_word(c) && !is_katakana(c));
        if rest.len() < after.len() && !rest.is_empty() || kanji {
            return (Some(Enumerator::Kana), rest);
        }
    }
    if let Some(rest) = trimmed.strip_prefix("うち") {
        let rest = rest.trim_start_matches(['、', ' ', '\u{3000}']);
        if !rest.is_empty() {
            return (Some(Enumerator::Including), trimmed);
        }
    }
    (None, trimmed)
}

/// Whether what stands behind a number makes it part of a name: 2次, 3級.
fn counts(rest: &str) -> bool {
    rest.starts_with(['次', '級', '類', '種', '番', '月', '年', '日', '時', '歳', '期', '号'])
}

fn is_word(c: char) -> bool {
    c.is_alphabetic()
}

fn is_katakana(c: char) -> bool {
    ('ァ'..='ヶ').contains(&c) || c == 'ー'
}

/// The kana that number the parts of an account, in their order (ア, イ, ウ …).
fn is_kana_number(c: char) -> bool {
    matches!(c, 'ア' | 'イ' | 'ウ' | 'エ' | 'オ' | 'カ' | 'キ' | 'ク' | 'ケ' | 'コ')
}

/// A label without the letters and formulas by which other rows refer to it: `(A)`, `(A)-(D) (E)`,
/// `（ ×100 ）`.
fn without_formula(label: &str) -> &str {
    let operator = |c: char| c.is_whitespace() || "-+/=－＋／＝×÷−".contains(c);
    let formula = |inner: &str| {
        let letters = inner.chars().filter(|c| c.is_ascii_uppercase()).count();
        let rest = |c: char| c.is_ascii_digit() || operator(c) || "()（）".contains(c);
        inner.chars().all(|c| c.is_ascii_uppercase() || rest(c))
            && letters <= 4
            && (letters > 0 || inner.contains(['×', '÷']))
    };
    let mut rest = label.trim();
    while rest.ends_with([')', '）']) {
        let Some(open) = rest.rfind(['(', '（']) else { break };
        let before = rest[..open].trim_end_matches(operator);
        if !formula(rest[open..].trim_matches(['(', ')', '（', '）'])) || before.is_empty() {
            break;
        }
        rest = before;
    }
    while rest.starts_with(['(', '（']) {
        let Some(close) = rest.find([')', '）']) else { break };
        let behind = rest[close..].trim_start_matches([')', '）']).trim_start_matches(operator);
        if !formula(rest[..close].trim_matches(['(', '（'])) || behind.is_empty() {
            break;
        }
        rest = behind;
    }
    rest
}

/// A header cell without the unit in brackets at its end; `None` where it is nothing but a unit.
pub(crate) fn without_unit(text: &str) -> Option<String> {
    let clean = clean_name(text);
    let folded = fold(&clean);
    let bare = folded.text().trim();
    if bare.starts_with(['(', '【', '[']) && parse_unit_label(bare).is_some() {
        return None;
    }
    let at = clean.rfind(['(', '（', '[', '【']).filter(|at| *at > 0);
    let unit = at.is_some_and(|at| {
        clean.ends_with([')', '）', ']', '】']) && parse_unit_label(&clean[at..]).is_some()
    });
    Some(short(match at {
        Some(at) if unit => clean[..at].trim_end().to_owned(),
        _ => clean,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_before_a_label_is_its_level_and_no_part_of_its_name() {
        for (text, name, level) in [
            ("１ 総収益 (A)", "総収益", Some(Enumerator::Digits)),
            ("02 農業費", "農業費", Some(Enumerator::Digits)),
            ("（１） 営 業 収 益 (B)", "営業収益", Some(Enumerator::Bracketed)),
            ("ア 料金収入", "料金収入", Some(Enumerator::Kana)),
            ("ア料金収入", "料金収入", Some(Enumerator::Kana)),
            ("３ 収支差引 (A)-(D) (E)", "収支差引", Some(Enumerator::Digits)),
            ("(A)収益的収支比率（×100）(D)+(H)", "収益的収支比率", None),
            ("うち退職手当", "うち退職手当", Some(Enumerator::Including)),
        ] {
            let label = row_label(text);
            assert_eq!((label.name.as_str(), label.level), (name, level), "{text}");
        }
    }

    #[test]
    fn a_number_that_counts_stays_in_the_name() {
        for text in ["3歳児健診", "1人当たり医療費", "アンケート調査", "2次救急", "(仮称)会館"]
        {
            assert_eq!(row_label(text).level, None, "{text}");
            assert_eq!(row_label(text).name, text);
        }
    }

    #[test]
    fn a_unit_is_no_part_of_a_header() {
        assert_eq!(without_unit("金額（千円）").as_deref(), Some("金額"));
        assert_eq!(without_unit("（千円）"), None);
        assert_eq!(
            without_unit("都市再生整備事業費（道路）").as_deref(),
            Some("都市再生整備事業費（道路）")
        );
    }
}
