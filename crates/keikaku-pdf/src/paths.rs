//! Lines and boxes as they were drawn.

use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};
use keikaku_page::{Axis, Bounds, Rule};

/// Boxes up to this thick (in points) are lines.
///
/// The thickest borders of office programs are 2.25 points, and 3 those of some forms.
const THICK: f64 = 3.0;

/// A thin box is a line where it is so many times as long as it is thick; else it is a dot.
const SLENDER: f64 = 3.0;

/// Dots up to this size (in points) may be a part of a dotted line.
const DOT: f64 = 1.6;

/// How far the ends of a line may stand off its axis, in points.
const SKEW: f64 = 0.35;

/// How far apart the two outlines of a frame are at most, in points: a border that is filled.
const FRAME: f64 = THICK;

/// How many coloured boxes a white line is looked for on, the last ones first.
const GROUNDS: usize = 1_000;

/// How visible something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colour {
    /// Not at all.
    None,
    /// White, which shows only on something else.
    White,
    /// Any other colour, or a pattern.
    Ink,
}

impl Colour {
    /// The colour of red, green, blue and opacity, each from 0 to 1.
    pub(crate) fn of([red, green, blue, alpha]: [f32; 4]) -> Self {
        if alpha < 0.02 {
            Self::None
        } else if red.min(green).min(blue) > 0.985 {
            Self::White
        } else {
            Self::Ink
        }
    }
}

/// Lines and boxes in drawing order.
#[derive(Default)]
pub(crate) struct Marks {
    /// Strokes and thin boxes.
    pub(crate) lines: Vec<Rule>,
    /// Dots, which may be dotted lines.
    pub(crate) dots: Vec<Bounds>,
    /// Edges of coloured boxes.
    pub(crate) edges: Vec<Rule>,
    /// The boxes of coloured fills, to tell a white line on them.
    grounds: Vec<Rect>,
    /// How many curves were drawn: letters as shapes are made of them.
    pub(crate) curves: usize,
}

impl Marks {
    /// What filling a path shows.
    pub(crate) fn fill(&mut self, path: &BezPath, place: Affine, visible: Rect, colour: Colour) {
        if colour == Colour::None {
            return;
        }
        let mut shapes = Vec::new();
        for shape in shapes_of(path, place) {
            self.curves += shape.curves;
            shapes.push(shape);
        }
        if let [outer, inner] = &shapes[..]
            && outer.is_box()
            && inner.is_box()
            && self.frame(outer.bounds, inner.bounds, visible, colour)
        {
            return;
        }
        for shape in shapes {
            let Some(shown) = clipped(shape.bounds, visible) else { continue };
            let (width, height) = (shown.width(), shown.height());
            // Round lines and those with slanted ends are lines, a thin curve is a letter's part.
            if shape.curves == 0 && width.min(height) <= THICK {
                self.line(shown, colour);
            } else if shape.is_box() && colour == Colour::Ink {
                self.grounds.push(shown);
                self.outline(shown);
            }
        }
    }

