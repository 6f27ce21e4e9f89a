//! What a change of the contract means for those who rely on it.
//!
//! Two promises are kept within a major version:
//!
//! - **Readers**: a program written for the contract reads what later minor versions write. A value
//!   of a type, or of an enumeration, that it never met breaks it, as does a field that is gone.
//! - **Records**: records written before are valid for the schemas of later minor versions, but for
//!   fields that came later.
//!
//! Additions that readers pass over are minor: fields, kinds of record, and values of the
//! enumerations that say so.

use std::collections::BTreeSet;

use crate::contract::{Contract, Field};

/// Who is hit by a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Impact {
    /// Nobody: readers pass it over.
    Addition,
    /// Records that were written before are no longer valid.
    Records,
    /// Programs that read records meet what they were not written for.
    Readers,
}

impl Impact {
    /// Whether it needs a new major version.
    pub(crate) fn breaks(self) -> bool {
        self != Self::Addition
    }
}

/// One change of one field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    pub(crate) path: String,
    pub(crate) what: String,
    pub(crate) impact: Impact,
}

/// All changes from one contract to another, by path.
pub(crate) fn changes(from: &Contract, to: &Contract) -> Vec<Change> {
    let mut changes = Vec::new();
    let paths: BTreeSet<&String> = from.fields.keys().chain(to.fields.keys()).collect();
    for path in paths {
        let mut add = |impact, what: String| {
            changes.push(Change { path: path.clone(), what, impact });
        };
        match (from.fields.get(path), to.fields.get(path)) {
            (Some(_), None) => add(Impact::Readers, "is gone".to_owned()),
            (None, Some(_)) => add(Impact::Addition, "is new".to_owned()),
            (Some(from), Some(to)) => compare(from, to, &mut add),
            (None, None) => {}
        }
    }
    changes
}

fn compare(from: &Field, to: &Field, add: &mut dyn FnMut(Impact, String)) {
    types(from, to, add);
    values(from, to, add);
    bounds(from, to, add);
    if from.format != to.format {
        // A promise that is gone or another hits readers; a new one hits what was written without.
        let impact = if from.format.is_some() { Impact::Readers } else { Impact::Records };
        add(impact, format!("has the format {:?}, was {:?}", to.format, from.format));
    }
    match (from.required, to.required) {
        (true, false) => add(Impact::Readers, "may be left out".to_owned()),
        (false, true) => add(Impact::Records, "may no longer be left out".to_owned()),
        _ => {}
    }
}

fn types(from: &Field, to: &Field, add: &mut dyn FnMut(Impact, String)) {
    let holds = |types: &BTreeSet<String>, name: &String| {
        types.contains(name) || name == "integer" && types.contains("number")
    };
    for name in to.types.iter().filter(|name| !holds(&from.types, name)) {
        add(Impact::Readers, format!("may be {name}"));
    }
    for name in from.types.iter().filter(|name| !holds(&to.types, name)) {
        add(Impact::Records, format!("may no longer be {name}"));
    }
}

fn values(from: &Field, to: &Field, add: &mut dyn FnMut(Impact, String)) {
    match (&from.values, &to.values) {
        (Some(old), Some(new)) => {
            let gain = if from.open { Impact::Addition } else { Impact::Readers };
            for value in new.difference(old) {
                add(gain, format!("may be {value}"));
            }
            for value in old.difference(new) {
                add(Impact::Records, format!("may no longer be {value}"));
            }
        }
        (Some(_), None) => add(Impact::Readers, "may be any value".to_owned()),
        (None, Some(_)) => add(Impact::Records, "may be some values only".to_owned()),
        (None, None) => {}
    }
    match (from.open, to.open) {
        (false, true) => add(Impact::Readers, "may get more values".to_owned()),
        (true, false) => add(Impact::Addition, "gets no more values".to_owned()),
        _ => {}
    }
}

