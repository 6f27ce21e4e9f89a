//! What a file is that is no text.

use std::fmt;

/// The kind of a file that is no plain text.
///
/// Displayed as people call it.
///
/// ```
/// assert_eq!(keikaku_text::BinaryKind::Excel.to_string(), "Excel workbook");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum BinaryKind {
    /// Portable Document Format.
    Pdf,
    /// Word document (`.docx`).
    Word,
    /// Excel workbook (`.xlsx`).
    Excel,
    /// PowerPoint presentation (`.pptx`).
    PowerPoint,
    /// OLE2 compound file that is no Ichitaro: Office up to 2003 (`.doc`, `.xls`, `.ppt`).
    OldOffice,
    /// Ichitaro (一太郎) document (`.jtd`).
    Ichitaro,
    /// Rich Text Format.
    Rtf,
    /// ZIP archive that is no Office document.
    Zip,
    /// gzip, as in `.gz`.
    Gzip,
    /// bzip2.
    Bzip2,
    /// xz.
    Xz,
    /// Zstandard.
    Zstandard,
    /// 7-Zip archive.
    SevenZip,
    /// PNG image.
    Png,
    /// JPEG image.
    Jpeg,
    /// GIF image.
    Gif,
    /// TIFF image.
    Tiff,
    /// `SQLite` database.
    Sqlite,
    /// Parquet file.
    Parquet,
    /// ELF executable or library.
    Elf,
    /// Windows executable or library.
    WindowsExecutable,
    /// Binary of a kind not known here.
    Unknown,
}

impl BinaryKind {
    fn name(self) -> &'static str {
        match self {
            Self::Pdf => "PDF document",
            Self::Word => "Word document",
            Self::Excel => "Excel workbook",
            Self::PowerPoint => "PowerPoint presentation",
            Self::OldOffice => "Office document of before 2007 (OLE2)",
            Self::Ichitaro => "Ichitaro document",
            Self::Rtf => "RTF document",
            Self::Zip => "ZIP archive",
            Self::Gzip => "gzip archive",
            Self::Bzip2 => "bzip2 archive",
            Self::Xz => "xz archive",
            Self::Zstandard => "Zstandard archive",
            Self::SevenZip => "7-Zip archive",
            Self::Png => "PNG image",
            Self::Jpeg => "JPEG image",
            Self::Gif => "GIF image",
            Self::Tiff => "TIFF image",
            Self::Sqlite => "SQLite database",
            Self::Parquet => "Parquet file",
            Self::Elf => "ELF executable",
            Self::WindowsExecutable => "Windows executable",
            Self::Unknown => "binary file of unknown kind",
        }
    }

    /// The kind that the first bytes of a file tell, if they are no text.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        // The longest marks first where one begins another.
        const MARKS: [(&[u8], BinaryKind); 22] = [
            (b"%PDF-", BinaryKind::Pdf),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", BinaryKind::OldOffice),
            (b"{\\rtf", BinaryKind::Rtf),
            (b"PK\x03\x04", BinaryKind::Zip),
            (b"PK\x05\x06", BinaryKind::Zip),
            (b"PK\x07\x08", BinaryKind::Zip),
            (b"\x1F\x8B\x08", BinaryKind::Gzip),
            (b"BZh", BinaryKind::Bzip2),
            (b"\xFD7zXZ\0", BinaryKind::Xz),
            (b"\x28\xB5\x2F\xFD", BinaryKind::Zstandard),
            (b"7z\xBC\xAF\x27\x1C", BinaryKind::SevenZip),
            (b"\x89PNG\r\n\x1A\n", BinaryKind::Png),
            (b"\xFF\xD8\xFF", BinaryKind::Jpeg),
            (b"GIF87a", BinaryKind::Gif),
            (b"GIF89a", BinaryKind::Gif),
            (b"II*\0", BinaryKind::Tiff),
            (b"MM\0*", BinaryKind::Tiff),
            (b"SQLite format 3\0", BinaryKind::Sqlite),
            (b"PAR1", BinaryKind::Parquet),
            (b"\x7FELF", BinaryKind::Elf),
            (b"MZ\x90\0", BinaryKind::WindowsExecutable),
            (b"\0asm", BinaryKind::Unknown),
        ];
        let (_, kind) = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark))?;
        match kind {
            Self::Zip => Some(zip_content(bytes)),
            Self::OldOffice => Some(compound_file_content(bytes)),
            // Three letters of ASCII begin words too; the block's own mark follows.
            Self::Bzip2 => (bytes.get(4..10) == Some(b"1AY&SY")).then_some(Self::Bzip2),
            // It ends with its mark as well.
            Self::Parquet => {
                (bytes.len() >= 12 && bytes.ends_with(b"PAR1")).then_some(Self::Parquet)
            }
            kind => Some(*kind),
        }
    }
}

/// An Office document is an archive whose first entries, and its directory at the end, name parts
/// in `word/`, `xl/` or `ppt/` (ISO/IEC 29500-2).
fn zip_content(bytes: &[u8]) -> BinaryKind {
    const LOOKED_AT: usize = 64 * 1024;
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let tail = &bytes[bytes.len().saturating_sub(LOOKED_AT)..];
    let holds =
        |name: &[u8]| [head, tail].iter().any(|&part| memchr::memmem::find(part, name).is_some());
    if !holds(b"[Content_Types].xml") {
        BinaryKind::Zip
    } else if holds(b"word/document") || holds(b"word/_rels") {
        BinaryKind::Word
    } else if holds(b"xl/workbook") || holds(b"xl/_rels") {
        BinaryKind::Excel
    } else if holds(b"ppt/presentation") || holds(b"ppt/_rels") {
        BinaryKind::PowerPoint
    } else {
        BinaryKind::Zip
    }
}

/// A compound file names its streams in UTF-16LE; those of Ichitaro begin with `JSRV_`.
fn compound_file_content(bytes: &[u8]) -> BinaryKind {
    match memchr::memmem::find(bytes, b"J\0S\0R\0V\0_\0") {
        Some(_) => BinaryKind::Ichitaro,
        None => BinaryKind::OldOffice,
    }
}

impl fmt::Display for BinaryKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_document_is_told_from_other_archives_by_its_parts() {
        let archive =
            |parts: &[&str]| [b"PK\x03\x04".as_slice(), parts.concat().as_bytes()].concat();
        for (parts, kind) in [
            (&["[Content_Types].xml", "word/document.xml"][..], BinaryKind::Word),
            (&["[Content_Types].xml", "xl/workbook.xml"], BinaryKind::Excel),
            (&["[Content_Types].xml", "ppt/presentation.xml"], BinaryKind::PowerPoint),
            (&["word/document.xml"], BinaryKind::Zip),
        ] {
            assert_eq!(BinaryKind::of(&archive(parts)), Some(kind));
        }
    }

    #[test]
    fn words_that_begin_like_a_mark_are_text() {
        for text in ["BZh is no archive", "PAR1 段落", "MZ", "GIF", "PK", "%PDF", "{\\r}"] {
            assert_eq!(BinaryKind::of(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn old_office_and_ichitaro_share_their_mark() {
        let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
        assert_eq!(BinaryKind::of(ole), Some(BinaryKind::OldOffice));
        let ichitaro = [ole.as_slice(), b"\0J\0S\0R\0V\0_\0S\0"].concat();
        assert_eq!(BinaryKind::of(&ichitaro), Some(BinaryKind::Ichitaro));
    }
}
