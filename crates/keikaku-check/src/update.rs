//! Expected files rewritten with what was found.

use indexmap::{IndexMap, IndexSet};
use keikaku_record::RecordKind;
use serde_json::value::RawValue;
use serde_json::{Result as Parsed, Value};

use crate::agreement::Matching;
use crate::compare::{counterpart, field_agreement, of_kind, pairs};
use crate::pair::pair_parts;
use crate::shape::has_parts;
use crate::{Expected, FixtureError};

/// The fields of an object in their order, each as it is written.
type Fields = IndexMap<String, Box<RawValue>>;

/// The text of an `expected.json` with what was found; none where it holds already, under
/// normalised matching.
///
/// The kinds and fields that it gives stay its choice, and so does how it is laid out: what agrees
/// stays byte for byte, records and their parts are written a line each. A record that was not
/// expected gets the fields that others of its kind have; without any, its line and its name.
///
/// # What agrees stays as it was written
/// ```
/// use keikaku_check::update;
/// use serde_json::json;
///
/// let text = r#"{
///   "amount": [
///     {"line": 3, "text": "２８人", "value": 28},
///     {"line": 4, "text": "５件",   "value": 6}
///   ]
/// }
/// "#;
/// let found = [
///     json!({"record": "amount", "lines": [3, 3], "text": "28人", "value": 28.0}),
///     json!({"record": "amount", "lines": [4, 4], "text": "5件", "value": 5}),
/// ];
/// assert_eq!(update(text, &found)?.unwrap(), text
///     .replace(r#"{"line": 4, "text": "５件",   "value": 6}"#,
///              r#"{"line": 4, "text": "５件", "value": 5}"#));
/// assert_eq!(update(text, &found[..1])?.unwrap().lines().count(), 5);
/// # Ok::<(), keikaku_check::FixtureError>(())
/// ```
///
/// # Errors
///
/// Fails for a text that is no expected file.
pub fn update(text: &str, found: &[Value]) -> Result<Option<String>, FixtureError> {
    Expected::parse(text)?;
    rewritten(text, found).map_err(|error| FixtureError::json(1, &error))
}

fn rewritten(text: &str, found: &[Value]) -> Parsed<Option<String>> {
    let file: IndexMap<RecordKind, Box<RawValue>> = serde_json::from_str(text)?;
    let mut lines = Vec::new();
    let mut is_changed = false;
    for (kind, raw) in &file {
        let found = of_kind(*kind, found);
        let new = if raw.get().starts_with('[') {
            list(*kind, raw, &found)?
        } else {
            match found.first() {
                Some(one) => changed(raw, object(raw, one, 2)?),
                None => None,
            }
        };
        is_changed |= new.is_some();
        lines.push(format!("  {}: {}", quoted(kind.as_str()), new.as_deref().unwrap_or(raw.get())));
    }
    Ok(is_changed.then(|| format!("{{\n{}\n}}\n", lines.join(",\n"))))
}

/// The text, where it is another than before.
fn changed(raw: &RawValue, new: String) -> Option<String> {
    (new != raw.get()).then_some(new)
}

/// The records of a kind, one a line; none where they hold already.
fn list(kind: RecordKind, raw: &RawValue, found: &[&Value]) -> Parsed<Option<String>> {
    let raws: Vec<Box<RawValue>> = serde_json::from_str(raw.get())?;
    let expected: Vec<Value> = serde_json::from_str(raw.get())?;
    let mut fields = fields_of(&raws)?;
    if fields.is_empty() {
        fields.insert("line".to_owned());
        let named = ["title", "name", "text", "code"];
        let name = named.iter().find(|f| found.first().is_some_and(|r| r[**f].is_string()));
        fields.extend(name.map(|f| (*f).to_owned()));
    }
    let pairs = pairs(kind, &expected, found);
    // Records expected keep their order; one that was not stands behind the one found before it.
    let mut items: Vec<(usize, usize, String)> = Vec::new();
    for (j, record) in found.iter().enumerate() {
        let before = pairs.iter().filter(|p| p.1 <= j).max_by_key(|p| p.1);
        match before {
            Some(&(i, at)) if at == j => items.push((i + 1, 0, object(&raws[i], record, 4)?)),
            _ => items.push((before.map_or(0, |p| p.0 + 1), j + 1, fresh(&fields, record))),
        }
    }
    items.sort_unstable_by_key(|(i, j, _)| (*i, *j));
    let same = items.len() == raws.len()
        && items.iter().zip(&raws).all(|((_, _, new), raw)| new == raw.get());
    if same {
        return Ok(None);
    }
    let items: Vec<String> = items.into_iter().map(|(_, _, text)| text).collect();
    Ok(Some(if items.is_empty() { "[]".to_owned() } else { block(&items, 4) }))
}

