//! Runs that follow a folder: what the run before read and is as it was is not read again.
//!
//! A run leaves two files in a folder of its own, beside the records: what the run was, and a line
//! for each document, with the digest of its file and the place of its lines in the records. The
//! next run asks them which documents it has to read.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use keikaku_record::{Counts, Severity};
use keikaku_sink::Stamp;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::open::{is_packed, load};
use crate::{Found, Manifest, STDIN, manifest};

/// The folder of a run's own, in that of the records.
pub const FOLDER: &str = ".keikaku";

/// What a run was, and what it left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// What the records depend on besides the files: versions and options.
    pub made_with: String,
    /// The versions of the records and of the tables.
    pub versions: String,
    /// The folder that the names of documents begin in; null for standard input.
    pub root: Option<PathBuf>,
    /// Its name in the databases that it loaded into.
    pub run: String,
    /// The file of records that [`Past::at`] refers to, then the lines of documents.
    pub records: Vec<Stamp>,
    /// The files of each target, by its name; of a database, none.
    pub targets: BTreeMap<String, Vec<Stamp>>,
}

impl Before {
    /// Reads what the last run left in the folder of its records; `None` where none did, or where
    /// what it left was changed since.
    #[must_use]
    pub fn read(folder: &Path) -> Option<Self> {
        let text = fs::read(folder.join(FOLDER).join("run.json")).ok()?;
        let before: Self = serde_json::from_slice(&text).ok()?;
        before.records.iter().all(Stamp::holds).then_some(before)
    }

    /// Where the lines of documents are, in the folder of the records.
    #[must_use]
    pub fn documents(folder: &Path) -> PathBuf {
        folder.join(FOLDER).join("documents.ndjson")
    }

    /// Where a run says what it was.
    #[must_use]
    pub fn file(folder: &Path) -> PathBuf {
        folder.join(FOLDER).join("run.json")
    }

    /// Whether a target is as the run left it.
    #[must_use]
    pub fn left(&self, target: &str) -> bool {
        self.targets.get(target).is_some_and(|files| files.iter().all(Stamp::holds))
    }
}

/// A document of the run before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// Its name.
    pub path: String,
    /// The digest of its file; null where it is to be read again in any case.
    pub sha256: Option<String>,
    /// The digest of what a manifest said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// The id of its `document` record.
    pub id: String,
    /// The name of the document that has the same text, where its records stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<String>,
    /// Where its lines begin in the records, in bytes.
    pub at: u64,
    /// How long they are.
    pub length: u64,
    /// The size of its file.
    pub bytes: u64,
    /// Its records that were written.
    pub counts: Counts,
    /// Its diagnostics, by severity and code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub diagnostics: BTreeMap<String, u64>,
    /// Why it gave nothing, where it did: none of the kinds of records that hold facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nothing: Option<String>,
    /// Its warnings and errors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<PastFinding>,
}

/// A warning or an error of a document of the run before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PastFinding {
    /// The line that it is about, from 1.
    pub line: u32,
    /// How bad it is.
    pub severity: Severity,
    /// Its code.
    pub code: String,
    /// What is wrong.
    pub message: String,
}

/// Reads the documents of the run before.
///
/// # Errors
///
/// Fails where they cannot be read.
pub fn read_past(folder: &Path) -> io::Result<Vec<Past>> {
    let lines = BufReader::new(File::open(Before::documents(folder))?).lines();
    lines.map(|line| serde_json::from_str(&line?).map_err(io::Error::from)).collect()
}

/// What a run does for one document.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// It is read.
    Read(Found),
    /// It is as it was.
    Keep(Box<Past>),
}

impl Step {
    /// The name of the document.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Read(found) => &found.name,
            Self::Keep(past) => &past.path,
        }
    }

    /// The size of its file.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Read(found) => found.bytes,
            Self::Keep(past) => past.bytes,
        }
    }
}

