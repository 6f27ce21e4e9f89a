//! Table grids.

use keikaku_layout::Layout;
use keikaku_text::Decoded;
use serde_json::json;

use super::{Output, excerpt};

/// Shows every table with its rows and the places of its cells.
pub(super) fn show(decoded: &Decoded, layout: &Layout, out: &mut Output) {
    for (index, table) in layout.tables.iter().enumerate() {
        let [first, last] = table.lines;
        out.entry(
            || {
                let continues =
                    table.continues.map_or(String::new(), |t| format!(", carries on table {t}"));
                let caption = table
                    .caption
                    .map_or(String::new(), |c| format!(", caption {}", excerpt(decoded, c)));
                let costs = table.explanation.map_or(String::new(), |e| {
                    format!(", cost {:.1}, next explanation {:.1}", e.cost, e.next)
                });
                format!(
                    "table {index}: lines {first}-{last}, {} rows, {} columns, {:?} ({:.2}){caption}{continues}{costs}",
                    table.rows.len(),
                    table.width(),
                    table.layout,
                    table.confidence
                )
            },
            || {
                json!({
                    "table": index,
                    "lines": table.lines,
                    "rows": table.rows.len(),
                    "columns": table.width(),
                    "layout": format!("{:?}", table.layout).to_lowercase(),
                    "confidence": table.confidence,
                    "caption": table.caption.map(|c| [c.start, c.end]),
                    "continues": table.continues,
                    "header_rows": table.head,
                    "cost": table.explanation.map(|e| e.cost),
                    "cost_of_next": table.explanation.map(|e| e.next),
                })
            },
        );
        for row in &table.rows {
            out.entry(
                || {
                    let cells: Vec<String> = row
                        .cells
                        .iter()
                        .map(|c| match c.covered_by {
                            Some(_) => "◂".to_owned(),
                            None => {
                                let pieces = c.pieces().map(|p| excerpt(decoded, p));
                                pieces.collect::<Vec<_>>().join("⏎")
                            }
                        })
                        .collect();
                    format!("{:>5}  │ {}", row.lines[0], cells.join(" │ "))
                },
                || {
                    let cells: Vec<_> = row
                        .cells
                        .iter()
                        .map(|c| {
                            json!({
                                "span": [c.span.start, c.span.end],
                                "pieces": c.pieces().map(|p| [p.start, p.end]).collect::<Vec<_>>(),
                                "covered_by": c.covered_by.map(|(row, column)| [row, column]),
                            })
                        })
                        .collect();
                    json!({"table": index, "lines": row.lines, "cells": cells})
                },
            );
        }
    }
    for span in &layout.unread {
        let [first, last] = decoded.source.lines().lines_of(*span);
        out.entry(
            || format!("lines {first}-{last}: looks like a table, not read"),
            || json!({"unread": [first, last]}),
        );
    }
    for one in &layout.too_large {
        let [first, last] = decoded.source.lines().lines_of(one.span);
        out.entry(
            || format!("lines {first}-{last}: a table of {} cells, too large", one.cells),
            || json!({"too_large": [first, last]}),
        );
    }
}
