//! Records against fixtures: matching, metrics, reports.
//!
//! Pure functions: what is compared comes in as text and JSON values, so that records of any
//! program can be checked, and what differs comes back as values.
//!
//! - [`check`] compares the records of a document with those expected, and reads their spans again.
//! - [`Report`] holds many documents, with their metrics, and writes itself as text, Markdown,
//!   JUnit and JSON.
//! - [`update`](fn@update) rewrites an expected file with what was found.
//! - [`gold`] scores records against gold annotations.
//!
//! # One wrong value is one difference, not a record too few and one too many
//! ```
//! use keikaku_check::{Class, Expected, check};
//! use serde_json::json;
//!
//! let expected = Expected::parse(
//!     r#"{"amount": [{"line": 3, "text": "28人", "value": 28, "unit": "人"}]}"#,
//! )?;
//! let found = [json!({"record": "amount", "lines": [3, 3], "text": "28人", "value": 82, "unit": "人"})];
//! let checked = check("minutes/a", &expected, &found, None);
//! let difference = &checked.differences[0];
//! assert_eq!(checked.differences.len(), 1);
//! assert_eq!((difference.class.clone(), difference.line), (Class::Value, Some(3)));
//! assert_eq!(difference.to_string(), "amount on line 3 (28人): value is 82, expected 28 [value]");
//! # Ok::<(), keikaku_check::FixtureError>(())
//! ```

mod agreement;
mod class;
mod compare;
mod difference;
mod documents;
mod fixture;
mod fold;
pub mod gold;
mod pair;
mod ratio;
mod report;
mod shape;
mod spans;
mod tally;
mod update;

pub use self::{
    agreement::{Agreement, Matching},
    class::Class,
    compare::{Checked, check},
    difference::{Difference, SourceLine},
    documents::Documents,
    fixture::{Expected, FixtureError, FixtureOptions},
    fold::fold,
    ratio::ratio,
    report::{JunitError, Report},
    spans::{SpanError, span_errors},
    tally::{Count, Row, Score, Tally, UnknownMetric},
    update::update,
};
