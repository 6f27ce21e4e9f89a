//! Numerals in digits and kanji.

use rust_decimal::Decimal;

use crate::cursor::{self, KANJI_BYTES, KanjiNumeral, kanji_numeral};

/// The script of a numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Written {
    /// `12`, `１２`, also with a scale: `3万`.
    Digits,
    /// `十二`, `二〇二五`.
    Kanji,
}

/// A number as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// Its value, scales applied, without trailing zeros: `24.50` is 24.5.
    pub value: Decimal,
    /// Its script.
    pub written: Written,
    /// Whether a scale is part of it: `17.1万`.
    pub scaled: bool,
    /// Whether a sign is part of it: `▲3.5`, `+720`.
    pub signed: bool,
}

/// The numeral at the start of `text`, and how many bytes it takes.
///
/// Read are ASCII and full-width digits with thousands commas and decimals, kanji numerals by
/// place (`二〇二五`) and by scale (`百二十三`), and digits with scales (`1億2,000万`). A sign
/// (`▲`, `△`, `-`, `−`, `+`) counts only directly before a digit, `▲` and `△` also before a space;
/// whether a sign can stand there at all is the caller's to decide. `None` where the value does
/// not fit a [`Decimal`] exactly.
///
/// # Examples
///
/// A comma that groups no thousands ends the numeral:
/// ```
/// use keikaku_values::{Decimal, parse_numeral_prefix};
/// let value = |text| parse_numeral_prefix(text).map(|(numeral, len)| (numeral.value, len));
/// assert_eq!(value("1,234件"), Some((Decimal::from(1234), 5)));
/// assert_eq!(value("1,2"), Some((Decimal::from(1), 1)));
/// assert_eq!(value("1億2,000万円"), Some((Decimal::from(120_000_000), 12)));
/// assert_eq!(value("二〇二五年"), Some((Decimal::from(2025), 12)));
/// ```
#[must_use]
pub fn parse_numeral_prefix(text: &str) -> Option<(Numeral, usize)> {
    let scan = scan_numeral(text.as_bytes(), 0)?;
    Some((scan.numeral?, scan.end))
}

/// A numeral that was read, also if its value was too large.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NumeralScan {
    /// `None` where the value does not fit.
    pub(crate) numeral: Option<Numeral>,
    /// Whether it has a decimal point.
    pub(crate) fraction: bool,
    pub(crate) end: usize,
}

/// The numeral at `pos`, with its sign if one stands there.
pub(crate) fn scan_numeral(bytes: &[u8], pos: usize) -> Option<NumeralScan> {
    let (negative, start) = match sign(bytes, pos) {
        Some((negative, after)) => (Some(negative), after),
        None => (None, pos),
    };
    let mut sum = Sum::default();
    let mut at = start;
    let mut fraction = false;
    let written = if cursor::digit(bytes, start).is_some() {
        while let Some((exact, end, point)) = plain_number(bytes, at) {
            sum.put(exact);
            fraction |= point;
            let (after, spaced) = sum.scales(bytes, end);
            at = after;
            if at == end {
                break;
            }
            // In `3 万 4,500` all is spaced, and the number goes on; in `3万 4,500` it ends.
            let next = cursor::spaces(bytes, at);
            if spaced
                && next > at
                && let Some((Some(part), ..)) = plain_number(bytes, next)
                && sum.takes(part)
            {
                at = next;
            }
        }
        Written::Digits
    } else {
        if negative.is_some() || matches!(kanji_numeral(bytes, at), Some(KanjiNumeral::Large(_))) {
            return None;
        }
        at = sum.kanji(bytes, at);
        Written::Kanji
    };
    if at == start {
        return None;
    }
    let scaled = sum.scaled;
    let numeral = sum.total().and_then(Exact::decimal).map(|mut value| {
        value.set_sign_negative(negative == Some(true) && !value.is_zero());
        Numeral { value, written, scaled, signed: negative.is_some() }
    });
    Some(NumeralScan { numeral, fraction, end: at })
}

