//! Discovery: which files a run reads, and under what names.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};

use keikaku_record::Severity;
use walkdir::{DirEntry, WalkDir};

use crate::open::{is_archive, is_packed, members};
use crate::{FOLDER, Finding};

/// The extensions of files that a folder is searched for, with `.gz` behind them, too; of archives,
/// `.zip`. A file that is named itself is read
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
    /// Which member it is, where the file is an archive.
    pub member: Option<Member>,
}

/// A file in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its place in the archive.
    pub index: usize,
    /// Its name there.
    pub name: String,
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
    discover_but(paths, &[], &[]).map(|discovered| discovered.found)
}

/// What a run may read, and what it passes over.
#[derive(Clone, Debug, Default)]
pub struct Discovered {
    /// The files, sorted by name.
    pub found: Vec<Found>,
    /// What looks like a document and is not read, and why; with what to do.
    pub skipped: Vec<Finding>,
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
) -> Result<Discovered, DiscoverError> {
    let outputs: HashSet<PathBuf> = outputs.iter().map(|path| identity(path)).collect();
    let folders: HashSet<PathBuf> = folders.iter().map(|path| identity(path)).collect();
    let Discovered { mut found, mut skipped } = Discovered::default();
    for path in paths {
        if path.as_os_str() == STDIN {
            found.push(Found {
                file: path.clone(),
                name: STDIN.to_owned(),
                bytes: 0,
                member: None,
            });
            continue;
        }
        let missing = |source| DiscoverError::Missing { path: path.clone(), source };
        let metadata = path.metadata().map_err(missing)?;
        if metadata.is_dir() {
            search(path, &folders, &mut found, &mut skipped);
        } else if metadata.is_file() && is_archive(path) {
            unpack(path, &mut found, &mut skipped);
        } else if metadata.is_file() || is_stream(path) {
            found.push(named(path, metadata.len()));
        } else {
            skipped.push(skip(path, Severity::Warning, "skipped_special", SPECIAL));
        }
    }
    // By path where names are the same.
    found.sort_by(|a, b| (&a.name, &a.file).cmp(&(&b.name, &b.file)));
    // `a.txt` and `./a.txt` are one file, read once under the name that sorts first.
    let mut seen = HashSet::new();
    found.retain(|f| {
        let identity = identity(&f.file);
        !outputs.contains(&identity) && seen.insert((identity, f.member.as_ref().map(|m| m.index)))
    });
    skipped.sort_by(|a, b| a.path.cmp(&b.path));
    skipped.dedup();
    Ok(Discovered { found, skipped })
}

/// What is neither a file nor a folder.
const SPECIAL: &str = "it is a pipe, a socket or a device, and was not read: name a file, or give \
                       its text on standard input";

/// Whether a path is that of an open stream, as a shell gives for `<(command)`.
fn is_stream(path: &Path) -> bool {
    path.starts_with("/dev/fd") || path.starts_with("/proc") || path == Path::new("/dev/stdin")
}

/// What to do with documents that are not read, by their extensions.
const UNREAD: &[(&[&str], &str)] = &[
    (
        &["xls", "xlsx", "xlsm", "xlsb", "ods"],
        "a spreadsheet is not read: save each sheet as CSV, or print it to PDF",
    ),
    (
        &["doc", "docx", "odt", "rtf", "jtd", "jtt", "ppt", "pptx", "odp"],
        "a file of an office program is not read: save it as PDF or as text",
    ),
    (
        &["png", "jpg", "jpeg", "tif", "tiff", "gif", "bmp", "webp", "jp2"],
        "an image has no text: recognise its text first (OCR), as ocrmypdf does",
    ),
    (
        &["gz", "tgz", "tar", "bz2", "xz", "zst", "7z", "lzh", "rar"],
        "an archive of this kind is not read: unpack it, or make it a ZIP archive",
    ),
];

/// Says of a file that it is not read.
fn skip(path: &Path, severity: Severity, code: &str, message: &str) -> Finding {
    let (code, message) = (code.to_owned(), message.to_owned());
    Finding { path: slashes(path), line: None, severity, code, message }
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
            found.name = match &found.member {
                Some(member) => format!("{}/{}", slashes(below), member.name),
                None => slashes(below),
            };
        }
    }
    found.sort_by(|a, b| (&a.name, &a.file).cmp(&(&b.name, &b.file)));
}

/// A path with `/` between the folders.
fn slashes(path: &Path) -> String {
    // `\` is a separator on Windows only; elsewhere it is a part of a name.
    path.to_string_lossy().replace(MAIN_SEPARATOR_STR, "/")
}

