//! Tokens.

use keikaku_text::Decoded;
use keikaku_tokenizer::Tokenizer;
use serde_json::json;

use super::Output;

/// Shows the tokens of each line with their classes and byte offsets.
pub(super) fn show(decoded: &Decoded, tokenizer: &Tokenizer, out: &mut Output) {
    let mut worker = tokenizer.new_worker();
    let mut tokens = Vec::new();
    let source = &decoded.source;
    for number in 1..=source.lines().len() {
        let line = source.lines().span_of(number);
        let text = source.slice(line).unwrap_or_default();
        worker.tokenize(text, &mut tokens);
        for token in &tokens {
            let (start, end) = (line.start + token.span.start, line.start + token.span.end);
            let word = token.span.slice(text).unwrap_or_default();
            let unknown = if token.known { "" } else { " unknown" };
            out.entry(
                || format!("{number:>5} {start:>8}-{end:<8} {:<16}{word}{unknown}", format!("{:?}", token.class)),
                || json!({"line": number, "span": [start, end], "class": format!("{:?}", token.class), "text": word, "known": token.known}),
            );
        }
    }
}
