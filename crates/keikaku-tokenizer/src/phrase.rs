//! Noun phrases and counters among tokens.

use keikaku_text::Span;

use crate::{Token, WordClass};

fn slice<'t>(text: &'t str, token: &Token) -> &'t str {
    token.span.slice(text).unwrap_or_default()
}

/// Whether a token is a mark that joins the nouns at its sides: 商工・観光.
fn joins(text: &str, token: &Token) -> bool {
    matches!(slice(text, token), "・" | "･" | "ー")
}

/// The noun phrase that ends at byte `end` of `text`: the longest run of nouns, with what joins
/// them. `None` where no token ends there or the last is no noun.
///
/// A particle ends the search, so that a name is found behind it:
///
/// ```
/// use keikaku_tokenizer::{Tokenizer, noun_phrase_ending_at};
///
/// let mut worker = Tokenizer::embedded()?.new_worker();
/// let (text, mut tokens) = ("これについては、雇用経済部と連携", Vec::new());
/// worker.tokenize(text, &mut tokens);
/// let end = text.find("と連携").unwrap();
/// let phrase = noun_phrase_ending_at(&tokens, text, end).unwrap();
/// assert_eq!(phrase.slice(text), Some("雇用経済部"));
/// # Ok::<(), keikaku_tokenizer::TokenizerError>(())
/// ```
#[must_use]
pub fn noun_phrase_ending_at(tokens: &[Token], text: &str, end: usize) -> Option<Span> {
    let last = tokens.partition_point(|t| t.span.end < end);
    if tokens.get(last)?.span.end != end || !is_part(text, &tokens[last]) {
        return None;
    }
    let follows = |t: &&Token| is_part(text, t) || joins(text, t) || t.class == WordClass::Prefix;
    let run = tokens[..last].iter().rev().take_while(follows).count();
    // A joiner at the beginning joins nothing.
    let first = tokens[last - run..=last].iter().find(|t| !joins(text, t))?;
    Some(first.span.cover(tokens[last].span))
}

/// Whether a token can be a noun in a phrase: KPI and AI can, whatever class they got.
fn is_part(text: &str, token: &Token) -> bool {
    let ascii_word = || {
        let word = slice(text, token);
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    token.class.is_nominal() || ascii_word()
}

/// The most tokens and characters that a counter has which is made of ordinary nouns.
const MOST_TOKENS: usize = 3;
const MOST_CHARS: usize = 8;

/// The most characters of a noun that ・ joins to a counter: 団体, but not 事業費.
const MOST_CHARS_JOINED: usize = 2;

/// What is said of a quantity behind its counter, and is no part of it: 3時間程度, 5社以上.
const QUALIFIERS: [&str; 22] = [
    "程度",
    "前後",
    "以上",
    "以下",
    "以内",
    "未満",
    "超",
    "強",
    "弱",
    "余",
    "余り",
    "ほど",
    "増",
    "減",
    "増加",
    "減少",
    "ごと",
    "毎",
    "当たり",
    "あたり",
    "等",
    "ずつ",
];

/// The counter (助数詞) after the number that ends at byte `numeral_end`, one space between
/// allowed.
///
/// A word that is a counter after numbers counts whatever follows; a second noun that ・ joins to it
/// (12社・団体) belongs to it where it is short and the phrase ends behind it. Ordinary nouns count where they
/// are few (three tokens, eight characters) and the phrase ends behind them: at a particle, a mark,
/// a space, another number or the end. A word that goes on is a name, and the number's unit is not
/// in it.
///
/// # Ordinary nouns are counters, too, but not the start of a name
///
/// ```
/// use keikaku_tokenizer::{Tokenizer, counter_after};
///
/// let mut worker = Tokenizer::embedded()?.new_worker();
/// let mut tokens = Vec::new();
/// let mut counter = |text: &str| {
///     worker.tokenize(text, &mut tokens);
///     counter_after(&tokens, text, 1).and_then(|s| s.slice(text).map(str::to_owned))
/// };
/// assert_eq!(counter("9医療機関において").as_deref(), Some("医療機関"));
/// assert_eq!(counter("9研究機関連携推進事業"), None);
/// assert_eq!(counter("4が多い"), None);
/// # Ok::<(), keikaku_tokenizer::TokenizerError>(())
/// ```
#[must_use]
pub fn counter_after(tokens: &[Token], text: &str, numeral_end: usize) -> Option<Span> {
    let at = tokens.partition_point(|t| t.span.start < numeral_end);
    let mut rest = &tokens[at..];
    if rest.first()?.span.start != numeral_end {
        return None;
    }
    if let [space, after @ ..] = rest
        && space.class == WordClass::Space
        && text[space.span.start..space.span.end].chars().count() == 1
    {
        rest = after;
    }
    let first = rest.first()?;
    if joins(text, first) {
        return None;
    }
    let counts = first.class == WordClass::Counter;
    let goes_on = |t: &&Token| match t.class {
        WordClass::Counter | WordClass::NounSuffix => !QUALIFIERS.contains(&slice(text, t)),
        WordClass::Noun | WordClass::Organization => {
            !counts && !QUALIFIERS.contains(&slice(text, t))
        }
        _ => slice(text, t) == "・",
    };
    if let [_, mark, second, after @ ..] = rest
        && counts
        && slice(text, mark) == "・"
        && second.class == WordClass::Noun
        && second.span.slice(text)?.chars().count() <= MOST_CHARS_JOINED
        && after.first().is_none_or(|t| ends_counter(text, t))
    {
        return Some(first.span.cover(second.span));
    }
    let mut run = rest.iter().take_while(goes_on).count();
    if run > 0 && joins(text, &rest[run - 1]) {
        // 5社・10人: the joiner belongs to neither.
        run -= 1;
    }
    let last = &rest[run.checked_sub(1)?];
    let span = first.span.cover(last.span);
    let few = run <= MOST_TOKENS && span.slice(text)?.chars().count() <= MOST_CHARS;
    let ends = rest.get(run).is_none_or(|t| ends_counter(text, t));
    (counts || few && ends).then_some(span)
}

/// Whether a counter made of ordinary nouns ends before this token.
fn ends_counter(text: &str, token: &Token) -> bool {
    matches!(
        token.class,
        WordClass::Particle
            | WordClass::AuxVerb
            | WordClass::Conjunction
            | WordClass::Symbol
            | WordClass::Space
            | WordClass::Number
            | WordClass::Prefix
            | WordClass::AdverbialNoun
            | WordClass::NounOther
    ) || QUALIFIERS.contains(&slice(text, token))
}
