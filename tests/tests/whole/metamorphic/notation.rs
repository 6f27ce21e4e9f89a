//! How numbers, years and gaps are written in one document.

use crate::dice::Dice;

/// How a fiscal year is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum YearStyle {
    /// `令和2年度`
    Era,
    /// `R2年度`
    LetterYear,
    /// `R2`
    Letter,
    /// `2020年度`
    West,
    /// `2020`
    Bare,
    /// `令和2(2020)年度`
    EraWest,
    /// `2020年度(令和2年度)`
    WestEra,
    /// `30年度` beside `元年度`: the era is written at most once in a run of years.
    Carried,
}

pub(super) struct Notation {
    pub style: YearStyle,
    /// Full-width digits in years and in values.
    wide_years: bool,
    wide_values: bool,
    comma: bool,
    minus: &'static str,
    pub missing: &'static str,
    pub undetermined: &'static str,
    brackets: (&'static str, &'static str),
    /// Written before the change of era: 平成31年度 and 平成35年度.
    heisei: bool,
    /// The first year of 令和 as 元, or as 1.
    first: &'static str,
    /// Whether the first year of a run says its era.
    pub opens_with_era: bool,
}

impl Notation {
    /// A notation for a document of the time (`heisei`: before the change of era).
    pub(super) fn random(dice: &mut Dice, heisei: bool, blanks: bool) -> Self {
        let style = dice.of(&[
            YearStyle::Era,
            YearStyle::Era,
            YearStyle::LetterYear,
            YearStyle::Letter,
            YearStyle::West,
            YearStyle::Bare,
            YearStyle::EraWest,
            YearStyle::WestEra,
            YearStyle::Carried,
        ]);
        let wide_years = dice.flag(25, "digits:years full");
        let wide_values = dice.flag(20, "digits:values full");
        let missing = if blanks { "" } else { dice.of(&["-", "-", "－", "—", "―", "…"]) };
        Self {
            style,
            wide_years,
            wide_values,
            comma: dice.chance(70),
            minus: dice.of(&["▲", "▲", "△", "−", "-", "▲ "]),
            missing,
            undetermined: dice.of(&["未定", "検討中", "設定中"]),
            brackets: dice.of(&[("(", ")"), ("（", "）")]),
            heisei,
            first: dice.of(&["元", "元", "元", "1"]),
            opens_with_era: dice.chance(60),
        }
    }

    /// Puts down how years are written, once that is settled.
    pub(super) fn tag(&self, dice: &mut Dice) {
        let name = match self.style {
            YearStyle::Era => "令和2年度",
            YearStyle::LetterYear => "R2年度",
            YearStyle::Letter => "R2",
            YearStyle::West => "2020年度",
            YearStyle::Bare => "2020",
            YearStyle::EraWest => "令和2(2020)年度",
            YearStyle::WestEra => "2020年度(令和2年度)",
            YearStyle::Carried => "30年度 beside 元年度",
        };
        dice.tag(format!("year:{name}"));
    }

    /// Puts down how gaps and negative numbers are written, where there are any.
    pub(super) fn tag_marks(&self, dice: &mut Dice, missing: bool, negative: bool) {
        if missing && !self.missing.is_empty() {
            dice.tag(format!("missing:{}", self.missing));
        }
        if negative {
            dice.tag(format!("negative:{}", self.minus));
        }
    }

    /// Whether a year stands without 年度, so that only its place says that it is a fiscal one.
    pub(super) fn open(&self) -> bool {
        matches!(self.style, YearStyle::Letter | YearStyle::Bare)
    }

    /// Whether years are written as `R2`.
    pub(super) fn letter(&self) -> bool {
        self.style == YearStyle::Letter
    }

    pub(super) fn bracketed(&self, text: &str) -> String {
        format!("{}{text}{}", self.brackets.0, self.brackets.1)
    }

    /// The era and the year in it.
    fn era(&self, year: i32) -> (&'static str, &'static str, String) {
        match year {
            2019 if !self.heisei => ("令和", "R", self.first.to_owned()),
            2020.. if !self.heisei => ("令和", "R", (year - 2018).to_string()),
            _ => ("平成", "H", (year - 1988).to_string()),
        }
    }

    /// A fiscal year on its own.
    pub(super) fn year(&self, year: i32) -> String {
        let (era, letter, of_era) = self.era(year);
        let text = match self.style {
            YearStyle::Era | YearStyle::Carried => format!("{era}{of_era}年度"),
            YearStyle::LetterYear => format!("{letter}{of_era}年度"),
            YearStyle::Letter => format!("{letter}{of_era}"),
            YearStyle::West => format!("{year}年度"),
            YearStyle::Bare => year.to_string(),
            YearStyle::EraWest => format!("{era}{of_era}({year})年度"),
            YearStyle::WestEra => format!("{year}年度({era}{of_era}年度)"),
        };
        if self.wide_years { widen(&text) } else { text }
    }

    /// The era year alone, and the Gregorian year below it.
    pub(super) fn stacked(&self, year: i32) -> (String, String) {
        let (era, _, of_era) = self.era(year);
        let texts = (format!("{era}{of_era}年度"), format!("({year})"));
        if self.wide_years { (widen(&texts.0), widen(&texts.1)) } else { texts }
    }

    /// A run of years that head columns side by side.
    pub(super) fn years(&self, years: &[i32]) -> Vec<String> {
        if self.style != YearStyle::Carried {
            return years.iter().map(|y| self.year(*y)).collect();
        }
        let mut before = None;
        // Without any era a run can be read only where it passes a first year (30年度, 元年度).
        let readable = years.iter().skip(1).any(|y| *y == 2019) && !self.heisei;
        years
            .iter()
            .map(|year| {
                let (era, _, of_era) = self.era(*year);
                let of_era = if *year == 2019 && !self.heisei { "元".to_owned() } else { of_era };
                let opens = match before {
                    None => self.opens_with_era || !readable,
                    // 平成30年度 followed by 5年度 would leave the era to be guessed.
                    Some(last) => last != era && of_era != "元",
                };
                before = Some(era);
                let text =
                    if opens { format!("{era}{of_era}年度") } else { format!("{of_era}年度") };
                if self.wide_years { widen(&text) } else { text }
            })
            .collect()
    }

    /// A number: `mantissa` over ten to the power of `decimals`.
    pub(super) fn number(&self, mantissa: i64, decimals: u32) -> String {
        let ten = 10u64.pow(decimals);
        let magnitude = mantissa.unsigned_abs();
        let mut whole = (magnitude / ten).to_string();
        if self.comma {
            let mut i = whole.len();
            while i > 3 {
                i -= 3;
                whole.insert(i, ',');
            }
        }
        let mut text = whole;
        if decimals > 0 {
            text.push_str(&format!(".{:0width$}", magnitude % ten, width = decimals as usize));
        }
        if mantissa < 0 {
            text.insert_str(0, self.minus);
        }
        if self.wide_values { widen(&text) } else { text }
    }

    /// A unit as it stands among the numbers.
    pub(super) fn unit(&self, written: &str) -> String {
        if self.wide_values && written == "%" { "％".to_owned() } else { written.to_owned() }
    }
}

/// ASCII as full-width characters; brackets and spaces stay.
fn widen(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0'..='9' | 'A'..='Z' | ',' | '.' | '-' | '%' => {
                char::from_u32(u32::from(c) + 0xFEE0).unwrap()
            }
            c => c,
        })
        .collect()
}
