//! Spans read again: what must hold of every record, whatever is expected.

use keikaku_text::{SourceText, Span};
use serde_json::{Value, json};

use crate::difference::span_of;

/// A span that does not hold what its record says.
#[derive(Clone, Debug, PartialEq)]
pub struct SpanError {
    /// The field: `span`, `lines`, `observations[2].span`.
    pub field: String,
    /// What it should hold, or be.
    pub expected: Value,
    /// What it holds, or is.
    pub found: Value,
}

/// What is wrong with the spans of a record.
///
/// A span lies on character boundaries of the decoded text, without white space at its ends
/// (a document's, section's and statement's apart), and `lines` are its lines. It holds the text
/// of the record up to spaces, widths and tags: all of it for mentions, departments, values of
/// indicators and costs; at its end for titles; within it for names. Of a value that lines broke
/// the first piece is placed.
///
/// # A span one byte off holds another text
/// ```
/// use keikaku_check::span_errors;
/// use keikaku_text::SourceText;
/// use serde_json::json;
///
/// let source = SourceText::from_str("利用者 120人");
/// let amount = |span| json!({"record": "amount", "span": span, "lines": [1, 1], "text": "120人"});
/// assert!(span_errors(&source, &amount([10, 16])).is_empty());
/// assert_eq!(span_errors(&source, &amount([11, 16]))[0].found, "20人");
/// assert_eq!(span_errors(&source, &amount([10, 15]))[0].found, "no characters: [10,15]");
/// ```
#[must_use]
pub fn span_errors(source: &SourceText, record: &Value) -> Vec<SpanError> {
    let mut errors = Vec::new();
    let kind = record["record"].as_str().unwrap_or_default();
    let Some(text) = read(source, record, "span", &mut errors) else { return errors };
    if kind != "document"
        && let Some(span) = span_of(record)
    {
        let lines = json!(source.lines().lines_of(span));
        if record["lines"] != lines {
            errors.push(SpanError {
                field: "lines".to_owned(),
                expected: lines,
                found: record["lines"].clone(),
            });
        }
    }
    let held = bare(text);
    let of = |field: &str| bare(record[field].as_str().unwrap_or_default());
    let (wanted, holds) = match kind {
        "period" | "amount" | "department" => (of("text"), held == of("text")),
        "section" => (of("title"), held.ends_with(&of("title"))),
        "initiative" => (of("text"), held.contains(&of("text"))),
        "statement" => {
            let first = record["text"].as_str().and_then(|t| t.split('\n').next());
            let first = bare(first.unwrap_or_default());
            (first.clone(), held.contains(&first))
        }
        "project" => (of("name"), holds_name(source, record, &held, &of("name"))),
        _ => (String::new(), true),
    };
    if !holds {
        errors.push(wrong("span".to_owned(), wanted, text));
    } else if !matches!(kind, "document" | "section" | "statement" | "table" | "diagnostic")
        && text.trim() != text
    {
        errors.push(wrong("span".to_owned(), text.trim().to_owned(), text));
    }
    for list in ["observations", "costs", "values"] {
        for (i, part) in record[list].as_array().into_iter().flatten().enumerate() {
            let field = format!("{list}[{i}].span");
            let Some(text) = read(source, part, &field, &mut errors) else { continue };
            let wanted = bare(part["text"].as_str().unwrap_or_default());
            if !holds_value(source, span_of(part), text, &wanted) {
                errors.push(wrong(field, wanted, text));
            }
        }
    }
    errors
}

fn wrong(field: String, expected: String, found: &str) -> SpanError {
    SpanError { field, expected: expected.into(), found: found.into() }
}

/// The text at a span; an error where there is none.
fn read<'a>(
    source: &'a SourceText,
    value: &Value,
    field: &str,
    errors: &mut Vec<SpanError>,
) -> Option<&'a str> {
    let text = span_of(value).and_then(|span| source.slice(span));
    if text.is_none() {
        errors.push(SpanError {
            field: field.to_owned(),
            expected: "a span of characters".into(),
            found: format!("no characters: {}", value["span"]).into(),
        });
    }
    text
}

/// Whether a value's span holds its text, or the first piece of it: then the source does not go on
/// with the next character right behind.
fn holds_value(source: &SourceText, span: Option<Span>, text: &str, wanted: &str) -> bool {
    if text.trim() != text {
        return false;
    }
    let held = bare(text);
    if held == wanted {
        return true;
    }
    let Some(rest) = wanted.strip_prefix(&held) else { return false };
    let behind = span.and_then(|span| source.text().get(span.end..)).unwrap_or_default();
    let next: String = behind.chars().take(1).collect();
    !held.is_empty() && (bare(&next).is_empty() || !rest.starts_with(&bare(&next)))
}

/// Whether a project's name stands in its row, or, where lines broke the row, in its pieces in
/// their order.
fn holds_name(source: &SourceText, record: &Value, held: &str, name: &str) -> bool {
    let pieces = record["spans"].as_array().into_iter().flatten();
    let pieces: String = pieces
        .filter_map(|span| span_of(&json!({ "span": span })))
        .filter_map(|span| source.slice(span))
        .map(bare)
        .collect();
    if pieces.is_empty() {
        return held.contains(name);
    }
    let mut rest = pieces.chars();
    name.chars().all(|c| rest.any(|h| h == c))
}

/// A text without what joining, folding and cleaning change: spaces, breaks, tags, widths.
fn bare(text: &str) -> String {
    let mut plain = String::new();
    let mut tag = false;
    for c in text.chars() {
        match c {
            '<' => tag = true,
            '>' if tag => tag = false,
            _ if !tag => plain.push(c),
            _ => {}
        }
    }
    let plain = html_escape::decode_html_entities(&plain);
    keikaku_text::fold(&plain).text().chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indicator(span: [usize; 2], observation: [usize; 2], text: &str) -> Value {
        json!({"record": "indicator", "span": span, "lines": [1, 1],
            "observations": [{"span": observation, "text": text}]})
    }

    fn fields(source: &str, record: &Value) -> Vec<String> {
        let source = SourceText::from_str(source);
        span_errors(&source, record).into_iter().map(|e| e.field).collect()
    }

    #[test]
    fn a_value_cut_off_is_no_piece_that_a_line_broke() {
        let source = "人数\t1,300\t1,400";
        let right = indicator([0, 18], [7, 12], "1,300");
        assert!(fields(source, &right).is_empty());
        for span in [[7, 11], [8, 12], [6, 12], [7, 13], [7, 14], [30, 31], [12, 7]] {
            let wrong = indicator([0, 18], span, "1,300");
            assert_eq!(fields(source, &wrong), ["observations[0].span"], "{span:?}");
        }
        assert!(fields("1,3\n00", &indicator([0, 6], [0, 3], "1,300")).contains(&"lines".into()));
        let broken = json!({"record": "indicator", "span": [0, 6], "lines": [1, 2],
            "observations": [{"span": [0, 3], "text": "1,300"}]});
        assert!(fields("1,3\n00", &broken).is_empty());
    }

    #[test]
    fn lines_must_be_those_of_the_span() {
        let record = json!({"record": "period", "span": [4, 8], "lines": [1, 1], "text": "2019"});
        assert_eq!(fields("abc\n2019", &record), ["lines"]);
    }
}
