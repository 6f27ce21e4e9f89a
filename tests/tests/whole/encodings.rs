//! The same text in any encoding gives the same records.

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS};
use keikaku_extract::is_pdf;
use keikaku_record::Record;

use crate::documents::{all, records};

/// The text without the characters that one of the encodings lacks or gives back as another.
fn common(text: &str) -> String {
    text.chars()
        .filter(|&c| [SHIFT_JIS, EUC_JP, ISO_2022_JP].iter().all(|e| survives(c, e)))
        .collect()
}

fn survives(c: char, encoding: &'static Encoding) -> bool {
    let mut buffer = [0; 4];
    let written = c.encode_utf8(&mut buffer);
    let (bytes, _, lost) = encoding.encode(written);
    !lost && *encoding.decode_without_bom_handling(&bytes).0 == *written
}

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
    units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
}

#[test]
fn every_encoding_is_detected_and_gives_the_records_of_utf8() {
    for document in all().into_iter().filter(|d| !is_pdf(&d.bytes)) {
        let text = common(std::str::from_utf8(&document.bytes).unwrap());
        let expected = records(&document.name, text.as_bytes());
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        let forms = [
            ("UTF-8", marked),
            ("UTF-16LE", utf16(&text, false, false)),
            ("UTF-16LE", utf16(&text, false, true)),
            ("UTF-16BE", utf16(&text, true, false)),
            ("UTF-16BE", utf16(&text, true, true)),
            ("Shift_JIS", SHIFT_JIS.encode(&text).0.into_owned()),
            ("EUC-JP", EUC_JP.encode(&text).0.into_owned()),
            ("ISO-2022-JP", ISO_2022_JP.encode(&text).0.into_owned()),
        ];
        for (encoding, bytes) in forms {
            let mut found = records(&document.name, &bytes);
            let (Some(Record::Document(is)), Some(Record::Document(was))) =
                (found.first_mut(), expected.first())
            else {
                panic!("{}: no document record", document.name)
            };
            assert_eq!(is.encoding.as_deref(), Some(encoding), "{}", document.name);
            // What is the file's own and not the text's.
            is.encoding.clone_from(&was.encoding);
            is.sha256.clone_from(&was.sha256);
            is.bytes = was.bytes;
            assert_eq!(found, expected, "{} in {encoding}", document.name);
        }
    }
}

#[test]
fn a_worker_that_was_used_gives_what_a_fresh_one_gives() {
    let mut used = crate::documents::worker();
    for document in all() {
        let again = used.extract(&document.name, &document.bytes, &Default::default());
        assert_eq!(again, records(&document.name, &document.bytes), "{}", document.name);
    }
}
