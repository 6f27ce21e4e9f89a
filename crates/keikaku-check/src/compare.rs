//! The comparison of a document's records with those expected.

use std::collections::HashSet;

use keikaku_record::RecordKind;
use keikaku_text::SourceText;
use serde_json::{Map, Value};

use crate::agreement::{agreement, beginning};
use crate::difference::{brief, source_lines, span_of};
use crate::pair::{pair_parts, pair_records};
use crate::shape::{count_single, has_parts, is_present, part_name, shape_of};
use crate::spans::span_errors;
use crate::tally::Side;
use crate::{Agreement, Class, Difference, Expected, Matching, Tally};

/// What the comparison of one document gave.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The name of the fixture.
    pub name: String,
    /// All that is not equal as it is, by line.
    pub differences: Vec<Difference>,
    /// The counts.
    pub tally: Tally,
    /// Why the document could not be compared, where it could not.
    pub note: Option<String>,
}

impl Checked {
    /// What is said of a document without records to compare: why, and that all of it is missing.
    #[must_use]
    pub fn unread(name: &str, expected: &Expected, note: String) -> Self {
        Self { differences: Vec::new(), note: Some(note), ..check(name, expected, &[], None) }
    }

    /// The differences that a way of matching does not forgive.
    pub fn differences_under(&self, matching: Matching) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(move |d| !d.agreement.holds(matching))
    }
}

/// Compares the records found in a document with those expected, and reads the spans of all
/// records found again in the source, where it is given.
///
/// Records are paired by kind, one to one, those on the expected line first, then the likest; so
/// are the parts of a record, such as observations. Every field that an expected record gives is
/// then compared; see [`Matching`] for how.
#[must_use]
pub fn check(
    name: &str,
    expected: &Expected,
    found: &[Value],
    source: Option<&SourceText>,
) -> Checked {
    let mut comparison = Comparison { source, ..Comparison::default() };
    for (kind, wanted) in expected.kinds() {
        comparison.kind(kind, wanted, found);
    }
    if let Some(source) = source {
        comparison.spans(source, found);
    }
    let Comparison { mut differences, tally, .. } = comparison;
    differences.sort_by_key(|d| d.line.unwrap_or(0));
    Checked { name: name.to_owned(), differences, tally, note: None }
}

/// The records of a kind.
pub(crate) fn of_kind(kind: RecordKind, found: &[Value]) -> Vec<&Value> {
    found.iter().filter(|r| r["record"] == kind.as_str()).collect()
}

/// Which record found stands for which expected one.
pub(crate) fn pairs(kind: RecordKind, expected: &[Value], found: &[&Value]) -> Vec<(usize, usize)> {
    // There is one document, whatever its fields say.
    if kind == RecordKind::Document && !expected.is_empty() && !found.is_empty() {
        return vec![(0, 0)];
    }
    pair_records(expected, found)
}

/// The value of a found record or part that a field of the expected one is compared with.
pub(crate) fn counterpart<'a>(field: &str, found: &'a Value) -> &'a Value {
    match field {
        "line" if found.get("line").is_none() => &found["lines"][0],
        "text_start" => &found["text"],
        _ => &found[field],
    }
}

/// How far a field agrees.
pub(crate) fn field_agreement(field: &str, expected: &Value, found: &Value) -> Agreement {
    match (field, expected, found) {
        ("text_start", Value::String(expected), Value::String(found)) => beginning(expected, found),
        _ => agreement(field, expected, found),
    }
}

#[derive(Default)]
struct Comparison<'a> {
    source: Option<&'a SourceText>,
    differences: Vec<Difference>,
    tally: Tally,
    /// The spans that were compared and differ: by the record's id, and the field.
    wrong_spans: HashSet<(String, String)>,
}

/// Where a record or part stands, and whose it is.
#[derive(Clone)]
struct Place {
    kind: RecordKind,
    of: String,
    lines: Option<(usize, usize)>,
    id: String,
}

/// An object within a record: what it is counted as, what holds it, and the way to it.
#[derive(Clone, Copy)]
struct Within<'b> {
    name: &'b str,
    parent: &'b str,
    path: &'b str,
}

impl Within<'_> {
    fn path_to(self, field: &str) -> String {
        if self.path.is_empty() { field.to_owned() } else { format!("{}.{field}", self.path) }
    }
}

