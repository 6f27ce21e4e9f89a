//! The words that decide how a number is meant, as data: each stands in one table, with what it
//! does to the value beside it.
//!
//! The longest word decides; the tables need no order. Full-width letters and marks need no rows of
//! their own: the text is folded.

use crate::quantity::Comparator::{self, About, AtLeast, AtMost, Less, More};
use crate::value::Aggregate::{Mean, Sum};
use crate::value::Direction::{Decrease, Increase, Keep};
use crate::value::Per::{Day, Month, Week, Year};
use crate::value::{Aggregate, Direction, Per};

/// Words directly before a number that say how it is meant.
pub(crate) const COMPARE_BEFORE: &[(&str, Comparator)] = &[
    ("約", About),
    ("およそ", About),
    ("おおよそ", About),
    ("おおむね", About),
    ("概ね", About),
    ("凡そ", About),
    ("ほぼ", About),
    ("最大", AtMost),
    ("最大で", AtMost),
    ("最長", AtMost),
    ("最長で", AtMost),
    ("上限", AtMost),
    ("少なくとも", AtLeast),
    ("最低", AtLeast),
    ("最低でも", AtLeast),
    ("最低限", AtLeast),
    ("下限", AtLeast),
    ("最短", AtLeast),
];

/// What must not stand before a word of [`COMPARE_BEFORE`], which then is the end of another: 契約,
/// 過去最大.
pub(crate) const NOT_BEFORE: &[(&str, &str)] = &[
    ("約", "契節予制条公要規集倹誓婚密解成売先特協盟旧新"),
    ("最大", "去上国本県界内"),
    ("最低", "去上国本県界内"),
    ("最長", "去上国本県界内"),
    ("最短", "去上国本県界内"),
];

/// Words after a number and its unit that say how it is meant.
pub(crate) const COMPARE_AFTER: &[(&str, Comparator)] = &[
    ("以上", AtLeast),
    ("を下回らない", AtLeast),
    ("以下", AtMost),
    ("以内", AtMost),
    ("を超えない", AtMost),
    ("を上回らない", AtMost),
    ("未満", Less),
    ("に満たない", Less),
    ("を下回る", Less),
    ("を下回り", Less),
    ("を切る", Less),
    ("足らず", Less),
    ("超", More),
    ("を超える", More),
    ("を超え", More),
    ("超える", More),
    ("を上回る", More),
    ("を上回り", More),
    ("程度", About),
    ("前後", About),
    ("内外", About),
    ("ほど", About),
    ("くらい", About),
    ("ぐらい", About),
    ("近く", About),
    ("弱", About),
    ("強", About),
    ("余", About),
    ("余り", About),
];

/// Words before a number that say the time that a rate is per, and how it was added up.
pub(crate) const RATE_BEFORE: &[(&str, Option<Per>, Option<Aggregate>)] = &[
    ("年", Some(Year), None),
    ("年間", Some(Year), None),
    ("毎年", Some(Year), None),
    ("毎年度", Some(Year), None),
    ("各年", Some(Year), None),
    ("各年度", Some(Year), None),
    ("単年", Some(Year), None),
    ("単年度", Some(Year), None),
    ("年度ごと", Some(Year), None),
    ("年ごと", Some(Year), None),
    ("年当たり", Some(Year), None),
    ("年あたり", Some(Year), None),
    ("年額", Some(Year), None),
    ("年率", Some(Year), None),
    ("年平均", Some(Year), Some(Mean)),
    ("年度平均", Some(Year), Some(Mean)),
    ("年間平均", Some(Year), Some(Mean)),
    ("月", Some(Month), None),
    ("月間", Some(Month), None),
    ("毎月", Some(Month), None),
    ("各月", Some(Month), None),
    ("月当たり", Some(Month), None),
    ("月あたり", Some(Month), None),
    ("月額", Some(Month), None),
    ("月平均", Some(Month), Some(Mean)),
    ("週", Some(Week), None),
    ("週間", Some(Week), None),
    ("毎週", Some(Week), None),
    ("各週", Some(Week), None),
    ("週平均", Some(Week), Some(Mean)),
    ("日", Some(Day), None),
    ("毎日", Some(Day), None),
    ("日額", Some(Day), None),
    ("日平均", Some(Day), Some(Mean)),
    ("累計", None, Some(Sum)),
    ("累積", None, Some(Sum)),
    ("通算", None, Some(Sum)),
    ("延べ", None, Some(Sum)),
    ("延", None, Some(Sum)),
    ("のべ", None, Some(Sum)),
    ("述べ", None, Some(Sum)),
    ("平均", None, Some(Mean)),
    ("平均値", None, Some(Mean)),
];

