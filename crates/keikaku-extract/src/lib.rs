//! Blocks and tables to mentions (`recognize`), mentions to records (`assemble`).
//!
//! [`Engine`] is immutable and shared; each thread takes a [`Worker`] from it. A worker turns
//! (name, bytes, options) into records and knows no file system and no threads.

mod assemble;
mod drawn;
mod engine;
mod locate;
mod pages;
mod recognize;
mod texts;
mod words;

pub use drawn::{DrawnText, is_pdf};
pub use engine::{Engine, Options, Worker};
