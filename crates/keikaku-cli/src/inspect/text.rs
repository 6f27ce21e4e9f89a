//! The decoded text.

use keikaku_text::Decoded;
use serde_json::json;

use super::Output;

/// Shows the encoding, what could not be decoded, and the lines with their byte offsets.
pub(super) fn show(decoded: &Decoded, out: &mut Output) {
    let source = &decoded.source;
    out.entry(
        || format!("{}, {} lines, {} bytes as UTF-8", source.encoding(), source.lines().len(), source.text().len()),
        || json!({"encoding": source.encoding(), "lines": source.lines().len(), "bytes": source.text().len()}),
    );
    for p in &decoded.problems {
        out.entry(
            || format!("problem {:?} at byte {} of the file ({} bytes)", p.kind, p.byte_offset, p.byte_len),
            || json!({"problem": format!("{:?}", p.kind), "byte": p.byte_offset, "bytes": p.byte_len}),
        );
    }
    for number in 1..=source.lines().len() {
        let span = source.lines().span_of(number);
        let line = source.slice(span).unwrap_or_default();
        out.entry(
            || format!("{number:>5} {:>8}  {line}", span.start),
            || json!({"line": number, "span": [span.start, span.end], "text": line}),
        );
    }
}
