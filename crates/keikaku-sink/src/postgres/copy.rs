//! Rows in the text format of COPY: tabs between cells, `\N` for null, `\` before what has a
//! meaning (PostgreSQL's manual, under COPY, "Text Format").

use keikaku_record::Record;

use crate::relation::{Cell, Column, ColumnType, Row};

/// The most words of one text that are searched: as many as PostgreSQL has positions for.
const MOST_WORDS: usize = 16_383;

/// The longest word that PostgreSQL takes, in bytes.
const LONGEST_WORD: usize = 2_046;

/// The most bytes of all words: a vector holds a mebibyte, with the places.
const MOST_BYTES: usize = 800_000;

/// Appends a row.
pub(super) fn row(columns: &[Column], row: Row<'_>, out: &mut Vec<u8>) {
    for (at, (column, cell)) in columns.iter().zip(row.cells()).enumerate() {
        if at > 0 {
            out.push(b'\t');
        }
        match (cell, column.column_type) {
            (Cell::Null, _) => out.extend(b"\\N"),
            (Cell::Boolean(value), _) => out.push(if value { b't' } else { b'f' }),
            (Cell::Integer(value), _) => out.extend(value.to_string().bytes()),
            (Cell::Real(value), _) => out.extend(value.to_string().bytes()),
            (Cell::Text(day), ColumnType::Date) => date(day, out),
            (Cell::Text(value), _) => text(value, out),
        }
    }
    out.push(b'\n');
}

/// A text. PostgreSQL keeps no NUL in texts: it becomes the replacement character.
fn text(value: &str, out: &mut Vec<u8>) {
    for byte in value.bytes() {
        match byte {
            b'\\' => out.extend(b"\\\\"),
            b'\t' => out.extend(b"\\t"),
            b'\n' => out.extend(b"\\n"),
            b'\r' => out.extend(b"\\r"),
            0 => out.extend("\u{FFFD}".bytes()),
            byte => out.push(byte),
        }
    }
}

/// A day. PostgreSQL has no year 0 and writes earlier ones with BC.
fn date(day: &str, out: &mut Vec<u8>) {
    let (negative, digits) = match day.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, day),
    };
    let year: Option<i32> = digits.split('-').next().and_then(|year| year.parse().ok());
    match year {
        Some(year) if negative || year == 0 => {
            let rest = digits.split_once('-').map_or("", |(_, rest)| rest);
            out.extend(format!("{:04}-{rest} BC", year + 1).bytes());
        }
        _ => out.extend(day.bytes()),
    }
}

/// Appends a row of the table of the search: the words of each text, with their places. Between two
/// texts there is a gap, so that no phrase goes from one to the other.
pub(super) fn search_entry(record: &Record, texts: &[&str], out: &mut Vec<u8>) {
    for cell in [record.document(), record.kind().as_str(), record.id()] {
        text(cell, out);
        out.push(b'\t');
    }
    let mut vector = String::with_capacity(texts.iter().map(|t| t.len() * 2).sum());
    let mut place = 0;
    // A name tells more than what stands beside it: weight A is 1, D is 0.1.
    for (words, weight) in texts.iter().zip(["A", "D"]) {
        for word in words.split(' ').filter(|w| !w.is_empty() && w.len() <= LONGEST_WORD) {
            place += 1;
            if place > MOST_WORDS || vector.len() + word.len() > MOST_BYTES {
                break;
            }
            vector.push_str(&lexeme(word));
            vector.push_str(&format!(":{place}{weight} "));
        }
        place += 1;
    }
    text(vector.trim_end(), out);
    out.push(b'\n');
}

/// A word as vectors and queries write it.
pub(super) fn lexeme(word: &str) -> String {
    format!("'{}'", word.replace('\\', "\\\\").replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_meaning_in_the_format_is_escaped() {
        let mut out = Vec::new();
        text("a\tb\nc\\d\0", &mut out);
        assert_eq!(out, "a\\tb\\nc\\\\d\u{FFFD}".as_bytes());
    }

    #[test]
    fn words_of_a_long_text_fit_a_vector() {
        let record = keikaku_record::example(keikaku_record::RecordKind::Statement);
        let words: Vec<String> = (0..20_000).map(|n| format!("{n:0200}")).collect();
        let mut out = Vec::new();
        search_entry(&record, &[&words.join(" ")], &mut out);
        assert!((500_000..1 << 20).contains(&out.len()), "{}", out.len());
    }

    #[test]
    fn years_before_the_first_are_before_christ() {
        for (day, written) in [
            ("2017-03-31", "2017-03-31"),
            ("0000-04-01", "0001-04-01 BC"),
            ("-0003-01-02", "0004-01-02 BC"),
        ] {
            let mut out = Vec::new();
            date(day, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), written);
        }
    }
}
