//! Records to rows, by the way they are written: a serde serializer whose output is cells.

use std::fmt;

use keikaku_record::Record;
use serde::ser::{
    Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
    Serializer,
};

use super::{Cell, Node, Rows, relation};

impl Rows {
    /// Appends the rows of a record.
    ///
    /// # An indicator gives a row for each of its values
    /// ```
    /// use keikaku_record::{RecordKind, example};
    /// use keikaku_sink::{Rows, relation};
    ///
    /// let mut rows = Rows::default();
    /// rows.push(&example(RecordKind::Indicator));
    /// let place = relation().tables.iter().position(|t| t.name == "observation").unwrap();
    /// assert_eq!(rows.tables()[place].len(), 1);
    /// ```
    pub fn push(&mut self, record: &Record) {
        let Some((table, node)) = relation().of_kind(record.kind()) else { return };
        let base = self.tables[table].begin();
        // Only a type that no schema describes fails, and the schemas are derived from the types.
        let done = record.serialize(Field { rows: self, node, table, base, position: 0 });
        debug_assert!(done.is_ok(), "{done:?}");
    }
}

/// A value that goes to `node` in the row of `table` that begins at `base`.
struct Field<'r> {
    rows: &'r mut Rows,
    node: &'static Node,
    table: usize,
    base: usize,
    /// The place of a row of a grid.
    position: usize,
}

/// Why a value does not fit its schema.
#[derive(Debug)]
struct Misfit(String);

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misfit {}

impl serde::ser::Error for Misfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl Field<'_> {
    fn set(self, cell: Cell<'_>) -> Result<(), Misfit> {
        let Node::Column(column) = self.node else {
            return Err(Misfit::custom(format_args!("{cell:?} is no {:?}", self.node)));
        };
        self.rows.tables[self.table].set(self.base + column, cell);
        Ok(())
    }

    fn integer(self, value: impl TryInto<i64>) -> Result<(), Misfit> {
        let value = value.try_into().map_err(|_| Misfit::custom("more than 64 bits"))?;
        self.set(Cell::Integer(value))
    }
}

/// Values inside a value: of a list, a pair, an object or a map.
struct Parts<'r> {
    rows: &'r mut Rows,
    node: &'static Node,
    table: usize,
    base: usize,
    /// How many there were.
    count: usize,
    /// The row that a value of a map belongs to.
    row: usize,
    /// The place of a row of a grid.
    position: usize,
    /// The elements of a list that stands in a column, as JSON.
    texts: String,
}

impl<'r> Field<'r> {
    fn parts(self) -> Parts<'r> {
        let Self { rows, node, table, base, position } = self;
        Parts { rows, node, table, base, count: 0, row: 0, position, texts: String::new() }
    }
}