/// Words before a number that belong to it and decide nothing: `５年間の計100件`, `満65歳`.
pub(crate) const NEUTRAL_BEFORE: &[&str] =
    &["計", "合計", "総計", "合わせて", "あわせて", "満", "築", "過去", "各", "全", "摂氏", "±"];

/// What may stand between a word or a span of time and the number it belongs to.
pub(crate) const BETWEEN: &[&str] = &[
    "で",
    "で、",
    "に",
    "の",
    "は",
    ":",
    "：",
    "、",
    "につき",
    "あたり",
    "当たり",
    "当り",
    "における",
    "までの",
    "で計",
    "では",
    "にわたり",
    "をかけて",
];

/// Words that make the number after them negative.
pub(crate) const NEGATIVE: &[&str] = &["マイナス", "マイナス約"];

/// After a unit: the time that a rate is per.
pub(crate) const RATE_AFTER: &[(&str, Per)] = &[
    ("/年", Year),
    ("/年度", Year),
    ("/年間", Year),
    ("／年", Year),
    ("／年度", Year),
    ("/y", Year),
    ("/月", Month),
    ("／月", Month),
    ("/週", Week),
    ("／週", Week),
    ("/日", Day),
    ("／日", Day),
];

/// Units that count the span of time that a value is of; the number of years that one is.
pub(crate) const YEARS: &[&str] = &[
    "年間",
    "年",
    "か年",
    "カ年",
    "ヵ年",
    "ヶ年",
    "ケ年",
    "箇年",
    "か年度",
    "カ年度",
    "ヵ年度",
    "ヶ年度",
    "箇年度",
];

/// Units that, counted once, a rate is per: `1日3便`, `1か月に2回`.
pub(crate) const ONE_OF: &[(&str, Per)] = &[
    ("年", Year),
    ("年間", Year),
    ("か年", Year),
    ("か月", Month),
    ("カ月", Month),
    ("ヵ月", Month),
    ("ヶ月", Month),
    ("ケ月", Month),
    ("箇月", Month),
    ("月", Month),
    ("週", Week),
    ("週間", Week),
    ("日", Day),
];

/// Words after a number that say that it is how much something is to change. Each stands for the
/// forms that begin with it.
pub(crate) const CHANGE: &[(&str, Direction)] = &[
    ("増", Increase),
    ("アップ", Increase),
    ("UP", Increase),
    ("up", Increase),
    ("プラス", Increase),
    ("向上", Increase),
    ("上昇", Increase),
    ("拡大", Increase),
    ("拡充", Increase),
    ("伸ば", Increase),
    ("高め", Increase),
    ("上乗せ", Increase),
    ("引き上げ", Increase),
    ("引上げ", Increase),
    ("上積み", Increase),
    ("改善", Increase),
    ("減", Decrease),
    ("ダウン", Decrease),
    ("DOWN", Decrease),
    ("削減", Decrease),
    ("低減", Decrease),
    ("低下", Decrease),
    ("軽減", Decrease),
    ("縮減", Decrease),
    ("縮小", Decrease),
    ("節減", Decrease),
    ("短縮", Decrease),
    ("抑制", Decrease),
    ("カット", Decrease),
    ("引き下げ", Decrease),
    ("引下げ", Decrease),
    ("下げ", Decrease),
];

/// Words that begin like one of [`CHANGE`] and are none.
pub(crate) const NOT_CHANGE: &[&str] =
    &["増税", "減税", "増設", "増築", "減免", "減災", "減反", "増減", "増 減"];

