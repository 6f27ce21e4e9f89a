//! Shares: `３分の２`, `1/2以内`, 四人に三人.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::cursor;
use crate::numeral::scan_numeral;
use crate::quantity::measure::{comparator_after, measure_at};
use crate::value::Share;

/// A share and its bytes.
#[derive(Clone, Debug)]
pub(super) struct ShareMention {
    pub(super) range: Range<usize>,
    pub(super) share: Share,
}

/// Words after which two numbers with a stroke between them are a share.
const RATES: [&str; 8] = ["率", "割合", "割合は", "率は", "率:", "率：", "補助は", "補助"];
/// Counters of which so many can be a share of so many.
const COUNTED: [&str; 8] = ["人", "名", "件", "社", "校", "戸", "世帯", "回"];

/// The share whose denominator, or of `1/2` the numerator, begins at `pos`. `rate` says that the
/// text is known to be a rate, so that `1/2` by itself is one.
pub(super) fn share_at(text: &str, pos: usize, rate: bool) -> Option<ShareMention> {
    let bytes = text.as_bytes();
    let scan = scan_numeral(bytes, pos)?;
    let first = scan.numeral.filter(|n| !n.signed && n.value > Decimal::ZERO)?.value;
    let spaced = cursor::spaces(bytes, scan.end);
    if let Some(of) = cursor::eat(bytes, spaced, "分の") {
        let second = scan_numeral(bytes, cursor::spaces(bytes, of))?;
        let numerator = second.numeral.filter(|n| !n.signed)?.value;
        return Some(ShareMention {
            range: pos..second.end,
            share: Share { numerator, denominator: first },
        });
    }
    if let Some(over) = cursor::eat_any(bytes, scan.end, &["/", "／"]) {
        let second = scan_numeral(bytes, over)?;
        let denominator = second.numeral.filter(|n| !n.signed)?.value;
        let named = RATES.iter().any(|word| {
            cursor::eat_before(bytes, cursor::spaces_before(bytes, pos), word).is_some()
        });
        let compared = comparator_after(text, second.end).is_some();
        let goes_on = matches!(bytes.get(second.end), Some(b'/' | b'.' | b'-'));
        let holds = first < denominator && (named || compared || rate) && !goes_on;
        return holds.then_some(ShareMention {
            range: pos..second.end,
            share: Share { numerator: first, denominator },
        });
    }
    counted(text, pos)
}

/// So many of so many: 四人に三人, `10件中3件`.
fn counted(text: &str, pos: usize) -> Option<ShareMention> {
    let bytes = text.as_bytes();
    let all = measure_at(text, pos)?.ok()?;
    let unit = all.unit.filter(|unit| COUNTED.contains(unit))?;
    let joint = cursor::eat_any(bytes, all.end, &["に", "中、", "中", "のうち"])?;
    let some = measure_at(text, joint)?.ok()?;
    let holds = some.unit == Some(unit) && some.value < all.value && some.value > Decimal::ZERO;
    holds.then_some(ShareMention {
        range: pos..some.end,
        share: Share { numerator: some.value, denominator: all.value },
    })
}
