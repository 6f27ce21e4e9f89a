//! How the tests run the command.

use std::path::Path;
use std::process::{Command, Output};

/// Runs the command in a folder.
pub(crate) fn keikaku(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_keikaku"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

/// What the command wrote, as text.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
