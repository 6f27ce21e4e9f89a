//! Where something stands on a page.

/// A rectangle with its sides along the axes, in the unit of its page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    /// The left side.
    pub x0: f32,
    /// The top.
    pub y0: f32,
    /// The right side.
    pub x1: f32,
    /// The bottom.
    pub y1: f32,
}

impl Bounds {
    /// The rectangle between two corners: top left, bottom right.
    #[must_use]
    pub const fn new(x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        Self { x0, y0, x1, y1 }
    }

    /// From the left side to the right.
    #[must_use]
    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// From the top to the bottom.
    #[must_use]
    pub fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    /// The middle, across and down.
    #[must_use]
    pub fn centre(&self) -> (f32, f32) {
        ((self.x0 + self.x1) / 2.0, (self.y0 + self.y1) / 2.0)
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn cover(&self, other: &Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// Whether a point lies in it, its sides included.
    #[must_use]
    pub fn contains(&self, x: f32, y: f32) -> bool {
        (self.x0..=self.x1).contains(&x) && (self.y0..=self.y1).contains(&y)
    }

    /// How long the two overlap across the page; negative where a gap stands between them.
    ///
    /// # A gap is a negative overlap
    /// ```
    /// use keikaku_page::Bounds;
    ///
    /// let (a, b) = (Bounds::new(0.0, 0.0, 4.0, 1.0), Bounds::new(6.0, 0.0, 9.0, 1.0));
    /// assert_eq!(a.overlap_across(&b), -2.0);
    /// ```
    #[must_use]
    pub fn overlap_across(&self, other: &Self) -> f32 {
        self.x1.min(other.x1) - self.x0.max(other.x0)
    }

    /// How long the two overlap down the page; negative where a gap stands between them.
    #[must_use]
    pub fn overlap_down(&self, other: &Self) -> f32 {
        self.y1.min(other.y1) - self.y0.max(other.y0)
    }
}
