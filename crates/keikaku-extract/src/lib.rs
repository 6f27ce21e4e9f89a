//! Blocks and tables to mentions (`recognize`), mentions to records (`assemble`).
//!
//! [`Engine`] is immutable and shared; each thread takes a [`Worker`] from it. A worker turns
//! (name, bytes, options) into records and knows no file system and no threads.

mod assemble;
mod engine;
mod locate;
mod opened;
mod pages;
mod recognize;
mod table;
mod texts;
mod words;

pub use engine::{Engine, Options, Worker};
pub use opened::{OpenError, Opened, is_pdf};
pub use table::{ColumnView, TableView};

/// The licences of what reading PDFs brings along: notices that go with every copy.
pub use keikaku_pdf::LICENSE as PDF_LICENSE;
