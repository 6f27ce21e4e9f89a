//! Which way the values of an indicator are to go, and what says so.
//!
//! What the targets say (以上, 削減, ゼロ) decides; else the name (待機児童数, 満足度); else the way from
//! what was measured to the targets. Targets alone, lowered from year to year, decide nothing: they
//! may follow what can be reached. Where two of the same rank differ, nothing is said.

use keikaku_record::{Better, BetterFrom, Indicator, Observation, ObservationKind, Record};
use keikaku_values::{Comparator, Decimal, Direction};

/// Says of every indicator which way it is to go.
pub(super) fn assemble(records: &mut [Record]) {
    for record in records {
        let Record::Indicator(indicator) = record else { continue };
        let by_target = by_targets(indicator).map(|way| (way, BetterFrom::Target));
        let found = by_target
            .or_else(|| by_name(&indicator.name).map(|way| (way, BetterFrom::Name)))
            .or_else(|| by_way(indicator).map(|way| (way, BetterFrom::Way)));
        indicator.better = found.map(|(way, _)| way);
        indicator.better_from = found.map(|(_, from)| from);
    }
}

fn targets(indicator: &Indicator) -> impl Iterator<Item = &Observation> {
    indicator.observations.iter().filter(|o| o.kind == ObservationKind::Target)
}

/// What bounds, changes and zeros say.
fn by_targets(indicator: &Indicator) -> Option<Better> {
    let mut ways = targets(indicator).filter_map(|one| match (one.direction, one.comparator) {
        (Some(Direction::Increase), _) => Some(Better::More),
        (Some(Direction::Decrease), _) => Some(Better::Less),
        (_, Comparator::AtLeast | Comparator::More) => Some(Better::More),
        (_, Comparator::AtMost | Comparator::Less) => Some(Better::Less),
        // Below zero only a balance can be, which is written with a sign elsewhere in its row.
        _ if one.value == Some(Decimal::ZERO) && !has_negative(indicator) => Some(Better::Less),
        _ => None,
    });
    let first = ways.next()?;
    ways.all(|way| way == first).then_some(first)
}

fn has_negative(indicator: &Indicator) -> bool {
    indicator.observations.iter().any(|o| o.value.is_some_and(|v| v < Decimal::ZERO))
}

/// Names of what is to become less.
const LESS: [&str; 37] = [
    "待機児童",
    "死亡",
    "死者",
    "負傷",
    "事故",
    "犯罪",
    "刑法犯",
    "喫煙",
    "自殺",
    "自死",
    "排出量",
    "ごみ",
    "廃棄物",
    "不登校",
    "いじめ",
    "滞納",
    "苦情",
    "被害",
    "空き店舗",
    "失業",
    "転出",
    "時間外勤務",
    "残業",
    "漏水",
    "火災",
    "要介護認定率",
    "罹患",
    "離職",
    "耕作放棄",
    "荒廃農地",
    "むし歯",
    "未納",
    "不法投棄",
    "債残高",
    "債務残高",
    "虐待",
    "肥満",
];

/// Words of names that turn what is to become less about, or count what is done against it.
const AGAINST: [&str; 28] = [
    "解消",
    "削減",
    "減少",
    "減量",
    "防止",
    "予防",
    "対策",
    "相談",
    "活用",
    "成約",
    "解体",
    "除却",
    "リサイクル",
    "再生",
    "資源化",
    "検挙",
    "解決",
    "教室",
    "講座",
    "訓練",
    "ない者",
    "のない",
    "率の低い",
    "回収",
    "処理率",
    "適正",
    "補助",
    "割合の",
];

/// Names of what is to become more.
const MORE: [&str; 34] = [
    "満足度",
    "受診率",
    "認知度",
    "参加者",
    "利用者",
    "来館者",
    "来場者",
    "観光客",
    "入込客",
    "宿泊",
    "就業者",
    "就農者",
    "普及率",
    "加入率",
    "達成率",
    "実施率",
    "耐震化率",
    "出生",
    "婚姻",
    "売上",
    "販売額",
    "産出額",
    "生産額",
    "所得",
    "健康寿命",
    "移住者",
    "収納率",
    "就職率",
    "起業",
    "創業",
    "登録者",
    "受講者",
    "リサイクル率",
    "定住",
];

/// Names of what is neither good nor bad by itself, and lies lower in plans that know it will.
const NEUTRAL: [&str; 8] =
    ["人口", "世帯数", "職員数", "児童数", "生徒数", "農家数", "高齢化率", "定員"];

fn by_name(name: &str) -> Option<Better> {
    let names = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if names(&LESS) {
        return (!names(&AGAINST)).then_some(Better::Less);
    }
    (names(&MORE) && !names(&["苦情", "減"])).then_some(Better::More)
}

/// The way from the last value measured before the targets to the last of them.
fn by_way(indicator: &Indicator) -> Option<Better> {
    if NEUTRAL.iter().any(|name| indicator.name.ends_with(name)) {
        return None;
    }
    let last = targets(indicator)
        .filter(|o| o.value.is_some() && o.relative_to.is_none() && o.per.is_none())
        .max_by_key(|o| o.end)?;
    let measured = indicator.observations.iter().filter(|o| {
        matches!(o.kind, ObservationKind::Baseline | ObservationKind::Actual)
            && o.value.is_some()
            && o.unit == last.unit
            && o.per == last.per
            && o.over_years == last.over_years
            && (o.end < last.end || o.end.is_none())
    });
    let base = measured.max_by_key(|o| o.end)?;
    match last.value?.cmp(&base.value?) {
        std::cmp::Ordering::Greater => Some(Better::More),
        std::cmp::Ordering::Less => Some(Better::Less),
        std::cmp::Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_which_way_is_better() {
        for (name, way) in [
            ("待機児童数", Some(Better::Less)),
            ("交通事故死者数", Some(Better::Less)),
            ("１人１日当たりのごみ排出量", Some(Better::Less)),
            ("ごみの減量に取り組む世帯", None),
            ("待機児童解消率", None),
            ("市民の満足度", Some(Better::More)),
            ("特定健診の受診率", Some(Better::More)),
            ("人口", None),
            ("会議の開催", None),
        ] {
            assert_eq!(by_name(name), way, "{name}");
        }
    }
}