fn bounds(from: &Field, to: &Field, add: &mut dyn FnMut(Impact, String)) {
    let names: BTreeSet<&String> = from.bounds.keys().chain(to.bounds.keys()).collect();
    for name in names {
        let lower = name.starts_with("min");
        let free = if lower { f64::NEG_INFINITY } else { f64::INFINITY };
        let old = from.bounds.get(name).copied().unwrap_or(free);
        let new = to.bounds.get(name).copied().unwrap_or(free);
        if old != new {
            let wider = (new < old) == lower;
            let impact = if wider { Impact::Readers } else { Impact::Records };
            add(impact, format!("has the {name} {new}, was {old}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// A contract of one kind with a field of each sort.
    fn base() -> Value {
        json!({
            "$defs": {
                "mood": {
                    "description": "How it is meant.",
                    "oneOf": [
                        { "const": "sure", "type": "string" },
                        { "const": "likely", "type": "string" },
                    ],
                },
                "doubt": {
                    "description": "Why not. Minor versions may add values.",
                    "oneOf": [{ "const": "far", "type": "string" }],
                },
                "cost": {
                    "properties": { "yen": { "type": "integer", "minimum": 0, "maximum": 9 } },
                    "required": ["yen"],
                    "type": "object",
                },
            },
            "description": "A plan.",
            "properties": {
                "name": { "description": "The name.", "type": "string" },
                "day": { "type": ["string", "null"], "format": "date" },
                "size": { "type": "number" },
                "note": { "type": "string" },
                "pair": { "type": "array", "items": { "type": "integer" }, "minItems": 2, "maxItems": 2 },
                "mood": { "$ref": "#/$defs/mood" },
                "doubts": { "type": "array", "items": { "$ref": "#/$defs/doubt" } },
                "cost": { "anyOf": [{ "$ref": "#/$defs/cost" }, { "type": "null" }] },
                "counts": { "type": "object", "additionalProperties": { "type": "integer" } },
            },
            "required": ["name", "day", "size", "pair", "mood", "doubts", "cost", "counts"],
            "type": "object",
        })
    }

    /// The impacts of setting the place at a JSON pointer to a value (null takes it away).
    fn impacts(pointer: &str, value: Value) -> Vec<(String, Impact)> {
        let from = Contract::of("1.0.0", [("plan", base())]);
        let mut changed = base();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = changed.pointer_mut(parent).unwrap();
        match parent {
            Value::Object(object) if value.is_null() => drop(object.remove(name).unwrap()),
            Value::Object(object) => drop(object.insert(name.to_owned(), value)),
            Value::Array(list) if value.is_null() => drop(list.remove(name.parse().unwrap())),
            Value::Array(list) => list.insert(name.parse().unwrap(), value),
            other => panic!("{other}"),
        }
        let to = Contract::of("1.0.0", [("plan", changed)]);
        let changes = changes(&from, &to);
        // What is undone has the opposite changes, as many.
        assert_eq!(super::changes(&to, &from).len(), changes.len(), "{pointer}");
        changes.into_iter().map(|c| (c.path, c.impact)).collect()
    }

    #[test]
    fn every_class_of_change_is_told() {
        use Impact::{Addition, Readers, Records};
        let text = |c: &str| json!({ "const": c, "type": "string" });
        for (pointer, value, path, impact) in [
            // Gone, new.
            ("/properties/note", json!(null), "plan.note", Readers),
            ("/$defs/cost/properties/yen", json!(null), "plan.cost.yen", Readers),
            ("/properties/extra", json!({ "type": "string" }), "plan.extra", Addition),
            ("/$defs/cost/properties/sen", json!({ "type": "string" }), "plan.cost.sen", Addition),
            // Types.
            ("/properties/name/type", json!(["string", "null"]), "plan.name", Readers),
            ("/properties/day/type", json!("string"), "plan.day", Records),
            ("/properties/size/type", json!("integer"), "plan.size", Records),
            ("/$defs/cost/properties/yen/type", json!("number"), "plan.cost.yen", Readers),
            ("/properties/pair/items/type", json!("number"), "plan.pair[]", Readers),
            (
                "/properties/counts/additionalProperties/type",
                json!(["integer", "null"]),
                "plan.counts.*",
                Readers,
            ),
            ("/properties/cost/anyOf/1", json!(null), "plan.cost", Records),
            // Always there or not.
            ("/required/0", json!(null), "plan.name", Readers),
            ("/required/0", json!("note"), "plan.note", Records),
            // Enumerations.
            ("/$defs/mood/oneOf/0", text("maybe"), "plan.mood", Readers),
            ("/$defs/mood/oneOf/0", json!(null), "plan.mood", Records),
            ("/$defs/doubt/oneOf/0", text("near"), "plan.doubts[]", Addition),
            ("/properties/name/enum", json!(["a"]), "plan.name", Records),
            (
                "/$defs/mood/description",
                json!("Minor versions may add values."),
                "plan.mood",
                Readers,
            ),
            ("/$defs/doubt/description", json!("Why."), "plan.doubts[]", Addition),
            // Bounds and formats.
            ("/$defs/cost/properties/yen/minimum", json!(-1), "plan.cost.yen", Readers),
            ("/$defs/cost/properties/yen/minimum", json!(null), "plan.cost.yen", Readers),
            ("/$defs/cost/properties/yen/minimum", json!(1), "plan.cost.yen", Records),
            ("/$defs/cost/properties/yen/maximum", json!(10), "plan.cost.yen", Readers),
            ("/$defs/cost/properties/yen/maximum", json!(8), "plan.cost.yen", Records),
            ("/properties/pair/maxItems", json!(3), "plan.pair", Readers),
            ("/properties/pair/items/minimum", json!(0), "plan.pair[]", Records),
            ("/properties/day/format", json!(null), "plan.day", Readers),
            ("/properties/day/format", json!("date-time"), "plan.day", Readers),
            ("/properties/name/format", json!("date"), "plan.name", Records),
        ] {
            let found = impacts(pointer, value.clone());
            assert_eq!(found, [(path.to_owned(), impact)], "{pointer} {value}");
        }
    }

    #[test]
    fn a_renamed_field_and_a_renamed_value_break_readers() {
        let from = Contract::of("1.0.0", [("plan", base())]);
        for (old, new) in [("\"note\"", "\"remark\""), ("\"sure\"", "\"certain\"")] {
            let renamed = base().to_string().replace(old, new);
            let to = Contract::of("1.0.0", [("plan", serde_json::from_str(&renamed).unwrap())]);
            let worst = changes(&from, &to).iter().map(|c| c.impact).max();
            assert_eq!(worst, Some(Impact::Readers), "{old}");
        }
    }

    #[test]
    fn words_change_nothing_and_a_new_kind_adds() {
        let from = Contract::of("1.0.0", [("plan", base())]);
        for (pointer, value) in [
            ("/description", json!("A plan, said better.")),
            ("/properties/name/description", json!("Its name.")),
            ("/$defs/mood/oneOf/0/description", json!("Quite sure.")),
            ("/examples", json!([{}])),
            ("/$id", json!("urn:other")),
        ] {
            assert_eq!(impacts(pointer, value), [], "{pointer}");
        }
        let to = Contract::of("1.0.0", [("plan", base()), ("poem", base())]);
        let changes = changes(&from, &to);
        assert!(!changes.is_empty() && changes.iter().all(|c| !c.impact.breaks()));
    }

    #[test]
    #[should_panic(expected = "patternProperties")]
    fn a_keyword_that_nobody_thought_of_is_not_passed_over() {
        impacts("/properties/counts/patternProperties", json!({}));
    }
}
