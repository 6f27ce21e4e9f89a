//! What a schema says against a record, in a person's words.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;

/// The longest text that is shown of a value, in characters.
const LONGEST: usize = 40;

/// Says what is wrong, and with which field. Of alternatives it takes the one that was meant: the
/// object where an object may also be null.
pub(super) fn explain(error: &ValidationError<'_>, fault: &mut dyn FnMut(&str, String)) {
    let place = field(error.instance_path().as_str());
    let value = shown(error.instance());
    let message = match error.kind() {
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            let dot = if place.is_empty() { "" } else { "." };
            return fault(&format!("{place}{dot}{name}"), "is missing".to_owned());
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            let here = error.instance_path().as_str();
            let mut meant = context.iter().filter(|branch| !is_other_type(branch, here));
            match (meant.next(), meant.next()) {
                (Some(branch), None) if error.instance().is_object() => {
                    return branch.iter().for_each(|error| explain(error, fault));
                }
                _ => {
                    let wanted: Vec<String> = context.iter().flatten().flat_map(wanted).collect();
                    format!("is {value}, must be {}", alternatives(&wanted))
                }
            }
        }
        ValidationErrorKind::Minimum { limit } => format!("is {value}, must be {limit} or more"),
        ValidationErrorKind::Maximum { limit } => format!("is {value}, must be {limit} or less"),
        ValidationErrorKind::MinItems { limit } => format!("is {value}, must have {limit} or more"),
        ValidationErrorKind::MaxItems { limit } => {
            format!("is {value}, must have {limit} or fewer")
        }
        ValidationErrorKind::Format { format } => format!("is {value}, must be a {format}"),
        _ => match wanted(error).as_slice() {
            [] => format!("is {value}, which breaks the rule `{}`", error.kind().keyword()),
            wanted => format!("is {value}, must be {}", alternatives(wanted)),
        },
    };
    fault(&place, message);
}

/// Whether a branch of alternatives only fails since the value is of another type.
fn is_other_type(branch: &[ValidationError<'_>], here: &str) -> bool {
    branch.iter().any(|error| {
        error.instance_path().as_str() == here
            && matches!(error.kind(), ValidationErrorKind::Type { .. })
    })
}

/// What a value might have been.
fn wanted(error: &ValidationError<'_>) -> Vec<String> {
    match error.kind() {
        ValidationErrorKind::Type { kind: TypeKind::Single(json_type) } => {
            vec![type_name(*json_type).to_owned()]
        }
        ValidationErrorKind::Type { kind: TypeKind::Multiple(types) } => {
            types.iter().map(|json_type| type_name(json_type).to_owned()).collect()
        }
        ValidationErrorKind::Constant { expected_value } => vec![expected_value.to_string()],
        ValidationErrorKind::Enum { options } => {
            options.as_array().into_iter().flatten().map(Value::to_string).collect()
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            context.iter().flatten().flat_map(wanted).collect()
        }
        _ => Vec::new(),
    }
}

/// `a, b or c`, each once.
fn alternatives(names: &[String]) -> String {
    let mut once: Vec<&str> = Vec::new();
    for name in names {
        if !once.contains(&name.as_str()) {
            once.push(name);
        }
    }
    match once.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => "something else".to_owned(),
    }
}

fn type_name(json_type: JsonType) -> &'static str {
    match json_type {
        JsonType::Array => "a list",
        JsonType::Boolean => "true or false",
        JsonType::Integer => "an integer",
        JsonType::Null => "null",
        JsonType::Number => "a number",
        JsonType::Object => "an object",
        JsonType::String => "a string",
    }
}

/// A value in a few words.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(_) => "an object".to_owned(),
        Value::String(text) if text.chars().count() > LONGEST => {
            let beginning: String = text.chars().take(LONGEST).collect();
            format!("{}…", Value::String(beginning))
        }
        other => other.to_string(),
    }
}

/// `/observations/0/value` as people write it: `observations[0].value`.
fn field(pointer: &str) -> String {
    let mut out = String::new();
    for part in pointer.split('/').filter(|part| !part.is_empty()) {
        if part.bytes().all(|b| b.is_ascii_digit()) {
            out += &format!("[{part}]");
        } else {
            if !out.is_empty() {
                out.push('.');
            }
            out += &part.replace("~1", "/").replace("~0", "~");
        }
    }
    out
}
