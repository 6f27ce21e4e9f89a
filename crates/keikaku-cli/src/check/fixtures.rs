//! Fixtures on the disk.

use std::fs;
use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};

use anyhow::bail;
use keikaku_check::{Expected, FixtureError, FixtureOptions};
use keikaku_extract::Opened;
use keikaku_pipeline::Found;
use keikaku_text::{EncodingLabel, SourceText};
use walkdir::WalkDir;

use super::failed;
use crate::digest::sha256;

/// The source: the first of these that is there.
const SOURCES: [&str; 2] = ["source.txt", "source.pdf"];
const EXPECTED: &str = "expected.json";
const OPTIONS: &str = "options.json";

/// A folder with a source, the records expected of it, and how it is read.
pub(super) struct Fixture {
    /// The folder as it was found.
    pub(super) name: String,
    pub(super) document: Found,
    pub(super) sha256: String,
    /// The decoded source; none where its bytes are no text.
    pub(super) source: Option<SourceText>,
    pub(super) expected_file: PathBuf,
    pub(super) expected_text: String,
    pub(super) expected: Expected,
    options: FixtureOptions,
}

/// Reads the fixtures below folders, sorted by name.
pub(super) fn find(paths: &[PathBuf]) -> anyhow::Result<Vec<Fixture>> {
    let mut folders = Vec::new();
    for path in paths {
        let walk = WalkDir::new(path).follow_links(true).into_iter();
        let is_shown = |name: &str| !name.starts_with('.');
        let walk =
            walk.filter_entry(|e| e.depth() == 0 || e.file_name().to_str().is_none_or(is_shown));
        for entry in walk {
            let entry = entry.map_err(|error| {
                let at = error.path().unwrap_or(path).to_owned();
                match error.into_io_error() {
                    Some(error) => failed("read", &at, &error),
                    None => anyhow::anyhow!("{} leads back to a folder above it", at.display()),
                }
            })?;
            let file = entry.file_name();
            if file == EXPECTED || SOURCES.iter().any(|source| file == *source) {
                folders.extend(entry.path().parent().map(Path::to_owned));
            }
        }
    }
    folders.sort();
    folders.dedup();
    if folders.is_empty() {
        let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        let [text, pdf] = SOURCES;
        bail!(
            "no fixture below {}: a folder with {text} or {pdf}, and {EXPECTED}",
            paths.join(", ")
        );
    }
    folders.iter().map(|folder| Fixture::read(folder)).collect()
}

impl Fixture {
    fn read(folder: &Path) -> anyhow::Result<Self> {
        let source = SOURCES.iter().find(|s| folder.join(s).exists()).unwrap_or(&SOURCES[0]);
        let file = folder.join(source);
        let bytes = fs::read(&file).map_err(|e| failed("read", &file, &e))?;
        let options_file = folder.join(OPTIONS);
        let options = match options_file.exists() {
            true => FixtureOptions::parse(&read(&options_file)?)
                .map_err(|error| wrong(&options_file, error))?,
            false => FixtureOptions::default(),
        };
        let expected_file = folder.join(EXPECTED);
        let expected_text = read(&expected_file)?;
        let slashes = |path: &Path| path.to_string_lossy().replace(MAIN_SEPARATOR_STR, "/");
        Ok(Self {
            name: slashes(folder),
            sha256: sha256(&bytes),
            source: Opened::read(&bytes, options.encoding).ok().map(|opened| opened.decoded.source),
            expected: Expected::parse(&expected_text).map_err(|e| wrong(&expected_file, e))?,
            document: Found { name: slashes(&file), file, bytes: bytes.len() as u64, member: None },
            expected_file,
            expected_text,
            options,
        })
    }

    /// Takes another text of the expected file.
    pub(super) fn set_expected(&mut self, text: String) -> anyhow::Result<()> {
        self.expected = Expected::parse(&text).map_err(|e| wrong(&self.expected_file, e))?;
        self.expected_text = text;
        Ok(())
    }
}

/// What is wrong with a file of a fixture, and where.
pub(super) fn wrong(file: &Path, error: FixtureError) -> anyhow::Error {
    anyhow::anyhow!("{}:{}: {error}", file.display(), error.line())
}

/// Fixtures that may be read in one run, by their indices: those of one encoding. Of sources with
/// the same bytes each is in a run of its own, which would be said of the second otherwise.
pub(super) fn groups(fixtures: &[Fixture]) -> Vec<(Option<EncodingLabel>, Vec<usize>)> {
    let mut groups: Vec<(Option<EncodingLabel>, Vec<usize>)> = Vec::new();
    for (i, fixture) in fixtures.iter().enumerate() {
        let encoding = fixture.options.encoding;
        let takes = |group: &&mut (Option<EncodingLabel>, Vec<usize>)| {
            group.0 == encoding && group.1.iter().all(|&j| fixtures[j].sha256 != fixture.sha256)
        };
        match groups.iter_mut().find(takes) {
            Some(group) => group.1.push(i),
            None => groups.push((encoding, vec![i])),
        }
    }
    groups
}

fn read(file: &Path) -> anyhow::Result<String> {
    fs::read_to_string(file).map_err(|e| failed("read", file, &e))
}
