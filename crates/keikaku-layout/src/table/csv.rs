//! Comma-separated values ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)): quotes around
//! cells that hold commas, quotes or line breaks.

use keikaku_text::Span;

use super::{Cell, Flow, Found, Row, TableLayout, table, trimmed};

/// Most lines that one quoted cell may run over: a quote that is never closed is no quote.
const LONGEST_CELL: usize = 30;

/// Reads the records that begin at a line; `None` where they are no table: the records of a table
/// have the same number of fields, at least three (two where quotes say that it is one).
///
/// `rejected`: the line before which no records are a table, as far as is known.
pub(super) fn read(flow: &Flow<'_>, first: usize, rejected: &mut usize) -> Found {
    if first < *rejected {
        return Found::Nothing;
    }
    let Some((head, mut end)) = record(flow, first) else { return Found::Nothing };
    let width = head.fields.len();
    // A line of text that a spreadsheet filled up with commas begins no table.
    let sentence = |f: &Cell| flow.text()[f.span.start..f.span.end].contains('。');
    if filled(&head) < 2 || head.fields.iter().any(sentence) {
        return Found::Nothing;
    }
    let mut quoted = head.quoted;
    let mut rows = vec![row(flow, first, end, head)];
    while end < flow.lines.len() && flow.has_text(end) {
        let Some((next, after)) = record(flow, end) else { break };
        if next.fields.len() != width || filled(&next) < 2 && is_text(flow, &next) {
            break;
        }
        quoted |= next.quoted;
        rows.push(row(flow, end, after, next));
        end = after;
    }
    let enough = if quoted { 2 } else { 3 };
    if rows.len() >= 2 && width >= enough {
        return table(flow, TableLayout::Csv, rows, first, end);
    }
    // Of records in a row that are too narrow, those further down are, too.
    if rows.len() >= 2 {
        *rejected = end;
    }
    Found::Nothing
}

fn filled(record: &Record) -> usize {
    record.fields.iter().filter(|f| !f.is_empty()).count()
}

/// Whether the only field of a record is a note or a sentence beneath the table.
fn is_text(flow: &Flow<'_>, record: &Record) -> bool {
    let words = record.fields.first().map_or("", |f| &flow.text()[f.span.start..f.span.end]);
    words.starts_with(['※', '＊', '*'])
        || ["注", "（注", "(注", "備考"].iter().any(|n| words.starts_with(n))
        || crate::header::is_sentence(words)
        || words.chars().count() > 40
}

struct Record {
    fields: Vec<Cell>,
    quoted: bool,
}

fn row(flow: &Flow<'_>, first: usize, end: usize, record: Record) -> Row {
    Row { lines: [flow.lines[first].number, flow.lines[end - 1].number], cells: record.fields }
}

/// The fields of the record that begins at a line, and the index of the line after it; `None`
/// where the line has no comma that could separate fields.
fn record(flow: &Flow<'_>, first: usize) -> Option<(Record, usize)> {
    let text = flow.text();
    let line = &flow.lines[first];
    let bytes = text.as_bytes();
    let opens = bytes.get(line.content.start) == Some(&b'"');
    if line.has_tab
        || !opens && memchr::memchr(b',', &bytes[line.span.start..line.span.end]).is_none()
    {
        return None;
    }
    crate::steps::count("csv::record", line.span.len() + 1);
    let mut fields = Vec::new();
    let mut quoted = false;
    let mut at = if opens { line.content.start } else { line.span.start };
    let mut i = first;
    loop {
        let end = flow.lines[i].span.end;
        if bytes.get(at) == Some(&b'"') && at < end {
            quoted = true;
            let (cell, after, last) = quoted_field(flow, at + 1, i)?;
            fields.push(cell);
            i = last;
            at = after;
        } else {
            let cut = memchr::memchr(b',', &bytes[at..end]).map_or(end, |c| at + c);
            let span = trimmed(text, Span::new(at, cut));
            fields.push(Cell::at(span));
            at = cut;
        }
        let end = flow.lines[i].span.end;
        // Nothing but spaces may stand between a closing quote and the comma.
        while at < end && matches!(bytes[at], b' ' | b'\r') {
            at += 1;
        }
        if at >= end {
            break;
        }
        if bytes[at] != b',' {
            return None;
        }
        at += 1;
    }
    if !quoted && fields.len() > 1 && only_groups(text, &fields) {
        return None;
    }
    (fields.len() >= 2).then_some((Record { fields, quoted }, i + 1))
}

/// Whether every comma of a record could be one between groups of three digits: `7,170億円`.
fn only_groups(text: &str, fields: &[Cell]) -> bool {
    fields.windows(2).all(|pair| {
        let left = &text.as_bytes()[pair[0].span.start..pair[0].span.end];
        let right = &text.as_bytes()[pair[1].span.start..pair[1].span.end];
        left.last().is_some_and(u8::is_ascii_digit) && is_group(right)
    })
}

/// Three digits and then no fourth.
fn is_group(bytes: &[u8]) -> bool {
    bytes.len() >= 3
        && bytes[..3].iter().all(u8::is_ascii_digit)
        && !bytes.get(3).is_some_and(u8::is_ascii_digit)
}

/// The field behind an opening quote: its cell, the offset after the closing quote and the index
/// of the line that it stands on. A doubled quote is one character: the cell is cut there.
fn quoted_field(flow: &Flow<'_>, start: usize, first: usize) -> Option<(Cell, usize, usize)> {
    let text = flow.text();
    let bytes = text.as_bytes();
    let mut cell = Cell::at(Span::new(start, start));
    let mut from = start;
    for i in first..flow.lines.len().min(first + LONGEST_CELL) {
        let end = flow.lines[i].span.end;
        from = from.max(flow.lines[i].span.start);
        let mut at = from;
        while let Some(found) = memchr::memchr(b'"', &bytes[at.min(end)..end]) {
            let quote = at + found;
            crate::steps::count("csv::quoted_field", found + 1);
            if bytes.get(quote + 1) == Some(&b'"') && quote + 1 < end {
                cell.push(Span::new(from, quote + 1));
                from = quote + 2;
                at = from;
                continue;
            }
            cell.push(trimmed(text, Span::new(from.min(quote), quote)));
            return Some((cell, quote + 1, i));
        }
        crate::steps::count("csv::quoted_field", end.saturating_sub(at) + 1);
        cell.push(trimmed(text, Span::new(from.min(end), end)));
        from = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::table::grid_of;

    #[test]
    fn quotes_hold_commas_and_line_breaks() {
        assert_eq!(
            grid_of("指標,単位,目標\n\"来場者数\n(累計)\",人,\"1,200\"\n件数,件,3\n"),
            vec![
                vec!["指標", "単位", "目標"],
                vec!["来場者数/(累計)", "人", "1,200"],
                vec!["件数", "件", "3"]
            ]
        );
    }

    #[test]
    fn a_table_beneath_two_columns_without_quotes_is_found() {
        let text = "港,駅\n町,村\n指標,単位,目標\n件数,件,3\n";
        assert_eq!(grid_of(text), vec![vec!["指標", "単位", "目標"], vec!["件数", "件", "3"]]);
    }

    #[test]
    fn commas_within_numbers_and_sentences_make_no_table() {
        assert!(grid_of("予算は1,200円\n実績は2,300円\n").is_empty());
        assert!(grid_of("港,駅,道を整える。\n港,駅,道を直す。\n").is_empty());
    }
}
