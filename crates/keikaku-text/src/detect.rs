//! Which encoding bytes are in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16LE};

/// An encoding named by a user.
///
/// # Python's and Windows' names work beside those of the web
/// ```
/// use keikaku_text::EncodingLabel;
///
/// assert_eq!(EncodingLabel::parse("CP932")?.name(), "Shift_JIS");
/// assert_eq!(EncodingLabel::parse("windows-31j")?.name(), "Shift_JIS");
/// assert!(EncodingLabel::parse("jisx").is_err());
/// # Ok::<(), keikaku_text::UnknownEncoding>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EncodingLabel {
    encoding: &'static Encoding,
}

impl EncodingLabel {
    /// The encoding with this label: any of the [WHATWG labels], or one of the names that Python,
    /// Windows and libiconv use for the Japanese encodings, in any case.
    ///
    /// [WHATWG labels]: https://encoding.spec.whatwg.org/#names-and-labels
    ///
    /// # Errors
    /// [`UnknownEncoding`] where no encoding has the label, or none that text can be decoded from.
    pub fn parse(label: &str) -> Result<Self, UnknownEncoding> {
        let label = label.trim();
        let lower = label.to_ascii_lowercase().replace('_', "-");
        let whatwg = match lower.as_str() {
            "cp932" | "ms-932" | "windows-932" | "cp943" => "shift_jis",
            "eucjp" | "ujis" | "euc-jp-ms" | "eucjp-ms" | "cp51932" | "eucjp-win" => "euc-jp",
            "iso2022jp" | "iso2022-jp" | "jis" | "cp50220" | "cp50221" | "cp50222" => "iso-2022-jp",
            "utf-8-sig" | "utf8-sig" => "utf-8",
            "utf16" => "utf-16",
            "utf16le" | "utf16-le" | "utf-16-le" => "utf-16le",
            "utf16be" | "utf16-be" | "utf-16-be" => "utf-16be",
            _ => label,
        };
        Encoding::for_label_no_replacement(whatwg.as_bytes())
            .map(|encoding| Self { encoding })
            .ok_or_else(|| UnknownEncoding { label: label.to_owned() })
    }

    /// Its WHATWG name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.encoding.name()
    }

    pub(crate) fn encoding(self) -> &'static Encoding {
        self.encoding
    }
}

/// No encoding has this label.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no encoding is called `{label}`")]
pub struct UnknownEncoding {
    label: String,
}

/// The encoding that `bytes`, which have no byte order mark, are most likely in.
pub(crate) fn detect(bytes: &[u8]) -> &'static Encoding {
    const SAMPLE: usize = 16 * 1024;
    if memchr::memchr(0x1B, bytes).is_some() && bytes.is_ascii() {
        return ISO_2022_JP;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return if memchr::memchr(0, bytes).is_some() { UTF_16LE } else { UTF_8 };
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, sample.len() == bytes.len());
    detector.guess(Some(b"jp"), Utf8Detection::Allow)
}
