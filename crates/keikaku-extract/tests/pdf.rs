//! PDFs that cannot be read, or not in full, among those that can.
#![allow(clippy::unwrap_used, reason = "a test that fails may panic")]

use keikaku_extract::{Engine, Opened, Options};
use keikaku_record::{Record, Severity};
use keikaku_tokenizer::Tokenizer;

/// Two pages: the first with a word, the second with nothing but an image.
fn scanned() -> Vec<u8> {
    let pages = [
        "BT /F 12 Tf 20 70 Td (PLAN) Tj ET",
        "100 0 0 100 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u{10} EI",
    ];
    let mut out = String::from(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
         2 0 obj<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2>>endobj\n",
    );
    for (page, content) in pages.iter().enumerate() {
        let (at, stream) = (3 + 2 * page, 4 + 2 * page);
        out += &format!(
            "{at} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents {stream} 0 R\
             /Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n\
             {stream} 0 obj<</Length {}>>stream\n{content}\nendstream endobj\n",
            content.len(),
        );
    }
    (out + "trailer<</Root 1 0 R>>\n%%EOF").into_bytes()
}

fn records(name: &str, bytes: &[u8]) -> Vec<Record> {
    let engine = Engine::new(Tokenizer::embedded().unwrap());
    engine.new_worker().extract(name, bytes, &Options::default())
}

/// Severity, code, page and message of each diagnostic.
fn said(records: &[Record]) -> Vec<(Severity, &str, Option<u32>, &str)> {
    records
        .iter()
        .filter_map(|r| match r {
            Record::Diagnostic(d) => {
                Some((d.severity, d.code.as_str(), d.page, d.message.as_str()))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn a_scanned_page_is_said_and_the_others_are_read() {
    let bytes = scanned();
    let opened = Opened::read(&bytes, None).unwrap();
    assert_eq!(opened.source().text(), "PLAN\n\u{c}");
    assert_eq!((opened.encoding(), opened.dump_version()), (None, Some(2)));
    let records = records("scanned.pdf", &bytes);
    let Record::Document(document) = &records[0] else { unreachable!() };
    assert_eq!((document.encoding.as_deref(), document.dump_version), (None, Some(2)));
    let [(severity, code, page, message)] = said(&records)[..] else { unreachable!("{records:?}") };
    assert_eq!((severity, code, page), (Severity::Error, "no_text_layer", Some(2)));
    assert!(message.contains("OCR"), "{message}");
}

#[test]
fn files_that_cannot_be_read_say_why_whatever_their_name() {
    let password = include_bytes!("../../keikaku-pdf/tests/pdf/files/password.pdf");
    for (bytes, code) in [(&password[..], "encrypted"), (b"%PDF-1.7\nnothing", "damaged")] {
        let records = records("plan.txt", bytes);
        assert_eq!(records.len(), 2);
        let said = said(&records);
        assert_eq!((said[0].0, said[0].1), (Severity::Error, code));
    }
}
