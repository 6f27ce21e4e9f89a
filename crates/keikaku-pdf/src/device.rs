//! What hayro draws, collected.

use std::panic::resume_unwind;
use std::time::Instant;

use hayro_interpret::font::{Glyph as HayroGlyph, GlyphRun, OutlineFontData};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};
use keikaku_page::{Bounds, Ink};

use crate::fonts::{self, Weights};
use crate::glyph::{Glyph, ideograph, is_blank, is_void};
use crate::limits::Limits;
use crate::paths::{Colour, Marks};

/// What the interpreter is stopped with when a page goes beyond its limits.
///
/// hayro cannot be asked to stop; so the device unwinds, and the reader catches it. No message is
/// printed, since that is no panic.
pub(crate) struct Stop;

/// How far above the baseline an em reaches, in ems; the rest of it is below.
const ASCENT: f32 = 0.88;

/// How many units hayro gives an em.
const UNITS: f64 = 1_000.0;

/// An outline at least this wide (in ems, of the size of the letter) makes it heavy.
const HEAVY_OUTLINE: f64 = 0.015;

/// Letters that nothing in the file names, to be asked for by their codes.
pub(crate) struct Unnamed {
    /// Which glyph it is.
    pub(crate) glyph: usize,
    /// Its character code.
    pub(crate) code: u32,
    /// Its number in its font program.
    pub(crate) id: u32,
    /// Its font.
    pub(crate) font: usize,
}

/// A font that letters were drawn in that nothing in the file names.
pub(crate) struct UnnamedFont {
    /// Its data; there is none for Type 1.
    pub(crate) data: OutlineFontData,
    /// Whether it is set from top to bottom.
    pub(crate) vertical: bool,
}

/// What was drawn on a page.
pub(crate) struct Canvas<'d, 'a> {
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) marks: Marks,
    pub(crate) unnamed: Vec<Unnamed>,
    pub(crate) unnamed_fonts: Vec<UnnamedFont>,
    /// How much of the page images cover, in square points; images on each other count twice.
    pub(crate) image_area: f64,
    weights: &'d mut Weights<'a>,
    page: Rect,
    /// What remains visible within all clips up to this one.
    clips: Vec<Rect>,
    left: usize,
    deadline: Option<Instant>,
    until_clock: usize,
}

/// How many marks are made between two looks at the clock.
const CLOCK: usize = 4_096;

/// What a clip costs beyond one mark: each form has one, and is unpacked each time it is drawn.
const CLIP_COST: usize = 64;

impl<'d, 'a> Canvas<'d, 'a> {
    pub(crate) fn new(
        width: f64,
        height: f64,
        limits: &Limits,
        weights: &'d mut Weights<'a>,
    ) -> Self {
        let page = Rect::new(0.0, 0.0, width, height);
        Self {
            glyphs: Vec::new(),
            marks: Marks::default(),
            unnamed: Vec::new(),
            unnamed_fonts: Vec::new(),
            image_area: 0.0,
            weights,
            page,
            clips: Vec::new(),
            left: limits.marks,
            deadline: limits.time.and_then(|time| Instant::now().checked_add(time)),
            until_clock: CLOCK,
        }
    }

    fn spend(&mut self, marks: usize, clock: usize) {
        let Some(left) = self.left.checked_sub(marks) else { resume_unwind(Box::new(Stop)) };
        self.left = left;
        self.until_clock = self.until_clock.saturating_sub(marks + clock);
        if self.until_clock == 0 {
            self.until_clock = CLOCK;
            if self.deadline.is_some_and(|deadline| Instant::now() > deadline) {
                resume_unwind(Box::new(Stop));
            }
        }
    }

    fn visible(&self) -> Rect {
        self.clips.last().copied().unwrap_or(self.page)
    }

    fn push_clip(&mut self, clip: Rect) {
        self.spend(1, CLIP_COST);
        let outer = self.visible();
        // Not `intersect`, which makes a clip beside the page a line on its edge.
        let inner = Rect::new(
            outer.x0.max(clip.x0),
            outer.y0.max(clip.y0),
            outer.x1.min(clip.x1),
            outer.y1.min(clip.y1),
        );
        self.clips.push(inner);
    }

    /// One letter, if it can be seen.
    fn letter(&mut self, drawn: &HayroGlyph<'_>, place: Affine, style: &Style) -> Option<Named> {
        let mut named = match drawn.as_unicode() {
            Some(BfString::Char(c)) => {
                Named { letter: ideograph(c), more: None, is_void: is_void(c) }
            }
            Some(BfString::String(s)) => {
                let mut letters = s.chars().filter(|c| !is_blank(*c) && !is_void(*c));
                let letter = letters.next().unwrap_or(' ');
                let more: String = letters.collect();
                let is_void = letter == ' ' && s.chars().any(is_void);
                Named { letter, more: (!more.is_empty()).then(|| more.into()), is_void }
            }
            None => Named { letter: '\u{FFFD}', more: None, is_void: true },
        };
        if is_blank(named.letter) {
            named.letter = ' ';
        }
        let advance = match drawn {
            HayroGlyph::Outline(g) => g.advance_width(),
            HayroGlyph::Type3(g) => g.advance_width(),
        };
        // hayro gives no advance of text down; 1 em is that of all but half-width figures.
        let advance = if style.vertical { UNITS } else { f64::from(advance.unwrap_or(0.0)) };
        let width = if style.vertical { UNITS } else { advance };
        let (top, bottom) = (f64::from(ASCENT) * UNITS, (f64::from(ASCENT) - 1.0) * UNITS);
        let bounds = place.transform_rect_bbox(Rect::new(0.0, bottom, width, top));
        let (origin, end) = if style.vertical {
            (place * Point::new(UNITS / 2.0, top), place * Point::new(UNITS / 2.0, bottom))
        } else {
            (place * Point::new(0.0, 0.0), place * Point::new(advance, 0.0))
        };
        // Of a glyph without width, too, the font says which way it goes on.
        let ahead = if style.vertical {
            place * Point::new(UNITS / 2.0, top - UNITS)
        } else {
            place * Point::new(UNITS, 0.0)
        };
        let (way, size) = (ahead - origin, place * Point::new(0.0, UNITS) - place * Point::ZERO);
        let (length, size) = (way.hypot(), size.hypot());
        let sound = bounds.is_finite() && length > 0.0 && size > 0.0 && size.is_finite();
        if !sound || !holds(self.visible(), bounds.center()) {
            return None;
        }
        self.glyphs.push(Glyph {
            letter: named.letter,
            more: named.more.take(),
            origin: (origin.x as f32, origin.y as f32),
            flow: ((way.x / length) as f32, (way.y / length) as f32),
            advance: (end - origin).hypot() as f32,
            size: size as f32,
            bounds: page_bounds(bounds),
            vertical: style.vertical,
            bold: style.bold || style.outline > HEAVY_OUTLINE * size,
            ink: style.ink,
            copy: false,
        });
        Some(named)
    }
}

