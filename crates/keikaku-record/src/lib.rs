//! The records that keikaku emits: one type for each kind, with its JSON form and its JSON
//! Schema. No logic.
//!
//! A record is a line of JSON with the field `record` first, which names its kind. All kinds
//! carry an id, the id of their document, the section they stand in, and where they are stated;
//! the rest is the kind's own. Spans are bytes of the decoded text, lines are counted from 1,
//! dates are ISO dates and both ends of a time are inclusive, values are exact decimals in the
//! base unit.
//!
//! # Numbers are exact both ways
//! ```
//! use keikaku_record::{Record, RecordKind, example};
//!
//! let line = serde_json::to_string(&example(RecordKind::Amount))?;
//! assert!(line.contains(r#""value":717000000000,"#));
//!
//! let precise = line.replace("717000000000", "0.1234567890123456789012345678");
//! let read: Record = serde_json::from_str(&precise)?;
//! assert_eq!(serde_json::to_string(&read)?, precise);
//! # Ok::<(), serde_json::Error>(())
//! ```

mod department;
mod document;
mod encode;
mod example;
mod indicator;
mod kind;
mod mention;
mod page_box;
mod record;
mod schema;
mod structure;

pub use self::{
    department::{
        Cost, CostKind, Department, DepartmentName, DepartmentRole, Initiative, Project, Reference,
        ScheduleEntry,
    },
    document::{Diagnostic, Document, DocumentKind, Given, Issuer, ReadIdentity, Severity},
    encode::Lines,
    example::example,
    indicator::{
        Better, BetterFrom, Doubt, Indicator, IndicatorRole, Observation, ObservationKind, Place,
        Provenance,
    },
    kind::{Counts, RecordKind, UnknownKind, count},
    mention::{Amount, Period, Time},
    page_box::PageBox,
    record::Record,
    schema::{SCHEMA_VERSION, schema, schema_file, schema_text},
    structure::{Section, Statement, Table, TableLayout, TableRole, TableValue},
};