    /// What drawing along a path shows.
    pub(crate) fn stroke(
        &mut self,
        path: &BezPath,
        place: Affine,
        width: f64,
        visible: Rect,
        colour: Colour,
    ) {
        if colour == Colour::None {
            return;
        }
        let half = width.max(0.1) / 2.0;
        let mut start = Point::ZERO;
        let mut last = Point::ZERO;
        for element in path.elements() {
            let next = match *element {
                PathEl::MoveTo(p) => {
                    start = place * p;
                    last = start;
                    continue;
                }
                PathEl::LineTo(p) => place * p,
                PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) => {
                    self.curves += 1;
                    last = place * p;
                    continue;
                }
                PathEl::ClosePath => start,
            };
            let flat = Rect::from_points(last, next);
            last = next;
            let thin = flat.width().min(flat.height());
            if thin > SKEW {
                continue;
            }
            let middle = flat.center();
            let straight = if flat.width() >= flat.height() {
                Rect::new(flat.x0, middle.y - half, flat.x1, middle.y + half)
            } else {
                Rect::new(middle.x - half, flat.y0, middle.x + half, flat.y1)
            };
            let Some(shown) = clipped(straight, visible) else { continue };
            if shown.width().min(shown.height()) <= THICK {
                self.line(shown, colour);
            } else if colour == Colour::Ink {
                // So thick a stroke is a box.
                self.grounds.push(shown);
                self.outline(shown);
            }
        }
    }

    /// A border that is filled between two boxes, one in the other; whether it was one.
    fn frame(&mut self, a: Rect, b: Rect, visible: Rect, colour: Colour) -> bool {
        let (outer, inner) = if a.area() >= b.area() { (a, b) } else { (b, a) };
        let sides = [
            (inner.x0 - outer.x0, Rect::new(outer.x0, outer.y0, inner.x0, outer.y1)),
            (outer.x1 - inner.x1, Rect::new(inner.x1, outer.y0, outer.x1, outer.y1)),
            (inner.y0 - outer.y0, Rect::new(outer.x0, outer.y0, outer.x1, inner.y0)),
            (outer.y1 - inner.y1, Rect::new(outer.x0, inner.y1, outer.x1, outer.y1)),
        ];
        if sides.iter().any(|(thick, _)| !(0.0..=FRAME).contains(thick)) {
            return false;
        }
        for (_, side) in sides {
            if let Some(shown) = clipped(side, visible) {
                self.line(shown, colour);
            }
        }
        true
    }

    /// A thin box: a line, a dot, or a white one that shows on a coloured ground only.
    fn line(&mut self, shown: Rect, colour: Colour) {
        if colour == Colour::White {
            let middle = shown.center();
            let mut grounds = self.grounds.iter().rev().take(GROUNDS);
            if !grounds.any(|g| g.inflate(0.5, 0.5).contains(middle)) {
                return;
            }
        }
        let (width, height) = (shown.width(), shown.height());
        let bounds = bounds_of(shown);
        if width.max(height) <= DOT {
            self.dots.push(bounds);
        } else if width >= SLENDER * height {
            self.lines.push(Rule { axis: Axis::Across, bounds });
        } else if height >= SLENDER * width {
            self.lines.push(Rule { axis: Axis::Down, bounds });
        }
    }

    /// The sides of a coloured box, without thickness.
    fn outline(&mut self, shown: Rect) {
        let Bounds { x0, y0, x1, y1 } = bounds_of(shown);
        let across = |y| Rule { axis: Axis::Across, bounds: Bounds::new(x0, y, x1, y) };
        let down = |x| Rule { axis: Axis::Down, bounds: Bounds::new(x, y0, x, y1) };
        self.edges.extend([across(y0), across(y1), down(x0), down(x1)]);
    }
}

/// A part of a path that hangs together.
struct Shape {
    bounds: Rect,
    curves: usize,
    points: usize,
    /// Whether all its lines run along an axis.
    square: bool,
}

impl Shape {
    fn new(point: Point) -> Self {
        Self { bounds: Rect::from_points(point, point), curves: 0, points: 1, square: true }
    }

    /// Whether it is a rectangle along the axes.
    fn is_box(&self) -> bool {
        self.curves == 0 && self.square && (4..=6).contains(&self.points)
    }
}

fn shapes_of(path: &BezPath, place: Affine) -> impl Iterator<Item = Shape> {
    let mut shapes: Vec<Shape> = Vec::new();
    let mut last = Point::ZERO;
    for element in path.elements() {
        let (point, curved) = match *element {
            PathEl::MoveTo(p) => {
                last = place * p;
                shapes.push(Shape::new(last));
                continue;
            }
            PathEl::LineTo(p) => (place * p, false),
            PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) => (place * p, true),
            PathEl::ClosePath => continue,
        };
        let Some(shape) = shapes.last_mut() else { continue };
        shape.bounds = shape.bounds.union_pt(point);
        shape.curves += usize::from(curved);
        shape.points += 1;
        let (dx, dy) = ((point.x - last.x).abs(), (point.y - last.y).abs());
        shape.square &= dx.min(dy) <= SKEW;
        last = point;
    }
    shapes.into_iter()
}

/// The part of a box that can be seen.
fn clipped(shape: Rect, visible: Rect) -> Option<Rect> {
    let shown = Rect::new(
        shape.x0.max(visible.x0),
        shape.y0.max(visible.y0),
        shape.x1.min(visible.x1),
        shape.y1.min(visible.y1),
    );
    (shown.x0 <= shown.x1 && shown.y0 <= shown.y1 && shown.is_finite()).then_some(shown)
}

fn bounds_of(rect: Rect) -> Bounds {
    Bounds::new(rect.x0 as f32, rect.y0 as f32, rect.x1 as f32, rect.y1 as f32)
}
