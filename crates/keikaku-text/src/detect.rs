//! Which encoding bytes are in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use crate::likelihood::{self, Likelihood};

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
    /// The label says UTF-16 and leaves the byte order to the mark.
    any_byte_order: bool,
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
            _ => lower.as_str(),
        };
        let any_byte_order = whatwg.eq_ignore_ascii_case("utf-16");
        Encoding::for_label_no_replacement(whatwg.as_bytes())
            .or_else(|| Encoding::for_label_no_replacement(label.as_bytes()))
            .map(|encoding| Self { encoding, any_byte_order })
            .ok_or_else(|| UnknownEncoding { label: label.to_owned() })
    }

    /// Its WHATWG name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.encoding.name()
    }

    /// The encoding meant for bytes whose byte order mark names the encoding `marked`.
    pub(crate) fn encoding_beside(self, marked: Option<&'static Encoding>) -> &'static Encoding {
        match marked {
            Some(marked) if self.any_byte_order && marked == UTF_16BE => marked,
            _ => self.encoding,
        }
    }
}

/// No encoding has this label.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no encoding is called `{label}`")]
pub struct UnknownEncoding {
    label: String,
}

/// How many bytes the statistics read: enough to be sure, and a small part of the time to decode.
const SAMPLE: usize = 2 * 1024;

/// How many they read of what is valid UTF-8, which is hardly ever anything else.
const SHORT_SAMPLE: usize = 512;

/// What being valid UTF-8 without control characters weighs, in nats: `A0B0C0` is sound UTF-16
/// (ぁあぃ) as well.
const VALID_UTF_8: f32 = 60.0;

/// What the word of `chardetng` weighs, in nats: about two characters.
const GUESSED: f32 = 10.0;

/// The encoding that `bytes`, which have no byte order mark, are most likely in; `None` where they
/// are no text in any.
pub(crate) fn detect(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.is_empty() {
        return Some(UTF_8);
    }
    let escaped = has_iso_2022_escape(bytes);
    if escaped && bytes.is_ascii() {
        return Some(ISO_2022_JP);
    }
    if simdutf8::basic::from_utf8(bytes).is_ok() {
        // UTF-16 of hiragana or of ASCII alone is made of ASCII bytes. Long texts never are.
        let sample = Sample::new(bytes, 0, SHORT_SAMPLE);
        let is_clean =
            sample.bytes.iter().all(|&byte| byte >= 0x80 || !likelihood::tells_apart(byte));
        let prior = if is_clean { VALID_UTF_8 } else { 0.0 };
        return likeliest(&mut [
            sample.read(UTF_8, prior),
            sample.read(UTF_16LE, 0.0),
            sample.read(UTF_16BE, 0.0),
        ]);
    }
    // What comes before the first byte that tells encodings apart is the same in all. Even, for
    // the sake of UTF-16.
    let first = bytes.iter().position(|&byte| likelihood::tells_apart(byte)).unwrap_or(0) & !1;
    let sample = Sample::new(bytes, first, SAMPLE);
    let mut readings = Vec::with_capacity(7);
    for encoding in [UTF_8, SHIFT_JIS, EUC_JP, UTF_16LE, UTF_16BE] {
        readings.push(sample.read(encoding, 0.0));
    }
    if escaped {
        readings.push(sample.read(ISO_2022_JP, 0.0));
    }
    sort(&mut readings);
    if let [best, second, ..] = &readings[..]
        && best.likelihood.is_sound()
        && best.likelihood.nats - second.likelihood.nats > GUESSED
    {
        return Some(best.encoding);
    }
    let guessed = sample.guess();
    match readings.iter_mut().find(|reading| reading.encoding == guessed) {
        Some(reading) => reading.likelihood.nats += GUESSED,
        None => readings.push(sample.read(guessed, GUESSED)),
    }
    likeliest(&mut readings)
}

/// The part of a file that the statistics read.
#[derive(Clone, Copy)]
struct Sample<'a> {
    bytes: &'a [u8],
    /// It ends where the file ends, not inside a character.
    is_last: bool,
}

impl<'a> Sample<'a> {
    fn new(bytes: &'a [u8], start: usize, len: usize) -> Self {
        let end = bytes.len().min(start + len);
        Self { bytes: &bytes[start..end], is_last: end == bytes.len() }
    }

    /// The sample read in `encoding`, for which `prior` nats speak beforehand.
    fn read(self, encoding: &'static Encoding, prior: f32) -> Reading {
        let mut likelihood = Likelihood::of(encoding, self.bytes, self.is_last);
        likelihood.nats += prior;
        // Any bytes are UTF-16 of some kind.
        if (encoding == UTF_16LE || encoding == UTF_16BE) && !likelihood.is_plausible() {
            likelihood.nats = f32::NEG_INFINITY;
        }
        Reading { encoding, likelihood }
    }

    /// What `chardetng` takes it for. It takes longer than all other statistics together.
    fn guess(self) -> &'static Encoding {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        // Not the last: it rules out an encoding for a character that is cut.
        detector.feed(self.bytes, false);
        detector.guess(Some(b"jp"), Utf8Detection::Allow)
    }
}

struct Reading {
    encoding: &'static Encoding,
    likelihood: Likelihood,
}

/// Readings with the likeliest first; of two that are equal the one named first.
fn sort(readings: &mut [Reading]) {
    readings.sort_by(|a, b| b.likelihood.nats.total_cmp(&a.likelihood.nats));
}

/// The encoding of the likeliest reading, `None` where even that one makes no text.
fn likeliest(readings: &mut [Reading]) -> Option<&'static Encoding> {
    sort(readings);
    readings.first().filter(|best| best.likelihood.is_text()).map(|best| best.encoding)
}

/// Whether an escape of ISO 2022 announces a character set used in Japanese: ASCII, JIS X 0201,
/// JIS X 0208, or a longer one (JIS X 0212, JIS X 0213).
fn has_iso_2022_escape(bytes: &[u8]) -> bool {
    memchr::memchr_iter(0x1B, bytes).any(|at| {
        matches!(
            bytes.get(at + 1..at + 3),
            Some([b'$', b'@' | b'B' | b'('] | [b'(', b'B' | b'J' | b'I'])
        )
    })
}
