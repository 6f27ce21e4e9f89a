//! The form in which texts are compared.

use unicode_normalization::UnicodeNormalization as _;

/// A text without what does not tell texts apart: NFKC, no white space, one shape for tildes, one
/// for dashes (the prolonged sound mark among them) and one for each kind of bracket.
///
/// This folds more than [`keikaku_text::fold`], and keeps no way back: it is for comparing alone.
///
/// # Case stays, the long mark does not
/// ```
/// use keikaku_check::fold;
///
/// assert_eq!(fold("【ＫＰＩ】　2018〜\n2019"), "[KPI]2018~2019");
/// assert_eq!(fold("センター"), fold("センタ－"));
/// assert_ne!(fold("kpi"), fold("KPI"));
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkc()
        .filter(|c| !is_space(*c))
        .map(|c| match c {
            '〜' | '∼' => '~',
            '‐'..='―' | '−' | 'ー' => '-',
            '【' | '［' | '〔' => '[',
            '】' | '］' | '〕' => ']',
            '｛' => '{',
            '｝' => '}',
            '≪' | '〈' | '《' => '<',
            '≫' | '〉' | '》' => '>',
            c => c,
        })
        .collect()
}

/// [`fold`] with case folded too, as the gold is compared.
pub(crate) fn fold_case(text: &str) -> String {
    fold(text).to_lowercase()
}

/// White space, the four separators of ASCII among it, which Unicode does not count as such.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1C}'..='\u{1F}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_breaks_and_shapes_do_not_tell_texts_apart() {
        for (one, other) in [
            ("令和３年度 ～ 令和５年度", "令和3年度〜令和5年度"),
            ("中小企業・サ\nービス産業", "中小企業・サービス産業"),
            ("〔改定〕", "［改定］"),
            ("≪目標≫", "〈目標〉"),
            ("1—2", "1-2"),
            ("㍻30年", "平成30年"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
        assert_ne!(fold("3件"), fold("3人"));
    }
}
