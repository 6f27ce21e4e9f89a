//! The vocabulary of Japanese government plans as data: which words name what.
//!
//! A line of `data/*.tsv` says of a word how it is to match, what it names, how strongly it says so
//! and where it is seen. All words are compiled into one automaton when the first text is asked
//! about. Texts are given *bare*: in half-width form and without white space, as
//! `keikaku_text::fold` and a filter make them.
//!
//! # A word does not count inside a longer one that means something else
//! ```
//! use keikaku_lexicon::{Concept, names};
//!
//! assert!(names("合計(A)", Concept::Total));
//! assert!(names("計", Concept::Total));
//! assert!(!names("家計", Concept::Total));
//! ```

use std::collections::HashMap;
use std::sync::LazyLock;

mod bodies;

pub use bodies::{Body, BodyKind, bodies, leading_body, prefecture};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// What a word of a plan names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Concept {
    /// A longer word that hides the shorter ones inside it: 家計 hides 計.
    Other,
    /// The sum of the rows or columns beside it (計, 合計).
    Total,
    /// How two figures beside it differ (増減, 比較): a figure, but no amount of its own.
    Difference,
    /// A share or a rate (率, 割合), measured in per cent.
    Rate,
    /// What money is spent on or how it is booked (予算額, 事業費).
    Money,
    /// A source of funds (財源): 国庫支出金, 一般財源.
    FundSource,
    /// A source of funds by a word that is one only under a heading of sources: 国, 県, その他.
    FundSourceShort,
    /// The heading over the sources of funds (財源内訳).
    FundHeader,
    /// A code that classifies a row (款, 項, 目, 整理番号): digits in its column are no figures.
    Code,
    /// The heading of a column that says something of a row and names it not (評価, 備考, 部局).
    Remark,
    /// The heading of a column that names projects (事業名, 工事名, 説明).
    ProjectHeader,
    /// The heading of a column that names items of a larger account (款, 項, 目, 節, 区分).
    AccountHeader,
    /// What a project does, as an indicator counts it (活動指標).
    Output,
    /// What a project brings about (成果指標).
    Outcome,
    /// What a project is for, as an indicator counts it (対象指標).
    Context,
    /// A header over the names of indicators (指標, 数値目標).
    Indicator,
    /// The name of minutes (議事録, 会議録); weakly, of the meeting that minutes are of (定例会).
    Minutes,
    /// The name of a schedule (工程表).
    Schedule,
    /// The name of an evaluation (評価, 点検).
    Evaluation,
    /// The name of a budget or of a list of its items (予算, 繰越事業).
    Budget,
    /// The name of a regional revitalisation plan (地域再生計画).
    Revitalization,
    /// The name of a strategy (戦略, 推進方針).
    Strategy,
    /// The name of a plan (計画, ビジョン).
    Plan,
    /// A level of a budget's account (款, 項, 目, 節).
    AccountLevel,
    /// Who speaks in minutes (議長, 委員, 事務局).
    Speaker,
    /// What ends as the name of a public body does and names none (都市, 農村, 主管課).
    NoBody,
}

impl Concept {
    /// How many there are.
    const COUNT: usize = Self::NoBody as usize + 1;
}

/// Where in a text a word must stand to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    /// It is the whole text.
    Whole,
    /// The text begins with it.
    Start,
    /// The text ends with it; a remark in brackets behind it does not matter.
    End,
    /// Anywhere.
    Within,
}

/// One line of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Entry {
    surface: &'static str,
    place: Place,
    concept: Concept,
    strength: u8,
}

include!(concat!(env!("OUT_DIR"), "/entries.rs"));

/// The concepts that a text names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Concepts([u8; Concept::COUNT]);

impl Concepts {
    /// Whether a concept is among them.
    #[must_use]
    pub const fn has(self, concept: Concept) -> bool {
        self.strength(concept) > 0
    }

    /// How strongly the text names a concept, from 1 to 3: 3 where the word means nothing else in a
    /// plan, 1 where only what stands around it makes it mean that; 0 where it does not name it.
    #[must_use]
    pub const fn strength(self, concept: Concept) -> u8 {
        self.0[concept as usize]
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0.iter().all(|s| *s == 0)
    }

