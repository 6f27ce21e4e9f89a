//! The record itself: one of the kinds, and what all kinds carry.

use std::borrow::Cow;

use keikaku_text::Span;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de::Error};

use crate::{
    Amount, Department, Diagnostic, Document, Indicator, Initiative, Lines, PageBox, Period,
    Project, RecordKind, Section, Statement, Table,
};

/// Defines the struct of one kind: the fields that every record carries, then its own.
///
/// The common fields are written into each struct rather than flattened in: a flattened struct
/// is read through a buffer that loses the exactness of numbers under serde_json's
/// `arbitrary_precision`. The field `record` is serde's tag: it is written first, costs no
/// memory, and `Record` looks at it when it reads.
macro_rules! record {
    (
        $(#[$attr:meta])*
        $kind:literal $name:ident { $($(#[$field_attr:meta])* $field:ident: $type:ty,)* }
    ) => {
        $(#[$attr])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(tag = "record", rename = $kind)]
        #[schemars(transform = crate::schema::tag($kind))]
        pub struct $name {
            /// Stable id: the same input bytes give the same id, on any machine, at any thread
            /// count.
            pub id: String,
            /// The id of the `document` record that this record belongs to; a document's is its
            /// own.
            pub document: String,
            /// The id of the innermost `section` record it stands in, or null.
            pub section: Option<String>,
            /// Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
            #[serde(with = "crate::encode::SpanPair")]
            pub span: keikaku_text::Span,
            /// All pieces in order, where the record was joined from pieces that stand apart;
            /// `span` is the first. Left out otherwise.
            #[serde(
                default,
                skip_serializing_if = "Vec::is_empty",
                with = "crate::encode::SpanPairs"
            )]
            pub spans: Vec<keikaku_text::Span>,
            /// `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
            pub lines: crate::Lines,
            /// The page that it begins on, from 1: by form feeds in a text dump, a PDF's own; null
            /// where the text has no pages.
            pub page: Option<u32>,
            /// Where it is drawn on the pages of a PDF: `[page, x0, y0, x1, y1]` in points from the
            /// top left, one for each piece. Left out for texts.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub boxes: Vec<crate::PageBox>,
            $($(#[$field_attr])* pub $field: $type,)*
        }
    };
}
pub(crate) use record;

/// The field that says how the others are read.
#[derive(Deserialize)]
struct Tag<'a> {
    #[serde(borrow)]
    record: Cow<'a, str>,
}

macro_rules! all_kinds {
    ($($name:ident)*) => {
        /// One record: a line of the output.
        ///
        /// # The kind decides how a line is read
        /// ```
        /// use keikaku_record::{Record, RecordKind, example};
        ///
        /// let line = serde_json::to_string(&example(RecordKind::Amount))?;
        /// assert!(line.starts_with(r#"{"record":"amount","id":"#));
        /// let read: Record = serde_json::from_str(&line)?;
        /// assert_eq!(read, example(RecordKind::Amount));
        /// # Ok::<(), serde_json::Error>(())
        /// ```
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum Record {
            $(#[doc = concat!("See [`", stringify!($name), "`].")] $name($name),)*
        }

        impl Record {
            /// The kind.
            pub fn kind(&self) -> RecordKind {
                match self {
                    $(Self::$name(_) => RecordKind::$name,)*
                }
            }

            /// The id.
            pub fn id(&self) -> &str {
                match self {
                    $(Self::$name(record) => &record.id,)*
                }
            }

            /// The id of the `document` record.
            pub fn document(&self) -> &str {
                match self {
                    $(Self::$name(record) => &record.document,)*
                }
            }

            /// The id of the innermost section.
            pub fn section(&self) -> Option<&str> {
                match self {
                    $(Self::$name(record) => record.section.as_deref(),)*
                }
            }

            /// Where it is stated: bytes of the decoded text.
            pub fn span(&self) -> Span {
                match self {
                    $(Self::$name(record) => record.span,)*
                }
            }

            /// All pieces, where it was joined from pieces that stand apart; else none.
            pub fn spans(&self) -> &[Span] {
                match self {
                    $(Self::$name(record) => &record.spans,)*
                }
            }

            /// The page that it begins on, if the text has pages.
            pub fn page(&self) -> Option<u32> {
                match self {
                    $(Self::$name(record) => record.page,)*
                }
            }

            /// Where it is drawn, if it comes from a PDF.
            pub fn boxes(&self) -> &[PageBox] {
                match self {
                    $(Self::$name(record) => &record.boxes,)*
                }
            }

            /// Sets the page that it begins on, and where it is drawn.
            pub fn set_page(&mut self, page: Option<u32>, boxes: Vec<PageBox>) {
                match self {
                    $(Self::$name(record) => (record.page, record.boxes) = (page, boxes),)*
                }
            }

            /// The lines that it is stated on.
            pub fn lines(&self) -> Lines {
                match self {
                    $(Self::$name(record) => record.lines,)*
                }
            }
        }

        impl Record {
            /// Reads a line of NDJSON: what `serde_json::from_slice` gives, several times as fast.
            ///
            /// # What is wrong is said with the kind of record
            /// ```
            /// use keikaku_record::Record;
            /// let error = Record::from_line(br#"{"record":"amount"}"#).unwrap_err();
            /// assert!(error.to_string().starts_with("amount: missing field `id`"));
            /// ```
            ///
            /// # Errors
            ///
            /// Fails where the line is no JSON, has no `record`, or lacks what that kind has.
            pub fn from_line(line: &[u8]) -> serde_json::Result<Self> {
                let tag: Tag<'_> = serde_json::from_slice(line)?;
                let kind: RecordKind = tag.record.parse().map_err(serde_json::Error::custom)?;
                let read = match kind {
                    $(RecordKind::$name => serde_json::from_slice(line).map(Self::$name),)*
                };
                read.map_err(|error| serde_json::Error::custom(format_args!("{kind}: {error}")))
            }
        }

        $(impl From<$name> for Record {
            fn from(record: $name) -> Self {
                Self::$name(record)
            }
        })*

        impl<'de> Deserialize<'de> for Record {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = serde_json::Value::deserialize(deserializer)?;
                let kind: RecordKind = value
                    .get("record")
                    .and_then(|name| name.as_str())
                    .ok_or_else(|| D::Error::missing_field("record"))?
                    .parse()
                    .map_err(D::Error::custom)?;
                let read = match kind {
                    $(RecordKind::$name => serde_json::from_value(value).map(Self::$name),)*
                };
                read.map_err(|error| D::Error::custom(format_args!("{kind}: {error}")))
            }
        }

        impl JsonSchema for Record {
            fn schema_name() -> Cow<'static, str> {
                "record".into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "description": "One line of the output: a record of one of the kinds.",
                    "oneOf": [$(generator.subschema_for::<$name>(),)*],
                })
            }
        }

        /// The schema of one kind.
        pub(crate) fn schema_of(kind: RecordKind, generator: SchemaGenerator) -> Schema {
            match kind {
                $(RecordKind::$name => generator.into_root_schema_for::<$name>(),)*
            }
        }
    };
}

all_kinds! {
    Document Section Table Department Indicator Initiative Project Period Amount Statement
    Diagnostic
}