/// What a glyph says.
struct Named {
    letter: char,
    more: Option<Box<str>>,
    is_void: bool,
}

/// What all letters of one text have in common.
struct Style {
    vertical: bool,
    bold: bool,
    ink: Ink,
    /// How thick they are outlined, in points.
    outline: f64,
}

impl<'a> Device<'a> for Canvas<'_, 'a> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let colour = colour_of(&props.paint);
        let Some(first) = run.glyphs().first() else { return };
        let (font, bold) = match &**first {
            HayroGlyph::Outline(glyph) => {
                let font = glyph.font_data();
                let bold = self.weights.is_bold(glyph, font.as_ref());
                (font, bold)
            }
            HayroGlyph::Type3(_) => (None, false),
        };
        let vertical = run.writing_mode() == WritingMode::Vertical;
        let hidden = matches!(mode, DrawMode::Invisible) || colour == Colour::None;
        let outline = match mode {
            DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke)
                if colour == Colour::Ink =>
            {
                f64::from(stroke.line_width) * scale_of(props.transform)
            }
            _ => 0.0,
        };
        let style = Style {
            vertical,
            bold,
            ink: if hidden { Ink::Invisible } else { Ink::Visible },
            outline,
        };
        let mut number = None;
        for glyph in run.glyphs() {
            self.spend(1, 0);
            let at = self.glyphs.len();
            let Some(named) = self.letter(glyph, props.transform * glyph.transform(), &style)
            else {
                continue;
            };
            if !named.is_void {
                continue;
            }
            match &**glyph {
                HayroGlyph::Outline(outline) => {
                    if let Some(data) = &font {
                        let font = *number.get_or_insert_with(|| {
                            self.unnamed_fonts.push(UnnamedFont { data: data.clone(), vertical });
                            self.unnamed_fonts.len() - 1
                        });
                        let (code, id) = (outline.char_code(), outline.glyph_id().to_u32());
                        self.unnamed.push(Unnamed { glyph: at, code, id, font });
                    }
                    // A blank needs no name; in the stand-in for another font all look blank.
                    let empty = !font.as_ref().is_some_and(fonts::is_stand_in)
                        && outline.outline().elements().is_empty();
                    self.glyphs[at].letter = if empty { ' ' } else { '\u{FFFD}' };
                }
                HayroGlyph::Type3(_) => self.glyphs[at].letter = '\u{FFFD}',
            }
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.spend(1 + path.elements().len(), 0);
        let (visible, colour) = (self.visible(), colour_of(&props.paint));
        match mode {
            DrawMode::Fill(_) => self.marks.fill(path, props.transform, visible, colour),
            DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) => {
                let width = f64::from(stroke.line_width) * scale_of(props.transform);
                self.marks.stroke(path, props.transform, width, visible, colour);
            }
            DrawMode::Invisible => {}
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.spend(clip.path.elements().len(), 0);
        // Of other shapes the box: they are round corners and pictures.
        let no_path = clip.path.elements().iter().all(|e| matches!(e, PathEl::MoveTo(_)));
        let inside = if no_path { Rect::ZERO } else { clip.path.control_box() };
        self.push_clip(inside);
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.push_clip(*rect);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.spend(1, 0);
    }

    fn pop_transparency_group(&mut self) {}

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.spend(1, CLIP_COST);
        let size = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let shown = props.transform.transform_rect_bbox(size).intersect(self.visible());
        if shown.is_finite() {
            self.image_area += shown.area();
        }
    }
}

fn holds(rect: Rect, point: Point) -> bool {
    (rect.x0..=rect.x1).contains(&point.x) && (rect.y0..=rect.y1).contains(&point.y)
}

fn page_bounds(rect: Rect) -> Bounds {
    Bounds::new(rect.x0 as f32, rect.y0 as f32, rect.x1 as f32, rect.y1 as f32)
}

/// How much longer things become on the page.
fn scale_of(transform: Affine) -> f64 {
    transform.determinant().abs().sqrt()
}

fn colour_of(paint: &Paint<'_>) -> Colour {
    match paint {
        Paint::Color(colour) => Colour::of(colour.to_rgba().components()),
        Paint::Pattern(_) => Colour::Ink,
    }
}
