//! Files as texts: text files decoded, PDFs as keikaku's own dump of their pages.

use keikaku_layout::{DUMP_VERSION, Drawn, Layout, Typesetter, WordSense};
use keikaku_pdf::{Limits, PdfError, PdfProblem, Reader};
use keikaku_text::{DecodeError, Decoded, EncodingLabel, SourceText, decode};

/// A document that could be read as a text.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its text; of a PDF the dump of its pages (see [`Typesetter`]).
    pub decoded: Decoded,
    /// Of a PDF its ruled tables, and where everything is drawn.
    pub drawn: Option<Drawn>,
    /// What could not be read of a PDF, in the order of its pages.
    pub problems: Vec<PdfProblem>,
}

/// Why a file could not be read as a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It is no text and no PDF.
    #[error("{0}; give the text of the document instead")]
    Text(DecodeError),
    /// It is a PDF that cannot be read.
    #[error("{0}; {advice}", advice = advice(.0))]
    Pdf(PdfError),
}

impl OpenError {
    /// Its code in diagnostics.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Text(_) => "not_text",
            Self::Pdf(PdfError::Damaged) => "damaged",
            Self::Pdf(PdfError::Password | PdfError::Encryption) => "encrypted",
            Self::Pdf(PdfError::StreamTooLarge(_)) => "limit_exceeded",
            Self::Pdf(PdfError::Internal) => "internal_error",
        }
    }
}

/// What a person can do about it.
fn advice(error: &PdfError) -> &'static str {
    match error {
        PdfError::Damaged => "print or save it anew with a PDF program",
        PdfError::Password | PdfError::Encryption => "save it without a password",
        PdfError::StreamTooLarge(_) => "such a file may be made to do harm",
        PdfError::Internal => "please report it",
    }
}

impl Opened {
    /// Reads a file: one that begins as a PDF is one, whatever its name, all others are text in the
    /// given encoding, or in the one that is detected.
    ///
    /// # Errors
    /// Where it is no text, or a PDF that cannot be read at all.
    pub fn read(bytes: &[u8], encoding: Option<EncodingLabel>) -> Result<Self, OpenError> {
        if is_pdf(bytes) {
            return Self::read_pdf(bytes, &Limits::default()).map_err(OpenError::Pdf);
        }
        let decoded = decode(bytes, encoding).map_err(OpenError::Text)?;
        Ok(Self { decoded, drawn: None, problems: Vec::new() })
    }

    /// Reads the pages of a PDF and writes their dump, a page at a time.
    fn read_pdf(bytes: &[u8], limits: &Limits) -> Result<Self, PdfError> {
        let reader = Reader::open(bytes.to_vec(), limits)?;
        let mut typesetter = Typesetter::default();
        let mut problems = Vec::new();
        for read in reader.pages() {
            typesetter.page(&read.page, &read.text);
            problems.extend(read.problems);
        }
        problems.extend(reader.problem());
        let (text, drawn) = typesetter.finish();
        // The text of a PDF is in no encoding.
        let decoded = Decoded { source: SourceText::new(text, ""), problems: Vec::new() };
        Ok(Self { decoded, drawn: Some(drawn), problems })
    }

    /// Its text.
    #[must_use]
    pub fn source(&self) -> &SourceText {
        &self.decoded.source
    }

    /// The encoding of its bytes; none for a PDF.
    #[must_use]
    pub fn encoding(&self) -> Option<&'static str> {
        self.drawn.is_none().then(|| self.source().encoding())
    }

    /// By which rules its text was written, where that is keikaku's own.
    #[must_use]
    pub fn dump_version(&self) -> Option<u32> {
        self.drawn.as_ref().map(|_| DUMP_VERSION)
    }

    /// Its layout.
    #[must_use]
    pub fn layout(&self, sense: &mut dyn WordSense) -> Layout {
        match &self.drawn {
            Some(drawn) => keikaku_layout::analyse_drawn(self.source(), drawn, sense),
            None => keikaku_layout::analyse_with(self.source(), sense),
        }
    }
}

/// Whether bytes are a PDF, whatever the file is called.
///
/// # Only the beginning tells
/// ```
/// assert!(keikaku_extract::is_pdf(b"\n%PDF-1.7\n"));
/// assert!(!keikaku_extract::is_pdf(b"A file that begins with %PDF- is a PDF."));
/// ```
#[must_use]
pub fn is_pdf(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"%PDF-")
}