/// A sign directly before a digit: whether it is negative, and the position of the digit.
pub(crate) fn sign(bytes: &[u8], pos: usize) -> Option<(bool, usize)> {
    let (negative, end, spaced) = match bytes.get(pos)? {
        b'-' => (true, pos + 1, false),
        b'+' => (false, pos + 1, false),
        _ => {
            let triangle = cursor::eat_any(bytes, pos, &["▲", "△"]);
            let mark = cursor::eat_any(bytes, pos, &["−", "－"]).map(|end| (true, end));
            match (triangle, mark.or_else(|| cursor::eat(bytes, pos, "＋").map(|end| (false, end))))
            {
                (Some(end), _) => (true, end, true),
                (None, Some((negative, end))) => (negative, end, false),
                (None, None) => return None,
            }
        }
    };
    let digit = if spaced { cursor::spaces(bytes, end) } else { end };
    cursor::digit(bytes, digit).map(|_| (negative, digit))
}

/// Digits with thousands commas and decimals: the value, the end, whether there is a point.
fn plain_number(bytes: &[u8], pos: usize) -> Option<(Option<Exact>, usize, bool)> {
    let run = cursor::digits(bytes, pos)?;
    let mut mantissa = Some(0u128);
    let push = |mantissa: &mut Option<u128>, from: usize, to: usize| {
        let mut at = from;
        while at < to {
            let Some((value, next)) = cursor::digit(bytes, at) else { break };
            *mantissa = mantissa.and_then(|m| m.checked_mul(10)?.checked_add(u128::from(value)));
            at = next;
        }
    };
    push(&mut mantissa, pos, run.end);
    let mut end = run.end;
    if run.count <= 3 {
        while let Some(group) = cursor::eat_any(bytes, end, &[",", "，"])
            .and_then(|comma| cursor::digits(bytes, comma).map(|group| (comma, group)))
            .filter(|(_, group)| group.count == 3)
        {
            push(&mut mantissa, group.0, group.1.end);
            end = group.1.end;
        }
    }
    let mut places = 0;
    if let Some(point) = cursor::eat_any(bytes, end, &[".", "．"])
        && let Some(decimals) = cursor::digits(bytes, point)
    {
        push(&mut mantissa, point, decimals.end);
        places = decimals.count;
        end = decimals.end;
    }
    let exact = mantissa.zip(u32::try_from(places).ok());
    Some((exact.map(|(mantissa, places)| Exact { mantissa, places }), end, places > 0))
}

/// `mantissa / 10^places`, exact.
#[derive(Clone, Copy, Debug, Default)]
struct Exact {
    mantissa: u128,
    places: u32,
}

impl Exact {
    fn shift(self, power: u32) -> Option<Self> {
        let dropped = self.places.min(power);
        let mantissa = self.mantissa.checked_mul(10u128.checked_pow(power - dropped)?)?;
        Some(Self { mantissa, places: self.places - dropped })
    }

    fn add(self, other: Self) -> Option<Self> {
        let places = self.places.max(other.places);
        let widen = |x: Self| x.mantissa.checked_mul(10u128.checked_pow(places - x.places)?);
        Some(Self { mantissa: widen(self)?.checked_add(widen(other)?)?, places })
    }

    fn decimal(mut self) -> Option<Decimal> {
        while self.places > 0 && self.mantissa.is_multiple_of(10) {
            self.mantissa /= 10;
            self.places -= 1;
        }
        Decimal::try_from_i128_with_scale(i128::try_from(self.mantissa).ok()?, self.places).ok()
    }
}

/// The sum that a numeral with scales builds up.
#[derive(Debug)]
struct Sum {
    /// What large scales (万, 億) have closed; `None` once something did not fit.
    closed: Option<Exact>,
    /// What small scales (十, 百, 千) have closed since.
    group: Exact,
    /// The number that no scale has closed yet.
    open: Option<Exact>,
    /// The powers that the next small and the next large scale must stay below.
    small: u32,
    large: u32,
    scaled: bool,
}

