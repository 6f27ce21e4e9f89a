//! `document` and `diagnostic`: the file as a whole, and what was not read well.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Counts, Time, record::record};

record! {
    /// A file that was read. One that could not be read has null where nothing is known, and an
    /// error diagnostic beside it.
    "document" Document {
        /// The version of the schema that the records of this document follow.
        schema_version: String,
        /// The path as given, `/` between its parts.
        path: String,
        /// SHA-256 of the file's bytes in lower-case hexadecimal digits; null when it was not
        /// read.
        sha256: Option<String>,
        /// The file's size in bytes; null when it is not known.
        bytes: Option<u64>,
        /// The character encoding by its WHATWG name; null for what is no text.
        encoding: Option<String>,
        /// The version of the rules by which the text was written that spans, lines and ids refer
        /// to, where it is keikaku's own: that of a PDF. Null for texts.
        dump_version: Option<u32>,
        /// The document's own name; where a section gives it (計画の名称), that one.
        title: Option<String>,
        /// The public body that publishes the document, as the text has it.
        issuer: Option<Issuer>,
        /// The kind of document.
        kind: DocumentKind,
        /// When it was issued.
        issued: Option<Time>,
        /// What the user said of it in a manifest, or null. Where that names title, issuer, kind or
        /// time of issue, these are the fields above.
        given: Option<Box<Given>>,
        /// Where the user said something: what the text itself says of the same. Else null.
        read: Option<Box<ReadIdentity>>,
        /// How many records there are of each kind, this one and diagnostics included.
        counts: Counts,
    }
}

/// The public body that publishes a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "issuer")]
pub struct Issuer {
    /// Its name as the text has it.
    pub name: String,
    /// Its national local-government code (全国地方公共団体コード), or null.
    pub code: Option<String>,
}

/// What the user knows of a document, from the lines of a manifest that name it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "given")]
pub struct Given {
    /// The path or pattern by which the manifest names it; of several, the last that applies.
    pub path: String,
    /// Where the file comes from, as a URL, or null.
    pub source_url: Option<String>,
    /// The public body that publishes it, or null.
    pub issuer_name: Option<String>,
    /// The body's national local-government code (全国地方公共団体コード), or null.
    pub issuer_code: Option<String>,
    /// The document's name, or null.
    pub title: Option<String>,
    /// The kind of document, or null.
    pub kind: Option<DocumentKind>,
    /// When it was published, or null.
    pub published: Option<Time>,
    /// When it was retrieved, as given: an ISO date, with a time of day or without; or null.
    pub retrieved: Option<String>,
    /// The licence that it may be used under, or null.
    pub licence: Option<String>,
    /// What the further columns of the manifest say, by their names.
    pub more: BTreeMap<String, String>,
}

/// What the text of a document says of its own identity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "read_identity")]
pub struct ReadIdentity {
    /// The document's own name, or null.
    pub title: Option<String>,
    /// The public body that publishes it, or null.
    pub issuer: Option<Issuer>,
    /// The kind of document.
    pub kind: DocumentKind,
    /// When it was issued, or null.
    pub issued: Option<Time>,
}

/// The kind of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "document_kind", rename_all = "snake_case")]
pub enum DocumentKind {
    /// A plan (計画, ビジョン) that is none of the other kinds.
    Plan,
    /// A schedule of a plan's measures over years (工程表).
    Schedule,
    /// Minutes of a meeting (議事概要, 議事録).
    Minutes,
    /// A strategy (戦略, 取組方向).
    Strategy,
    /// An evaluation of a plan (評価).
    Evaluation,
    /// A budget (予算).
    Budget,
    /// A regional revitalisation plan (地域再生計画).
    RegionalRevitalizationPlan,
    /// Anything else.
    #[default]
    Other,
}

record! {
    /// What could not be read, or was read with doubt. Nothing found is dropped without one.
    "diagnostic" Diagnostic {
        /// How bad it is.
        severity: Severity,
        /// What happened, as a name to count and filter by: `undecodable_bytes`.
        code: String,
        /// What happened, in words.
        message: String,
    }
}

/// How bad a diagnostic is.
///
/// # Severities are ordered from harmless to bad
/// ```
/// use keikaku_record::Severity;
/// assert!(Severity::Info < Severity::Warning && Severity::Warning < Severity::Error);
/// ```
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename = "severity", rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; the records are right.
    Info,
    /// Some records may be wrong or missing.
    Warning,
    /// The document, or a part of it, was not read.
    Error,
}

impl Severity {
    /// The name that the field `severity` holds.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}
