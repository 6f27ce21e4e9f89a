//! Mentions.

use keikaku_extract::{Engine, Options};
use keikaku_record::Record;
use keikaku_text::EncodingLabel;
use keikaku_tokenizer::Tokenizer;
use serde_json::json;

use super::Output;

/// Shows the periods, amounts, departments and indicators in the order of their places.
pub(super) fn show(
    name: &str,
    bytes: &[u8],
    encoding: Option<EncodingLabel>,
    tokenizer: Tokenizer,
    out: &mut Output,
) {
    let mut worker = Engine::new(tokenizer).new_worker();
    for record in worker.extract(name, bytes, &Options { encoding }) {
        let (text, meaning) = match &record {
            Record::Period(p) => {
                let day =
                    |d: Option<keikaku_values::Date>| d.map_or("…".to_owned(), |d| d.to_string());
                (&p.text, format!("{} to {} ({})", day(p.start), day(p.end), p.basis))
            }
            Record::Amount(a) => {
                let unit = a.unit.as_deref().unwrap_or("-");
                (&a.text, format!("{} {} {unit}", a.comparator.symbol(), a.value))
            }
            Record::Department(d) => (&d.text, d.name.clone()),
            Record::Indicator(i) => {
                (&i.label, format!("{}, {} values", i.name, i.observations.len()))
            }
            _ => continue,
        };
        let (span, lines) = (record.span(), record.lines());
        out.entry(
            || format!("{:>5} {:>8}-{:<8} {:<11}{text}  → {meaning}", lines.first, span.start, span.end, record.kind().as_str()),
            || json!({"kind": record.kind().as_str(), "line": lines.first, "span": [span.start, span.end], "text": text, "meaning": meaning}),
        );
    }
}
