//! Reads `data/*.tsv` and writes them as a table of entries, so that a faulty line stops the build
//! and names its file and line.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=data");
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(variable("OUT_DIR"));
    let mut files: Vec<PathBuf> = match fs::read_dir(root.join("data")) {
        Ok(entries) => entries.flatten().map(|e| e.path()).collect(),
        Err(error) => stop(&format!("data cannot be listed: {error}")),
    };
    files.retain(|f| f.extension().is_some_and(|e| e == "tsv"));
    files.sort();
    let mut code = String::from("pub(crate) static ENTRIES: &[Entry] = &[\n");
    for file in &files {
        let text = fs::read_to_string(file)
            .unwrap_or_else(|error| stop(&format!("{}: {error}", file.display())));
        for (index, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match entry(line) {
                Ok(entry) => code.push_str(&entry),
                Err(why) => stop(&format!("{}:{}: {why}", file.display(), index + 1)),
            }
        }
    }
    code.push_str("];\n");
    write(&out.join("entries.rs"), &code);
}

/// The code of one line: surface, match, concept, strength, example.
fn entry(line: &str) -> Result<String, String> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [surface, place, concept, strength, example] = fields.as_slice() else {
        return Err(format!("expected 5 fields between tabs, found {}", fields.len()));
    };
    if surface.is_empty() || surface.contains(char::is_whitespace) {
        return Err("the surface is empty or holds a space".to_owned());
    }
    let place = match *place {
        "whole" => "Whole",
        "start" => "Start",
        "end" => "End",
        "within" => "Within",
        other => return Err(format!("`{other}` is none of whole, start, end, within")),
    };
    let strength: u8 = strength
        .parse()
        .ok()
        .filter(|s| (1..=3).contains(s))
        .ok_or_else(|| format!("the strength `{strength}` is none of 1, 2, 3"))?;
    if example.is_empty() {
        return Err("an example or a source is missing".to_owned());
    }
    let mut name = String::new();
    for part in concept.split('_') {
        let mut letters = part.chars();
        name.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    let mut code = String::new();
    let _ = writeln!(
        code,
        "    Entry {{ surface: {surface:?}, place: Place::{place}, concept: Concept::{name}, \
         strength: {strength} }},"
    );
    Ok(code)
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| stop(&format!("cargo did not set {name}")))
}

fn write(path: &Path, text: &str) {
    if let Err(error) = fs::write(path, text) {
        stop(&format!("{}: {error}", path.display()));
    }
}

fn stop(why: &str) -> ! {
    println!("cargo::error={}", why.replace('\n', " "));
    std::process::exit(1)
}
