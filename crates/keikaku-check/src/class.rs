//! What a difference says was wrong.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

/// What was wrong, by which differences are counted and found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A number.
    Value,
    /// A unit of measure.
    Unit,
    /// A time: its days, its kind, or its fiscal year.
    Year,
    /// What a value says (its kind) or what a department does (its role).
    Role,
    /// Who is responsible.
    Department,
    /// Where something stands in the source.
    Span,
    /// The line of a record.
    Line,
    /// The order of the parts of a record.
    Order,
    /// A record that was not found.
    MissingRecord,
    /// A record that was not expected.
    ExtraRecord,
    /// A part of a record that was not found: an observation, a cost.
    MissingPart(Cow<'static, str>),
    /// A part of a record that was not expected.
    ExtraPart(Cow<'static, str>),
    /// Another field, by its name.
    Field(String),
}

impl Class {
    /// The class of a field of an object: `parent` is the kind of record, or the field that holds
    /// the object.
    pub(crate) fn of(parent: &str, field: &str) -> Self {
        match (parent, field) {
            ("department" | "departments", "name" | "organization" | "unit")
            | (_, "departments" | "organization") => Self::Department,
            ("observations" | "costs" | "values", "kind") | ("department", "role") => Self::Role,
            (_, "value") => Self::Value,
            (_, "unit") => Self::Unit,
            (_, "start" | "end" | "basis" | "fiscal_year" | "fiscal_years" | "issued") => {
                Self::Year
            }
            ("project", "period") => Self::Year,
            (_, "span" | "spans" | "lines" | "extent") => Self::Span,
            (_, "line") => Self::Line,
            _ => Self::Field(field.to_owned()),
        }
    }

    /// The class of a part of `list` that only one side has.
    pub(crate) fn of_part(list: &str, missing: bool) -> Self {
        let part: Cow<'static, str> = match list {
            "departments" => return Self::Department,
            "observations" => "observation".into(),
            "costs" => "cost".into(),
            "values" => "table value".into(),
            "schedule" => "schedule entry".into(),
            other => format!("part of {other}").into(),
        };
        if missing { Self::MissingPart(part) } else { Self::ExtraPart(part) }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value => f.write_str("value"),
            Self::Unit => f.write_str("unit"),
            Self::Year => f.write_str("year"),
            Self::Role => f.write_str("role"),
            Self::Department => f.write_str("department"),
            Self::Span => f.write_str("span"),
            Self::Line => f.write_str("line"),
            Self::Order => f.write_str("order"),
            Self::MissingRecord => f.write_str("missing record"),
            Self::ExtraRecord => f.write_str("extra record"),
            Self::MissingPart(part) => write!(f, "missing {part}"),
            Self::ExtraPart(part) => write!(f, "extra {part}"),
            Self::Field(field) => f.write_str(field),
        }
    }
}

impl Serialize for Class {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_of_measure_or_of_an_organisation() {
        assert_eq!(Class::of("observations", "unit"), Class::Unit);
        assert_eq!(Class::of("indicator", "unit"), Class::Unit);
        assert_eq!(Class::of("departments", "unit"), Class::Department);
        assert_eq!(Class::of("department", "unit"), Class::Department);
        assert_eq!(Class::of("indicator", "departments"), Class::Department);
        assert_eq!(Class::of("document", "kind"), Class::Field("kind".to_owned()));
    }
}
