//! How values of other crates are written in JSON and read back.
//!
//! Each type here is a way of writing, named in a field's `#[serde(with = "…")]`; both serde and
//! schemars take it from there, so that what is written and its schema stand together.

use std::borrow::Cow;

use keikaku_text::Span;
use keikaku_values::{Aggregate, Basis, Comparator, Decimal, Direction, Era, Per};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A range of lines, 1-based and inclusive on both sides, written `[first, last]`.
///
/// # A single line is a range too
/// ```
/// use keikaku_record::Lines;
/// assert_eq!(serde_json::to_string(&Lines { first: 7, last: 7 })?, "[7,7]");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "[u32; 2]", into = "[u32; 2]")]
pub struct Lines {
    /// The first line.
    pub first: u32,
    /// The last line.
    pub last: u32,
}

impl From<[u32; 2]> for Lines {
    fn from([first, last]: [u32; 2]) -> Self {
        Self { first, last }
    }
}

impl From<Lines> for [u32; 2] {
    fn from(lines: Lines) -> Self {
        [lines.first, lines.last]
    }
}

/// The schema of a pair of integers, each at least `minimum`.
fn pair(minimum: u32) -> Schema {
    json_schema!({
        "type": "array",
        "items": { "type": "integer", "minimum": minimum },
        "minItems": 2,
        "maxItems": 2,
    })
}

impl JsonSchema for Lines {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "lines".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        pair(1)
    }
}