impl Default for Sum {
    fn default() -> Self {
        let zero = Exact::default();
        Self {
            closed: Some(zero),
            group: zero,
            open: None,
            small: u32::MAX,
            large: u32::MAX,
            scaled: false,
        }
    }
}

impl Sum {
    fn put(&mut self, number: Option<Exact>) {
        if number.is_none() {
            self.closed = None;
        }
        self.open = number;
    }

    /// Takes the scales after a number in digits; the position after them, and whether the last
    /// stood after a space.
    fn scales(&mut self, bytes: &[u8], pos: usize) -> (usize, bool) {
        let mut at = pos;
        let mut apart = false;
        loop {
            let spaced = cursor::spaces(bytes, at);
            let next = match kanji_numeral(bytes, spaced) {
                // `130,800 千円` counts in thousands: a spaced 千 belongs to the unit.
                Some(KanjiNumeral::Small(power)) if spaced == at => self.small_scale(power),
                Some(KanjiNumeral::Large(power)) => self.large_scale(power),
                _ => false,
            };
            // 万博, 千葉, 百貨店 and the like are words, not scales.
            if !next || scale_is_word(bytes, spaced) {
                return (at, apart);
            }
            apart = spaced > at;
            self.apply(bytes, spaced);
            at = spaced + KANJI_BYTES;
        }
    }

    /// Takes a numeral in kanji; the position after it.
    fn kanji(&mut self, bytes: &[u8], mut at: usize) -> usize {
        while let Some(numeral) = kanji_numeral(bytes, at) {
            match numeral {
                KanjiNumeral::Digit(value) => {
                    let digit = Exact { mantissa: u128::from(value), places: 0 };
                    let shifted = self.open.map_or(Some(digit), |open| open.shift(1)?.add(digit));
                    self.put(shifted);
                }
                KanjiNumeral::Small(power) if self.small_scale(power) => self.apply(bytes, at),
                KanjiNumeral::Large(power) if self.large_scale(power) => self.apply(bytes, at),
                _ => break,
            }
            at += KANJI_BYTES;
        }
        at
    }

    /// Whether a number can go on in `part`, which then lies below the last scale.
    fn takes(&self, part: Exact) -> bool {
        let power = self.small.min(self.large);
        10u128.checked_pow(power).is_some_and(|limit| part.places == 0 && part.mantissa < limit)
    }

    const fn small_scale(&self, power: u32) -> bool {
        power < self.small
    }

    const fn large_scale(&self, power: u32) -> bool {
        power < self.large && (self.open.is_some() || self.group.mantissa > 0)
    }

    fn apply(&mut self, bytes: &[u8], pos: usize) {
        let open = self.open.take();
        match kanji_numeral(bytes, pos) {
            Some(KanjiNumeral::Small(power)) => {
                let one = Exact { mantissa: 1, places: 0 };
                match open.unwrap_or(one).shift(power).and_then(|part| part.add(self.group)) {
                    Some(group) => self.group = group,
                    None => self.closed = None,
                }
                self.small = power;
            }
            Some(KanjiNumeral::Large(power)) => {
                let part = self.group.add(open.unwrap_or_default());
                let part = part.and_then(|part| part.shift(power));
                self.closed = self.closed.zip(part).and_then(|(closed, part)| closed.add(part));
                self.group = Exact::default();
                self.small = u32::MAX;
                self.large = power;
            }
            _ => {}
        }
        self.scaled = true;
    }

    fn total(self) -> Option<Exact> {
        self.closed?.add(self.group)?.add(self.open.unwrap_or_default())
    }
}

/// Whether the scale character at `pos` begins a word of its own.
fn scale_is_word(bytes: &[u8], pos: usize) -> bool {
    const WORDS: [&str; 7] = ["千葉", "千歳", "千代", "万博", "万全", "万一", "百貨"];
    cursor::eat_any(bytes, pos, &WORDS).is_some()
}
