//! A printed page as geometry: runs of text with their boxes, and ruling lines.
//!
//! A text dump and a PDF give the same pages, so that one finder of tables reads both. The two
//! differ in their [`Unit`]: a dump is measured in half-width columns and lines, a PDF in points.
//!
//! ```
//! use keikaku_page::{Bounds, Page, Run, Unit};
//! use keikaku_text::Span;
//!
//! // 「計画」 at the third column of the second line of a dump.
//! let run = Run::of_dump(Span::new(7, 13), Bounds::new(2.0, 1.0, 6.0, 2.0));
//! let page = Page { number: 1, bounds: Bounds::new(0.0, 0.0, 80.0, 40.0), unit: Unit::Cell,
//!     runs: vec![run], rules: Vec::new() };
//! assert_eq!(page.runs[0].bounds.width(), 4.0);
//! ```

mod bounds;
mod rule;
mod run;

pub use bounds::Bounds;
pub use rule::{Axis, Rule};
pub use run::{Direction, Ink, Run};

/// What a length of one means on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A text dump: `x` counts half-width columns, `y` counts lines, both from 0.
    Cell,
    /// A PDF: both count points (1/72 inch) from the top left corner of the visible page.
    Point,
}

/// One page (ページ): what is printed on it, and where.
///
/// `x` grows to the right and `y` grows downwards.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The number of the page in its document, from 1.
    pub number: usize,
    /// The visible page.
    pub bounds: Bounds,
    /// What a length of one means.
    pub unit: Unit,
    /// The runs of text, in the order of the source.
    pub runs: Vec<Run>,
    /// The ruling lines (罫線); empty where the source does not give them.
    pub rules: Vec<Rule>,
}
