//! Writes the JSON Schemas into a folder: `cargo run -p keikaku-record --example write-schemas`
//! refreshes `schemas/`.

use std::{env, error::Error, fs, path::PathBuf};

use keikaku_record::{RecordKind, schema_file, schema_text};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schemas"),
        Into::into,
    );
    for kind in RecordKind::ALL.iter().copied().map(Some).chain([None]) {
        fs::write(folder.join(schema_file(kind)), schema_text(kind))?;
    }
    Ok(())
}
