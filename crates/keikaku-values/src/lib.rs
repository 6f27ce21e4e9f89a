//! What a written number or time means: numerals, units, quantities, eras, fiscal years, periods.
//!
//! Every scanner reads a *folded* view of a text: full-width ASCII is ASCII, tildes are `~`,
//! dashes are `-`, spaces are ` `, hard wraps are joined; circled numbers, kanji numerals, `〇` and
//! `ー` stay as they are. Offsets are byte ranges of that view, half open and on character
//! boundaries. Full-width digits are read too. No function panics on any input, and every scanner
//! is linear in the length of its input.
//!
//! | module | gives |
//! | --- | --- |
//! | [`numeral`] | a numeral in digits or kanji: `1億2,000万`, `十二` |
//! | [`mod@unit`] | the scales and counters, unit labels: `千円`, `（単位：千世帯）` |
//! | [`quantity`] | a numeral with its unit and comparator: `約 250 社`, `5,000億円以上` |
//! | [`era`] | the eras 明治 to 令和 |
//! | [`fiscal`] | the fiscal year, April to March |
//! | [`period`] | a span of days and what kind of time it is |
//! | [`when`] | time expressions: `平成28年度~31年度`, `H24.7指定~H28年度` |

mod cursor;
pub mod era;
pub mod fiscal;
pub mod numeral;
pub mod period;
pub mod quantity;
pub mod unit;
pub mod value;
pub mod when;
mod words;

pub use era::Era;
pub use fiscal::FiscalYear;
pub use jiff::civil::Date;
pub use numeral::{Numeral, Written, parse_numeral_prefix};
pub use period::{Basis, Period};
pub use quantity::{
    Comparator, NumeralMention, Quantity, QuantityMention, find_numerals, find_quantities,
    find_quantities_beside, numerals, parse_quantity, quantities, quantities_beside,
};
pub use rust_decimal::Decimal;
pub use unit::{Unit, UnitMatch, match_unit_prefix, one_unit, parse_unit_label};
pub use value::{
    Aggregate, Direction, Per, Reading, Share, Value, ValueContext, read_values, values,
};
pub use when::{
    BareYear, CarriedYear, Form, Note, Notes, PeriodMention, RelativeKind, TimeContext,
    find_periods, parse_bare_year, parse_period_prefix, periods,
};
