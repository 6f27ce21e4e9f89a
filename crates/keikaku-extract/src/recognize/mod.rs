//! Mentions: what a text names, with its place. One file a recogniser.

pub(crate) mod department;
pub(crate) mod indicator;
pub(crate) mod label;
pub(crate) mod schedule_cell;
pub(crate) mod value;

use keikaku_text::Span;

/// What a mention is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentionKind {
    /// A time.
    Period,
    /// A quantity.
    Amount,
    /// A department.
    Department,
    /// An indicator in running text.
    Indicator,
}

/// A mention and its place in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What it is of.
    pub kind: MentionKind,
    /// Its bytes in the decoded text.
    pub span: Span,
    /// Its text as written.
    pub text: String,
}
