//! The tables, derived from the JSON Schemas.

use keikaku_record::{RecordKind, schema};
use serde_json::{Map, Value};

use super::{Column, ColumnType, Node, Parent, Relation, Table};

/// The names of the tables of lists, by kind of record and fields: table, and the column of what
/// has no name of its own. A list that is not here is named by its kind and field.
const LISTS: &[(&str, &str, &str)] = &[
    ("document.counts", "document_count", "count"),
    ("document.given.more", "document_given", "value"),
    ("section.path", "section_path", "title"),
    ("table.columns", "table_column", "text"),
    ("table.rows", "table_cell", "text"),
    ("table.values", "table_value", "value"),
    ("department.organization", "department_organization", "name"),
    ("indicator.departments", "indicator_department", "name"),
    ("indicator.observations", "observation", "value"),
    ("indicator.observations.reasons", "observation_reason", "reason"),
    ("initiative.departments", "initiative_department", "name"),
    ("project.initiatives", "project_initiative", "number"),
    ("project.departments", "project_department", "name"),
    ("project.schedule", "schedule_entry", "text"),
    ("project.costs", "cost", "value"),
    ("indicator.observations.boxes", "observation_box", "page"),
    ("project.costs.boxes", "cost_box", "page"),
];

/// Lists of texts that stand in a column, as JSON arrays: a table with a row for each of their
/// elements would be larger than all others together.
const TEXTS: &[&str] = &["table.values.row_path", "table.values.column_path"];

/// The pieces of records that were joined stand in one table, whatever their kind.
const PIECES: &str = "spans";
const PIECES_TABLE: &str = "span";

/// So do the boxes of records on the pages of a PDF.
const BOXES: &str = "boxes";
const BOXES_TABLE: &str = "box";

/// Fields whose pairs are `[start, end)`; all others are `[first, last]`.
const SPANS: &[&str] = &["span", "resolved_from", PIECES];

pub(super) fn relation() -> Relation {
    let mut relation = Relation { tables: Vec::new(), kinds: Vec::new() };
    for &kind in RecordKind::ALL {
        let schema = schema(Some(kind));
        let table = relation.tables.len();
        let parent = (kind != RecordKind::Document).then_some(Parent {
            table: 0,
            // `id`, then `document`.
            first_column: 1,
            columns: 1,
        });
        relation.tables.push(Table {
            name: kind.to_string(),
            comment: text(&schema, "description"),
            columns: Vec::new(),
            key: vec![0],
            parent,
        });
        let mut deriving = Deriving { definitions: &schema["$defs"], relation: &mut relation };
        let place = Place { table, path: kind.to_string(), prefix: String::new() };
        let node = deriving.object(&schema, &place, false);
        relation.kinds.push((kind, table, node));
    }
    relation
}

fn text(schema: &Value, field: &str) -> String {
    schema[field].as_str().unwrap_or_default().to_owned()
}

struct Deriving<'a> {
    definitions: &'a Value,
    relation: &'a mut Relation,
}

/// Where in the tables and in the record the derivation stands.
struct Place {
    table: usize,
    /// `indicator.observations`.
    path: String,
    /// Before the names of columns: `from_`.
    prefix: String,
}

