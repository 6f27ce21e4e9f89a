//! What a fixture holds: expected records and options.

use std::sync::LazyLock;

use keikaku_record::{RecordKind, UnknownKind, schema};
use keikaku_text::{EncodingLabel, UnknownEncoding};
use serde_json::{Map, Value};

/// The records expected of a document, by kind: only these kinds, and of their records only the
/// fields given, are compared.
///
/// # A kind that is named with an empty list has no records; one that is not named may have any
/// ```
/// use keikaku_check::Expected;
///
/// let expected = Expected::parse(r#"{"document": {"kind": "plan"}, "project": []}"#)?;
/// assert_eq!(expected.kinds().map(|(kind, list)| (kind.as_str(), list.len())).collect::<Vec<_>>(),
///     [("document", 1), ("project", 0)]);
/// # Ok::<(), keikaku_check::FixtureError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    kinds: Vec<(RecordKind, Vec<Value>)>,
}

/// What is wrong with a file of a fixture.
#[derive(Debug, thiserror::Error)]
pub enum FixtureError {
    /// It is no JSON, or no object.
    #[error("not a JSON object as expected: {0}")]
    Json(#[from] serde_json::Error),
    /// A key is no kind of record.
    #[error(transparent)]
    Kind(#[from] KindError),
    /// A kind holds something else than records.
    #[error("`{0}` holds something else than an object or a list of objects")]
    NotRecords(RecordKind),
    /// A record has a field that its kind does not have.
    #[error("{kind} has no field `{field}`")]
    Field {
        /// The kind of record.
        kind: RecordKind,
        /// The field.
        field: String,
    },
    /// The options have a key that is none.
    #[error("`{0}` is no option; the options are: encoding")]
    Option(String),
    /// The encoding is none.
    #[error(transparent)]
    Encoding(#[from] UnknownEncoding),
}

/// A key of an expected file that is no kind of record.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct KindError(#[from] UnknownKind);

impl Expected {
    /// Reads the text of an `expected.json`.
    ///
    /// # Errors
    ///
    /// Fails for what is no JSON object, for a key that is no kind of record, and for a record
    /// with a field that its kind does not have: a field misspelt would never be compared.
    pub fn parse(text: &str) -> Result<Self, FixtureError> {
        let file: Map<String, Value> = serde_json::from_str(text)?;
        let mut kinds = Vec::new();
        for (name, value) in file {
            let kind: RecordKind = name.parse().map_err(KindError)?;
            let records = match value {
                Value::Array(list) => list,
                one @ Value::Object(_) => vec![one],
                _ => return Err(FixtureError::NotRecords(kind)),
            };
            for record in &records {
                let fields = record.as_object().ok_or(FixtureError::NotRecords(kind))?;
                if let Some(field) = fields.keys().find(|f| !is_field(kind, f)) {
                    return Err(FixtureError::Field { kind, field: field.clone() });
                }
            }
            kinds.push((kind, records));
        }
        kinds.sort_by_key(|(kind, _)| *kind);
        Ok(Self { kinds })
    }

    /// The kinds named, in the order of the contract, with their records.
    pub fn kinds(&self) -> impl Iterator<Item = (RecordKind, &[Value])> {
        self.kinds.iter().map(|(kind, records)| (*kind, records.as_slice()))
    }
}

/// How the document of a fixture is read: its `options.json`.
///
/// # An option that is none is an error that names it
/// ```
/// use keikaku_check::FixtureOptions;
///
/// let options = FixtureOptions::parse(r#"{"encoding": "euc-jp"}"#)?;
/// assert_eq!(options.encoding.map(|e| e.name()), Some("EUC-JP"));
/// let error = FixtureOptions::parse(r#"{"encodnig": "euc-jp"}"#).unwrap_err();
/// assert!(error.to_string().contains("`encodnig`"));
/// # Ok::<(), keikaku_check::FixtureError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FixtureOptions {
    /// The encoding of the source; it is detected where none is given.
    pub encoding: Option<EncodingLabel>,
}

impl FixtureOptions {
    /// Reads the text of an `options.json`.
    ///
    /// # Errors
    ///
    /// Fails for what is no JSON object, for an option that is none, and for an unknown encoding.
    pub fn parse(text: &str) -> Result<Self, FixtureError> {
        let file: Map<String, Value> = serde_json::from_str(text)?;
        let mut options = Self::default();
        for (name, value) in file {
            match (name.as_str(), value) {
                ("encoding", value) => {
                    let label: Option<String> = serde_json::from_value(value)?;
                    options.encoding =
                        label.map(|label| EncodingLabel::parse(&label)).transpose()?;
                }
                _ => return Err(FixtureError::Option(name)),
            }
        }
        Ok(options)
    }
}

/// Whether records of a kind have a field, by the schema; `line` and `text_start` are of fixtures
/// alone.
fn is_field(kind: RecordKind, field: &str) -> bool {
    static SCHEMAS: LazyLock<Vec<(RecordKind, Value)>> =
        LazyLock::new(|| RecordKind::ALL.iter().map(|kind| (*kind, schema(Some(*kind)))).collect());
    let of_schema = |field: &str| {
        SCHEMAS
            .iter()
            .find(|(k, _)| *k == kind)
            .is_some_and(|(_, schema)| schema["properties"].get(field).is_some())
    };
    match field {
        "line" => true,
        "text_start" => of_schema("text"),
        _ => of_schema(field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_never_be_compared_is_an_error() {
        for (text, words) in [
            ("[]", "JSON"),
            (r#"{"indicators": []}"#, "`indicators`"),
            (r#"{"indicator": [{"nmae": "x"}]}"#, "`nmae`"),
            (r#"{"section": [{"text_start": "x"}]}"#, "`text_start`"),
            (r#"{"indicator": ["x"]}"#, "indicator"),
            (r#"{"indicator": 3}"#, "indicator"),
        ] {
            let error = Expected::parse(text).unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
        let error = FixtureOptions::parse(r#"{"encoding": "klingon"}"#).unwrap_err();
        assert!(error.to_string().contains("klingon"), "{error}");
    }
}
