//! Every span, read again in the source, holds the record's text.

use keikaku_record::Record;
use keikaku_text::{SourceText, Span};

use crate::documents::{all, records};

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

/// Whether the characters of `text` stand in `held` in their order.
fn holds_in_order(held: &str, text: &str) -> bool {
    let mut rest = held.chars();
    text.chars().all(|c| rest.any(|h| h == c))
}

#[test]
fn spans_read_again_hold_the_texts_of_their_records() {
    let mut checked = 0;
    for document in all() {
        let decoded = keikaku_text::decode(&document.bytes, None).unwrap();
        let source: &SourceText = &decoded.source;
        let read = |span: Span| {
            source.slice(span).unwrap_or_else(|| panic!("{}: {span:?}", document.name))
        };
        for record in records(&document.name, &document.bytes) {
            let place = format!("{}: {record:?}", document.name);
            let text = read(record.span());
            if !matches!(record, Record::Document(_)) {
                let [first, last] = source.lines().lines_of(record.span());
                assert_eq!(
                    (record.lines().first as usize, record.lines().last as usize),
                    (first, last),
                    "{place}"
                );
            }
            let held = bare(text);
            match &record {
                Record::Period(p) => assert_eq!(held, bare(&p.text), "{place}"),
                Record::Amount(a) => assert_eq!(held, bare(&a.text), "{place}"),
                Record::Department(d) => assert_eq!(held, bare(&d.text), "{place}"),
                Record::Section(s) => assert!(held.ends_with(&bare(&s.title)), "{place}"),
                // A name that lines broke stands in the pieces of the row, in their order.
                Record::Project(p) if !p.spans.is_empty() => {
                    let pieces: String = p.spans.iter().map(|s| bare(read(*s))).collect();
                    assert!(holds_in_order(&pieces, &bare(&p.name)), "{place}");
                }
                Record::Project(p) => assert!(held.contains(&bare(&p.name)), "{place}"),
                Record::Initiative(i) => assert!(held.contains(&bare(&i.text)), "{place}"),
                Record::Statement(s) => {
                    assert!(held.contains(&bare(s.text.split('\n').next().unwrap())), "{place}")
                }
                Record::Indicator(i) => {
                    for o in &i.observations {
                        let value = bare(read(o.span));
                        // Of a value that lines broke the first piece is placed.
                        let text = bare(&o.text);
                        assert!(
                            value.contains(&text) || !value.is_empty() && text.starts_with(&value),
                            "{}: {o:?} in {value}",
                            document.name
                        );
                    }
                }
                _ => {}
            }
            checked += 1;
        }
    }
    assert!(checked > 500, "only {checked} records");
}
