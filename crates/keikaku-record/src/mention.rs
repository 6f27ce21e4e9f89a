//! `period` and `amount`: mentions of times and quantities, and the time of a document.

use keikaku_text::Span;
use keikaku_values::{Basis, Comparator, Date, Decimal, Era};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::record::record;

record! {
    /// A mention of a time in running text, a heading or a table header; a range is one mention.
    "period" Period {
        /// The mention as written, hard wraps joined.
        text: String,
        /// The first day, or null for an open time (`平成31年3月31日まで`).
        start: Option<Date>,
        /// The last day, inclusive, or null for an open time (`令和２年度以降`).
        end: Option<Date>,
        /// What kind of time it is.
        #[serde(with = "crate::encode::BasisName")]
        basis: Basis,
        /// The era that it is written in, or null.
        #[serde(with = "crate::encode::OptionalEra")]
        era: Option<Era>,
        /// For a relative mention (本年度), the span of the time it was resolved against; else
        /// null.
        #[serde(with = "crate::encode::OptionalSpanPair")]
        resolved_from: Option<Span>,
    }
}

record! {
    /// A mention of a quantity with its unit in running text.
    "amount" Amount {
        /// The mention as written, hard wraps joined.
        text: String,
        /// The value in the base unit, exact: `7,170億円` is 717000000000.
        #[serde(with = "crate::encode::ExactNumber")]
        value: Decimal,
        /// The unit without its scale, or null.
        unit: Option<String>,
        /// How the value is meant.
        #[serde(with = "crate::encode::ComparatorName")]
        comparator: Comparator,
    }
}

/// A time: its first and its last day, and what kind of time it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "time")]
pub struct Time {
    /// The first day, or null for an open time.
    pub start: Option<Date>,
    /// The last day, inclusive, or null for an open time.
    pub end: Option<Date>,
    /// What kind of time it is.
    #[serde(with = "crate::encode::BasisName")]
    pub basis: Basis,
}
