//! One record after the other: its schema, and what it says of itself.

use jsonschema::Validator;
use keikaku_record::{RecordKind, SCHEMA_VERSION, schema};
use serde_json::Value;

use super::references::{Placed, References};
use super::{Fault, message};

/// A validator of each kind, in the order of `RecordKind::ALL`.
pub(super) struct Validators(Vec<(RecordKind, Validator)>);

impl Validators {
    /// Compiles the schemas of all kinds.
    pub(super) fn new() -> anyhow::Result<Self> {
        let validators = RecordKind::ALL.iter().map(|&kind| {
            let options = jsonschema::options().should_validate_formats(true);
            let validator = options.build(&schema(Some(kind)));
            Ok((kind, validator.map_err(|e| anyhow::anyhow!("the schema of {kind}: {e}"))?))
        });
        Ok(Self(validators.collect::<anyhow::Result<_>>()?))
    }

    fn of(&self, kind: RecordKind) -> Option<&Validator> {
        self.0.iter().find(|(of, _)| *of == kind).map(|(_, validator)| validator)
    }
}

/// The check of one file. It keeps ids and references, never records.
pub(super) struct Check<'a> {
    validators: &'a Validators,
    references: References,
    records: u64,
}

impl<'a> Check<'a> {
    pub(super) fn new(validators: &'a Validators, partial: bool) -> Self {
        Self { validators, references: References::new(partial), records: 0 }
    }

    pub(super) fn records(&self) -> u64 {
        self.records
    }

    pub(super) fn documents(&self) -> u64 {
        self.references.documents()
    }

    /// Checks one line by itself, and notes what other lines are to answer.
    pub(super) fn line(&mut self, number: u64, line: &[u8], faults: &mut Vec<Fault>) {
        let line = line.trim_ascii();
        if line.is_empty() {
            return;
        }
        self.records += 1;
        let mut fault = |field: &str, message: String| {
            faults.push(Fault { line: number, field: field.to_owned(), message });
        };
        let record: Value = match serde_json::from_slice(line) {
            Ok(record) => record,
            Err(error) => return fault("", format!("is no JSON: {}", in_line(&error))),
        };
        if !record.is_object() {
            return fault("", format!("is {}, must be an object", message::shown(&record)));
        }
        let Some(name) = record["record"].as_str() else {
            return fault("record", "must name the kind of the record".to_owned());
        };
        let kind: RecordKind = match name.parse() {
            Ok(kind) => kind,
            Err(error) => return fault("record", format!("{error}")),
        };
        let Some(validator) = self.validators.of(kind) else { return };
        if !validator.is_valid(&record) {
            for error in validator.iter_errors(&record) {
                message::explain(&error, &mut fault);
            }
        }
        if kind == RecordKind::Document {
            version(&record, &mut fault);
        }
        order(&record, &mut fault);
        rows(&record, &mut fault);
        self.references.add(&Placed { line: number, kind, record: &record }, faults);
    }

    /// Checks what only the whole file tells. Whether `--partial` would have forgiven something.
    pub(super) fn finish(self, faults: &mut Vec<Fault>) -> bool {
        self.references.finish(faults)
    }
}

/// An error of JSON without the number of the line, which is always 1 within a line.
fn in_line(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at column ")
}

/// The major and the minor part of a version.
fn parts(version: &str) -> Option<(u64, u64)> {
    let mut parts = version.split('.').map(|part| part.parse().ok());
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(Some(major)), Some(Some(minor)), Some(Some(_)), None) => Some((major, minor)),
        _ => None,
    }
}

/// This program knows the schemas of its own version and of the earlier ones of the same major.
fn version(record: &Value, fault: &mut dyn FnMut(&str, String)) {
    let Some(version) = record["schema_version"].as_str() else { return };
    let (Some((major, minor)), Some((own_major, own_minor))) =
        (parts(version), parts(SCHEMA_VERSION))
    else {
        let shown = message::shown(&record["schema_version"]);
        return fault("schema_version", format!("{shown} is no version like {SCHEMA_VERSION}"));
    };
    if (major, minor) > (own_major, own_minor) {
        let message = format!("{version} is newer than {SCHEMA_VERSION}; upgrade keikaku");
        fault("schema_version", message);
    } else if major < own_major {
        let message =
            format!("{version} is too old: {own_major}.x is read; extract the texts anew");
        fault("schema_version", message);
    }
}

/// Spans and lines run forwards, a list of spans begins with the span itself, and a section holds
/// its own header.
fn order(record: &Value, fault: &mut dyn FnMut(&str, String)) {
    let mut forwards = |field: &str, pair: &Value| {
        if let Some([first, last]) = numbers(pair)
            && first > last
        {
            fault(field, format!("ends at {last}, before it begins at {first}"));
        }
    };
    for field in ["span", "lines", "extent", "resolved_from"] {
        forwards(field, &record[field]);
    }
    for (at, span) in list(&record["spans"]).enumerate() {
        forwards(&format!("spans[{at}]"), span);
    }
    for parts in ["observations", "costs"] {
        for (at, part) in list(&record[parts]).enumerate() {
            forwards(&format!("{parts}[{at}].span"), &part["span"]);
        }
    }
    for (at, entry) in list(&record["schedule"]).enumerate() {
        forwards(&format!("schedule[{at}].fiscal_years"), &entry["fiscal_years"]);
    }
    if let (Some(first), Some(span)) = (numbers(&record["spans"][0]), numbers(&record["span"]))
        && first != span
    {
        fault("spans[0]", format!("is {first:?}, must be the span {span:?}"));
    }
    if let (Some(lines), Some(extent)) = (numbers(&record["lines"]), numbers(&record["extent"]))
        && (extent[0] != lines[0] || extent[1] < lines[1])
    {
        fault("extent", format!("is {extent:?}, must begin with the header's lines {lines:?}"));
    }
}

/// Every row of a table is as long as its head.
fn rows(record: &Value, fault: &mut dyn FnMut(&str, String)) {
    let Some(columns) = record["columns"].as_array() else { return };
    for (at, row) in list(&record["rows"]).enumerate() {
        if let Some(cells) = row.as_array()
            && cells.len() != columns.len()
        {
            let message = format!("has {} cells, columns has {}", cells.len(), columns.len());
            fault(&format!("rows[{at}]"), message);
        }
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A pair of integers: a span, lines, years.
pub(super) fn numbers(pair: &Value) -> Option<[i64; 2]> {
    match pair.as_array()?.as_slice() {
        [first, last] => Some([first.as_i64()?, last.as_i64()?]),
        _ => None,
    }
}