    /// The concepts of either.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for (own, its) in self.0.iter_mut().zip(other.0) {
            *own = its.max(*own);
        }
        self
    }

    fn add(&mut self, concept: Concept, strength: u8) {
        let at = &mut self.0[concept as usize];
        *at = strength.max(*at);
    }
}

/// The longest text, in bytes, that is asked about: a longer one is a sentence and names nothing.
const LONGEST: usize = 120;

struct Lexicon {
    whole: HashMap<&'static str, Concepts>,
    /// The words that need not be the whole text.
    parts: Option<AhoCorasick>,
    entries: Vec<Entry>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut whole: HashMap<&'static str, Concepts> = HashMap::new();
    let mut entries = Vec::new();
    for entry in ENTRIES {
        if entry.place == Place::Whole {
            whole.entry(entry.surface).or_default().add(entry.concept, entry.strength);
        } else {
            entries.push(*entry);
        }
    }
    let parts = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(entries.iter().map(|e| e.surface))
        .ok();
    Lexicon { whole, parts, entries }
});

/// The concepts that a bare text names.
///
/// # Examples
///
/// A word counts only at its place: 国 is a source of funds where it is the whole header.
/// ```
/// use keikaku_lexicon::{Concept, concepts};
///
/// assert!(concepts("国").has(Concept::FundSourceShort));
/// assert!(concepts("国際交流事業").is_empty());
/// ```
#[must_use]
pub fn concepts(bare: &str) -> Concepts {
    if bare.len() > LONGEST { Concepts::default() } else { concepts_of_line(bare) }
}

/// The concepts that a bare line names, however long it is: titles are longer than cells.
///
/// # Examples
/// ```
/// use keikaku_lexicon::{Concept, concepts_of_line};
///
/// assert!(concepts_of_line("第2期まち・ひと・しごと創生総合戦略").has(Concept::Strategy));
/// ```
#[must_use]
pub fn concepts_of_line(bare: &str) -> Concepts {
    if bare.is_empty() {
        return Concepts::default();
    }
    let lexicon = &*LEXICON;
    let named = without_remark(bare);
    let whole = || lexicon.whole.get(bare).or_else(|| lexicon.whole.get(named));
    let mut found = whole().copied().unwrap_or_default();
    if let Some(parts) = &lexicon.parts {
        let mut matches: Vec<(usize, usize, &Entry)> = Vec::new();
        for m in parts.find_overlapping_iter(bare) {
            let entry = &lexicon.entries[m.pattern().as_usize()];
            let fits = match entry.place {
                Place::Whole | Place::Within => true,
                Place::Start => m.start() == 0,
                Place::End => m.end() == bare.len() || m.end() == named.len(),
            };
            if fits {
                matches.push((m.start(), m.end(), entry));
            }
        }
        for &(start, end, entry) in &matches {
            let hidden = matches.iter().any(|&(s, e, other)| {
                other.concept == Concept::Other && s <= start && end <= e && e - s > end - start
            });
            if !hidden {
                found.add(entry.concept, entry.strength);
            }
        }
    }
    found.0[Concept::Other as usize] = 0;
    found
}

/// Whether a bare text names a concept.
#[must_use]
pub fn names(bare: &str, concept: Concept) -> bool {
    concepts(bare).has(concept)
}

/// A text without the remark in brackets at its end: 計(A) is 計.
fn without_remark(bare: &str) -> &str {
    bare.strip_suffix([')', ']', '】'])
        .and_then(|b| b.rfind(['(', '[', '【']).map(|at| &b[..at]))
        .filter(|b| !b.is_empty())
        .unwrap_or(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_names_its_concept() {
        for entry in ENTRIES.iter().filter(|e| e.concept != Concept::Other) {
            assert!(names(entry.surface, entry.concept), "{entry:?}");
            assert!((1..=3).contains(&entry.strength));
        }
    }

    #[test]
    fn no_line_stands_twice() {
        let mut seen = std::collections::HashSet::new();
        for entry in ENTRIES {
            assert!(seen.insert((entry.surface, entry.place, entry.concept)), "{entry:?}");
        }
    }

    #[test]
    fn a_word_counts_only_at_its_place() {
        assert!(names("歳入合計", Concept::Total));
        assert!(!names("合計特殊出生率", Concept::Total));
        assert!(names("当該値の比率(%)", Concept::Rate));
        assert!(!names("効率化事業", Concept::Rate));
        assert!(names("財源内訳", Concept::FundHeader));
    }
}
