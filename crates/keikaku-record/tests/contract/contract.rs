//! What a reader of records relies on: the type of every field, without its description.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use keikaku_record::{RecordKind, SCHEMA_VERSION, schema};
use serde_json::{Deserializer, Map, Value};

/// An enumeration whose description says this may get more values with a minor version.
pub(crate) const OPEN: &str = "Minor versions may add values.";

/// The bounds that a schema may set.
pub(crate) const BOUNDS: [&str; 4] = ["minimum", "maximum", "minItems", "maxItems"];

/// A field, an element of a list (`…[]`), a value of a map (`….*`), or a kind of record.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Field {
    /// The JSON types that its value may have.
    pub(crate) types: BTreeSet<String>,
    /// Whether it is always there.
    pub(crate) required: bool,
    /// Whether minor versions may add to `values`.
    pub(crate) open: bool,
    pub(crate) format: Option<String>,
    pub(crate) bounds: BTreeMap<String, f64>,
    /// The strings it may be, as JSON; `None` where any may stand.
    pub(crate) values: Option<BTreeSet<String>>,
}

/// The fields of all kinds by path (`indicator.observations[].value`), and their version.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Contract {
    pub(crate) version: String,
    pub(crate) fields: BTreeMap<String, Field>,
}

impl Contract {
    /// What the schemas of this build say.
    pub(crate) fn of_now() -> Self {
        Self::of(SCHEMA_VERSION, RecordKind::ALL.iter().map(|&k| (k.as_str(), schema(Some(k)))))
    }

    /// What `schemas` say, each the schema of one kind.
    pub(crate) fn of<'a>(
        version: &str,
        schemas: impl IntoIterator<Item = (&'a str, Value)>,
    ) -> Self {
        let mut contract = Self { version: version.to_owned(), ..Self::default() };
        for (kind, schema) in schemas {
            contract.add(kind, &schema, &schema["$defs"], true);
        }
        contract
    }

    /// Adds what `schema` says of `path`; several schemas of one path are alternatives.
    ///
    /// A keyword that is not known here panics: what it means for readers is to be decided first.
    fn add(&mut self, path: &str, schema: &Value, definitions: &Value, required: bool) {
        let object = schema.as_object().unwrap_or_else(|| panic!("{path}: {schema} is no object"));
        self.fields.entry(path.to_owned()).or_default().required = required;
        let mut values = None;
        for (keyword, value) in object {
            let texts = || strings(value);
            match keyword.as_str() {
                "$defs" | "$id" | "$schema" | "title" | "examples" | "default" | "required" => {}
                "description" => {
                    let open = value.as_str().is_some_and(|text| text.contains(OPEN));
                    self.field(path).open |= open;
                }
                "type" => self.field(path).types.extend(texts()),
                "const" => values = Some(BTreeSet::from([value.to_string()])),
                "enum" => {
                    values = value.as_array().map(|l| l.iter().map(Value::to_string).collect())
                }
                "format" => self.field(path).format = value.as_str().map(str::to_owned),
                bound if BOUNDS.contains(&bound) => {
                    let number = value.as_f64().unwrap();
                    self.field(path).bounds.insert(bound.to_owned(), number);
                }
                "$ref" => {
                    let name = value.as_str().and_then(|n| n.strip_prefix("#/$defs/")).unwrap();
                    self.add(path, &definitions[name], definitions, required);
                }
                "anyOf" | "oneOf" => {
                    for alternative in value.as_array().unwrap() {
                        self.add(path, alternative, definitions, required);
                    }
                }
                "items" => self.add(&format!("{path}[]"), value, definitions, false),
                "additionalProperties" => self.add(&format!("{path}.*"), value, definitions, false),
                "properties" => self.properties(path, value, object, definitions),
                other => panic!("{path}: say in tests/contract/ what the keyword {other} promises"),
            }
        }
        if let Some(values) = values {
            self.field(path).values.get_or_insert_default().extend(values);
        }
    }

