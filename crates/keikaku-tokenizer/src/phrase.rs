//! Noun phrases and counters among tokens.

use keikaku_text::Span;

use crate::{Token, WordClass};

fn slice<'t>(text: &'t str, token: &Token) -> &'t str {
    token.span.slice(text).unwrap_or_default()
}

/// Whether a token joins the nouns at its sides: 商工・観光, サー, KPI.
fn joins(text: &str, token: &Token) -> bool {
    let words = slice(text, token);
    matches!(words, "・" | "ー" | "･")
        || !words.is_empty() && words.bytes().all(|b| b.is_ascii_alphanumeric())
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
    let last = tokens.iter().position(|t| t.span.end == end)?;
    if !is_part(text, &tokens[last]) || slice(text, &tokens[last]) == "・" {
        return None;
    }
    let mut first = last;
    while let Some(before) = first.checked_sub(1) {
        let token = &tokens[before];
        if !(is_part(text, token) || token.class == WordClass::Prefix) {
            break;
        }
        first = before;
    }
    // A joiner at the beginning joins nothing.
    while first < last && slice(text, &tokens[first]) == "・" {
        first += 1;
    }
    Some(tokens[first].span.cover(tokens[last].span))
}

fn is_part(text: &str, token: &Token) -> bool {
    token.class.is_nominal() || joins(text, token)
}

/// The most characters that a counter has.
const LONGEST_COUNTER: usize = 8;

/// The counter (助数詞) after the number that ends at byte `numeral_end`, one space between
/// allowed: the nouns that follow, as long as they are few and something that ends a counter
/// follows them.
///
/// A noun that goes on as a name is none:
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
/// assert_eq!(counter("4が多い"), None);
/// # Ok::<(), keikaku_tokenizer::TokenizerError>(())
/// ```
#[must_use]
pub fn counter_after(tokens: &[Token], text: &str, numeral_end: usize) -> Option<Span> {
    let mut first = tokens.iter().position(|t| t.span.start >= numeral_end)?;
    if tokens[first].span.start > numeral_end {
        return None;
    }
    if tokens[first].class == WordClass::Space && tokens[first].span.len() <= 3 {
        first += 1;
    }
    let mut last = first;
    while tokens.get(last).is_some_and(|t| is_counter_part(text, t)) {
        last += 1;
    }
    if last == first || last - first > 4 {
        return None;
    }
    let span = tokens[first].span.cover(tokens[last - 1].span);
    let words = span.slice(text)?;
    let starts_badly = tokens[first].class == WordClass::Number
        || words.starts_with(['・', 'ー'])
        || words.ends_with('・');
    let long = words.chars().count() > LONGEST_COUNTER;
    let ascii = words.bytes().any(|b| b.is_ascii_digit());
    let ends = tokens.get(last).is_none_or(|t| {
        matches!(
            t.class,
            WordClass::Particle
                | WordClass::Symbol
                | WordClass::AuxVerb
                | WordClass::Space
                | WordClass::NounOther
        )
    });
    (!starts_badly && !long && !ascii && ends).then_some(span)
}

fn is_counter_part(text: &str, token: &Token) -> bool {
    matches!(
        token.class,
        WordClass::Noun | WordClass::Counter | WordClass::NounSuffix | WordClass::Organization
    ) || slice(text, token) == "・"
}
