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

/// Loads the embedded dictionary.
///
/// # Errors
///
/// Fails only where the build was made by another version of lindera.
pub fn load() -> LinderaResult<Dictionary> {
    embedded::load()
}
