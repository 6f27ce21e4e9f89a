//! Errors planted one at a time into good records: the check finds each, and says which it was.

use std::fs;

use keikaku_check::{Class, Difference, Expected, Matching, check, update};
use keikaku_text::SourceText;
use serde_json::{Value, json};

use crate::damage::damaged;
use crate::dice::Dice;
use crate::documents::{fixtures, name_of, root, source_of, values};

struct Fixture {
    name: String,
    text: String,
    expected: Expected,
    source: SourceText,
    records: Vec<Value>,
}

fn fixture(name: &str) -> Fixture {
    let folder = root().join("fixtures").join(name);
    let bytes = fs::read(source_of(&folder)).unwrap();
    let text = fs::read_to_string(folder.join("expected.json")).unwrap();
    Fixture {
        name: name.to_owned(),
        expected: Expected::parse(&text).unwrap(),
        text,
        source: keikaku_extract::Opened::read(&bytes, None).unwrap().decoded.source,
        records: values(name, &bytes),
    }
}

impl Fixture {
    fn differences(&self, expected: &Expected, records: &[Value]) -> Vec<Difference> {
        let checked = check(&self.name, expected, records, Some(&self.source));
        checked.differences_under(Matching::Normalised).cloned().collect()
    }
}

/// The `n`th record of a kind.
fn nth<'a>(records: &'a mut [Value], kind: &str, n: usize) -> &'a mut Value {
    records.iter_mut().filter(|r| r["record"] == kind).nth(n).unwrap()
}

/// Sets the year of an observation, as a wrong column would.
fn later(observation: &mut Value, years: i64) {
    for day in ["start", "end"] {
        let date = observation[day].as_str().unwrap();
        let year: i64 = date[..4].parse().unwrap();
        observation[day] = json!(format!("{}{}", year + years, &date[4..]));
    }
    let year = observation["fiscal_year"].as_i64().unwrap();
    observation["fiscal_year"] = json!(year + years);
}

fn shift(span: &mut Value, start: i64, end: i64) {
    let at = |i: usize| span[i].as_i64().unwrap();
    *span = json!([at(0) + start, at(1) + end]);
}

type Plant = fn(&mut Vec<Value>);