/// Lists the texts and PDFs of a folder, and what else looks like a document.
fn search(
    folder: &Path,
    outputs: &HashSet<PathBuf>,
    found: &mut Vec<Found>,
    skipped: &mut Vec<Finding>,
) {
    let root = identity(folder);
    let mut walk = WalkDir::new(folder).follow_links(true).into_iter();
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) => {
                let (path, kind) = (entry.path(), entry.file_type());
                let passed = entry.depth() > 0 && (is_hidden(path) || is_output(&entry, outputs));
                let leads_out = || entry.path_is_symlink() && !identity(path).starts_with(&root);
                if passed || (entry.depth() > 0 && leads_out()) {
                    if !passed && (kind.is_dir() || is_read(path)) {
                        let message = "it is a link that leads out of the folder, and was not \
                                       followed: give the place that it leads to";
                        skipped.push(skip(path, Severity::Warning, "skipped_link", message));
                    }
                    if kind.is_dir() {
                        walk.skip_current_dir();
                    }
                } else if kind.is_file() && is_archive(path) {
                    unpack(path, found, skipped);
                } else if kind.is_file() && is_read(path) {
                    found.push(named(path, entry.metadata().map_or(0, |m| m.len())));
                } else if kind.is_file() {
                    if let Some(message) = what_to_do(path) {
                        skipped.push(skip(path, Severity::Error, "skipped_file", message));
                    }
                } else if !kind.is_dir() {
                    skipped.push(skip(path, Severity::Warning, "skipped_special", SPECIAL));
                }
            }
            // A link that leads back to a folder above it holds nothing new.
            Err(error) if error.loop_ancestor().is_some() => {
                let path = error.path().unwrap_or(folder);
                let message = "it is a link that leads back to a folder above it, and was not \
                               followed";
                skipped.push(skip(path, Severity::Warning, "skipped_link", message));
            }
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

/// Lists the texts and PDFs of an archive, and what else in it looks like a document.
fn unpack(archive: &Path, found: &mut Vec<Found>, skipped: &mut Vec<Finding>) {
    let members = match members(archive) {
        Ok(members) => members,
        Err(error) => {
            let message = format!("the archive cannot be read: {error}; unpack it");
            skipped.push(skip(archive, Severity::Error, "skipped_file", &message));
            return;
        }
    };
    let before = found.len();
    for (member, bytes) in members {
        let path = archive.join(&member.name);
        let hidden = member.name.split('/').any(|part| part.starts_with('.'));
        // What macOS adds of its own.
        if hidden || member.name.starts_with("__MACOSX/") {
            continue;
        }
        if is_read(Path::new(&member.name)) && !is_packed(Path::new(&member.name)) {
            let name = format!("{}/{}", slashes(archive), member.name);
            found.push(Found { file: archive.to_owned(), name, bytes, member: Some(member) });
        } else if let Some(message) = what_to_do(Path::new(&member.name)) {
            skipped.push(skip(&path, Severity::Error, "skipped_file", message));
        }
    }
    if found.len() == before {
        let message = "the archive holds no text: see which files a folder is searched for";
        skipped.push(skip(archive, Severity::Warning, "skipped_file", message));
    }
}

/// What to do with a file that is not read, where that is known.
fn what_to_do(path: &Path) -> Option<&'static str> {
    let extension = path.extension()?;
    let listed =
        UNREAD.iter().find(|(listed, _)| listed.iter().any(|x| extension.eq_ignore_ascii_case(x)));
    listed.map(|(_, message)| *message)
}

fn named(file: &Path, bytes: u64) -> Found {
    Found { file: file.to_owned(), name: slashes(file), bytes, member: None }
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
    let packed = is_packed(path).then(|| path.file_stem().map(Path::new)).flatten();
    packed.unwrap_or(path).extension().is_some_and(is_listed)
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

    #[cfg(unix)]
    #[test]
    fn what_is_passed_over_is_named_with_what_to_do() {
        use std::os::unix::fs::symlink;
        use std::os::unix::net::UnixListener;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("a/sub")).unwrap();
        fs::create_dir(root.join("b")).unwrap();
        for file in ["a/1.txt", "a/notes.json", "a/budget.XLSX", "a/sub/scan.png", "b/2.txt"] {
            fs::write(root.join(file), "計画").unwrap();
        }
        symlink("../..", root.join("a/sub/up")).unwrap();
        symlink("..", root.join("a/sub/round")).unwrap();
        symlink("../b/2.txt", root.join("a/out.txt")).unwrap();
        symlink("1.txt", root.join("a/within.txt")).unwrap();
        let _socket = UnixListener::bind(root.join("a/socket")).unwrap();
        let discovered = discover_but(&[root.join("a")], &[], &[]).unwrap();
        let below = |path: &str| path.replace(&format!("{}/", root.display()), "");
        let found: Vec<String> = discovered.found.iter().map(|f| below(&f.name)).collect();
        assert_eq!(found, ["a/1.txt"]);
        let skipped: Vec<(String, &str)> =
            discovered.skipped.iter().map(|f| (below(&f.path), f.code.as_str())).collect();
        let expected = [
            ("a/budget.XLSX", "skipped_file"),
            ("a/out.txt", "skipped_link"),
            ("a/socket", "skipped_special"),
            ("a/sub/round", "skipped_link"),
            ("a/sub/scan.png", "skipped_file"),
            ("a/sub/up", "skipped_link"),
        ];
        assert_eq!(skipped, expected.map(|(path, code)| (path.to_owned(), code)));
        assert!(discovered.skipped[0].message.contains("CSV"), "{:?}", discovered.skipped[0]);
        // One that is named is not waited for.
        let named = discover_but(&[root.join("a/socket")], &[], &[]).unwrap();
        assert_eq!((named.found.len(), named.skipped.len()), (0, 1));
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
