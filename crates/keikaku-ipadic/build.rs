//! Checks the archive, unpacks it, adds the project's own words, and builds the dictionary.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::{env, fs};

use lindera_dictionary::builder::DictionaryBuilder;
use lindera_dictionary::dictionary::Dictionary;
use lindera_dictionary::dictionary::metadata::Metadata;
use sha2::{Digest, Sha256};

const ARCHIVE: &str = "mecab-ipadic-2.7.0-20070801.tar.xz";
const INPUTS: [&str; 5] = ["build.rs", ARCHIVE, "SHA256", "MANIFEST", "extra.csv"];

fn main() -> Result<(), Box<dyn Error>> {
    for input in INPUTS {
        println!("cargo::rerun-if-changed={input}");
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let (source, built) = (out.join("source"), out.join("ipadic"));
    for folder in [&source, &built] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
    }
    unpack(&checked_archive()?, &source)?;
    fs::copy("extra.csv", source.join("extra.csv"))?;
    let metadata = Metadata { name: "keikaku-ipadic".to_owned(), ..Metadata::default() };
    DictionaryBuilder::new(metadata).build_dictionary(&source, &built)?;
    fs::remove_dir_all(&source)?;
    tabulate_parts_of_speech(&built, &out)?;
    // The name is the one that lindera's macro for embedded dictionaries asks for.
    println!("cargo::rustc-env=LINDERA_WORKDIR={}", out.display());
    Ok(())
}

fn checked_archive() -> Result<Vec<u8>, Box<dyn Error>> {
    let bytes = fs::read(ARCHIVE).map_err(|e| format!("{ARCHIVE}: {e}; see PROVENANCE.md"))?;
    let expected = fs::read_to_string("SHA256")?;
    let expected = expected.split_whitespace().next().unwrap_or_default();
    let actual = hex(&Sha256::digest(&bytes));
    if actual != expected {
        return Err(format!(
            "{ARCHIVE} has SHA-256 {actual}, but SHA256 says {expected}: fetch the file anew"
        )
        .into());
    }
    Ok(bytes)
}

/// Unpacks the archive and checks every file against the manifest, in both directions.
fn unpack(archive: &[u8], into: &Path) -> Result<(), Box<dyn Error>> {
    let manifest = fs::read_to_string("MANIFEST")?;
    let mut expected: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for line in manifest.lines() {
        let mut fields = line.split(' ');
        if let (Some(hash), Some(bytes), Some(name)) = (fields.next(), fields.next(), fields.next())
        {
            expected.insert(name, (hash, bytes));
        }
    }
    let mut tar = tar::Archive::new(lzma_rust2::XzReader::new(archive, true));
    for entry in tar.entries()? {
        let mut entry = entry?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = entry.path()?.into_owned();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        let Some((hash, length)) = expected.remove(name.as_str()) else {
            return Err(format!("{ARCHIVE} holds {name}, which MANIFEST does not name").into());
        };
        if hex(&Sha256::digest(&bytes)) != hash || bytes.len().to_string() != length {
            return Err(format!("{name} in {ARCHIVE} is not the file that MANIFEST names").into());
        }
        fs::write(into.join(name), bytes)?;
    }
    match expected.keys().next() {
        Some(missing) => Err(format!("{ARCHIVE} lacks {missing}, which MANIFEST names").into()),
        None => Ok(()),
    }
}

/// Writes a byte for each word, the line in which its part of speech (品詞 and the two fields after
/// it) stands in a list, and that list. Asking the dictionary for the details of every token at run
/// time would halve the speed, and reading those of all words at start takes a tenth of a second.
fn tabulate_parts_of_speech(built: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let dictionary = Dictionary::load_from_path(built)?;
    let mut lines: BTreeMap<String, u8> = BTreeMap::new();
    let mut list = String::new();
    let mut of_word = Vec::with_capacity(dictionary.prefix_dictionary.word_count());
    for word in 0..dictionary.prefix_dictionary.word_count() {
        let fields: Vec<&str> = dictionary.word_details_iter(word).take(3).collect();
        let part_of_speech = fields.join(",");
        let line = match lines.get(&part_of_speech) {
            Some(&line) => line,
            None => {
                let line = u8::try_from(lines.len())?;
                writeln!(list, "{part_of_speech}")?;
                lines.insert(part_of_speech, line);
                line
            }
        };
        of_word.push(line);
    }
    fs::write(out.join("parts_of_speech.txt"), list)?;
    fs::write(out.join("part_of_speech_of_word.bin"), of_word)?;
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