/// What is planted, where it shows (kind of record and field), and as what.
fn plants() -> Vec<(&'static str, Plant, &'static str, &'static str, Class)> {
    let part = |name: &'static str| Class::ExtraPart(name.into());
    let lost = |name: &'static str| Class::MissingPart(name.into());
    vec![
        (
            "a wrong value",
            |r| nth(r, "indicator", 1)["observations"][2]["value"] = json!(40001),
            "indicator",
            "observations[2].value",
            Class::Value,
        ),
        (
            "a value lost",
            |r| nth(r, "indicator", 1)["observations"][2]["value"] = Value::Null,
            "indicator",
            "observations[2].value",
            Class::Value,
        ),
        (
            "a wrong unit of a value",
            |r| nth(r, "indicator", 0)["observations"][3]["unit"] = json!("件"),
            "indicator",
            "observations[3].unit",
            Class::Unit,
        ),
        (
            "a wrong unit of an indicator",
            |r| nth(r, "indicator", 0)["unit"] = json!("件"),
            "indicator",
            "unit",
            Class::Unit,
        ),
        (
            "a wrong year",
            |r| later(&mut nth(r, "indicator", 0)["observations"][1], 3),
            "indicator",
            "observations[1].end/fiscal_year/start",
            Class::Year,
        ),
        (
            "the year of the next column",
            |r| later(&mut nth(r, "indicator", 0)["observations"][1], 1),
            "indicator",
            "observations[1].end/fiscal_year/start",
            Class::Year,
        ),
        (
            "a wrong day",
            |r| nth(r, "indicator", 0)["observations"][0]["end"] = json!("2020-03-30"),
            "indicator",
            "observations[0].end",
            Class::Year,
        ),
        (
            "a wrong year of a schedule",
            |r| nth(r, "project", 0)["schedule"][0]["fiscal_years"] = json!([2017, 2018]),
            "project",
            "schedule[0].fiscal_years",
            Class::Year,
        ),
        (
            "a wrong kind of value",
            |r| nth(r, "indicator", 2)["observations"][0]["kind"] = json!("actual"),
            "indicator",
            "observations[0].kind",
            Class::Role,
        ),
        (
            "a wrong role",
            |r| nth(r, "department", 0)["role"] = json!("author"),
            "department",
            "role",
            Class::Role,
        ),
        (
            "a wrong department",
            |r| nth(r, "department", 4)["name"] = json!("消防防災課"),
            "department",
            "name",
            Class::Department,
        ),
        (
            "a wrong unit of a department",
            |r| nth(r, "department", 8)["unit"] = Value::Null,
            "department",
            "unit",
            Class::Department,
        ),
        (
            "a wrong department of a project",
            |r| nth(r, "project", 1)["departments"][0]["name"] = json!("総務課"),
            "project",
            "departments[0].name",
            Class::Department,
        ),
        (
            "a department of a project lost",
            |r| _ = nth(r, "project", 1)["departments"].as_array_mut().unwrap().pop(),
            "project",
            "departments[1]",
            Class::Department,
        ),
        (
            "a wrong name",
            |r| nth(r, "indicator", 3)["name"] = json!("別の指標"),
            "indicator",
            "name",
            Class::Field("name".into()),
        ),
        (
            "a flag turned",
            |r| nth(r, "indicator", 1)["cumulative"] = json!(false),
            "indicator",
            "cumulative",
            Class::Field("cumulative".into()),
        ),
        (
            "an observation lost",
            |r| _ = nth(r, "indicator", 0)["observations"].as_array_mut().unwrap().remove(1),
            "indicator",
            "observations[1]",
            lost("observation"),
        ),
        (
            "an observation doubled",
            |r| {
                let list = nth(r, "indicator", 0)["observations"].as_array_mut().unwrap();
                list.insert(1, list[0].clone());
            },
            "indicator",
            "observations[1]",
            part("observation"),
        ),
        (
            "observations out of order",
            |r| nth(r, "indicator", 0)["observations"].as_array_mut().unwrap().swap(0, 1),
            "indicator",
            "observations",
            Class::Order,
        ),
        (
            "a missing record",
            |r| {
                let at = r.iter().position(|r| r["record"] == "indicator").unwrap();
                r.remove(at);
            },
            "indicator",
            "",
            Class::MissingRecord,
        ),
        (
            "a missing mention",
            |r| {
                let at = r.iter().rposition(|r| r["record"] == "department").unwrap();
                r.remove(at);
            },
            "department",
            "",
            Class::MissingRecord,
        ),
        (
            "an extra record",
            |r| {
                let copy = nth(r, "indicator", 1).clone();
                r.push(copy);
            },
            "indicator",
            "",
            Class::ExtraRecord,
        ),
        (
            "a record of another text",
            |r| {
                let mut copy = nth(r, "department", 1).clone();
                copy["name"] = json!("会計課");
                r.push(copy);
            },
            "department",
            "",
            Class::ExtraRecord,
        ),
        (
            "a span one byte on",
            |r| shift(&mut nth(r, "department", 1)["span"], 1, 1),
            "department",
            "span",
            Class::Span,
        ),
        (
            "a span one byte longer",
            |r| shift(&mut nth(r, "indicator", 0)["observations"][1]["span"], 0, 1),
            "indicator",
            "observations[1].span",
            Class::Span,
        ),
        (
            "a span one byte shorter",
            |r| shift(&mut nth(r, "indicator", 0)["observations"][1]["span"], 0, -1),
            "indicator",
            "observations[1].span",
            Class::Span,
        ),
        (
            "a span that begins one byte late",
            |r| shift(&mut nth(r, "indicator", 0)["observations"][1]["span"], 1, 0),
            "indicator",
            "observations[1].span",
            Class::Span,
        ),
        (
            "a record one byte late",
            |r| shift(&mut nth(r, "indicator", 0)["span"], 1, 0),
            "indicator",
            "span",
            Class::Span,
        ),
        (
            "a record one byte longer",
            |r| shift(&mut nth(r, "indicator", 0)["span"], 0, 1),
            "indicator",
            "span",
            Class::Span,
        ),
        (
            "lines one off",
            |r| nth(r, "period", 0)["lines"] = json!([2, 2]),
            "period",
            "lines",
            Class::Span,
        ),
    ]
}

