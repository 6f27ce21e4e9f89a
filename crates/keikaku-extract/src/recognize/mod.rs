//! What a text names, with its place. One file a recogniser; none of them knows a record's id.

pub(crate) mod aim;
mod aim_words;
pub(crate) mod department;
pub(crate) mod field;
pub(crate) mod indicator;
pub(crate) mod label;
pub(crate) mod measure;
pub(crate) mod responsibility;
pub(crate) mod schedule_cell;
pub(crate) mod statement;
pub(crate) mod value;
