//! Discovery: which files a run reads, and under what names.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::FOLDER;

/// The extensions of files that a folder is searched for. A file that is named itself is read
/// whatever its extension.
pub const EXTENSIONS: [&str; 11] =
    ["txt", "text", "md", "markdown", "csv", "tsv", "html", "htm", "xhtml", "asc", "pdf"];

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it is; [`STDIN`] is standard input.
    pub file: PathBuf,
    /// Its name in the records, with `/` between the folders: the path as given, or as
    /// [`name_below`] makes it. What is no Unicode in it reads as U+FFFD, so that files may share a
    /// name.
    pub name: String,
    /// Its size when it was found; 0 where it is not known.
    pub bytes: u64,
}

/// Why a path given could not be searched.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// There is nothing at the path.
    #[error("cannot find a file or folder at {}", path.display())]
    Missing {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Lists the files of paths given, folders searched recursively by extension, hidden files
/// skipped, each file once, sorted by name: the order of the paths and of the file system does not
/// show.
///
/// What a folder holds but the system does not let be seen (a link to nowhere, a folder without
/// permission) is listed too, so that reading it says why it cannot be read.
///
/// # Errors
///
/// Fails where there is nothing at a path given.
pub fn discover(paths: &[PathBuf]) -> Result<Vec<Found>, DiscoverError> {
    discover_but(paths, &[], &[])
}

/// As [`discover`], without what a run writes: the files `outputs`, and what is below the folders
/// `folders` where these are searched from above. A folder that a run left records in is passed over
/// where it is searched from above, too.
///
/// # Errors
///
/// As [`discover`].
pub fn discover_but(
    paths: &[PathBuf],
    outputs: &[PathBuf],
    folders: &[PathBuf],
) -> Result<Vec<Found>, DiscoverError> {
    let outputs: HashSet<PathBuf> = outputs.iter().map(|path| identity(path)).collect();
    let folders: HashSet<PathBuf> = folders.iter().map(|path| identity(path)).collect();
    let mut found = Vec::new();
    for path in paths {
        if path.as_os_str() == STDIN {
            found.push(Found { file: path.clone(), name: STDIN.to_owned(), bytes: 0 });
            continue;
        }
        let missing = |source| DiscoverError::Missing { path: path.clone(), source };
        let metadata = path.metadata().map_err(missing)?;
        if metadata.is_dir() {
            search(path, &folders, &mut found);
        } else {
            found.push(named(path, metadata.len()));
        }
    }
    // By path where names are the same.
    found.sort_by(|a, b| (&a.name, &a.file).cmp(&(&b.name, &b.file)));
    // `a.txt` and `./a.txt` are one file, read once under the name that sorts first.
    let mut seen = HashSet::new();
    found.retain(|f| {
        let identity = identity(&f.file);
        !outputs.contains(&identity) && seen.insert(identity)
    });
    Ok(found)
}

/// The folder that all these paths are in; a folder given alone is that folder. `None` where there
/// is none, as for standard input.
///
/// # Errors
///
/// Fails where a path cannot be found.
pub fn common_folder(paths: &[PathBuf]) -> Result<Option<PathBuf>, DiscoverError> {
    let mut common: Option<PathBuf> = None;
    for path in paths.iter().filter(|path| path.as_os_str() != STDIN) {
        let missing = |source| DiscoverError::Missing { path: path.clone(), source };
        let mut folder = fs::canonicalize(path).map_err(missing)?;
        if !folder.is_dir() {
            // Not where a link leads to, but where it is.
            let beside = path.parent().filter(|p| !p.as_os_str().is_empty());
            folder = fs::canonicalize(beside.unwrap_or(Path::new("."))).map_err(missing)?;
        }
        common = Some(match common {
            None => folder,
            Some(common) => {
                let shared = common.components().zip(folder.components());
                shared.take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
            }
        });
    }
    Ok(common)
}

/// Names files by their paths below a folder, so that they have the same names wherever the program
/// is run, and sorts them by name. What is not below it keeps its name.
pub fn name_below(folder: &Path, found: &mut [Found]) {
    for found in found.iter_mut() {
        let Some(name) = found.file.file_name() else { continue };
        let beside = found.file.parent().filter(|p| !p.as_os_str().is_empty());
        let Ok(beside) = fs::canonicalize(beside.unwrap_or(Path::new("."))) else { continue };
        if let Ok(below) = beside.join(name).strip_prefix(folder) {
            found.name = slashes(below);
        }
    }
    found.sort_by(|a, b| (&a.name, &a.file).cmp(&(&b.name, &b.file)));
}

/// A path with `/` between the folders.
fn slashes(path: &Path) -> String {
    // `\` is a separator on Windows only; elsewhere it is a part of a name.
    path.to_string_lossy().replace(MAIN_SEPARATOR_STR, "/")
}

/// Lists the texts and PDFs of a folder.
fn search(folder: &Path, outputs: &HashSet<PathBuf>, found: &mut Vec<Found>) {
    let walk = WalkDir::new(folder)
        .follow_links(true)
        .into_iter()
        .filter_entry(|e| e.depth() == 0 || !(is_hidden(e.path()) || is_output(e, outputs)));
    for entry in walk {
        match entry {
            Ok(entry) => {
                if entry.file_type().is_file() && is_read(entry.path()) {
                    found.push(named(entry.path(), entry.metadata().map_or(0, |m| m.len())));
                }
            }
            // A link that leads back to a folder above it holds nothing new.
            Err(error) if error.loop_ancestor().is_some() => {}
            Err(error) => {
                let path = error.path().unwrap_or(folder);
                // Without an extension it may have been a folder.
                let may_hold_text = is_read(path) || path.extension().is_none();
                if error.depth() == 0 || (may_hold_text && !is_hidden(path)) {
                    found.push(named(path, 0));
                }
            }
        }
    }
}

fn named(file: &Path, bytes: u64) -> Found {
    Found { file: file.to_owned(), name: slashes(file), bytes }
}

/// What two paths of the same file have in common.
fn identity(file: &Path) -> PathBuf {
    if file.as_os_str() == STDIN {
        return file.to_owned();
    }
    // Of a link to nowhere the folder at least can be told.
    let beside = || Some(file.parent()?.canonicalize().ok()?.join(file.file_name()?));
    file.canonicalize().ok().or_else(beside).unwrap_or_else(|| file.to_owned())
}

/// Whether a run writes into the folder, or did.
fn is_output(entry: &DirEntry, outputs: &HashSet<PathBuf>) -> bool {
    entry.file_type().is_dir()
        && (entry.path().join(FOLDER).is_dir() || outputs.contains(&identity(entry.path())))
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn is_read(path: &Path) -> bool {
    let is_listed = |e: &OsStr| EXTENSIONS.iter().any(|x| e.eq_ignore_ascii_case(x));
    path.extension().is_some_and(is_listed)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for file in
            ["a/2.TXT", "a/1.txt", "a/.hidden.txt", "a/.git/x.txt", "a/x.png", "a/3.pdf", "b.dump"]
        {
            fs::write(root.join(file), "計画").unwrap();
        }
        assert_eq!(
            names(root, &["b.dump", "a", "a/1.txt"]),
            ["a/1.txt", "a/2.TXT", "a/3.pdf", "b.dump"]
        );
        assert_eq!(names(root, &["a"]), names(root, &["a/2.TXT", "a"]));
    }

    #[test]
    fn a_file_is_read_once_under_the_name_that_sorts_first() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("a")).unwrap();
        fs::write(root.join("a/1.txt"), "計画").unwrap();
        for paths in [["a/1.txt", "a/../a/1.txt"], ["a/../a", "a"]] {
            assert_eq!(names(root, &paths), ["a/../a/1.txt"]);
        }
    }

    #[cfg(unix)]
    #[test]
    fn names_that_look_the_same_hide_no_file() {
        use std::os::unix::ffi::OsStrExt as _;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("a")).unwrap();
        fs::write(root.join("a/b.txt"), "計画").unwrap();
        fs::write(root.join("a\\b.txt"), "計画").unwrap();
        // 計 and 画 in Windows-31J, as archives of that time name their files.
        for name in [&b"\x8C\x76.txt"[..], b"\x89\xE6.txt"] {
            fs::write(root.join(OsStr::from_bytes(name)), "計画").unwrap();
        }
        let found = discover(&[root.to_owned()]).unwrap();
        assert_eq!(found.len(), 4);
        assert!(found.iter().any(|f| f.name.ends_with("/a\\b.txt")), "{found:?}");
    }

    #[cfg(unix)]
    #[test]
    fn links_to_nowhere_are_listed_and_links_upwards_are_not_followed() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("a")).unwrap();
        fs::write(root.join("a/1.txt"), "計画").unwrap();
        symlink("..", root.join("a/up")).unwrap();
        for link in ["2.txt", "folder", "x.png", ".#1.txt"] {
            symlink("nowhere", root.join("a").join(link)).unwrap();
        }
        assert_eq!(names(root, &["a"]), ["a/1.txt", "a/2.txt", "a/folder"]);
    }

    #[test]
    fn standard_input_is_no_file_of_that_name() {
        let found = discover(&[PathBuf::from("-"), PathBuf::from("-")]).unwrap();
        assert_eq!(found.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), ["-"]);
    }

    #[test]
    fn a_path_that_is_not_there_is_an_error_that_names_it() {
        let error = discover(&[PathBuf::from("no/such/plan.txt")]).unwrap_err();
        assert!(error.to_string().ends_with(" no/such/plan.txt"), "{error}");
    }
}