/// A list, an item a line.
fn block(items: &[String], indent: usize) -> String {
    let (inner, outer) = (" ".repeat(indent), " ".repeat(indent - 2));
    format!("[\n{inner}{}\n{outer}]", items.join(&format!(",\n{inner}")))
}

/// An object with the fields that it gave; as it was written where all agree.
fn object(raw: &RawValue, found: &Value, indent: usize) -> Parsed<String> {
    let fields: Fields = serde_json::from_str(raw.get())?;
    let mut is_changed = false;
    let mut out = Vec::new();
    for (field, raw) in &fields {
        let expected: Value = serde_json::from_str(raw.get())?;
        let got = counterpart(field, found);
        let new = if field_agreement(field, &expected, got).holds(Matching::Normalised) {
            None
        } else if has_parts(&expected, got) {
            Some(parts(raw, got, field, indent)?)
        } else if expected.is_object() && got.is_object() {
            Some(object(raw, got, indent)?)
        } else {
            Some(written(field, &expected, got))
        };
        is_changed |= new.is_some();
        out.push(format!("{}: {}", quoted(field), new.as_deref().unwrap_or(raw.get())));
    }
    Ok(if is_changed { format!("{{{}}}", out.join(", ")) } else { raw.get().to_owned() })
}

/// The parts of a list: a line each where they were, and where there are new ones with many fields.
fn parts(raw: &RawValue, found: &Value, field: &str, indent: usize) -> Parsed<String> {
    let raws: Vec<Box<RawValue>> = serde_json::from_str(raw.get())?;
    let expected: Vec<Value> = serde_json::from_str(raw.get())?;
    let found: Vec<&Value> = found.as_array().into_iter().flatten().collect();
    let mut fields = fields_of(&raws)?;
    if fields.is_empty() {
        let first = found.first().and_then(|part| part.as_object());
        fields.extend(first.into_iter().flat_map(|part| part.keys().cloned()));
    }
    let pairs = pair_parts(&expected, &found);
    let mut items = Vec::new();
    for (j, part) in found.iter().enumerate() {
        items.push(match pairs.iter().find(|pair| pair.1 == j) {
            Some(&(i, _)) => object(&raws[i], part, indent + 2)?,
            None => fresh(&fields, part),
        });
    }
    let is_long = raw.get().contains('\n') || raws.is_empty() && field != "departments";
    Ok(match items.is_empty() {
        true => "[]".to_owned(),
        false if is_long => block(&items, indent + 2),
        false => format!("[{}]", items.join(", ")),
    })
}

/// All fields that some of the objects give, in their order.
fn fields_of(raws: &[Box<RawValue>]) -> Parsed<IndexSet<String>> {
    let mut fields = IndexSet::new();
    for raw in raws {
        let own: Fields = serde_json::from_str(raw.get())?;
        fields.extend(own.into_keys());
    }
    Ok(fields)
}

/// A record or part that was not expected, with these fields.
fn fresh(fields: &IndexSet<String>, found: &Value) -> String {
    let fields: Vec<String> = fields
        .iter()
        .map(|field| {
            let value = written(field, &Value::Null, counterpart(field, found));
            format!("{}: {value}", quoted(field))
        })
        .collect();
    format!("{{{}}}", fields.join(", "))
}

/// A value found, as it is written for a field.
fn written(field: &str, expected: &Value, found: &Value) -> String {
    /// As many characters of a text as tell it apart, where the file does not say.
    const START: usize = 12;
    match (field, found) {
        ("text_start", Value::String(text)) => {
            let length = expected.as_str().map_or(START, |e| e.chars().count());
            let text: String = text.chars().filter(|c| !c.is_whitespace()).take(length).collect();
            quoted(&text)
        }
        _ => render(found),
    }
}

/// JSON on one line, with spaces behind commas and colons.
fn render(value: &Value) -> String {
    match value {
        Value::Array(list) => {
            let items: Vec<String> = list.iter().map(render).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(k, v)| format!("{}: {}", quoted(k), render(v))).collect();
            format!("{{{}}}", fields.join(", "))
        }
        other => other.to_string(),
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
