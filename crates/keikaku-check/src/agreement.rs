//! When two sides agree: the three ways of matching.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use crate::{fold, ratio};

/// A way of matching, after the practice of GROBID's end-to-end evaluation; each forgives all that
/// the one before it does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matching {
    /// Texts are equal as they are; numbers are equal as numbers (15 is 15.0).
    Strict,
    /// Texts are equal once folded ([`fold`](fn@fold)).
    #[default]
    Normalised,
    /// Free texts are alike: a Levenshtein similarity of 0.8 or a Ratcliff–Obershelp ratio of 0.95,
    /// once folded. Numbers agree where one is the other rounded to fewer decimals, lines where
    /// they are one apart, spans where they overlap.
    Tolerant,
}

impl Matching {
    /// All ways, the strictest first.
    pub const ALL: [Self; 3] = [Self::Strict, Self::Normalised, Self::Tolerant];

    /// The name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Normalised => "normalised",
            Self::Tolerant => "tolerant",
        }
    }

    /// What it forgives, in a sentence.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            Self::Strict => "texts are equal as they are, numbers as numbers",
            Self::Normalised => {
                "texts are equal after folding: NFKC, no white space, one kind of tilde, dash and bracket"
            }
            Self::Tolerant => {
                "folded free texts have a Levenshtein similarity of at least 0.8 or a \
                 Ratcliff-Obershelp ratio of at least 0.95; numbers are equal once rounded to the \
                 fewer decimals, lines are at most one apart, spans overlap"
            }
        }
    }
}

impl fmt::Display for Matching {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How far two sides agree: the strictest way of matching under which they do.
///
/// # What agrees strictly agrees in every way
/// ```
/// use keikaku_check::{Agreement, Matching};
///
/// assert!(Agreement::Strict.holds(Matching::Tolerant));
/// assert!(!Agreement::Tolerant.holds(Matching::Normalised));
/// assert!(!Agreement::Different.holds(Matching::Tolerant));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// In every way.
    Strict,
    /// Once folded.
    Normalised,
    /// Nearly.
    Tolerant,
    /// In no way.
    Different,
}

impl Agreement {
    /// Whether the sides agree in a way of matching.
    #[must_use]
    pub fn holds(self, matching: Matching) -> bool {
        match matching {
            Matching::Strict => self == Self::Strict,
            Matching::Normalised => self <= Self::Normalised,
            Matching::Tolerant => self <= Self::Tolerant,
        }
    }

    fn when(tolerant: bool) -> Self {
        if tolerant { Self::Tolerant } else { Self::Different }
    }
}

/// The least Levenshtein similarity of texts that are alike.
const LEVENSHTEIN: f64 = 0.8;
/// The least Ratcliff–Obershelp ratio of texts that are alike.
const RATCLIFF_OBERSHELP: f64 = 0.95;

/// How far the value of a field agrees with the one expected. Lists agree element by element.
pub(crate) fn agreement(field: &str, expected: &Value, found: &Value) -> Agreement {
    match (expected, found) {
        _ if expected == found => Agreement::Strict,
        (Value::Number(a), Value::Number(b)) => numbers(field, a, b),
        (Value::String(a), Value::String(b)) => texts(field, a, b),
        (Value::Array(a), Value::Array(b)) if matches!(field, "span" | "resolved_from") => {
            Agreement::when(overlap(a, b))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).map(|(a, b)| agreement(field, a, b)).max().unwrap_or(Agreement::Strict)
        }
        (Value::Object(a), Value::Object(_)) => a
            .iter()
            .map(|(name, value)| agreement(name, value, &found[name.as_str()]))
            .max()
            .unwrap_or(Agreement::Strict),
        _ => Agreement::Different,
    }
}

/// How far a text begins as expected.
pub(crate) fn beginning(expected: &str, found: &str) -> Agreement {
    if found.starts_with(expected) {
        return Agreement::Strict;
    }
    let (expected, found) = (fold(expected), fold(found));
    if found.starts_with(&expected) {
        return Agreement::Normalised;
    }
    let start: String = found.chars().take(expected.chars().count()).collect();
    Agreement::when(alike(&expected, &start))
}

