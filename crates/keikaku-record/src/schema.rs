//! JSON Schemas (2020-12), generated from the record types.

use schemars::{Schema, generate::SchemaSettings, transform::transform_subschemas};
use serde_json::{Value, json};

use crate::{Record, RecordKind, example, record::schema_of};

/// The version of the record contract; `document` records carry it. It follows semantic
/// versioning: what readers may pass over (a new field, a new kind) raises the second part, what
/// they cannot read or what makes older records invalid the first. `schemas/contract.lock` holds
/// the contract last released, and a test compares.
pub const SCHEMA_VERSION: &str = "2.0.0";

/// The JSON Schema of the records of one kind, or of all (`None`), as `schemas/` holds it.
///
/// # The kind is a constant in its schema
/// ```
/// use keikaku_record::{RecordKind, schema};
///
/// let schema = schema(Some(RecordKind::Period));
/// assert_eq!(schema["properties"]["record"]["const"], "period");
/// ```
pub fn schema(kind: Option<RecordKind>) -> Value {
    let generator = SchemaSettings::draft2020_12()
        .for_serialize()
        .with_transform(unwrap_descriptions)
        .into_generator();
    let mut schema = match kind {
        Some(kind) => schema_of(kind, generator),
        None => generator.into_root_schema_for::<Record>(),
    };
    let name = kind.map_or("record", RecordKind::as_str);
    schema.insert("$id".into(), json!(format!("urn:keikaku:schema:{SCHEMA_VERSION}:{name}")));
    schema.insert("title".into(), json!(name));
    let shown = RecordKind::ALL.iter().filter(|&&shown| kind.is_none_or(|kind| kind == shown));
    schema.insert("examples".into(), shown.map(|&kind| json!(example(kind))).collect());
    let mut schema = Value::from(schema);
    // Sorted even where another crate of the build has serde_json keep the order of insertion.
    schema.sort_all_objects();
    schema
}

/// The schema as the text of its file: indented, with a line feed at the end.
pub fn schema_text(kind: Option<RecordKind>) -> String {
    format!("{:#}\n", schema(kind))
}

/// The name of the file in `schemas/` that holds the schema: `period.schema.json`, or
/// `record.schema.json` for all kinds.
pub fn schema_file(kind: Option<RecordKind>) -> String {
    format!("{}.schema.json", kind.map_or("record", RecordKind::as_str))
}

/// Adds the field `record`, which serde writes as a tag and schemars does not know of.
pub(crate) fn tag(kind: &'static str) -> impl schemars::transform::Transform {
    move |schema: &mut Schema| {
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert(
                "record".into(),
                json!({ "const": kind, "description": "The kind of the record.", "type": "string" }),
            );
        }
        if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
            required.insert(0, kind_field());
        }
    }
}

/// The name of the field that holds the kind.
fn kind_field() -> Value {
    json!("record")
}

/// Joins the lines of descriptions, which are wrapped as the source code is.
fn unwrap_descriptions(schema: &mut Schema) {
    if let Some(Value::String(text)) = schema.get_mut("description") {
        *text = text.replace('\n', " ");
    }
    transform_subschemas(&mut unwrap_descriptions, schema);
}