#[test]
fn a_planted_error_is_one_difference_of_its_class_at_its_place() {
    let fixture = fixture("schedule/kochi-digital");
    assert_eq!(fixture.differences(&fixture.expected, &fixture.records), []);
    for (name, plant, kind, field, class) in plants() {
        let mut records = fixture.records.clone();
        plant(&mut records);
        assert_ne!(records, fixture.records, "{name}");
        let found = fixture.differences(&fixture.expected, &records);
        let [one] = found.as_slice() else { panic!("{name}: {found:#?}") };
        assert_eq!(
            (one.kind.as_str(), one.field.as_str(), &one.class),
            (kind, field, &class),
            "{name}: {one}"
        );
        let line = one.line.unwrap();
        assert!(one.source.iter().any(|l| l.number == line), "{name}: {one:?}");
    }
}

/// A span that is expected is compared to the byte, where what it holds would not tell.
#[test]
fn an_expected_span_is_compared_to_the_byte() {
    let fixture = fixture("schedule/kochi-digital");
    let mut records = fixture.records.clone();
    let table = nth(&mut records, "table", 0);
    let (line, span) = (table["lines"][0].clone(), table["span"].clone());
    let expected = json!({"table": [{"line": line, "span": span}]});
    // Without the other tables, which are not the matter here.
    let mut first = true;
    records.retain(|r| r["record"] != "table" || std::mem::take(&mut first));
    let expected = Expected::parse(&expected.to_string()).unwrap();
    assert_eq!(fixture.differences(&expected, &records), []);
    shift(&mut nth(&mut records, "table", 0)["span"], 0, -1);
    let found = fixture.differences(&expected, &records);
    assert!(found.iter().any(|d| d.class == Class::Span && d.field == "span"), "{found:?}");
}

/// After an update the records hold, whatever they were; a second update changes nothing, and an
/// update with the good records makes the file hold for them again.
#[test]
fn an_updated_file_holds_for_what_was_found() {
    let mut dice = Dice::new(7);
    let mut updated = 0;
    for folder in fixtures() {
        let name = name_of(&folder);
        let layout = folder.parent().unwrap().file_name().unwrap().to_string_lossy();
        let fixture = fixture(&format!("{layout}/{}", name.split('/').nth(1).unwrap()));
        for percent in [2, 10] {
            let found = damaged(&mut dice, &fixture.records, percent);
            let Some(text) = update(&fixture.text, &found).unwrap() else { continue };
            updated += 1;
            let expected = Expected::parse(&text).unwrap();
            let left: Vec<_> = check(&name, &expected, &found, None).differences;
            let left: Vec<_> =
                left.iter().filter(|d| !d.agreement.holds(Matching::Normalised)).collect();
            assert!(left.is_empty(), "{name}: {left:#?}\n{text}");
            assert_eq!(update(&text, &found).unwrap(), None, "{name}: {text}");
            if let Some(back) = update(&text, &fixture.records).unwrap() {
                let expected = Expected::parse(&back).unwrap();
                assert_eq!(fixture.differences(&expected, &fixture.records), [], "{name}");
            }
        }
    }
    assert!(updated > 60, "only {updated}");
}
