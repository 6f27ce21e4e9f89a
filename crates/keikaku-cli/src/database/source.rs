//! The lines of the source that a record stands on, with its span marked.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::Path;

use keikaku_extract::Opened;
use keikaku_pipeline::read_document;
use keikaku_record::{Document, Record};
use keikaku_text::{EncodingLabel, SourceText, Span, display_width};

use crate::digest::sha256;

use crate::terminal::visible;

/// The most lines that are shown of a record.
const MOST_LINES: usize = 40;

/// Shows the lines, or says why they cannot be shown.
pub(super) fn show(record: &Record, document: &Document, folder: &Path, out: &mut String) {
    let _ = match read(document, folder) {
        Ok(source) => {
            let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            let _ = writeln!(out, "  {}", visible(&document.path));
            marked(&source, &spans(record), colour, out);
            Ok(())
        }
        Err(reason) => writeln!(out, "  {}: {reason}", visible(&document.path)),
    };
}

/// The source as it was extracted.
fn read(document: &Document, folder: &Path) -> Result<SourceText, String> {
    let path = folder.join(&document.path);
    let bytes = read_document(&path).map_err(|e| {
        format!(
            "its lines cannot be shown: it {e}; give the folder that the path begins in with \
             --source"
        )
    })?;
    if document.sha256.as_ref() != Some(&sha256(&bytes)) {
        return Err("its lines cannot be shown: the file was changed since it was extracted".into());
    }
    let label = document.encoding.as_deref().and_then(|name| EncodingLabel::parse(name).ok());
    let opened = Opened::read(&bytes, label).map_err(|e| e.to_string())?;
    if document.dump_version != opened.dump_version() {
        return Err("its lines cannot be shown: they are of another version of keikaku's dump; \
                    extract the file again"
            .into());
    }
    Ok(opened.decoded.source)
}

/// The pieces of a record.
fn spans(record: &Record) -> Vec<Span> {
    let pieces = record.spans();
    if pieces.is_empty() { vec![record.span()] } else { pieces.to_vec() }
}

/// The lines of the spans, what is inside marked: by colour on a terminal, else by a line of `^`.
fn marked(source: &SourceText, spans: &[Span], colour: bool, out: &mut String) {
    let (text, index) = (source.text(), source.lines());
    let lines = spans.iter().flat_map(|&span| {
        let [first, last] = index.lines_of(span);
        first..=last
    });
    for (shown, line) in lines.enumerate() {
        if shown == MOST_LINES {
            let _ = writeln!(out, "        …");
            return;
        }
        let whole = index.span_of(line);
        let content = whole.slice(text).unwrap_or_default().trim_end_matches(['\r', '\n']);
        let end = whole.start + content.len();
        let inside =
            spans.iter().find(|s| s.start < end.max(whole.start + 1) && s.end > whole.start);
        let (from, to) = inside.map_or((end, end), |s| (s.start.max(whole.start), s.end.min(end)));
        let part =
            |from: usize, to: usize| Span::new(from, to.max(from)).slice(text).unwrap_or_default();
        let (before, within, after) = (part(whole.start, from), part(from, to), part(to, end));
        let clean = |part: &str| visible(&part.replace('\t', "⇥")).replace('\n', "·");
        let (before, within, after) = (clean(before), clean(within), clean(after));
        if colour {
            let _ = writeln!(out, "  {line:>5} {before}\u{1b}[7m{within}\u{1b}[0m{after}");
        } else {
            let _ = writeln!(out, "  {line:>5} {before}{within}{after}");
            let blank = " ".repeat(display_width(&before));
            let _ = writeln!(out, "        {blank}{}", "^".repeat(display_width(&within)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_marked_by_the_width_of_its_characters() {
        let source = SourceText::from_str("計画\n指標\t10人\n");
        let mut out = String::new();
        marked(&source, &[Span::new(14, 19)], false, &mut out);
        assert_eq!(out, "      2 指標⇥10人\n             ^^^^\n");
    }

    #[test]
    fn a_span_over_lines_is_marked_on_each() {
        let source = SourceText::from_str("ab\ncd\n");
        let mut out = String::new();
        marked(&source, &[Span::new(1, 4)], false, &mut out);
        assert_eq!(out, "      1 ab\n         ^\n      2 cd\n        ^\n");
    }
}
