//! Scales (千 万 億 兆) and units.

use rust_decimal::Decimal;

/// A unit found at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitMatch<'t> {
    /// The power of ten that its scale multiplies by: 1000 for `千円`, else 1.
    pub scale: Decimal,
    /// The unit without its scale, as written (`％` is `%`): `円`.
    pub unit: &'t str,
}

/// A unit as a label states it: `（単位：千円）`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The power of ten that values are to be multiplied by: 1000 for `千円`, else 1.
    pub scale: Decimal,
    /// The unit without its scale, as written (`％` is `%`): `円`.
    pub name: String,
}

/// The longest known unit at the start of `text`, and how many bytes it takes.
#[must_use]
pub fn match_unit_prefix(text: &str) -> Option<(UnitMatch<'_>, usize)> {
    let _ = text;
    None
}

/// The unit that a label as a whole states: `（単位：千円）`, `【単位 千世帯】`, `(人)`, `百万円`, `％`.
#[must_use]
pub fn parse_unit_label(text: &str) -> Option<Unit> {
    let _ = text;
    None
}
