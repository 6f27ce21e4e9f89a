//! PDF files as texts: keikaku's own dump of their pages, and what is known of it.

use keikaku_layout::{Drawn, Typesetter};
use keikaku_pdf::{Limits, PdfError, PdfProblem, Reader};
use keikaku_text::SourceText;

/// A PDF as a text.
#[derive(Clone, Debug)]
pub struct DrawnText {
    /// The dump of its pages (see [`Typesetter`]).
    pub source: SourceText,
    /// Its ruled tables, and where everything is drawn.
    pub drawn: Drawn,
    /// What could not be read, in the order of the pages.
    pub problems: Vec<PdfProblem>,
}

impl DrawnText {
    /// Reads the pages of a PDF and writes their dump, a page at a time.
    ///
    /// # Errors
    /// Where the file cannot be read at all: damaged, encrypted with a password, or hostile.
    pub fn read(bytes: &[u8], limits: &Limits) -> Result<Self, PdfError> {
        let reader = Reader::open(bytes.to_vec(), limits)?;
        let mut typesetter = Typesetter::default();
        let mut problems = Vec::new();
        for read in reader.pages() {
            typesetter.page(&read.page, &read.text);
            problems.extend(read.problems);
        }
        problems.extend(reader.problem());
        let (text, drawn) = typesetter.finish();
        // Text of a PDF is in no encoding.
        let source = SourceText::new(text, "");
        Ok(Self { source, drawn, problems })
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
