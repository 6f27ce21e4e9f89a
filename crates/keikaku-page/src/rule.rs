//! Ruling lines.

use crate::Bounds;

/// Which way a line runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// From left to right.
    Across,
    /// From top to bottom.
    Down,
}

/// A ruling line (罫線): a stroke, a thin filled box, or the edge of a rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Which way it runs.
    pub axis: Axis,
    /// The box that it takes: its thickness is the shorter side, and may be 0.
    pub bounds: Bounds,
}

impl Rule {
    /// Where it stands across its own way: `y` of a line across, `x` of a line down.
    #[must_use]
    pub fn position(&self) -> f32 {
        let (x, y) = self.bounds.centre();
        match self.axis {
            Axis::Across => y,
            Axis::Down => x,
        }
    }

    /// Where it begins and ends along its own way.
    #[must_use]
    pub fn extent(&self) -> (f32, f32) {
        match self.axis {
            Axis::Across => (self.bounds.x0, self.bounds.x1),
            Axis::Down => (self.bounds.y0, self.bounds.y1),
        }
    }
}
