//! Boxes on the pages of a PDF.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A box on a page, written `[page, x0, y0, x1, y1]`: points (1/72 inch) from the top left corner of
/// the page, which counts from 1.
///
/// # A hundredth of a point is exact enough
/// ```
/// use keikaku_record::PageBox;
/// let place = PageBox::new(3, [56.6934, 120.0, 71.2, 130.5]);
/// assert_eq!(serde_json::to_string(&place)?, "[3,56.69,120.0,71.2,130.5]");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "(u32, f64, f64, f64, f64)", into = "(u32, f64, f64, f64, f64)")]
pub struct PageBox {
    /// The page, from 1.
    pub page: u32,
    /// The left side, the top, the right side and the bottom.
    pub sides: [f64; 4],
}

impl PageBox {
    /// A box with its sides to a hundredth of a point.
    #[must_use]
    pub fn new(page: u32, sides: [f64; 4]) -> Self {
        let sides = sides.map(|side| {
            let rounded = (side * 100.0).round() / 100.0;
            // Not −0, which is written otherwise.
            if rounded.is_finite() && rounded != 0.0 { rounded } else { 0.0 }
        });
        Self { page, sides }
    }
}

type Wire = (u32, f64, f64, f64, f64);

impl From<Wire> for PageBox {
    fn from((page, x0, y0, x1, y1): Wire) -> Self {
        Self { page, sides: [x0, y0, x1, y1] }
    }
}

impl From<PageBox> for Wire {
    fn from(place: PageBox) -> Self {
        let [x0, y0, x1, y1] = place.sides;
        (place.page, x0, y0, x1, y1)
    }
}

impl JsonSchema for PageBox {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "page_box".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "array",
            "items": { "type": "number", "format": "double" },
            "minItems": 5,
            "maxItems": 5,
        })
    }
}
