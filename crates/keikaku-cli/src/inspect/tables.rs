//! Table grids.

use keikaku_text::Decoded;
use serde_json::json;

use super::{Output, excerpt};

/// Shows every table with its rows and the places of its cells.
pub(super) fn show(decoded: &Decoded, out: &mut Output) {
    let layout = keikaku_layout::analyse(&decoded.source);
    for (index, table) in layout.tables.iter().enumerate() {
        let [first, last] = table.lines;
        out.entry(
            || {
                let continues = table.continues.map_or(String::new(), |t| format!(", carries on table {t}"));
                let caption = table.caption.map_or(String::new(), |l| format!(", caption on line {l}"));
                format!("table {index}: lines {first}-{last}, {} rows, {} columns, {:?}{caption}{continues}",
                    table.rows.len(), table.width(), table.layout)
            },
            || {
                json!({"table": index, "lines": table.lines, "rows": table.rows.len(), "columns": table.width(),
                       "layout": format!("{:?}", table.layout), "caption": table.caption, "continues": table.continues})
            },
        );
        for row in &table.rows {
            out.entry(
                || {
                    let cells: Vec<String> =
                        row.cells.iter().map(|c| excerpt(decoded, c.span)).collect();
                    format!("{:>5}  │ {}", row.lines[0], cells.join(" │ "))
                },
                || {
                    let cells: Vec<_> = row
                        .cells
                        .iter()
                        .map(|c| json!({"span": [c.span.start, c.span.end]}))
                        .collect();
                    json!({"table": index, "lines": row.lines, "cells": cells})
                },
            );
        }
    }
}
