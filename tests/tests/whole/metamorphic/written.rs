//! Tables written with marks between their cells: tabs, Markdown, CSV, HTML.

use super::grid::{Align, Cell, Grid, Merged};
use super::typeset::{can_break, pad};
use crate::dice::Dice;

/// Breaks some long texts, as a dump breaks what was broken in a cell.
pub(super) fn broken(dice: &mut Dice, grid: &mut Grid) {
    if !dice.flag(40, "wraps:in cells") {
        return;
    }
    let head = grid.head;
    let texts = grid.texts.clone();
    for row in grid.cells.iter_mut().skip(head) {
        for c in &texts {
            let Some(cell) = &mut row[*c] else { continue };
            let chars: Vec<char> = cell.text.chars().collect();
            // Beside Latin letters a space could be one that was meant.
            let places: Vec<usize> = (4..chars.len().saturating_sub(3))
                .filter(|i| {
                    let (a, b) = (chars[i - 1], chars[*i]);
                    can_break(a, b) && ![a, b].iter().any(|c| c.is_ascii())
                })
                .collect();
            if places.is_empty() || !dice.chance(60) {
                continue;
            }
            let at = dice.of(&places);
            cell.text = [&chars[..at], &['\n'], &chars[at..]].concat().into_iter().collect();
        }
    }
}

/// What is left of merged cells: in the header, and in the body.
fn merged(dice: &mut Dice, grid: &Grid) -> [Merged; 2] {
    let options =
        [("first", Merged::First), ("first", Merged::First), ("repeated", Merged::Repeated)];
    let some = |rows: &[Vec<Option<Cell>>]| rows.iter().flatten().any(Option::is_none);
    let (head, body) = grid.cells.split_at(grid.head);
    [head, body].map(|rows| {
        let feature = if rows.len() == head.len() { "merged head" } else { "merged body" };
        if some(rows) { dice.choose(feature, &options) } else { Merged::First }
    })
}

/// Cells with tabs between them.
pub(super) fn tabs(dice: &mut Dice, parts: &[Grid]) -> Vec<Vec<String>> {
    let [head, body] = merged(dice, &parts[0]);
    let joint = dice.of(&[" ", " ", ""]);
    let trimmed = dice.flag(15, "tabs:trimmed");
    parts
        .iter()
        .map(|part| {
            part.flat(head, body)
                .texts()
                .into_iter()
                .map(|row| {
                    let line = row.join("\t").replace('\n', joint);
                    if trimmed { line.trim_end().to_owned() } else { line }
                })
                .collect()
        })
        .collect()
}

/// Pipe tables.
pub(super) fn markdown(dice: &mut Dice, parts: &[Grid]) -> Vec<Vec<String>> {
    let [head, body] = merged(dice, &parts[0]);
    let joined = parts[0].head > 1 && dice.flag(50, "markdown:header joined");
    let joint = dice.of(&["<br>", "<br>", "<br/>", " "]);
    let widths = dice.flag(30, "markdown:padded");
    let outer = !dice.flag(10, "markdown:no outer pipes");
    let aligned = dice.chance(60);
    // A page that begins without a header gets its first row made into one by some converters.
    let promoted = dice.chance(50);
    parts
        .iter()
        .map(|part| {
            let mut rows = part.flat(head, body).texts();
            let mut heads = part.head;
            if joined && heads > 1 {
                let all = part.flat(Merged::Repeated, body).texts();
                let joined = (0..part.columns()).map(|c| {
                    let mut texts: Vec<&str> = all[..heads].iter().map(|r| r[c].as_str()).collect();
                    texts.dedup();
                    texts.join("\n")
                });
                rows.splice(..heads, [joined.collect()]);
                heads = 1;
            }
            for text in rows.iter_mut().flatten() {
                *text = text.replace('\n', joint);
            }
            let width = |c: usize| {
                rows.iter().map(|r| keikaku_text::display_width(&r[c])).max().unwrap().max(3)
            };
            let wide: Vec<usize> = (0..part.columns()).map(width).collect();
            let line = |row: &[String]| {
                let cells: Vec<String> = row
                    .iter()
                    .enumerate()
                    .map(|(c, t)| if widths { pad(t, wide[c], Align::Left) } else { t.clone() })
                    .collect();
                let line = cells.join(" | ");
                if outer { format!("| {line} |") } else { line }
            };
            let mut lines: Vec<String> = rows.iter().map(|r| line(r)).collect();
            let rule: Vec<String> = (0..part.columns())
                .map(|c| {
                    let dashes = "-".repeat(if widths { wide[c] + 1 } else { 3 });
                    match rows.last().map(|r| r[c].chars().next()) {
                        Some(Some('0'..='9')) if aligned => format!("{dashes}:"),
                        _ if aligned => format!(":{dashes}"),
                        _ => format!("{dashes}-"),
                    }
                })
                .collect();
            let rule = if outer { format!("|{}|", rule.join("|")) } else { rule.join("|") };
            if heads > 0 || promoted {
                lines.insert(1, rule);
            }
            lines
        })
        .collect()
}

