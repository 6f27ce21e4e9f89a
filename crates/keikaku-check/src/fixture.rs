//! What a fixture holds: expected records and options.

use std::fmt;
use std::sync::LazyLock;

use keikaku_record::{RecordKind, UnknownKind, schema};
use keikaku_text::{EncodingLabel, UnknownEncoding};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

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

/// What is wrong with a file of a fixture, and where.
///
/// # A misspelt field has a line
/// ```
/// use keikaku_check::Expected;
///
/// let error = Expected::parse("{\n  \"amount\": [\n    {\"vaule\": 28}\n  ]\n}").unwrap_err();
/// assert_eq!((error.line(), error.to_string().as_str()), (3, "amount has no field `vaule`"));
/// ```
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub struct FixtureError {
    line: usize,
    reason: Reason,
}

#[derive(Debug, thiserror::Error)]
enum Reason {
    #[error("not the JSON expected: {0}")]
    Json(String),
    #[error(transparent)]
    Kind(UnknownKind),
    #[error("`{0}` holds something else than an object or a list of objects")]
    NotRecords(RecordKind),
    #[error("`{0}` stands there twice")]
    Twice(String),
    #[error("{kind} has no field `{field}`")]
    Field { kind: RecordKind, field: String },
    #[error("`{0}` is no option; the options are: encoding")]
    Option(String),
    #[error(transparent)]
    Encoding(UnknownEncoding),
}

impl FixtureError {
    /// The line of the file, 1-based: for a record that of its beginning.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// An error in a value that begins on a line.
    pub(crate) fn json(first: usize, error: &serde_json::Error) -> Self {
        let (line, reason) = place(first, error);
        Self { line, reason: Reason::Json(reason) }
    }
}

/// The line of an error in JSON that begins on a line, and its words without the number, which
/// counts from there.
pub(crate) fn place(first: usize, error: &serde_json::Error) -> (usize, String) {
    let said = error.to_string();
    let words = said.split(" at line ").next().unwrap_or_default();
    (first + error.line().saturating_sub(1), format!("{words}, column {}", error.column()))
}

/// The text of a file, to say where its pieces stand.
struct Source<'a>(&'a str);

/// The fields of an object as they stand there.
struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(Object).map(Fields)
    }
}

impl<'a> Source<'a> {
    /// The line that a piece of the text begins on.
    fn line_of(&self, piece: &str) -> usize {
        let start = (piece.as_ptr() as usize).saturating_sub(self.0.as_ptr() as usize);
        let before = self.0.as_bytes().get(..start).unwrap_or_default();
        before.iter().filter(|&&b| b == b'\n').count() + 1
    }

    /// The fields of the object that the text is, each once: of two only the last would be read.
    fn fields(&self) -> Result<Vec<(String, &'a RawValue)>, FixtureError> {
        let fields: Fields<'a> =
            serde_json::from_str(self.0).map_err(|error| FixtureError::json(1, &error))?;
        for (i, (name, raw)) in fields.0.iter().enumerate() {
            if fields.0.iter().take(i).any(|(earlier, _)| earlier == name) {
                return Err(self.error(raw, Reason::Twice(name.clone())));
            }
        }
        Ok(fields.0)
    }

    fn parse(&self, raw: &RawValue) -> Result<Value, FixtureError> {
        let parsed = serde_json::from_str(raw.get());
        parsed.map_err(|error| FixtureError::json(self.line_of(raw.get()), &error))
    }

    fn error(&self, piece: &RawValue, reason: Reason) -> FixtureError {
        FixtureError { line: self.line_of(piece.get()), reason }
    }
}

impl Expected {
    /// Reads the text of an `expected.json`.
    ///
    /// # Errors
    ///
    /// Fails for what is no JSON object, for a key that is no kind of record, and for a record
    /// with a field that its kind does not have: a field misspelt would never be compared.
    pub fn parse(text: &str) -> Result<Self, FixtureError> {
        let source = Source(text);
        let mut kinds = Vec::new();
        for (name, raw) in source.fields()? {
            let kind = name.parse().map_err(|e| source.error(raw, Reason::Kind(e)))?;
            let records: Vec<&RawValue> = match raw.get().as_bytes().first() {
                Some(b'[') => {
                    let list = serde_json::from_str(raw.get());
                    list.map_err(|e| FixtureError::json(source.line_of(raw.get()), &e))?
                }
                _ => vec![raw],
            };
            let record = |raw: &&RawValue| {
                let record = source.parse(raw)?;
                let Some(fields) = record.as_object() else {
                    return Err(source.error(raw, Reason::NotRecords(kind)));
                };
                match fields.keys().find(|field| !is_field(kind, field)) {
                    Some(field) => {
                        let field = field.clone();
                        Err(source.error(raw, Reason::Field { kind, field }))
                    }
                    None => Ok(record),
                }
            };
            kinds.push((kind, records.iter().map(record).collect::<Result<_, _>>()?));
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
        let source = Source(text);
        let mut options = Self::default();
        for (name, raw) in source.fields()? {
            if name != "encoding" {
                return Err(source.error(raw, Reason::Option(name)));
            }
            let label: Option<String> = serde_json::from_value(source.parse(raw)?)
                .map_err(|e| source.error(raw, Reason::Json(e.to_string())))?;
            options.encoding = label
                .map(|label| EncodingLabel::parse(&label))
                .transpose()
                .map_err(|e| source.error(raw, Reason::Encoding(e)))?;
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
        let error = FixtureOptions::parse("{\n\"encoding\": \"klingon\"}").unwrap_err();
        assert!(error.to_string().contains("klingon"), "{error}");
        assert_eq!(error.line(), 2);
    }

    #[test]
    fn an_error_has_the_line_of_its_record() {
        for (text, line) in [
            ("{\n  \"amount\": [\n    {\"value\": 1},\n    {\"value\": }\n  ]\n}", 4),
            ("{\n  \"amount\": [\n    {\"value\": 1},\n    {\"valeu\": 1}\n  ]\n}", 4),
            ("{\n  \"amount\": [\n    {\"value\": 1},\n    3\n  ]\n}", 4),
            ("{\n  \"amount\": [],\n  \"amounts\": []\n}", 3),
            ("{\n  \"amount\": [\n", 3),
            ("{\n  \"amount\": [],\n  \"period\": [],\n  \"amount\": []\n}", 4),
            ("[]", 1),
        ] {
            assert_eq!(Expected::parse(text).unwrap_err().line(), line, "{text}");
        }
    }
}