impl Comparison<'_> {
    fn kind(&mut self, kind: RecordKind, wanted: &[Value], found: &[Value]) {
        let found = of_kind(kind, found);
        let shape = shape_of(wanted);
        let pairs = pairs(kind, wanted, &found);
        for &(i, j) in &pairs {
            let Some(fields) = wanted[i].as_object() else { continue };
            let place = Place::of(kind, found[j]);
            let within = Within { name: kind.as_str(), parent: kind.as_str(), path: "" };
            let agreement = self.object(&place, within, fields, found[j], &shape);
            self.tally.pair(kind.as_str(), agreement, true);
        }
        for (i, record) in wanted.iter().enumerate() {
            if !pairs.iter().any(|pair| pair.0 == i) {
                self.tally.single(kind.as_str(), Side::Expected, true);
                count_single(&mut self.tally, Side::Expected, kind.as_str(), &shape, record);
                let (place, sides) = (Place::of(kind, record), (Some(record.clone()), None));
                self.differ(&place, String::new(), sides, Class::MissingRecord);
            }
        }
        for (j, record) in found.into_iter().enumerate() {
            if !pairs.iter().any(|pair| pair.1 == j) {
                self.tally.single(kind.as_str(), Side::Found, true);
                count_single(&mut self.tally, Side::Found, kind.as_str(), &shape, record);
                let (place, sides) = (Place::of(kind, record), (None, Some(record.clone())));
                self.differ(&place, String::new(), sides, Class::ExtraRecord);
            }
        }
    }

    /// Compares the fields given. Those of the time are one difference: a wrong year shows in most
    /// of them.
    fn object(
        &mut self,
        place: &Place,
        within: Within<'_>,
        expected: &Map<String, Value>,
        found: &Value,
        shape: &Map<String, Value>,
    ) -> Agreement {
        let mut worst = Agreement::Strict;
        let mut time: Vec<(&str, &Value, &Value, Agreement)> = Vec::new();
        for (field, wanted) in expected {
            let got = counterpart(field, found);
            let name = format!("{}.{field}", within.name);
            let path = within.path_to(field);
            if has_parts(wanted, got) {
                let agreement = self.parts(place, within, field, (wanted, got), shape);
                worst = worst.max(agreement);
                continue;
            }
            if let (Value::Object(wanted), Value::Object(_)) = (wanted, got) {
                let inner = Within { name: &name, parent: field, path: &path };
                let fields = shape.get(field).and_then(Value::as_object).unwrap_or(wanted);
                worst = worst.max(self.object(place, inner, wanted, got, fields));
                continue;
            }
            let agreement = field_agreement(field, wanted, got);
            self.tally.field(&name, is_present(wanted), is_present(got), agreement);
            worst = worst.max(agreement);
            if agreement == Agreement::Strict {
                continue;
            }
            match Class::of(within.parent, field) {
                Class::Year => time.push((field, wanted, got, agreement)),
                class => {
                    if class == Class::Span {
                        self.wrong_spans.insert((place.id.clone(), path.clone()));
                    }
                    let sides = (Some(wanted.clone()), Some(got.clone()));
                    self.differ_by(place, path, sides, class, agreement);
                }
            }
        }
        self.time(place, within, &time);
        worst
    }

    /// One difference for the fields of a time.
    fn time(
        &mut self,
        place: &Place,
        within: Within<'_>,
        fields: &[(&str, &Value, &Value, Agreement)],
    ) {
        let Some(agreement) = fields.iter().map(|f| f.3).max() else { return };
        if let [(field, wanted, got, _)] = fields {
            let sides = (Some((*wanted).clone()), Some((*got).clone()));
            self.differ_by(place, within.path_to(field), sides, Class::Year, agreement);
            return;
        }
        let side = |pick: fn(&(&str, &Value, &Value, Agreement)) -> Value| {
            Some(Value::Object(fields.iter().map(|f| (f.0.to_owned(), pick(f))).collect()))
        };
        let names: Vec<&str> = fields.iter().map(|f| f.0).collect();
        let sides = (side(|f| f.1.clone()), side(|f| f.2.clone()));
        let path = within.path_to(&names.join("/"));
        self.differ_by(place, path, sides, Class::Year, agreement);
    }

    /// Compares the parts of a list.
    fn parts(
        &mut self,
        place: &Place,
        within: Within<'_>,
        list: &str,
        (wanted, got): (&Value, &Value),
        shape: &Map<String, Value>,
    ) -> Agreement {
        let wanted = wanted.as_array().map_or(&[][..], Vec::as_slice);
        let found: Vec<&Value> = got.as_array().into_iter().flatten().collect();
        let name = part_name(within.name, list);
        let path = within.path_to(list);
        let empty = Map::new();
        let shape = shape.get(list).and_then(|s| s[0].as_object()).unwrap_or(&empty);
        let mut pairs = pair_parts(wanted, &found);
        pairs.sort_unstable();
        let mut worst = Agreement::Strict;
        for &(i, j) in &pairs {
            let Some(fields) = wanted[i].as_object() else { continue };
            let place = self.place_of_part(place, found[j]);
            let path = format!("{path}[{i}]");
            let inner = Within { name: &name, parent: list, path: &path };
            let agreement = self.object(&place, inner, fields, found[j], shape);
            self.tally.pair(&name, agreement, false);
            worst = worst.max(agreement);
        }
        for (i, part) in wanted.iter().enumerate() {
            if !pairs.iter().any(|pair| pair.0 == i) {
                self.tally.single(&name, Side::Expected, false);
                count_single(&mut self.tally, Side::Expected, &name, shape, part);
                let class = Class::of_part(list, true);
                self.differ(place, format!("{path}[{i}]"), (Some(part.clone()), None), class);
                worst = Agreement::Different;
            }
        }
        for (j, part) in found.iter().enumerate() {
            if !pairs.iter().any(|pair| pair.1 == j) {
                self.tally.single(&name, Side::Found, false);
                count_single(&mut self.tally, Side::Found, &name, shape, part);
                let place = self.place_of_part(place, part);
                let class = Class::of_part(list, false);
                let sides = (None, Some((*part).clone()));
                self.differ(&place, format!("{path}[{j}]"), sides, class);
                worst = Agreement::Different;
            }
        }
        // Where parts differ otherwise, which one is which is a guess, and so is their order.
        let in_order = pairs.is_sorted_by_key(|pair| pair.1);
        if !in_order && worst != Agreement::Different {
            let order: Vec<usize> = pairs.iter().map(|pair| pair.1).collect();
            let sorted: Vec<usize> = (0..order.len()).collect();
            self.differ(place, path, (Some(sorted.into()), Some(order.into())), Class::Order);
            worst = Agreement::Different;
        }
        worst
    }

    /// Reads the spans of all records again; what was compared and differs is said already.
    fn spans(&mut self, source: &SourceText, found: &[Value]) {
        for record in found {
            let Some(kind) = record["record"].as_str().and_then(|k| k.parse().ok()) else {
                continue;
            };
            let place = Place::of(kind, record);
            for error in span_errors(source, record) {
                let said = (place.id.clone(), error.field.clone());
                if !self.wrong_spans.contains(&said) {
                    let sides = (Some(error.expected), Some(error.found));
                    self.differ(&place, error.field, sides, Class::Span);
                }
            }
        }
    }

    /// The place of a part: its own line, where it has a span.
    fn place_of_part(&self, place: &Place, part: &Value) -> Place {
        let lines = self
            .source
            .zip(span_of(part))
            .filter(|(source, span)| source.slice(*span).is_some())
            .map(|(source, span)| source.lines().lines_of(span).into());
        Place { lines: lines.or(place.lines), ..place.clone() }
    }

    fn differ(
        &mut self,
        place: &Place,
        field: String,
        sides: (Option<Value>, Option<Value>),
        class: Class,
    ) {
        self.differ_by(place, field, sides, class, Agreement::Different);
    }

    fn differ_by(
        &mut self,
        place: &Place,
        field: String,
        (expected, found): (Option<Value>, Option<Value>),
        class: Class,
        agreement: Agreement,
    ) {
        let source = self.source.zip(place.lines);
        self.differences.push(Difference {
            kind: place.kind,
            line: place.lines.map(|lines| lines.0),
            of: place.of.clone(),
            field,
            expected,
            found,
            class,
            agreement,
            source: source.map_or_else(Vec::new, |(s, (first, last))| source_lines(s, first, last)),
        });
    }
}

impl Place {
    /// The place of a record, expected or found.
    fn of(kind: RecordKind, record: &Value) -> Self {
        let number = |value: &Value| value.as_u64().map(|n| n as usize);
        let lines = number(&record["lines"][0]).zip(number(&record["lines"][1]));
        let line = || number(&record["line"]).map(|line| (line, line));
        Self {
            kind,
            of: brief(record),
            lines: lines.or_else(line),
            id: record["id"].as_str().unwrap_or_default().to_owned(),
        }
    }
}