/// Words that alone say how a value is to change, each for the forms that begin with it.
pub(crate) const CHANGE_ALONE: &[(&str, Direction)] = &[
    ("半減", Decrease),
    ("半分", Decrease),
    ("倍増", Increase),
    ("漸増", Increase),
    ("漸減", Decrease),
    ("微増", Increase),
    ("微減", Decrease),
    ("維持", Keep),
    ("現状維持", Keep),
    ("横ばい", Keep),
    ("横這い", Keep),
    ("継続", Keep),
    ("現状どおり", Keep),
    ("現状通り", Keep),
    ("据え置き", Keep),
    ("据置", Keep),
];

/// What may stand after a word of change in a text that is that word: `減少させる`.
pub(crate) const AFTER_CHANGE: &[&str] = &[
    "加",
    "少",
    "やす",
    "やし",
    "らす",
    "らし",
    "える",
    "える",
    "えた",
    "させる",
    "する",
    "します",
    "を図る",
    "を目指す",
    "をめざす",
    "を継続",
    "傾向",
    "に努める",
    "に向ける",
    "とする",
    "した",
    "げる",
    "る",
    "す",
    "進",
    "量",
    "幅",
    "率",
    "値",
    "化",
    "以上",
    "以下",
    "し続ける",
    "、",
    "。",
    "へ",
];

/// Words between a number and a word of [`CHANGE`].
pub(crate) const BEFORE_CHANGE: &[&str] = &["の", "を", "ずつ", "ずつの"];

/// Words that name the base of a relative value, with what may stand before them as it stands
/// (全国, 県, 計画).
pub(crate) const BASES: &[&str] = &[
    "現状",
    "現状値",
    "現況",
    "現況値",
    "現在",
    "現行",
    "現時点",
    "基準",
    "基準値",
    "基準年",
    "基準年度",
    "基準時",
    "前年",
    "前年度",
    "前年値",
    "前年度値",
    "前年同期",
    "前年同月",
    "前期",
    "前回",
    "前回調査",
    "前回値",
    "前々年度",
    "前々年",
    "昨年",
    "昨年度",
    "策定時",
    "計画策定時",
    "改定時",
    "計画当初",
    "当初",
    "当初値",
    "開始時",
    "開始前",
    "従前",
    "従来",
    "平年",
    "平均",
    "全国平均",
    "国平均",
    "県平均",
    "県内平均",
    "道平均",
    "都平均",
    "府平均",
    "市平均",
    "町平均",
    "類似団体平均",
    "全国",
    "全国値",
    "全国水準",
    "国",
    "県",
    "県値",
    "目標",
    "目標値",
    "計画",
    "計画値",
    "実績",
    "実績値",
    "直近値",
    "同年",
    "同期",
    "震災前",
    "コロナ前",
    "コロナ禍前",
    "工業化以前",
    "過去最高",
    "過去最多",
];

/// What may stand between a time and the link, as part of the base: `2018年3月末実績`.
pub(crate) const OF_BASE: &[&str] = &[
    "実績値",
    "実績",
    "決算額",
    "決算",
    "現在",
    "時点",
    "末",
    "値",
    "水準",
    "当初",
    "比率",
    "の実績",
    "の実績値",
    "の値",
    "の水準",
    "調査",
    "同期",
    "同月",
    "平均",
    "の平均",
    "度",
];

/// How a base is linked to what is relative to it, and whether the value must say a change.
pub(crate) const LINKS: &[(&str, Link)] = &[
    ("比", Link::Ratio),
    ("対比", Link::Ratio),
    ("比で", Link::Ratio),
    ("比で約", Link::Ratio),
    ("対比で", Link::Ratio),
    ("比較で", Link::Ratio),
    ("と比べ", Link::Ratio),
    ("と比べて", Link::Ratio),
    ("に比べ", Link::Ratio),
    ("に比べて", Link::Ratio),
    ("に比し", Link::Ratio),
    ("に比して", Link::Ratio),
    ("と比較し", Link::Ratio),
    ("と比較して", Link::Ratio),
    ("に対し", Link::Ratio),
    ("に対して", Link::Ratio),
    ("に対する", Link::Ratio),
    ("を基準に", Link::Ratio),
    ("を基準として", Link::Ratio),
    ("を100として", Link::Ratio),
    ("より", Link::From),
    ("よりも", Link::From),
    ("から", Link::From),
    ("の", Link::Of),
];

/// What a link asks of the value after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// 比: any value is relative.
    Ratio,
    /// から: one that says a change.
    From,
    /// の: one that says a change, or a multiple.
    Of,
}