    fn properties(
        &mut self,
        path: &str,
        properties: &Value,
        object: &Map<String, Value>,
        definitions: &Value,
    ) {
        let required = object.get("required").map(strings).unwrap_or_default();
        for (name, schema) in properties.as_object().unwrap() {
            let required = required.contains(name);
            self.add(&format!("{path}.{name}"), schema, definitions, required);
        }
    }

    fn field(&mut self, path: &str) -> &mut Field {
        self.fields.entry(path.to_owned()).or_default()
    }
}

/// A string, or the strings of a list.
fn strings(value: &Value) -> Vec<String> {
    let one = value.as_str().map(str::to_owned);
    one.into_iter()
        .chain(value.as_array().into_iter().flatten().map(|v| v.as_str().unwrap().to_owned()))
        .collect()
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let types: Vec<&str> = self.types.iter().map(String::as_str).collect();
        f.write_str(&types.join("|"))?;
        if self.required {
            f.write_str(", required")?;
        }
        if self.open {
            f.write_str(", open")?;
        }
        if let Some(format) = &self.format {
            write!(f, ", format {format}")?;
        }
        for (bound, number) in &self.bounds {
            write!(f, ", {bound} {number}")?;
        }
        if let Some(values) = &self.values {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            write!(f, ", one of {}", values.join(" "))?;
        }
        Ok(())
    }
}

impl fmt::Display for Contract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "version {}", self.version)?;
        self.fields.iter().try_for_each(|(path, field)| writeln!(f, "{path}: {field}"))
    }
}

impl FromStr for Field {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut field = Self::default();
        let (text, values) = match text.split_once(", one of ") {
            Some((text, values)) => (text, Some(values)),
            None => (text, None),
        };
        let mut parts = text.split(", ");
        field.types = parts.next().unwrap_or_default().split('|').map(str::to_owned).collect();
        for part in parts {
            match part.split_once(' ') {
                None if part == "required" => field.required = true,
                None if part == "open" => field.open = true,
                Some(("format", format)) => field.format = Some(format.to_owned()),
                Some((bound, number)) if BOUNDS.contains(&bound) => {
                    let number = number.parse().map_err(|e| format!("{part}: {e}"))?;
                    field.bounds.insert(bound.to_owned(), number);
                }
                _ => return Err(format!("`{part}` is not understood")),
            }
        }
        if let Some(values) = values {
            let read: Result<BTreeSet<String>, _> = Deserializer::from_str(values)
                .into_iter::<Value>()
                .map(|v| v.map(|v| v.to_string()))
                .collect();
            field.values = Some(read.map_err(|e| format!("{values}: {e}"))?);
        }
        Ok(field)
    }
}

impl FromStr for Contract {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut lines = text.lines();
        let version = lines.next().and_then(|line| line.strip_prefix("version "));
        let version = version.ok_or("the first line names no version")?.to_owned();
        let fields = lines
            .map(|line| {
                let (path, field) = line.split_once(": ").ok_or(format!("`{line}` has no path"))?;
                Ok((path.to_owned(), field.parse().map_err(|e| format!("{path}: {e}"))?))
            })
            .collect::<Result<_, String>>()?;
        Ok(Self { version, fields })
    }
}

#[test]
fn the_text_of_a_contract_is_read_back() {
    let now = Contract::of_now();
    assert_eq!(now.to_string().parse(), Ok(now.clone()));
    for (path, line) in [
        ("indicator.observations[].value", "null|number, required"),
        ("indicator.spans[][]", "integer, minimum 0"),
        ("document.counts.*", "integer, format uint64, minimum 0"),
        ("project.period.basis", "string, required, one of \"calendar_year\" \"date\""),
        ("amount.record", "string, required, one of \"amount\""),
    ] {
        let field = &now.fields[path];
        assert!(field.to_string().starts_with(line), "{path}: {field}");
    }
}

#[test]
fn a_lock_that_was_damaged_is_refused() {
    for text in
        ["", "1.0.0\n", "version 1.0.0\namount.value\n", "version 1.0.0\na.b: string, odd\n"]
    {
        assert!(text.parse::<Contract>().is_err(), "{text}");
    }
}