impl Parts<'_> {
    /// The next element of a list, pair or grid.
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Misfit> {
        let count = self.count;
        self.count += 1;
        let parent = (self.table, self.base);
        match self.node {
            Node::Pair { first, .. } => {
                static COLUMNS: [Node; 2] = [Node::Column(0), Node::Column(1)];
                let (table, base) = (self.table, self.base + first);
                let node = COLUMNS.get(count).ok_or_else(|| Misfit::custom("a pair of three"))?;
                value.serialize(self.part(node, table, base))
            }
            Node::PageBox { first } => {
                static SIDES: [Node; 5] = [
                    Node::Column(0),
                    Node::Column(1),
                    Node::Column(2),
                    Node::Column(3),
                    Node::Column(4),
                ];
                let (table, base) = (self.table, self.base + first);
                let node = SIDES.get(count).ok_or_else(|| Misfit::custom("a box of six"))?;
                value.serialize(self.part(node, table, base))
            }
            Node::List { table, inherited, element } => {
                let base = self.rows.begin_child(*table, parent, *inherited);
                let position = Cell::Integer(count as i64);
                self.rows.tables[*table].set(base + inherited, position);
                value.serialize(self.part(element, *table, base))
            }
            Node::Texts(_) => {
                self.texts.push(if count == 0 { '[' } else { ',' });
                self.texts += &serde_json::to_string(value).map_err(Misfit::custom)?;
                Ok(())
            }
            Node::Grid(row) => {
                let (table, base) = parent;
                value.serialize(Field { rows: self.rows, node: row, table, base, position: count })
            }
            Node::GridRow { table, inherited } => {
                static CONTENT: Node = Node::Column(2);
                let base = self.rows.begin_child(*table, parent, *inherited) + inherited;
                let rows = &mut self.rows.tables[*table];
                rows.set(base, Cell::Integer(self.position as i64));
                rows.set(base + 1, Cell::Integer(count as i64));
                value.serialize(self.part(&CONTENT, *table, base))
            }
            _ => Err(Misfit::custom("a list where none is")),
        }
    }

    /// A value inside this one.
    fn part(&mut self, node: &'static Node, table: usize, base: usize) -> Field<'_> {
        Field { rows: self.rows, node, table, base, position: 0 }
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Misfit> {
        let (table, base) = (self.table, self.base);
        let node = match self.node {
            Node::Object { fields, .. } => {
                // Fields come in the order of the schema, so that the next is mostly the one.
                let next = fields.get(self.count).filter(|(field, _)| field == name);
                let found = next.or_else(|| fields.iter().find(|(field, _)| field == name));
                match found {
                    Some((_, node)) => {
                        self.count += 1;
                        node
                    }
                    // The kind of the record: the table's name says it.
                    None => return Ok(()),
                }
            }
            // A number of any precision writes itself as an object around its text.
            node @ Node::Column(_) => node,
            _ => return Err(Misfit::custom("an object where none is")),
        };
        value.serialize(self.part(node, table, base))
    }
}

macro_rules! no_variants {
    ($($compound:ident)*) => {
        $(type $compound = Impossible<(), Misfit>;)*
        fn serialize_bytes(self, _: &[u8]) -> Result<(), Misfit> {
            Err(Misfit::custom("bytes"))
        }
        fn serialize_unit(self) -> Result<(), Misfit> {
            Err(Misfit::custom("a unit"))
        }
        fn serialize_unit_struct(self, name: &'static str) -> Result<(), Misfit> {
            Err(Misfit::custom(name))
        }
        fn serialize_newtype_variant<T: Serialize + ?Sized>(
            self,
            name: &'static str,
            _: u32,
            _: &'static str,
            _: &T,
        ) -> Result<(), Misfit> {
            Err(Misfit::custom(name))
        }
        fn serialize_tuple_struct(
            self,
            name: &'static str,
            _: usize,
        ) -> Result<Self::SerializeTupleStruct, Misfit> {
            Err(Misfit::custom(name))
        }
        fn serialize_tuple_variant(
            self,
            name: &'static str,
            _: u32,
            _: &'static str,
            _: usize,
        ) -> Result<Self::SerializeTupleVariant, Misfit> {
            Err(Misfit::custom(name))
        }
        fn serialize_struct_variant(
            self,
            name: &'static str,
            _: u32,
            _: &'static str,
            _: usize,
        ) -> Result<Self::SerializeStructVariant, Misfit> {
            Err(Misfit::custom(name))
        }
    };
}

impl<'r> Serializer for Field<'r> {
    type Ok = ();
    type Error = Misfit;
    type SerializeSeq = Parts<'r>;
    type SerializeTuple = Parts<'r>;
    type SerializeMap = Parts<'r>;
    type SerializeStruct = Parts<'r>;

    no_variants!(SerializeTupleStruct SerializeTupleVariant SerializeStructVariant);

    fn serialize_bool(self, value: bool) -> Result<(), Misfit> {
        self.set(Cell::Boolean(value))
    }
    fn serialize_i8(self, value: i8) -> Result<(), Misfit> {
        self.integer(value)
    }
    fn serialize_i16(self, value: i16) -> Result<(), Misfit> {
        self.integer(value)
    }
    fn serialize_i32(self, value: i32) -> Result<(), Misfit> {
        self.integer(value)
    }
    fn serialize_i64(self, value: i64) -> Result<(), Misfit> {
        self.integer(value)
    }
    fn serialize_u8(self, value: u8) -> Result<(), Misfit> {
        self.integer(value)
    }
    fn serialize_u16(self, value: u16) -> Result<(), Misfit> {
        self.integer(value)
    }
    fn serialize_u32(self, value: u32) -> Result<(), Misfit> {
        self.integer(value)
    }
    fn serialize_u64(self, value: u64) -> Result<(), Misfit> {
        self.integer(value)
    }
    fn serialize_f32(self, value: f32) -> Result<(), Misfit> {
        self.set(Cell::Real(value.into()))
    }
    fn serialize_f64(self, value: f64) -> Result<(), Misfit> {
        self.set(Cell::Real(value))
    }
    fn serialize_char(self, value: char) -> Result<(), Misfit> {
        self.set(Cell::Text(value.encode_utf8(&mut [0; 4])))
    }
    fn serialize_str(self, value: &str) -> Result<(), Misfit> {
        self.set(Cell::Text(value))
    }
    fn serialize_none(self) -> Result<(), Misfit> {
        Ok(())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Misfit> {
        value.serialize(self)
    }
    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Misfit> {
        self.set(Cell::Text(variant))
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Misfit> {
        value.serialize(self)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'r>, Misfit> {
        Ok(self.parts())
    }
    fn serialize_tuple(self, _: usize) -> Result<Parts<'r>, Misfit> {
        Ok(self.parts())
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'r>, Misfit> {
        Ok(self.parts())
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'r>, Misfit> {
        Ok(self.parts())
    }
}

impl SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = Misfit;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Misfit> {
        self.element(value)
    }
    fn end(mut self) -> Result<(), Misfit> {
        if let Node::Texts(column) = self.node {
            self.texts.push_str(if self.count == 0 { "[]" } else { "]" });
            self.rows.tables[self.table].set(self.base + column, Cell::Text(&self.texts));
        }
        Ok(())
    }
}

impl SerializeTuple for Parts<'_> {
    type Ok = ();
    type Error = Misfit;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Misfit> {
        self.element(value)
    }
    fn end(self) -> Result<(), Misfit> {
        Ok(())
    }
}

impl SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = Misfit;
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Misfit> {
        self.field(name, value)
    }
    fn end(self) -> Result<(), Misfit> {
        Ok(())
    }
}

impl SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Misfit;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Misfit> {
        let Node::Map { table, inherited } = self.node else {
            return Err(Misfit::custom("a map where none is"));
        };
        let base = self.rows.begin_child(*table, (self.table, self.base), *inherited);
        self.row = base + inherited;
        static KEY: Node = Node::Column(0);
        key.serialize(self.part(&KEY, *table, self.row))
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Misfit> {
        let Node::Map { table, .. } = self.node else {
            return Err(Misfit::custom("a map where none is"));
        };
        static VALUE: Node = Node::Column(1);
        value.serialize(self.part(&VALUE, *table, self.row))
    }
    fn end(self) -> Result<(), Misfit> {
        Ok(())
    }
}
