//! The schemas in `schemas/` are those of the types, and the types keep to them.

use std::{fs, path::Path};

use keikaku_record::{Record, RecordKind, example, schema, schema_file, schema_text};
use serde_json::Value;

fn kinds() -> impl Iterator<Item = Option<RecordKind>> {
    RecordKind::ALL.iter().copied().map(Some).chain([None])
}

#[test]
fn committed_schemas_are_generated_from_the_types() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    for kind in kinds() {
        let file = schema_file(kind);
        let committed = fs::read_to_string(folder.join(&file)).unwrap_or_default();
        assert!(
            committed == schema_text(kind),
            "schemas/{file} is not what the types give; refresh it with \
             `cargo run -p keikaku-record --example write-schemas`"
        );
    }
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let schemas = names.filter(|name| name.to_string_lossy().ends_with(".schema.json"));
    assert_eq!(schemas.count(), kinds().count());
}

#[test]
fn every_example_is_valid_for_its_own_kind_alone() {
    for own in kinds() {
        let validator = jsonschema::validator_for(&schema(own)).unwrap();
        for &kind in RecordKind::ALL {
            let instance = serde_json::to_value(example(kind)).unwrap();
            let valid = validator.validate(&instance);
            assert_eq!(
                valid.is_ok(),
                own.is_none_or(|own| own == kind),
                "{own:?} {kind}: {valid:?}"
            );
        }
    }
}

/// Notes every field, definition and value of an enumeration, at any depth, that nothing describes.
fn undescribed(schema: &Value, place: &str, missing: &mut Vec<String>) -> usize {
    let mut seen = 0;
    let mut described = |part: &Value, place: &str| {
        seen += 1;
        if part["description"].as_str().is_none_or(|text| text.trim().is_empty()) {
            missing.push(place.to_owned());
        }
    };
    let Some(object) = schema.as_object() else { return 0 };
    if object.contains_key("const") || object.contains_key("enum") {
        // Values listed without a schema each have no place for a description.
        described(if object.contains_key("enum") { &Value::Null } else { schema }, place);
    }
    for parts in ["properties", "$defs"] {
        for (name, part) in schema[parts].as_object().into_iter().flatten() {
            described(part, &format!("{place}/{parts}/{name}"));
        }
    }
    for (keyword, value) in object.iter().filter(|(keyword, _)| *keyword != "examples") {
        let place = format!("{place}/{keyword}");
        match (keyword.as_str(), value) {
            ("properties" | "$defs", Value::Object(parts)) => {
                for (name, part) in parts {
                    seen += undescribed(part, &format!("{place}/{name}"), missing);
                }
            }
            (_, Value::Object(_)) => seen += undescribed(value, &place, missing),
            (_, Value::Array(parts)) => {
                for (at, part) in parts.iter().enumerate() {
                    seen += undescribed(part, &format!("{place}/{at}"), missing);
                }
            }
            _ => {}
        }
    }
    seen
}

#[test]
fn every_field_and_every_value_is_described_at_every_depth() {
    let mut missing = Vec::new();
    for kind in kinds() {
        let schema = schema(kind);
        assert!(schema["description"].is_string(), "{kind:?}");
        undescribed(&schema, &schema_file(kind), &mut missing);
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_description_that_is_missing_is_noticed_wherever_it_is() {
    let whole = schema(Some(RecordKind::Indicator));
    for (pointer, what) in [
        ("/properties/name", "description"),
        ("/$defs/observation", "description"),
        ("/$defs/observation/properties/value", "description"),
        ("/$defs/Comparator/oneOf/1", "description"),
    ] {
        let mut schema = whole.clone();
        schema.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(what).unwrap();
        let mut missing = Vec::new();
        assert!(undescribed(&schema, "", &mut missing) > 50);
        assert_eq!(missing, [pointer]);
    }
}

#[test]
fn every_field_written_has_a_schema_and_every_schema_has_examples() {
    for kind in kinds() {
        let schema = schema(kind);
        let examples = schema["examples"].as_array().unwrap();
        assert_eq!(examples.len(), kind.map_or(RecordKind::ALL.len(), |_| 1));
        for written in examples.iter().filter(|_| kind.is_some()) {
            for (field, _) in written.as_object().unwrap() {
                assert!(schema["properties"][field].is_object(), "{kind:?}.{field}");
            }
        }
    }
}

#[test]
fn a_missing_field_or_a_wrong_type_is_invalid() {
    let validator = jsonschema::validator_for(&schema(Some(RecordKind::Amount))).unwrap();
    let good = serde_json::to_value(example(RecordKind::Amount)).unwrap();
    for field in ["record", "id", "document", "section", "span", "lines", "value", "comparator"] {
        let mut bad = good.clone();
        bad.as_object_mut().unwrap().remove(field);
        assert!(!validator.is_valid(&bad), "without {field}");
    }
    for (field, value) in [("value", "\"1\""), ("span", "[1]"), ("lines", "[0,1]")] {
        let mut bad = good.clone();
        bad[field] = serde_json::from_str(value).unwrap();
        assert!(!validator.is_valid(&bad), "{field} {value}");
    }
}

#[test]
fn records_are_read_back_as_written() {
    for &kind in RecordKind::ALL {
        let line = serde_json::to_string(&example(kind)).unwrap();
        assert!(line.starts_with(&format!(r#"{{"record":"{kind}","id":""#)), "{line}");
        let read: Record = serde_json::from_str(&line).unwrap();
        assert_eq!(read, example(kind));
        assert_eq!(serde_json::to_string(&read).unwrap(), line);
        assert_eq!(line.contains("\"spans\""), kind == RecordKind::Table);
    }
}

#[test]
fn values_are_exact_numbers_without_exponent() {
    let line = serde_json::to_string(&example(RecordKind::Amount)).unwrap();
    for number in ["24.5", "717000000000", "-0.05", "79228162514264337593543950335", "24.50"] {
        let line = line.replace("717000000000", number);
        let read: Record = serde_json::from_str(&line).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), line);
    }
    let scientific = line.replace("717000000000", "7.17e11");
    let read: Record = serde_json::from_str(&scientific).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), line);
    let text = line.replace("717000000000", "\"717000000000\"");
    assert!(serde_json::from_str::<Record>(&text).is_err());
}

#[test]
fn what_is_no_record_is_refused_with_a_reason() {
    for (line, reason) in [
        ("{}", "missing field `record`"),
        (r#"{"record":"plan"}"#, "no kind of record"),
        (r#"{"record":"amount"}"#, "amount: missing field `id`"),
    ] {
        let error = serde_json::from_str::<Record>(line).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
}
