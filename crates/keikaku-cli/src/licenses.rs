//! `keikaku --licenses`.

use std::process::ExitCode;

/// Prints the licence of the program and the notices of what it carries.
pub(crate) fn print() -> anyhow::Result<ExitCode> {
    let text = format!(
        "keikaku is licensed under MIT OR Apache-2.0.\n\nIt carries the dictionary IPADIC {}, under this licence:\n\n{}\nTo read PDFs it carries this:\n\n{}\nIt is built with lindera (MIT) and the crates that Cargo.lock names, each under its own licence.\n",
        keikaku_ipadic::VERSION,
        keikaku_ipadic::LICENSE,
        keikaku_extract::PDF_LICENSE,
    );
    crate::terminal::print_data(&text)?;
    Ok(ExitCode::SUCCESS)
}
