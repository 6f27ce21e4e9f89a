//! The kinds of record, by name.

use std::{collections::BTreeMap, fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Record;

macro_rules! kinds {
    ($($(#[$attr:meta])* $variant:ident = $name:literal,)*) => {
        /// The kind of a record: the value of its field `record`. Minor versions may add values.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum RecordKind {
            $($(#[$attr])* $variant,)*
        }

        impl RecordKind {
            /// Every kind, in the order of the contract.
            ///
            /// # The document itself is a kind too
            /// ```
            /// use keikaku_record::RecordKind;
            /// assert_eq!(RecordKind::ALL.len(), 11);
            /// assert_eq!(RecordKind::ALL[0], RecordKind::Document);
            /// ```
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name that the field `record` holds.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

kinds! {
    /// A file that was read, or that could not be.
    Document = "document",
    /// A section header and what it holds.
    Section = "section",
    /// A table with its cells.
    Table = "table",
    /// A mention of who is responsible.
    Department = "department",
    /// A measure with its values over time (指標, KPI).
    Indicator = "indicator",
    /// A numbered measure to be taken (取組).
    Initiative = "initiative",
    /// A project, a row of a schedule (事業).
    Project = "project",
    /// A mention of a time.
    Period = "period",
    /// A mention of a quantity with its unit.
    Amount = "amount",
    /// What one speaker said in minutes.
    Statement = "statement",
    /// What could not be read, or was read with doubt.
    Diagnostic = "diagnostic",
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A name that is no kind of record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKind(pub String);

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no kind of record; the kinds are ", self.0)?;
        for (at, kind) in RecordKind::ALL.iter().enumerate() {
            write!(f, "{}{kind}", if at == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownKind {}

impl FromStr for RecordKind {
    type Err = UnknownKind;

    /// # Names are singular and in lower case
    /// ```
    /// use keikaku_record::RecordKind;
    /// assert_eq!("indicator".parse(), Ok(RecordKind::Indicator));
    /// assert!("indicators".parse::<RecordKind>().is_err());
    /// ```
    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.as_str() == name)
            .ok_or_else(|| UnknownKind(name.to_owned()))
    }
}

/// How many records there are of each kind, in the order of the contract.
pub type Counts = BTreeMap<RecordKind, u64>;

/// Counts `records` by kind; a kind without records is counted as 0, so that every
/// document has the same columns.
///
/// # No records still give every kind
/// ```
/// use keikaku_record::{RecordKind, count};
/// assert_eq!(count(&[])[&RecordKind::Table], 0);
/// ```
pub fn count<'a>(records: impl IntoIterator<Item = &'a Record>) -> Counts {
    let mut counts: Counts = RecordKind::ALL.iter().map(|&kind| (kind, 0)).collect();
    for record in records {
        *counts.entry(record.kind()).or_default() += 1;
    }
    counts
}
