//! Discovery: which files a run reads, and under what names.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

/// The extensions of files that a folder is searched for. A file that is named itself is read
/// whatever its extension.
pub const EXTENSIONS: [&str; 10] =
    ["txt", "text", "md", "markdown", "csv", "tsv", "html", "htm", "xhtml", "asc"];

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub file: PathBuf,
    /// Its name in the records: the path as given, with `/` between the folders.
    pub name: String,
    /// Its size when it was found.
    pub bytes: u64,
}

/// Why a path given could not be searched.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// There is nothing at the path.
    #[error("{}: {source}; give files or folders that exist", path.display())]
    Missing {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A folder could not be read.
    #[error("cannot read the folder {}: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Lists the files of paths given, folders searched recursively by extension, hidden files
/// skipped, each file once, sorted by name: the order of the paths and of the file system does not
/// show.
///
/// # Errors
///
/// Fails where a path does not exist or a folder cannot be read.
pub fn discover(paths: &[PathBuf]) -> Result<Vec<Found>, DiscoverError> {
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    for path in paths {
        let missing = |source| DiscoverError::Missing { path: path.clone(), source };
        let metadata = path.metadata().map_err(missing)?;
        if !metadata.is_dir() {
            add(&mut found, path, metadata.len());
            continue;
        }
        let walk = WalkDir::new(path)
            .follow_links(true)
            .into_iter()
            .filter_entry(|e| e.depth() == 0 || !is_hidden(e));
        for entry in walk {
            match entry {
                Ok(entry) => {
                    if entry.file_type().is_file() && is_text(entry.path()) {
                        let bytes = entry.metadata().map_or(0, |m| m.len());
                        add(&mut found, entry.path(), bytes);
                    }
                }
                // A link that leads back to a folder above it holds nothing new.
                Err(error) if error.loop_ancestor().is_some() => {}
                Err(error) => {
                    let path = error.path().unwrap_or(path).to_owned();
                    return Err(DiscoverError::Folder { path, source: error.into() });
                }
            }
        }
    }
    // `a.txt` and `./a.txt` are one file, read once under the name that sorts first.
    let mut seen = std::collections::HashSet::new();
    Ok(found
        .into_values()
        .filter(|f| seen.insert(f.file.canonicalize().unwrap_or_else(|_| f.file.clone())))
        .collect())
}

fn add(found: &mut BTreeMap<String, Found>, file: &Path, bytes: u64) {
    let name = file.to_string_lossy().replace('\\', "/");
    found.insert(name.clone(), Found { file: file.to_owned(), name, bytes });
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

fn is_text(path: &Path) -> bool {
    path.extension().is_some_and(|e| EXTENSIONS.iter().any(|x| e.eq_ignore_ascii_case(x)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(root: &Path, paths: &[&str]) -> Vec<String> {
        let paths: Vec<PathBuf> = paths.iter().map(|p| root.join(p)).collect();
        let root = format!("{}/", root.display());
        discover(&paths).unwrap().into_iter().map(|f| f.name.replace(&root, "")).collect()
    }

    #[test]
    fn folders_are_searched_by_extension_and_named_files_are_read_whatever_theirs() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("a/.git")).unwrap();
        for file in ["a/2.TXT", "a/1.txt", "a/.hidden.txt", "a/.git/x.txt", "a/x.pdf", "b.dump"] {
            fs::write(root.join(file), "計画").unwrap();
        }
        assert_eq!(names(root, &["b.dump", "a", "a/1.txt"]), ["a/1.txt", "a/2.TXT", "b.dump"]);
        assert_eq!(names(root, &["a"]), names(root, &["a/2.TXT", "a"]));
    }

    #[test]
    fn a_path_that_is_not_there_is_an_error_that_names_it() {
        let error = discover(&[PathBuf::from("no/such/plan.txt")]).unwrap_err();
        assert!(error.to_string().starts_with("no/such/plan.txt: "), "{error}");
    }
}
