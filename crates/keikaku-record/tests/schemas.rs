//! The schemas in `schemas/` are those of the types, and the types keep to them.

use std::{fs, path::Path};

use keikaku_record::{Record, RecordKind, example, schema, schema_file, schema_text};

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
    assert_eq!(fs::read_dir(folder).unwrap().count(), kinds().count());
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

#[test]
fn every_field_written_is_described() {
    for &kind in RecordKind::ALL {
        let schema = schema(Some(kind));
        let written = serde_json::to_value(example(kind)).unwrap();
        for (field, _) in written.as_object().unwrap() {
            let text = &schema["properties"][field]["description"];
            assert!(text.as_str().is_some_and(|text| !text.is_empty()), "{kind}.{field}");
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
