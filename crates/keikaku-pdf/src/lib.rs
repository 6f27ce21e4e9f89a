//! PDF files to pages: runs of text with their boxes, and ruling lines.
//!
//! This crate knows nothing of plans, of tables or of reading order. It says what is printed on
//! each page and where, in the drawing order of the file, and names what it could not read.
//! The interpreter of PDF programs is `hayro-interpret`; it is confined to this crate.
//!
//! - [`read`] takes a whole file; [`Reader`] gives one page at a time, so that memory is bounded by
//!   the largest page.
//! - Text comes from the file's own tables (`ToUnicode`), else from the character collection of the
//!   font (Adobe-Japan1 and its likes), else from the font program. What no table names becomes
//!   U+FFFD and is counted.
//! - A letter that is drawn twice (fake bold, fill and outline) is one letter.
//! - What is clipped away or lies off the visible page is left out.
//!
//! # Measures
//! All lengths are points from the top left corner of the visible page, `y` downwards. The box of a
//! letter is that of its em: from 0.88 em above the baseline to 0.12 em below it, as Japanese fonts
//! have it, and as wide as the font says. It does not hug the ink.
//!
//! # A line that is drawn as a thin box is a rule
//! ```
//! use keikaku_page::Axis;
//! use keikaku_pdf::{Limits, read};
//!
//! let content = "BT /F 12 Tf 20 70 Td (A) Tj ET 10 50 80 0.5 re f";
//! let pdf = format!(
//!     "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
//!      2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
//!      3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R\
//!      /Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n\
//!      4 0 obj<</Length {}>>stream\n{content}\nendstream endobj\n\
//!      trailer<</Root 1 0 R>>\n%%EOF",
//!     content.len(),
//! );
//! let document = read(pdf.as_bytes(), &Limits::default())?;
//! let page = &document.pages[0];
//! assert_eq!(page.runs[0].span.slice(&document.text), Some("A"));
//! assert_eq!(page.runs[0].baseline, 30.0);
//! assert_eq!((page.rules[0].axis, page.rules[0].position()), (Axis::Across, 49.75));
//! # Ok::<(), keikaku_pdf::PdfError>(())
//! ```

mod bombs;
mod cmaps;
mod copies;
mod device;
mod error;
mod fonts;
mod glyph;
mod limits;
mod paths;
mod problem;
mod reader;
mod rules;
mod runs;
mod unicode;

pub use error::PdfError;
pub use limits::Limits;
pub use problem::{PdfProblem, PdfProblemKind};
pub use reader::{PageRead, Pages, PdfDocument, Reader, read};

/// The licences of Adobe's CMaps and of the standard fonts, whose notices go with every copy.
pub const LICENSE: &str = include_str!("../data/LICENSE.txt");
