//! The IPADIC dictionary, built from its source and embedded.
//!
//! The crate holds the source as one archive (see `PROVENANCE.md`), builds it with lindera's own
//! builder together with the project's words (`extra.csv`), and embeds the result: no download, at
//! build time or run time.

mod embedded {
    #![allow(missing_docs, reason = "the loader is lindera's")]
    lindera_dictionary::embedded_dictionary!("/ipadic", EmbeddedLoader);
}

use lindera_dictionary::LinderaResult;
use lindera_dictionary::dictionary::Dictionary;

/// The version of IPADIC.
pub const VERSION: &str = "2.7.0-20070801";

/// The licence of IPADIC (NAIST, ICOT), whose notice goes with every copy.
pub const LICENSE: &str = include_str!("../COPYING");

static PARTS_OF_SPEECH: &str = include_str!(concat!(env!("OUT_DIR"), "/parts_of_speech.txt"));
static OF_WORD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/part_of_speech_of_word.bin"));

/// Loads the embedded dictionary.
///
/// # The project's words are in it
/// ```
/// let dictionary = keikaku_ipadic::load()?;
/// let entries = dictionary.prefix_dictionary.find_surface("担当課");
/// assert_eq!(entries.len(), 1);
/// # Ok::<(), lindera_dictionary::error::LinderaError>(())
/// ```
///
/// # Errors
///
/// Fails only where the build was made by another version of lindera.
pub fn load() -> LinderaResult<Dictionary> {
    embedded::load()
}

/// IPADIC's parts of speech (品詞): the first three fields of a word's details, `*` where a field
/// is empty. A part of speech is named by its place in this list, from 0.
///
/// # There are far fewer than a byte can name
/// ```
/// let names: Vec<[&str; 3]> = keikaku_ipadic::parts_of_speech().collect();
/// assert!(names.len() < 100);
/// assert!(names.contains(&["名詞", "接尾", "助数詞"]));
/// ```
pub fn parts_of_speech() -> impl Iterator<Item = [&'static str; 3]> {
    PARTS_OF_SPEECH.lines().map(|line| {
        let mut fields = line.splitn(3, ',');
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    })
}

/// For each word of the embedded dictionary, by its id, the place of its part of speech in
/// [`parts_of_speech`].
///
/// # It is as long as the dictionary
/// ```
/// let dictionary = keikaku_ipadic::load()?;
/// let table = keikaku_ipadic::part_of_speech_of_word();
/// assert_eq!(table.len(), dictionary.prefix_dictionary.word_count());
/// # Ok::<(), lindera_dictionary::error::LinderaError>(())
/// ```
#[must_use]
pub fn part_of_speech_of_word() -> &'static [u8] {
    OF_WORD
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_table_of_parts_of_speech_says_what_the_dictionary_says() {
        let dictionary = load().unwrap();
        let names: Vec<[&str; 3]> = parts_of_speech().collect();
        for (word, &place) in part_of_speech_of_word().iter().enumerate() {
            let details: Vec<&str> = dictionary.word_details_iter(word).take(3).collect();
            assert_eq!(details, names[usize::from(place)]);
        }
    }

    #[test]
    fn each_word_of_our_own_is_a_row_of_13_columns_and_given_once_a_class() {
        let mut seen = BTreeSet::new();
        for row in include_str!("../extra.csv").lines() {
            let columns: Vec<&str> = row.split(',').collect();
            assert_eq!(columns.len(), 13, "{row}");
            assert_eq!(columns[0], columns[10], "{row}: the base form is the word");
            assert_eq!(columns[1], columns[2], "{row}: left and right id are the same");
            assert!((1_500..=12_000).contains(&columns[3].parse::<i32>().unwrap()), "{row}");
            assert!(seen.insert((columns[0], columns[1])), "{row}");
        }
    }

    #[test]
    fn the_notice_names_the_holder_of_the_rights() {
        assert!(LICENSE.contains("Nara Institute of Science"));
        assert!(LICENSE.contains("NO WARRANTY"));
    }
}
