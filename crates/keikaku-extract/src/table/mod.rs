//! The model of a table: what each cell says, what each column and row is, and what follows for
//! every figure in it.
//!
//! `annotate` reads each cell once. `model` tells stubs from data, and finds the row and column
//! path, unit, time and kind of every data cell. `values` writes the data cells of any table into
//! its record; the costs of projects are read from the same model; `view` shows it to people.

mod annotate;
mod label;
mod model;
mod rows;
mod units;
mod values;
mod view;

pub(crate) use annotate::{Fact, Figure, labelled};
pub(crate) use label::row_label;
pub(crate) use model::{Model, Nature, Section, bare, models};
pub(crate) use values::values;
pub(crate) use view::view;
pub use view::{ColumnView, TableView};
