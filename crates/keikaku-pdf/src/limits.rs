//! How much a file may ask for.

use std::time::Duration;

/// How much a file may ask for before it is given up, since a PDF can be hostile.
///
/// The defaults are far above what printed pages need: of 24 pages of seven plans the fullest makes
/// 6,000 marks. Nesting is bounded by the interpreter: forms in forms 50 deep,
/// objects in objects 512 deep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many pages are read; those after them are left out, and said.
    pub pages: usize,
    /// How many bytes one stream may unpack to. A file with a larger one is refused as a whole.
    /// Streams that are too small to reach it by any packing are not looked at, and images in a
    /// format of their own (JPEG, JBIG2 …) are never unpacked.
    pub stream_bytes: u64,
    /// How many bytes of drawing instructions one page may have, forms not counted. What follows is
    /// left out, and said.
    pub content_bytes: usize,
    /// How many marks one page may make: glyphs, points of paths, clips, images. What follows is
    /// left out, and said.
    pub marks: usize,
    /// How long one page may take. It is there for files that are made to take long by little;
    /// `None` where the result may not depend on the speed of the machine. It is looked at between
    /// marks, so that a page may take somewhat longer.
    pub time: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            pages: 20_000,
            stream_bytes: 256 << 20,
            content_bytes: 64 << 20,
            marks: 3_000_000,
            time: Some(Duration::from_secs(60)),
        }
    }
}
