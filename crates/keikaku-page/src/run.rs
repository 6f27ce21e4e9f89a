//! Runs of text.

use keikaku_text::Span;

use crate::Bounds;

/// Which way the letters of a run follow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// From left to right (横書き).
    #[default]
    Across,
    /// From top to bottom (縦書き).
    Down,
}

/// How a run is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    /// To be seen.
    #[default]
    Visible,
    /// Drawn without ink, as OCR programs lay their text over the image of a page.
    Invisible,
}

/// Text that stands on one line with nothing between its letters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// Where its text stands in the source.
    pub span: Span,
    /// The box around it.
    pub bounds: Bounds,
    /// The line that its letters stand on: `y` of text across, `x` of the middle of text down.
    pub baseline: f32,
    /// The height of its letters: 1 in a dump.
    pub size: f32,
    /// Whether its letters are heavy (太字).
    pub bold: bool,
    /// Which way its letters follow each other.
    pub direction: Direction,
    /// How it is drawn.
    pub ink: Ink,
}

impl Run {
    /// A run of a text dump, where every letter is as high as its line.
    #[must_use]
    pub fn of_dump(span: Span, bounds: Bounds) -> Self {
        Self {
            span,
            bounds,
            baseline: bounds.y1,
            size: 1.0,
            bold: false,
            direction: Direction::Across,
            ink: Ink::Visible,
        }
    }
}