/// Words after a base that compare with it, without any number: 県平均以上.
pub(crate) const COMPARE_BASE: &[(&str, Comparator)] = &[
    ("以上", AtLeast),
    ("以下", AtMost),
    ("以内", AtMost),
    ("未満", Less),
    ("を超える", More),
    ("を上回る", More),
    ("を上回り", More),
    ("を下回る", Less),
    ("を下回り", Less),
    ("を下回らない", AtLeast),
    ("を上回らない", AtMost),
    ("並み", About),
    ("並", About),
    ("程度", About),
];

/// Words for zero.
pub(crate) const ZERO: &[&str] = &["ゼロ", "零", "皆無"];

/// Words for zero where the unit is known, which else say that there is no value.
pub(crate) const NONE: &[&str] = &["なし", "無し", "無", "該当なし", "該当無し", "ない", "いない"];

/// Numerals that stand for any, and the powers of ten that make a number of them: 数百人, 十数件.
pub(crate) const VAGUE: &str = "数";

/// A part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Months counted from the beginning of the year, calendar or fiscal: the first, and how many.
    Months(i8, i8),
    /// Three months from this one.
    Season(i8),
}

/// Words after a year that name a part of it.
pub(crate) const PARTS: &[(&str, Part)] = &[
    ("上半期", Part::Months(0, 6)),
    ("上期", Part::Months(0, 6)),
    ("前半", Part::Months(0, 6)),
    ("前半期", Part::Months(0, 6)),
    ("下半期", Part::Months(6, 6)),
    ("下期", Part::Months(6, 6)),
    ("後半", Part::Months(6, 6)),
    ("後半期", Part::Months(6, 6)),
    ("初頭", Part::Months(0, 1)),
    ("初め", Part::Months(0, 1)),
    ("はじめ", Part::Months(0, 1)),
    ("春", Part::Season(3)),
    ("夏", Part::Season(6)),
    ("秋", Part::Season(9)),
    ("冬", Part::Season(12)),
];

/// Words of [`PARTS`] that stand for a part of a year also where no year stands before them, and one
/// is carried over.
pub(crate) const PARTS_ALONE: &[&str] = &["上半期", "上期", "下半期", "下期"];

/// What may follow a part of a year: about.
pub(crate) const ABOUT_TIME: &[&str] = &["頃", "ごろ", "ころ"];

/// How a quarter is named after its number.
pub(crate) const QUARTER: &[&str] = &["四半期", "・四半期", "クォーター"];

/// Kinds of fiscal year beside 年度.
pub(crate) const FISCAL_YEARS: &[&str] =
    &["年度", "会計年度", "事業年度", "営業年度", "財政年度", "学年度"];

/// Words that make the bare year before them a fiscal year: `H30決算`.
pub(crate) const OF_FISCAL_YEAR: &[&str] =
    &["決算", "予算", "当初予算", "補正予算", "最終予算", "当初", "補正"];

/// Words that may follow a bare year in running text: `H30実績`.
pub(crate) const AFTER_YEAR: &[&str] = &[
    "実績",
    "目標",
    "見込",
    "見通し",
    "現状",
    "現在",
    "時点",
    "計画",
    "推計",
    "策定",
    "改訂",
    "改定",
    "基準",
    "調査",
];

/// Years named by one that stands before, and how many years on.
pub(crate) const NEXT_YEARS: &[(&str, i16)] = &[
    ("翌々年", 2),
    ("翌年", 1),
    ("翌", 1),
    ("同年", 0),
    ("その翌年", 1),
    ("その年", 0),
    ("前年", -1),
    ("その前年", -1),
    ("前々年", -2),
];

/// Words that name all time before or after a time that stands before them; whether the time
/// itself is part of it, and whether it is before.
pub(crate) const OPEN_AFTER: &[(&str, (bool, bool))] = &[
    ("それ以前", (true, true)),
    ("その前", (false, true)),
    ("それ以降", (true, false)),
    ("それ以後", (true, false)),
    ("その後", (false, false)),
];

/// What joins the two times of a range by a dash.
pub(crate) const DASHES: &[&str] = &["-", "―", "−", "－", "–", "—", "‐", "─", "ー"];
