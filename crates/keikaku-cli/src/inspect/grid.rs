//! The models of tables.

use keikaku_extract::{ColumnView, TableView};
use keikaku_record::TableValue;
use keikaku_text::Decoded;
use serde_json::json;

use super::Output;

/// Shows what each table was taken for: its columns with what speaks for them, and its values.
pub(super) fn show(decoded: &Decoded, tables: &[TableView], out: &mut Output) {
    for (index, table) in tables.iter().enumerate() {
        let [first, last] = decoded.source.lines().lines_of(table.span);
        let role = serde_json::to_value(table.role).unwrap_or_default();
        out.entry(
            || {
                let units: Vec<&str> = table.units.iter().map(|(_, unit)| unit.as_str()).collect();
                let units = if units.is_empty() { String::new() } else { format!(", unit {}", units.join(", ")) };
                let turned = if table.turned { ", turned" } else { "" };
                format!(
                    "table {index}: lines {first}-{last}, {}, {} header rows, {} rows{turned}{units}",
                    role.as_str().unwrap_or_default(),
                    table.header_rows,
                    table.rows,
                )
            },
            || {
                json!({
                    "table": index,
                    "lines": [first, last],
                    "role": role,
                    "header_rows": table.header_rows,
                    "rows": table.rows,
                    "turned": table.turned,
                    "units": table.units.iter().map(|(row, unit)| json!({"from_row": row, "unit": unit})).collect::<Vec<_>>(),
                })
            },
        );
        for (c, column) in table.columns.iter().enumerate() {
            out.entry(|| column_line(c, column), || column_json(index, c, column));
        }
        for value in &table.values {
            out.entry(
                || value_line(value),
                || {
                    let mut value = serde_json::to_value(value).unwrap_or_default();
                    value["table"] = json!(index);
                    value
                },
            );
        }
    }
}

fn column_line(index: usize, column: &ColumnView) -> String {
    let ColumnView { figures, times, words, .. } = column;
    let unit = column.unit.as_ref().map_or(String::new(), |u| format!(", unit {u}"));
    let year = column.fiscal_year.map_or(String::new(), |y| format!(", fiscal year {y}"));
    let money = if column.is_money { ", money" } else { "" };
    format!(
        "  column {index} 「{}」: {} ({figures} figures, {times} times, {words} words; else {}){unit}{year}{money}",
        column.path.join(" / "),
        column.nature,
        column.runner_up,
    )
}

fn column_json(table: usize, index: usize, column: &ColumnView) -> serde_json::Value {
    json!({
        "table": table,
        "column": index,
        "path": column.path,
        "nature": column.nature,
        "runner_up": column.runner_up,
        "figures": column.figures,
        "times": column.times,
        "words": column.words,
        "unit": column.unit,
        "fiscal_year": column.fiscal_year,
        "money": column.is_money,
    })
}

fn value_line(value: &TableValue) -> String {
    let name = |place: Option<keikaku_record::Place>| {
        serde_json::to_value(place)
            .ok()
            .and_then(|p| p.as_str().map(str::to_owned))
            .unwrap_or_else(|| "nothing".to_owned())
    };
    let number = value.value.map_or_else(|| value.text.clone(), |v| v.to_string());
    let unit = value.unit.as_deref().unwrap_or_default();
    format!(
        "    {:>5}  {} | {} = {number} {unit} (unit from {}, time from {}, kind from {})",
        value.lines.first,
        value.row_path.join(" / "),
        value.column_path.join(" / "),
        name(value.from.unit),
        name(value.from.time),
        name(value.from.kind),
    )
}
