//! Which fields expected records give, and how their parts are called.

use serde_json::{Map, Value};

use crate::Agreement;
use crate::tally::{Side, Tally};

/// All fields that some of the records or parts give: a list of parts as a list of the one shape
/// that they have together, an object as an object, anything else as null.
pub(crate) fn shape_of(values: &[Value]) -> Map<String, Value> {
    let mut shape = Map::new();
    for fields in values.iter().filter_map(Value::as_object) {
        merge(&mut shape, fields);
    }
    shape
}

fn merge(shape: &mut Map<String, Value>, fields: &Map<String, Value>) {
    for (name, value) in fields {
        let slot = shape.entry(name.clone()).or_insert(Value::Null);
        let (fresh, parts) = match value {
            Value::Array(list) if list.first().is_some_and(Value::is_object) => {
                (Value::Array(vec![Value::Object(Map::new())]), list.as_slice())
            }
            Value::Object(_) => (Value::Object(Map::new()), std::slice::from_ref(value)),
            _ => continue,
        };
        if slot.is_null() {
            *slot = fresh;
        }
        let inner = match slot {
            Value::Array(list) => list.first_mut(),
            other => Some(other),
        };
        if let Some(Value::Object(inner)) = inner {
            parts.iter().filter_map(Value::as_object).for_each(|part| merge(inner, part));
        }
    }
}

/// Whether a list has parts: objects that are paired with each other, and not texts or numbers.
pub(crate) fn has_parts(expected: &Value, found: &Value) -> bool {
    let objects = |value: &Value| {
        value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_object))
    };
    let is_list = |value: &Value| value.is_array() || value.is_null();
    objects(expected) && is_list(found)
        || objects(found) && expected.as_array().is_some_and(Vec::is_empty)
}

/// What the parts of a list are counted as: those of indicators and projects by a name of their
/// own, those that several kinds have with the kind.
pub(crate) fn part_name(owner: &str, list: &str) -> String {
    match list {
        "observations" => "observation".to_owned(),
        "costs" => "cost".to_owned(),
        "values" => "table_value".to_owned(),
        "schedule" => "schedule_entry".to_owned(),
        "departments" => format!("{owner}.department"),
        other => format!("{owner}.{other}"),
    }
}

/// Whether there is something: null and an empty list are nothing, false and 0 are something.
pub(crate) fn is_present(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(list) => !list.is_empty(),
        _ => true,
    }
}

/// Counts the fields of a record or part that only one side has.
pub(crate) fn count_single(
    tally: &mut Tally,
    side: Side,
    name: &str,
    shape: &Map<String, Value>,
    single: &Value,
) {
    for (field, inner) in shape {
        let own = match (side, field.as_str()) {
            (Side::Found, "line") => &single["lines"],
            (Side::Found, "text_start") => &single["text"],
            (_, field) => &single[field],
        };
        match inner {
            Value::Array(list) => {
                let parts = part_name(name, field);
                for part in own.as_array().into_iter().flatten() {
                    tally.single(&parts, side, false);
                    if let Some(Value::Object(shape)) = list.first() {
                        count_single(tally, side, &parts, shape, part);
                    }
                }
            }
            Value::Object(shape) if own.is_object() => {
                count_single(tally, side, &format!("{name}.{field}"), shape, own);
            }
            Value::Object(_) => {}
            _ => {
                let (expected, found) = match side {
                    Side::Expected => (is_present(own), false),
                    Side::Found => (false, is_present(own)),
                };
                let field = format!("{name}.{field}");
                tally.field(&field, expected, found, Agreement::Different);
            }
        }
    }
}
