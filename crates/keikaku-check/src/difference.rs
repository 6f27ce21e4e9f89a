//! A difference between what was expected and what was found.

use std::fmt;

use keikaku_record::RecordKind;
use keikaku_text::{SourceText, Span};
use serde::Serialize;
use serde_json::Value;

use crate::{Agreement, Class};

/// Something that is not as expected, with both sides and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The kind of record.
    pub kind: RecordKind,
    /// The line that it stands on, 1-based; none where neither side says.
    pub line: Option<usize>,
    /// Whose it is: the record's name, title or text, shortened.
    pub of: String,
    /// The field, `observations[2].value`; the indices are those of the expected list, or of the
    /// found one for a part that was not expected. Empty for whole records.
    pub field: String,
    /// What was expected; none for what was not.
    pub expected: Option<Value>,
    /// What was found; none for what was not.
    pub found: Option<Value>,
    /// What was wrong.
    pub class: Class,
    /// How near both sides are.
    pub agreement: Agreement,
    /// The lines of the source, where it is known.
    pub source: Vec<SourceLine>,
}

/// A line of the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceLine {
    /// Its number, 1-based.
    pub number: usize,
    /// Its text, without its end.
    pub text: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)?;
        if let Some(line) = self.line {
            write!(f, " on line {line}")?;
        }
        if !self.of.is_empty() {
            write!(f, " ({})", self.of)?;
        }
        let field = if self.field.is_empty() { String::new() } else { format!(" {}", self.field) };
        match (&self.expected, &self.found) {
            (Some(expected), Some(found)) => write!(f, ":{field} is {found}, expected {expected}"),
            (Some(expected), None) => write!(f, ":{field} is missing, expected {expected}"),
            (None, Some(found)) => write!(f, ":{field} is not expected: {found}"),
            (None, None) => write!(f, ":{field}"),
        }?;
        write!(f, " [{}]", self.class)
    }
}

/// At most so many lines of the source are shown for a difference.
const MOST_LINES: usize = 3;

/// The lines from `first` to `last`, as far as they are shown.
pub(crate) fn source_lines(source: &SourceText, first: usize, last: usize) -> Vec<SourceLine> {
    (first.max(1)..=last.min(source.lines().len()))
        .take(MOST_LINES)
        .map(|number| {
            let line = source.slice(source.lines().span_of(number)).unwrap_or_default();
            SourceLine { number, text: line.trim_end_matches(['\n', '\r']).to_owned() }
        })
        .collect()
}

/// The span of a record or part.
pub(crate) fn span_of(value: &Value) -> Option<Span> {
    let pair = value.get("span")?.as_array()?;
    let [start, end] = pair.as_slice() else { return None };
    let (start, end) = (start.as_u64()? as usize, end.as_u64()? as usize);
    (start <= end).then_some(Span { start, end })
}

/// What a person knows a record by.
pub(crate) fn brief(record: &Value) -> String {
    ["title", "name", "text", "text_start", "code", "caption"]
        .iter()
        .find_map(|field| record[*field].as_str())
        .unwrap_or_default()
        .chars()
        .take(40)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
