//! What a written number or time means: numerals, units, quantities, values, eras, fiscal years,
//! periods.
//!
//! Every function reads a *folded* view of a text: full-width ASCII is ASCII, tildes are `~`, dashes
//! are `-`, spaces are ` `, hard wraps are joined; circled numbers, kanji numerals, `〇` and `ー` stay
//! as they are. Offsets are byte ranges of that view, half open and on character boundaries.
//! Full-width digits and brackets are read too. No function panics on any input, and each is linear
//! in the length of its input. The crate knows no document, table or record, and no dictionary.
//!
//! | module | gives |
//! | --- | --- |
//! | [`numeral`] | a numeral in digits or kanji: `1億2,000万`, `十二` |
//! | [`mod@unit`] | the scales and counters, unit labels: `千円`, `（単位：千世帯）` |
//! | [`quantity`] | a numeral with its unit and comparator: `約 250 社`, `5,000億円以上` |
//! | [`value`] | a quantity and all that is said about it: `５年間で３人`, `前年度比５％増` |
//! | [`era`] | the eras 明治 to 令和 |
//! | [`fiscal`] | the fiscal year, April to March |
//! | [`period`] | a span of days and what kind of time it is |
//! | [`when`] | time expressions: `平成28年度~31年度`, `H24.7指定~H28年度` |
//!
//! # A cell
//!
//! ```
//! use keikaku_values::{Decimal, ValueContext, read_values};
//! let text = "９人（延べ243日）";
//! let reading = read_values(text, &ValueContext::default());
//! let said: Vec<_> = reading.values.iter().map(|value| &text[value.range.clone()]).collect();
//! assert_eq!(said, ["９人", "延べ243日"]);
//! assert_eq!(reading.values[0].value, Some(Decimal::from(9)));
//! assert!(reading.values[1].bracketed);
//! ```
//!
//! # A sentence
//!
//! ```
//! use keikaku_values::{Decimal, Direction, TimeContext, periods, values};
//! let text = "排出量を令和12年度までに2013年度比で46%削減する。";
//! let times: Vec<_> = periods(text, &TimeContext::default()).collect();
//! let found = values(text, &times);
//! assert_eq!((times.len(), found.len()), (2, 1));
//! assert_eq!(found[0].value, Some(Decimal::from(46)));
//! assert_eq!(found[0].direction, Some(Direction::Decrease));
//! assert_eq!(found[0].relative_to.clone().map(|base| &text[base]), Some("2013年度"));
//! ```
//!
//! # What is read, and what is not
//!
//! | of | is read | is not read |
//! | --- | --- | --- |
//! | numerals | `1,234.5`, `１２`, `1億2,000万`, `3 万 4,500`, `二億五千`, `二〇二五`, 百 and 千 beside a word or particle | numerals above what a [`Decimal`] holds; 壱, 弐, 廿; Roman and circled numbers as values; a lone 千円, which is a unit unless 円 is known to be the cell's |
//! | signs | `▲` `△` `-` `−` `+`, マイナス, `±0` | brackets for a minus |
//! | units | the tables of [`mod@unit`], with scales; `kg/10a`, `円/人`; `2222円13銭`, `3割5分` | a unit that is not in the tables, and one that goes on to a longer word (`20トンネル`): the number is given without; `1時間30分` is two values |
//! | spellings | か所 for 箇所, ヶ所, カ所; `%` for `％`, パーセント and (tenfold) 割; 件 for 件数 in a label | `m²` and `㎡`, か月 and ヶ月 stay as written |
//! | comparators | 以上, 以下, 以内, 未満, 超, を超える, を超えない, を上回る, を下回る, に満たない, 程度, 前後, 近く, 余り; 約, およそ, 概ね, 最大, 上限, 少なくとも, 最低 | まで, which also says a time |
//! | rates | 年, 年間, 毎年度, 月, 週, 日, 月額, `1日3便`, `人/年`, `(毎年度)` | `2年に1回`; hours |
//! | spans | `５年間で`, `10年間の平均`, `３か年累計`, `(５年間)` | months and weeks as spans (`6か月間で`) |
//! | ranges | `70~80%`, `1,500人~2,000人`, `1~2億円` | a range joined by から |
//! | relative | `2013年度比46%削減`, `令和元年度から3%減少`, `H26の２倍`, 現状の, 前回調査より, `+720件` after a base; in a cell 半減, 増加, 現状維持, 県平均以上 | words of change without a number in running text; a base that is a whole clause |
//! | shares | `３分の２`, `1/2以内`, 百分の十, 四人に三人, `10件中3件` | `1/2` by itself, unless the unit is known to be `%` |
//! | zero | `0`, ゼロ, 皆無, なし where the unit is known | ゼロ in running text |
//! | vague numbers | 十数件 and 数百人 give the power of ten, 約, and [`Value::vague`] | 数件, 数% |
//! | times | every notation in the tests' table `times.tsv`: years, days, months, ranges, open ends, halves, quarters, seasons, 旬, `FY2023`, `R5末`, その翌年度 | clock times, weekdays by themselves, 第3次計画 as a time |
//! | lunar days | years before 1873 | months and days before 1873: no library that is kept up has the calendar of that time (ICU4X has the Chinese and the Korean one, and its Japanese calendar counts Gregorian months throughout), so the year alone is given, with [`Note::LunarCalendar`] |
//!
//! `R5末` is the end of a year of which the text does not say the kind: the whole year is given, with
//! [`Note::PartOfYear`], as it is with every part of a year whose days the text does not say (上半期,
//! 夏頃, 下旬).

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
