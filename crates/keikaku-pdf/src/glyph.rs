//! A letter as it was drawn.

use keikaku_page::{Bounds, Ink};

/// A letter as it was drawn, in points of the visible page.
#[derive(Clone, Debug)]
pub(crate) struct Glyph {
    /// What it says. A blank is ' ', whichever it was.
    pub(crate) letter: char,
    /// The letters behind the first one, where one glyph says several (ﬁ, ㌢).
    pub(crate) more: Option<Box<str>>,
    /// Where it begins: on the baseline of text across, in the middle of the line of text down.
    pub(crate) origin: (f32, f32),
    /// Which way the text goes on, of length 1.
    pub(crate) flow: (f32, f32),
    /// How far it takes the text on.
    pub(crate) advance: f32,
    /// The height of its em.
    pub(crate) size: f32,
    /// The box of its em.
    pub(crate) bounds: Bounds,
    /// Whether its font is set from top to bottom.
    pub(crate) vertical: bool,
    /// Whether it is heavy.
    pub(crate) bold: bool,
    /// How it is drawn.
    pub(crate) ink: Ink,
    /// Whether it is a copy of another glyph, to be left out.
    pub(crate) copy: bool,
}

impl Glyph {
    /// Whether it shows nothing.
    pub(crate) fn is_blank(&self) -> bool {
        self.letter == ' '
    }

    /// How far along a way a point lies.
    pub(crate) fn along(flow: (f32, f32), point: (f32, f32)) -> f32 {
        flow.0 * point.0 + flow.1 * point.1
    }

    /// How far beside a way a point lies.
    pub(crate) fn beside(flow: (f32, f32), point: (f32, f32)) -> f32 {
        flow.0 * point.1 - flow.1 * point.0
    }
}

/// Whether a character shows nothing: spaces of any width, U+3000 among them, and line ends.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether a character says nothing of what is shown, so that its glyph counts as unmapped.
pub(crate) fn is_void(c: char) -> bool {
    c == '\u{FFFD}' || (c.is_control() && !is_blank(c))
}