/// Defines a way of writing: how a value becomes its wire form and back, and the wire's schema.
macro_rules! encoding {
    ($(#[$attr:meta])* $name:ident: $type:ty as $wire:ty, $schema:expr,
     |$value:ident| $to:expr, |$read:ident| $from:expr) => {
        $(#[$attr])*
        pub(crate) struct $name;

        impl $name {
            #[allow(clippy::ptr_arg, reason = "serde hands over a reference to the field itself")]
            pub(crate) fn serialize<S: Serializer>(
                $value: &$type,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                let wire: $wire = $to;
                wire.serialize(serializer)
            }

            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<$type, D::Error> {
                let $read = <$wire>::deserialize(deserializer)?;
                let value: Result<$type, &'static str> = $from;
                value.map_err(D::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let schema: fn(&mut SchemaGenerator) -> Schema = $schema;
                schema(generator)
            }
        }
    };
}

encoding! {
    /// A span as `[start, end)`.
    SpanPair: Span as [usize; 2], |_| pair(0),
    |span| [span.start, span.end],
    |pair| Ok(Span { start: pair[0], end: pair[1] })
}

encoding! {
    /// A span or null.
    OptionalSpanPair: Option<Span> as Option<[usize; 2]>, |_| nullable(pair(0)),
    |span| span.map(|span| [span.start, span.end]),
    |pair| Ok(pair.map(|[start, end]| Span { start, end }))
}

encoding! {
    /// Spans in order.
    SpanPairs: Vec<Span> as Vec<[usize; 2]>,
    |_| json_schema!({ "type": "array", "items": pair(0) }),
    |spans| spans.iter().map(|span| [span.start, span.end]).collect(),
    |pairs| Ok(pairs.into_iter().map(|[start, end]| Span { start, end }).collect())
}

/// `schema` or null.
fn nullable(schema: Schema) -> Schema {
    json_schema!({ "anyOf": [schema, { "type": "null" }] })
}

/// The exact JSON number of a decimal. `Display` of a decimal never uses an exponent.
fn number(value: &Decimal) -> serde_json::Number {
    serde_json::Number::from_string_unchecked(value.to_string())
}

/// Reads a JSON number exactly, `7.17e11` too.
fn decimal(number: &serde_json::Number) -> Result<Decimal, &'static str> {
    let text = number.as_str();
    Decimal::from_str_exact(text)
        .or_else(|_| Decimal::from_scientific(text))
        .map_err(|_| "a number with more digits than a decimal holds")
}

encoding! {
    /// A decimal as an exact JSON number, never in exponent form.
    ExactNumber: Decimal as serde_json::Number, |_| json_schema!({ "type": "number" }),
    |value| number(value),
    |read| decimal(&read)
}

encoding! {
    /// A decimal as an exact JSON number, or null.
    OptionalNumber: Option<Decimal> as Option<serde_json::Number>,
    |_| json_schema!({ "type": ["number", "null"] }),
    |value| value.as_ref().map(number),
    |read| read.as_ref().map(decimal).transpose()
}

/// Defines how an enum of `keikaku-values` is named in JSON.
macro_rules! names {
    (
        $(#[$attr:meta])*
        $of:literal $definition:ident {
            $($(#[$variant_attr:meta])* $variant:ident = $name:literal,)*
        }
    ) => {
        $(#[$attr])*
        #[derive(Serialize, Deserialize, JsonSchema)]
        #[serde(remote = $of, rename = $of)]
        pub(crate) enum $definition {
            $($(#[$variant_attr])* #[serde(rename = $name)] $variant,)*
        }
    };
}

names! {
    /// What kind of time it is.
    "Basis" BasisName {
        /// A fiscal year, 1 April to 31 March (年度), or several.
        FiscalYear = "fiscal_year",
        /// A calendar year (暦年), or several.
        CalendarYear = "calendar_year",
        /// A month, or several.
        Month = "month",
        /// A day, or several.
        Date = "date",
        /// A year, or several, where the text does not say which kind of year.
        Year = "year",
    }
}

names! {
    /// How a value is meant.
    "Comparator" ComparatorName {
        /// Exactly, or the text says nothing else.
        Equal = "=",
        /// 以上.
        AtLeast = ">=",
        /// 以下.
        AtMost = "<=",
        /// 超.
        More = ">",
        /// 未満.
        Less = "<",
        /// 約, およそ.
        About = "~",
    }
}

names! {
    /// The time that a rate is per.
    "Per" PerName {
        /// A year, or a fiscal year.
        Year = "year",
        /// A month.
        Month = "month",
        /// A week.
        Week = "week",
        /// A day.
        Day = "day",
    }
}

names! {
    /// How a value over a span of time was made of the values in it.
    "Aggregate" AggregateName {
        /// 累計, 延べ, 〜年間で.
        Sum = "sum",
        /// 平均.
        Mean = "mean",
    }
}

names! {
    /// Which way a value is to go from its base.
    "Direction" DirectionName {
        /// 増, 向上.
        Increase = "increase",
        /// 減, 削減.
        Decrease = "decrease",
        /// 維持.
        Keep = "keep",
    }
}

names! {
    /// An era of the Japanese calendar (元号).
    "Era" EraName {
        /// From 1868.
        Meiji = "明治",
        /// From 1912.
        Taisho = "大正",
        /// From 1926.
        Showa = "昭和",
        /// From 1989.
        Heisei = "平成",
        /// From 2019.
        Reiwa = "令和",
    }
}

#[derive(Serialize, Deserialize)]
struct NamedBasis(#[serde(with = "BasisName")] Basis);

#[derive(Serialize, Deserialize)]
struct NamedPer(#[serde(with = "PerName")] Per);

#[derive(Serialize, Deserialize)]
struct NamedAggregate(#[serde(with = "AggregateName")] Aggregate);

#[derive(Serialize, Deserialize)]
struct NamedDirection(#[serde(with = "DirectionName")] Direction);

#[derive(Serialize, Deserialize)]
struct NamedEra(#[serde(with = "EraName")] Era);

encoding! {
    /// A basis or null.
    OptionalBasis: Option<Basis> as Option<NamedBasis>,
    |generator| generator.subschema_for::<Option<BasisName>>(),
    |basis| basis.map(NamedBasis),
    |read| Ok(read.map(|named| named.0))
}

encoding! {
    /// An era or null.
    OptionalEra: Option<Era> as Option<NamedEra>,
    |generator| generator.subschema_for::<Option<EraName>>(),
    |era| era.map(NamedEra),
    |read| Ok(read.map(|named| named.0))
}

encoding! {
    /// The time of a rate or null.
    OptionalPer: Option<Per> as Option<NamedPer>,
    |generator| generator.subschema_for::<Option<PerName>>(),
    |per| per.map(NamedPer),
    |read| Ok(read.map(|named| named.0))
}

encoding! {
    /// An aggregate or null.
    OptionalAggregate: Option<Aggregate> as Option<NamedAggregate>,
    |generator| generator.subschema_for::<Option<AggregateName>>(),
    |aggregate| aggregate.map(NamedAggregate),
    |read| Ok(read.map(|named| named.0))
}

encoding! {
    /// A direction or null.
    OptionalDirection: Option<Direction> as Option<NamedDirection>,
    |generator| generator.subschema_for::<Option<DirectionName>>(),
    |direction| direction.map(NamedDirection),
    |read| Ok(read.map(|named| named.0))
}
