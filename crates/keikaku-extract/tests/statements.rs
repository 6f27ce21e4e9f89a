//! Tables of behaviour: one statement a row, as plans word it, and the indicators that it states.
//!
//! `statements.tsv` holds them: the title that the statement stands under (none, 目標 for a title of
//! targets, or any other), the statement (`⏎` ends a line), and the indicators with `;` between. The
//! plan around each lasts from 令和３年度 to 令和７年度. `-` is no indicator.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may panic")]

use std::sync::LazyLock;

use keikaku_extract::{Engine, Options};
use keikaku_record::{Indicator, Observation, Record};
use keikaku_tokenizer::Tokenizer;
use keikaku_values::{Comparator, Decimal};
use proptest::prelude::*;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Tokenizer::embedded().unwrap()));

fn indicators(text: &str) -> Vec<Indicator> {
    let records = ENGINE.new_worker().extract("plan.txt", text.as_bytes(), &Options::default());
    let indicators = records.into_iter().filter_map(|record| match record {
        Record::Indicator(indicator) => Some(indicator),
        _ => None,
    });
    indicators.collect()
}

/// A plan that holds a statement.
fn plan(title: &str, statement: &str) -> String {
    let title = match title {
        "" => "第１章　取組".to_owned(),
        "目標" => "【数値目標】".to_owned(),
        title => format!("１　{title}"),
    };
    let statement = statement.replace('⏎', "\n");
    format!(
        "第２次青葉町地域計画\n計画期間　令和３年度～令和７年度\n令和３年３月　青葉町\n\n{title}\n　{statement}\n"
    )
}

fn shown(one: &Observation) -> String {
    let mut fields = vec![format!(
        "{}{}{}",
        one.comparator.symbol(),
        one.value.map_or("?".to_owned(), |value| value.normalize().to_string()),
        one.unit.as_deref().unwrap_or("-")
    )];
    let mut put = |name: &str, says: Option<String>| {
        fields.extend(says.map(|says| format!("{name}={says}")));
    };
    put("high", one.value_high.map(|value| value.to_string()));
    put("per", one.per.map(|per| per.as_str().to_owned()));
    put("over_years", one.over_years.map(|years| years.to_string()));
    put("aggregate", one.aggregate.map(|aggregate| aggregate.as_str().to_owned()));
    put("direction", one.direction.map(|direction| direction.as_str().to_owned()));
    put("relative_to", one.relative_to.clone());
    let kind = serde_json::to_value(one.kind).unwrap();
    fields.push(kind.as_str().unwrap_or_default().to_owned());
    if one.start.is_some() || one.end.is_some() {
        let day =
            |day: Option<_>| day.map_or(String::new(), |day: keikaku_values::Date| day.to_string());
        fields.push(format!("{}..{}", day(one.start), day(one.end)));
    }
    fields.join(" ")
}

fn said(text: &str) -> String {
    let all: Vec<String> = indicators(text)
        .iter()
        .map(|indicator| {
            let values: Vec<String> = indicator.observations.iter().map(shown).collect();
            format!("{}: {}", indicator.name, values.join(" | "))
        })
        .collect();
    if all.is_empty() { "-".to_owned() } else { all.join(" ; ") }
}

#[test]
fn statements() {
    let mut wrong = Vec::new();
    for row in include_str!("statements.tsv").lines().filter(|row| !row.starts_with('#')) {
        let mut fields = row.split('\t');
        let mut next = || fields.next().unwrap_or_default();
        let (title, statement, expected) = (next(), next(), next());
        let found = said(&plan(title, statement));
        if found != expected {
            wrong.push(format!("{statement}\n  is   {found}\n  not  {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// What a statement of a start and a target says, whatever joins them.
const JOINED: [(&str, &str, &str); 9] = [
    ("・", "　", " → "),
    ("○", "：", "⇒"),
    ("◇", "を、", "から"),
    ("(1) ", "　", " ➡ "),
    ("", "　現状 ", "　目標 "),
    ("①", "：", "→"),
    ("■", " ", " → "),
    ("KPI：", "　", "→"),
    ("", "：現状値 ", "、目標値 "),
];

proptest! {
    #[test]
    fn what_is_written_in_any_form_reads_back(
        name in prop::sample::select(vec!["観光客数", "受診率", "相談件数", "登録者数", "森林整備面積"]),
        unit in prop::sample::select(vec!["人", "件", "％", "ha", "か所"]),
        form in prop::sample::select(JOINED.to_vec()),
        (base, aim) in (1u32..90_000, 1u32..90_000),
        timed in any::<bool>(),
    ) {
        let (mark, joint, arrow) = form;
        let (was, until) = if timed { ("（R2）", "（R7）") } else { ("", "") };
        let end = if arrow == "から" { "へ" } else { "" };
        let line = format!("{mark}{name}{joint}{base}{unit}{was}{arrow}{aim}{unit}{until}{end}");
        let found = indicators(&plan("目標", &line));
        prop_assert_eq!(found.len(), 1, "{}", line);
        let values: Vec<Option<Decimal>> = found[0].observations.iter().map(|o| o.value).collect();
        prop_assert_eq!(&found[0].name, name);
        prop_assert_eq!(values, vec![Some(Decimal::from(base)), Some(Decimal::from(aim))], "{}", line);
        for one in &found[0].observations {
            prop_assert_eq!(one.comparator, Comparator::Equal);
            prop_assert_eq!(one.start.is_some(), timed, "{}", line);
        }
    }
}