/// A row of CSV.
pub(super) fn csv_row(row: &[String], quoted: bool) -> String {
    let field = |text: &String| {
        if quoted || text.contains([',', '"', '\n']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.clone()
        }
    };
    row.iter().map(field).collect::<Vec<_>>().join(",")
}

/// Comma-separated values.
pub(super) fn csv(dice: &mut Dice, grid: &Grid) -> Vec<String> {
    let [head, body] = merged(dice, grid);
    let quoted = dice.flag(30, "csv:all quoted");
    let joint = dice.of(&["\n", "\n", "", " "]);
    let mut rows = grid.flat(head, body).texts();
    for text in rows.iter_mut().flatten() {
        *text = text.replace('\n', joint);
    }
    rows.iter().map(|row| csv_row(row, quoted)).collect()
}

/// How a document writes HTML.
struct Html {
    pretty: bool,
    sections: bool,
    heads: bool,
    entities: bool,
    attributes: bool,
}

/// An HTML table.
pub(super) fn html(dice: &mut Dice, grid: &Grid, caption: Option<&str>) -> Vec<String> {
    let form = dice.choose("html", &[("pretty", 0), ("a row a line", 1), ("one line", 2)]);
    let style = Html {
        pretty: form == 0,
        sections: dice.chance(60),
        heads: !dice.flag(20, "html:no th"),
        entities: dice.flag(25, "html:entities"),
        attributes: dice.chance(40),
    };
    let flat;
    let grid = if dice.flag(15, "html:spans lost") {
        let [head, body] = merged(dice, grid);
        flat = grid.flat(head, body);
        &flat
    } else {
        grid
    };
    let mut lines =
        vec![if style.attributes { "<table border=\"1\">" } else { "<table>" }.to_owned()];
    if let Some(caption) = caption {
        lines.push(format!("<caption>{caption}</caption>"));
    }
    for (r, row) in grid.cells.iter().enumerate() {
        if style.sections && r == 0 {
            lines.push("<thead>".to_owned());
        }
        if style.sections && r == grid.head {
            lines.extend(["</thead>".to_owned(), "<tbody>".to_owned()]);
        }
        let name = if r < grid.head && style.heads { "th" } else { "td" };
        let cells = row.iter().flatten().map(|cell| style.cell(name, cell));
        if style.pretty {
            lines.push("<tr>".to_owned());
            lines.extend(cells.map(|c| format!("  {c}")));
            lines.push("</tr>".to_owned());
        } else {
            lines.push(format!("<tr>{}</tr>", cells.collect::<String>()));
        }
    }
    if style.sections {
        lines.push("</tbody>".to_owned());
    }
    lines.push("</table>".to_owned());
    if form == 2 { vec![lines.concat()] } else { lines }
}

impl Html {
    fn cell(&self, name: &str, cell: &Cell) -> String {
        let mut tag = format!("<{name}");
        if cell.rows > 1 {
            tag.push_str(&format!(" rowspan=\"{}\"", cell.rows));
        }
        if cell.cols > 1 {
            tag.push_str(&format!(" colspan=\"{}\"", cell.cols));
        }
        if self.attributes && cell.align == Align::Right {
            tag.push_str(" align=\"right\"");
        }
        let mut text = cell.text.replace('\n', "<br>");
        if self.entities {
            if text.is_empty() {
                text.push_str("&nbsp;");
            }
            for (from, to) in
                [("▲", "&#9650;"), ("−", "&minus;"), ("—", "&mdash;"), ("…", "&hellip;")]
            {
                text = text.replace(from, to);
            }
        }
        format!("{tag}>{text}</{name}>")
    }
}