impl Deriving<'_> {
    fn object(&mut self, schema: &Value, place: &Place, nullable: bool) -> Node {
        let empty = Map::new();
        let properties = schema["properties"].as_object().unwrap_or(&empty);
        // `required` has the order of the record type; what may be left out comes last.
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let optional = properties.keys().map(String::as_str).filter(|k| !required.contains(k));
        let fields = required
            .iter()
            .copied()
            .chain(optional)
            // The kind of the record: the table's name says it.
            .filter(|&field| properties[field].get("const").is_none())
            .map(|field| (field.to_owned(), self.field(field, &properties[field], place, nullable)))
            .collect();
        Node::Object { fields, nullable }
    }

    /// A field of an object; `nullable` where the object may be null.
    fn field(&mut self, name: &str, schema: &Value, place: &Place, nullable: bool) -> Node {
        let comment = text(schema, "description");
        let (schema, null) = self.resolve(schema);
        let own_null = null || nullable;
        let column = format!("{}{name}", place.prefix);
        let path = format!("{}.{name}", place.path);
        match type_of(&schema) {
            "array" if schema["maxItems"] == 2 => {
                let (first, last) =
                    if SPANS.contains(&name) { ("start", "end") } else { ("first", "last") };
                let at = self.push(
                    place.table,
                    format!("{column}_{first}"),
                    &schema["items"],
                    own_null,
                    &comment,
                );
                self.push(
                    place.table,
                    format!("{column}_{last}"),
                    &schema["items"],
                    own_null,
                    &comment,
                );
                Node::Pair { first: at, nullable: null }
            }
            "array" if TEXTS.contains(&path.as_str()) => {
                let comment = format!("{comment} A JSON array of texts.");
                Node::Texts(self.push(place.table, column, &Value::Null, own_null, &comment))
            }
            "array" => self.list(name, &schema, place, &path, comment),
            "object" if schema.get("properties").is_none() => {
                let (table, inherited) = self.child(place, &path, comment);
                let values = &schema["additionalProperties"];
                let (key, of_key, of_value) = match type_of(values) {
                    "integer" => ("record", "The kind of record.", "How many there are."),
                    _ => ("name", "The name.", "What it says."),
                };
                self.push(table, key.to_owned(), &Value::Null, false, of_key);
                let value = value_column(&path, "value");
                self.push(table, value, values, false, of_value);
                self.relation.tables[table].key = (0..=inherited).collect();
                Node::Map { table, inherited }
            }
            "object" => {
                let place = Place { table: place.table, path, prefix: format!("{column}_") };
                self.object(&schema, &place, own_null)
            }
            _ => Node::Column(self.push(place.table, column, &schema, own_null, &comment)),
        }
    }

    fn list(
        &mut self,
        name: &str,
        schema: &Value,
        place: &Place,
        path: &str,
        comment: String,
    ) -> Node {
        let (element, null) = self.resolve(&schema["items"]);
        if name == PIECES {
            return self.pieces(&element, comment);
        }
        if name == BOXES {
            return self.boxes(place, path, comment);
        }
        let (table, inherited) = self.child(place, path, comment);
        if type_of(&element) == "array" && element["maxItems"] != 2 {
            for (position, of) in [("row_position", "row"), ("column_position", "column")] {
                let comment = format!("The {of} in the list, from 0.");
                self.push(table, position.to_owned(), &integer(), false, &comment);
            }
            let (cell, null) = self.resolve(&element["items"]);
            let comment = self.relation.tables[table].comment.clone();
            self.push(table, value_column(path, "value"), &cell, null, &comment);
            self.relation.tables[table].key = (0..inherited + 2).collect();
            return Node::Grid(Box::new(Node::GridRow { table, inherited }));
        }
        self.push(
            table,
            "position".to_owned(),
            &integer(),
            false,
            "The place in the list, from 0.",
        );
        self.relation.tables[table].key = (0..=inherited).collect();
        let place = Place { table, path: path.to_owned(), prefix: String::new() };
        let element = match type_of(&element) {
            "object" => self.object(&element, &place, false),
            _ => {
                let own = text(&element, "description");
                let list = &self.relation.tables[table].comment;
                let comment = if own.is_empty() { list.clone() } else { own };
                Node::Column(self.push(
                    table,
                    value_column(path, "value"),
                    &element,
                    null,
                    &comment,
                ))
            }
        };
        Node::List { table, inherited, element: Box::new(element) }
    }

    /// The table of pieces, which all kinds share.
    fn pieces(&mut self, element: &Value, comment: String) -> Node {
        let known = self.relation.tables.iter().position(|t| t.name == PIECES_TABLE);
        let table = known.unwrap_or_else(|| {
            let table = self.relation.tables.len();
            self.relation.tables.push(Table {
                name: PIECES_TABLE.to_owned(),
                comment,
                columns: Vec::new(),
                key: vec![0, 2],
                parent: Some(Parent { table: 0, first_column: 1, columns: 1 }),
            });
            let text = &Value::Null;
            self.push(table, "id".to_owned(), text, false, "The id of the record.");
            self.push(table, "document".to_owned(), text, false, "The id of its document.");
            self.push(table, "position".to_owned(), &integer(), false, "The place in the list, from 0.");
            for bound in ["start", "end"] {
                let comment = "A bound of the piece: `[start, end)`, byte offsets into the decoded UTF-8 text.";
                self.push(table, bound.to_owned(), &element["items"], false, comment);
            }
            table
        });
        let element = Box::new(Node::Pair { first: 3, nullable: false });
        Node::List { table, inherited: 2, element }
    }

    /// The table of boxes on pages: one for all kinds of records, and one for each list in them.
    fn boxes(&mut self, place: &Place, path: &str, comment: String) -> Node {
        let of_record = !place.path.contains('.');
        let known = self.relation.tables.iter().position(|t| t.name == BOXES_TABLE);
        if let Some(table) = known.filter(|_| of_record) {
            return Node::List {
                table,
                inherited: 2,
                element: Box::new(Node::PageBox { first: 3 }),
            };
        }
        let (table, inherited) = if of_record {
            let table = self.relation.tables.len();
            self.relation.tables.push(Table {
                name: BOXES_TABLE.to_owned(),
                comment,
                columns: Vec::new(),
                key: vec![0, 2],
                parent: Some(Parent { table: 0, first_column: 1, columns: 1 }),
            });
            let text = &Value::Null;
            self.push(table, "id".to_owned(), text, false, "The id of the record.");
            self.push(table, "document".to_owned(), text, false, "The id of its document.");
            (table, 2)
        } else {
            let (table, inherited) = self.child(place, path, comment);
            self.relation.tables[table].key = (0..=inherited).collect();
            (table, inherited)
        };
        let comment = "The place in the list, from 0.";
        self.push(table, "position".to_owned(), &integer(), false, comment);
        self.push(table, "page".to_owned(), &integer(), false, "The page, from 1.");
        let real = serde_json::json!({ "type": "number", "format": "double" });
        for (side, of) in [("x0", "left"), ("y0", "top"), ("x1", "right"), ("y1", "bottom")] {
            let comment = format!("The {of} of the box, in points from the top left of the page.");
            self.push(table, side.to_owned(), &real, false, &comment);
        }
        let element = Box::new(Node::PageBox { first: inherited + 1 });
        Node::List { table, inherited, element }
    }

    /// Begins the table of a list: with the key of what it belongs to.
    fn child(&mut self, place: &Place, path: &str, comment: String) -> (usize, usize) {
        let name = LISTS
            .iter()
            .find(|(list, ..)| *list == path)
            .map_or_else(|| path.replace('.', "_"), |(_, name, _)| (*name).to_owned());
        let parent = &self.relation.tables[place.table];
        let parent_name = parent.name.clone();
        let columns: Vec<Column> = parent
            .key
            .iter()
            .map(|&at| {
                let column = &parent.columns[at];
                // The last part of the key is the parent's own; what is before refers further up.
                let own = at + 1 == parent.key.len();
                Column {
                    name: if own { parent_name.clone() } else { column.name.clone() },
                    comment: match column.name.as_str() {
                        "position" => format!("The place of its {parent_name}, from 0."),
                        _ => format!(
                            "The id of its {}.",
                            if own { &parent_name } else { &column.name }
                        ),
                    },
                    ..column.clone()
                }
            })
            .collect();
        let inherited = columns.len();
        let table = self.relation.tables.len();
        self.relation.tables.push(Table {
            name,
            comment,
            columns,
            key: Vec::new(),
            parent: Some(Parent { table: place.table, first_column: 0, columns: inherited }),
        });
        (table, inherited)
    }

    fn push(
        &mut self,
        table: usize,
        name: String,
        schema: &Value,
        nullable: bool,
        comment: &str,
    ) -> usize {
        let column_type = match (type_of(schema), schema["format"].as_str()) {
            ("boolean", _) => ColumnType::Boolean,
            ("integer", _) => ColumnType::Integer,
            ("number", Some(_)) => ColumnType::Real,
            ("number", None) => ColumnType::Decimal,
            (_, Some("date")) => ColumnType::Date,
            _ => ColumnType::Text,
        };
        let columns = &mut self.relation.tables[table].columns;
        columns.push(Column { name, column_type, nullable, comment: comment.to_owned() });
        columns.len() - 1
    }

    /// A schema without references, and whether it may be null.
    fn resolve(&self, schema: &Value) -> (Value, bool) {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap_or_default();
            return self.resolve(&self.definitions[name]);
        }
        if let Some(choices) = schema["anyOf"].as_array() {
            let some = choices.iter().find(|c| c["type"] != "null");
            let (schema, null) = some.map_or((Value::Null, true), |some| self.resolve(some));
            return (schema, null || choices.len() > 1);
        }
        let types = schema["type"].as_array();
        (schema.clone(), types.is_some_and(|types| types.iter().any(|t| t == "null")))
    }
}

/// The type of a schema, null apart; a schema without one, as an enum's, is text.
fn type_of(schema: &Value) -> &str {
    match &schema["type"] {
        Value::String(name) => name,
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).find(|n| *n != "null").unwrap_or("string")
        }
        _ => "string",
    }
}

fn integer() -> Value {
    serde_json::json!({ "type": "integer" })
}

/// The name of the column of elements that have none.
fn value_column(path: &str, otherwise: &str) -> String {
    LISTS
        .iter()
        .find(|(list, ..)| *list == path)
        .map_or(otherwise, |(.., column)| column)
        .to_owned()
}