fn texts(field: &str, a: &str, b: &str) -> Agreement {
    if a == b {
        return Agreement::Strict;
    }
    let (a, b) = (fold(a), fold(b));
    if a == b {
        return Agreement::Normalised;
    }
    Agreement::when(is_free_text(field) && alike(&a, &b))
}

fn alike(a: &str, b: &str) -> bool {
    strsim::normalized_levenshtein(a, b) >= LEVENSHTEIN || ratio(a, b) >= RATCLIFF_OBERSHELP
}

/// Whether a field holds free text: of a date, a unit or a kind one character makes another.
fn is_free_text(field: &str) -> bool {
    matches!(
        field,
        "name"
            | "label"
            | "title"
            | "text"
            | "caption"
            | "agenda"
            | "speaker"
            | "message"
            | "purpose"
            | "organization"
            | "departments"
            | "path"
            | "columns"
            | "rows"
            | "relative_to"
    )
}

fn numbers(field: &str, a: &Number, b: &Number) -> Agreement {
    let (Some(x), Some(y)) = (decimal(a), decimal(b)) else {
        // More digits than a decimal holds: what is left is as near as a float sees it.
        let same = a.as_f64().is_some() && a.as_f64() == b.as_f64();
        return if same { Agreement::Strict } else { Agreement::Different };
    };
    if x == y {
        return Agreement::Strict;
    }
    Agreement::when(match field {
        "line" | "lines" | "extent" => {
            x.checked_sub(y).is_some_and(|apart| apart.abs() <= Decimal::ONE)
        }
        "value" => rounded(x, y),
        _ => false,
    })
}

/// Whether one number is the other with fewer decimals: half a unit of its last place away at most.
/// Whole numbers are never each other's rounding.
fn rounded(x: Decimal, y: Decimal) -> bool {
    let (x, y) = (x.normalize(), y.normalize());
    if x.scale() == y.scale() {
        return false;
    }
    let half = Decimal::new(5, x.scale().min(y.scale()) + 1);
    x.checked_sub(y).is_some_and(|apart| apart.abs() <= half)
}

fn decimal(number: &Number) -> Option<Decimal> {
    let text = number.as_str();
    Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).ok()
}

/// Whether two spans share a byte.
fn overlap(a: &[Value], b: &[Value]) -> bool {
    let pair = |v: &[Value]| Some((v.first()?.as_u64()?, v.get(1)?.as_u64()?));
    matches!((pair(a), pair(b)), (Some((s, e)), Some((t, f))) if s < f && t < e)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_way_of_matching_forgives_what_it_says() {
        use Agreement::{Different, Normalised, Strict, Tolerant};
        for (field, a, b, expected) in [
            ("value", json!(15), json!(15.0), Strict),
            ("value", json!(12), json!(15), Different),
            ("value", json!(92.4), json!(92.37), Tolerant),
            ("value", json!(92.4), json!(92.46), Different),
            ("value", json!(92.4), json!(92), Tolerant),
            ("value", json!(1000), json!(1001), Different),
            ("value", json!(0), json!(null), Different),
            ("fiscal_year", json!(2020), json!(2021), Different),
            ("line", json!(12), json!(13), Tolerant),
            ("line", json!(12), json!(14), Different),
            ("line", json!(7e28), json!(-7e28), Different),
            ("span", json!([3, 9]), json!([3, 9]), Strict),
            ("span", json!([3, 9]), json!([3, 8]), Tolerant),
            ("span", json!([3, 9]), json!([9, 12]), Different),
            ("name", json!("転入者 数"), json!("転入者数"), Normalised),
            ("name", json!("新規就農者数の累計"), json!("新規就農者数の累積"), Tolerant),
            ("name", json!("転入者数"), json!("出生者数"), Different),
            ("start", json!("2020-04-01"), json!("2020-04-02"), Different),
            ("unit", json!("％"), json!("%"), Normalised),
            ("departments", json!(["総務課"]), json!(["総 務課"]), Normalised),
            ("departments", json!(["総務課"]), json!(["総務課", "税務課"]), Different),
            ("issuer", json!({"name": "青葉市"}), json!({"name": "青葉市", "code": null}), Strict),
        ] {
            assert_eq!(agreement(field, &a, &b), expected, "{field}: {a} {b}");
        }
        assert_eq!(beginning("議題１について", "議題1に\nついて、"), Normalised);
    }
}
