//! The decoded text.

use keikaku_extract::Opened;
use serde_json::json;

use super::Output;

/// Shows the encoding, what could not be decoded, and the lines with their byte offsets; of a PDF the
/// lines of its dump.
pub(super) fn show(opened: &Opened, out: &mut Output) {
    let (decoded, source) = (&opened.decoded, opened.source());
    let (lines, bytes) = (source.lines().len(), source.text().len());
    out.entry(
        || {
            let what = match opened.dump_version() {
                Some(version) => format!("PDF, dump version {version}"),
                None => source.encoding().to_owned(),
            };
            format!("{what}, {lines} lines, {bytes} bytes as UTF-8")
        },
        || {
            let mut value = json!({"encoding": opened.encoding(), "lines": lines, "bytes": bytes});
            if let Some(version) = opened.dump_version() {
                value["dump_version"] = version.into();
            }
            value
        },
    );
    for p in &opened.problems {
        out.entry(
            || format!("problem {}: {p}", p.kind.code()),
            || json!({"problem": p.kind.code(), "page": p.page, "count": p.count}),
        );
    }
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