/// What a run does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Its documents, by name.
    pub steps: Vec<Step>,
    /// The ids of documents of the run before that are not kept.
    pub removed: Vec<String>,
    /// The names of documents whose files are gone: they are kept, or pruned.
    pub gone: Vec<String>,
    /// How many documents are not read again.
    pub unchanged: u64,
}

impl Plan {
    /// A plan that reads every file.
    #[must_use]
    pub fn anew(files: Vec<Found>) -> Self {
        Self { steps: files.into_iter().map(Step::Read).collect(), ..Self::default() }
    }

    /// Whether there is anything to do.
    #[must_use]
    pub fn changes_nothing(&self) -> bool {
        self.removed.is_empty() && self.steps.iter().all(|step| matches!(step, Step::Keep(_)))
    }

    /// A plan that reads what is new or was changed since the run before. `files` and `past` are
    /// sorted by name; `manifest` is what the user says of them now; `asked` tells whether a name is of what the run was asked to read. Of that,
    /// documents whose files are gone are removed with `prune`; all others are kept.
    #[must_use]
    pub fn following(
        files: Vec<Found>,
        past: Vec<Past>,
        manifest: &Manifest,
        asked: impl Fn(&str) -> bool,
        prune: bool,
    ) -> Self {
        let digests = digests(&files, &past);
        let mut plan = Self::default();
        let mut past = past.into_iter().peekable();
        // Of documents that are read, those before a copy may have the same text.
        let (mut reads, mut kept) = (false, HashSet::new());
        for (found, digest) in files.into_iter().zip(digests) {
            while let Some(gone) = past.next_if(|past| past.path < found.name) {
                if !(prune && asked(&gone.path)) {
                    kept.insert(gone.path.clone());
                }
                plan.leave(gone, &asked, prune);
            }
            let before = past.next_if(|past| past.path == found.name);
            let same = before.filter(|past| {
                let given = manifest.given(&found.name);
                let same = digest.is_some()
                    && past.sha256 == digest
                    && past.given == manifest::digest(given.as_ref());
                let original = past.copy_of.as_ref();
                let keep = same && original.is_none_or(|of| !reads && kept.contains(of));
                if !keep {
                    plan.removed.push(past.id.clone());
                }
                keep
            });
            match same {
                Some(past) => {
                    kept.insert(past.path.clone());
                    plan.unchanged += 1;
                    plan.steps.push(Step::Keep(Box::new(past)));
                }
                None => {
                    reads = true;
                    plan.steps.push(Step::Read(found));
                }
            }
        }
        for gone in past {
            plan.leave(gone, &asked, prune);
        }
        plan
    }

    /// A document whose file is gone.
    fn leave(&mut self, past: Past, asked: &impl Fn(&str) -> bool, prune: bool) {
        let asked = asked(&past.path);
        if asked {
            self.gone.push(past.path.clone());
        }
        if asked && prune {
            self.removed.push(past.id);
        } else {
            self.steps.push(Step::Keep(Box::new(past)));
        }
    }
}

/// The digest of each file that the run before read under the same name and at the same size.
fn digests(files: &[Found], past: &[Past]) -> Vec<Option<String>> {
    let of = |found: &Found| {
        let at = past.binary_search_by(|past| past.path.as_str().cmp(&found.name)).ok()?;
        let packed = found.member.is_some() || is_packed(&found.file);
        let past = past.get(at).filter(|past| packed || past.bytes == found.bytes)?;
        past.sha256.as_ref()?;
        if found.file.as_os_str() == STDIN {
            None
        } else if packed {
            load(found).ok().map(|bytes| hexadecimal(&Sha256::digest(bytes)))
        } else {
            digest(&found.file).ok()
        }
    };
    files.par_iter().map(of).collect()
}

/// The SHA-256 of a file, in lower-case hexadecimal digits.
fn digest(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => hasher.update(buffer.get(..read).unwrap_or_default()),
        }
    }
    Ok(hexadecimal(&hasher.finalize()))
}

/// Bytes in lower-case hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from_digit(digit.into(), 16).unwrap_or_default()).collect()
}
