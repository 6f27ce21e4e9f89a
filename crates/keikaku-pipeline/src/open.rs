//! The bytes of documents: files, files packed with gzip, and members of ZIP archives.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use crate::{Found, Member, STDIN};

/// The largest document that is read, in bytes: a text dump of a plan is a thousand times smaller.
const LARGEST: u64 = 256 << 20;

type Archive = ZipArchive<BufReader<File>>;

thread_local! {
    /// The archive that was read last: its members come one after the other, and its directory is
    /// read once for all.
    static LAST: RefCell<Option<(PathBuf, Archive)>> = const { RefCell::new(None) };
}

/// The bytes of a document as it was before it was packed, or why they cannot be read.
pub(crate) fn load(found: &Found) -> Result<Vec<u8>, String> {
    let plain = found.member.is_none() && !is_packed(&found.file);
    if plain && found.bytes > LARGEST {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    // Not more than is allowed of what has no size or grows: a pipe, a device, a log, an archive that
    // holds more than it says.
    let mut take = |input: &mut dyn Read| input.take(LARGEST + 1).read_to_end(&mut bytes);
    let outcome = if found.file.as_os_str() == STDIN {
        take(&mut io::stdin().lock())
    } else if let Some(member) = &found.member {
        with_archive(&found.file, |archive| {
            take(&mut archive.by_index(member.index).map_err(io::Error::from)?)
        })
    } else {
        File::open(&found.file).and_then(|mut file| {
            if is_packed(&found.file) {
                take(&mut MultiGzDecoder::new(BufReader::new(file)))
            } else {
                take(&mut file)
            }
        })
    };
    match outcome {
        Ok(_) if bytes.len() as u64 > LARGEST => Err(too_large()),
        Ok(_) => Ok(bytes),
        Err(error) => Err(match error.kind() {
            io::ErrorKind::PermissionDenied => "may not be read; check its permissions".to_owned(),
            _ => format!("cannot be read: {error}"),
        }),
    }
}

/// The bytes of the document at a path, as records name it: a packed file is unpacked, and what is
/// below an archive is a member of it.
///
/// # Errors
///
/// Fails with what there is to say where it is not there or cannot be read.
pub fn read_document(path: &Path) -> Result<Vec<u8>, String> {
    let archive = path.ancestors().skip(1).find(|above| is_archive(above) && above.is_file());
    let mut found = Found { file: path.to_owned(), name: String::new(), bytes: 0, member: None };
    if let Some(archive) = archive {
        let name = path.strip_prefix(archive).unwrap_or(path).to_string_lossy();
        let members = members(archive).map_err(|e| format!("cannot be read: {e}"))?;
        let member = members.into_iter().find(|(member, _)| member.name == name);
        let (member, _) = member.ok_or_else(|| "is not in its archive any more".to_owned())?;
        found.file = archive.to_owned();
        found.member = Some(member);
    }
    load(&found)
}

fn too_large() -> String {
    format!("has more than the {LARGEST} bytes that a document may have; split it")
}

/// Whether the file at a path is packed with gzip.
pub(crate) fn is_packed(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz"))
}

/// Whether the file at a path is a ZIP archive.
pub(crate) fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip"))
}

/// The files in an archive, with their sizes.
pub(crate) fn members(path: &Path) -> io::Result<Vec<(Member, u64)>> {
    with_archive(path, |archive| {
        let mut members = Vec::new();
        for index in 0..archive.len() {
            let member = archive.by_index_raw(index).map_err(io::Error::from)?;
            if member.is_file() {
                // Programs of Windows in Japan name members in its own encoding, and do not say so.
                let raw = member.name_raw();
                let name = match str::from_utf8(raw) {
                    Ok(name) => name.to_owned(),
                    Err(_) => encoding_rs::SHIFT_JIS.decode(raw).0.into_owned(),
                };
                members.push((Member { index, name: name.replace('\\', "/") }, member.size()));
            }
        }
        Ok(members)
    })
}

fn with_archive<T>(path: &Path, read: impl FnOnce(&mut Archive) -> io::Result<T>) -> io::Result<T> {
    LAST.with_borrow_mut(|last| {
        if last.as_ref().is_none_or(|(of, _)| of != path) {
            let archive = ZipArchive::new(BufReader::new(File::open(path)?));
            *last = Some((path.to_owned(), archive.map_err(io::Error::from)?));
        }
        match last {
            Some((_, archive)) => read(archive),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::*;
    use crate::discover::discover_but;

    /// An archive with these members; `AB` in a name becomes 計 in Windows-31J.
    fn archive(path: &Path, members: &[(&str, &[u8])]) {
        let mut archive = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        for (name, bytes) in members {
            archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(bytes).unwrap();
        }
        let mut bytes = archive.finish().unwrap().into_inner();
        let places: Vec<usize> =
            bytes.windows(2).enumerate().filter(|(_, w)| w == b"AB").map(|(at, _)| at).collect();
        for at in places {
            bytes[at..at + 2].copy_from_slice(b"\x8C\x76");
        }
        fs::write(path, bytes).unwrap();
    }

    #[test]
    fn packed_files_and_members_of_archives_are_documents() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all("道路".as_bytes()).unwrap();
        fs::write(root.join("a.txt.gz"), packer.finish().unwrap()).unwrap();
        archive(
            &root.join("b.zip"),
            &[
                ("sub/AB.txt", "港湾".as_bytes()),
                ("plan.txt", "河川".as_bytes()),
                (".hidden.txt", b""),
                ("__MACOSX/plan.txt", b""),
                ("budget.xlsx", b"x"),
            ],
        );
        archive(&root.join("c.zip"), &[("readme.json", b"{}")]);
        fs::write(root.join("d.zip"), "no archive").unwrap();
        fs::write(root.join("e.tar.gz"), "no text").unwrap();
        let discovered = discover_but(&[root.to_owned()], &[], &[]).unwrap();
        let below = |name: &str| name.replace(&format!("{}/", root.display()), "");
        let found: Vec<(String, String)> = discovered
            .found
            .iter()
            .map(|f| (below(&f.name), String::from_utf8(load(f).unwrap()).unwrap()))
            .collect();
        let expected =
            [("a.txt.gz", "道路"), ("b.zip/plan.txt", "河川"), ("b.zip/sub/計.txt", "港湾")];
        assert_eq!(found, expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
        let skipped: Vec<String> = discovered.skipped.iter().map(|f| below(&f.path)).collect();
        assert_eq!(skipped, ["b.zip/budget.xlsx", "c.zip", "d.zip", "e.tar.gz"]);
        for (name, text) in &found {
            assert_eq!(read_document(&root.join(name)).unwrap(), text.as_bytes());
        }
        assert!(read_document(&root.join("b.zip/gone.txt")).is_err());
        assert!(read_document(&root.join("d.zip/plan.txt")).is_err());
    }

    #[test]
    fn an_archive_that_holds_more_than_may_be_is_no_trap() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt.gz");
        let mut packer = flate2::write::GzEncoder::new(
            File::create(&path).unwrap(),
            flate2::Compression::fast(),
        );
        let zeros = vec![0; 1 << 20];
        for _ in 0..=LARGEST >> 20 {
            packer.write_all(&zeros).unwrap();
        }
        packer.finish().unwrap();
        assert!(read_document(&path).unwrap_err().contains("split it"));
    }
}
