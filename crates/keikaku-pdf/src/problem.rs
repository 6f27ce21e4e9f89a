//! What could not be read of a file that could be read.

use std::fmt;

/// Something of a file that could not be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PdfProblem {
    /// The page, from 1; `None` for the file.
    pub page: Option<usize>,
    /// What is wrong.
    pub kind: PdfProblemKind,
    /// How many glyphs, fonts or pages it is about; 1 where there is nothing to count.
    pub count: usize,
}

/// What can be wrong with a page or a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PdfProblemKind {
    /// The page shows an image, or letters drawn as shapes, and no text: it was scanned or
    /// outlined. An OCR program can lay text over it.
    NoTextLayer,
    /// Glyphs that no table of the file or of its fonts names. U+FFFD stands for each.
    UnmappedGlyphs,
    /// Text was set in a font that could not be loaded: it may be missing or wrong.
    FontNotRead,
    /// The page went beyond a limit; what came after that is missing.
    LimitExceeded,
    /// The page was given up by a defect of the reader; what was drawn before that is there.
    PageNotRead,
    /// Pages beyond [`Limits::pages`](crate::Limits) were not read.
    PagesLeftOut,
}

impl PdfProblemKind {
    /// Its code in diagnostics.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoTextLayer => "no_text_layer",
            Self::UnmappedGlyphs => "unmapped_glyphs",
            Self::FontNotRead => "font_not_read",
            Self::LimitExceeded => "limit_exceeded",
            Self::PageNotRead => "page_not_read",
            Self::PagesLeftOut => "pages_left_out",
        }
    }
}

impl fmt::Display for PdfProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(page) = self.page {
            write!(f, "page {page}: ")?;
        }
        match self.kind {
            PdfProblemKind::NoTextLayer => {
                write!(f, "no text but an image; run an OCR program over the file first")
            }
            PdfProblemKind::UnmappedGlyphs => {
                write!(f, "{} glyphs that the file does not name", self.count)
            }
            PdfProblemKind::FontNotRead => {
                write!(f, "{} texts in a font that could not be loaded", self.count)
            }
            PdfProblemKind::LimitExceeded => write!(f, "more on it than the limits allow"),
            PdfProblemKind::PageNotRead => write!(f, "given up by a defect of the reader"),
            PdfProblemKind::PagesLeftOut => {
                write!(f, "{} pages beyond the limit were not read", self.count)
            }
        }
    }
}
