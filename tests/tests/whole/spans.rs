//! Every span, read again in the source, holds the record's text.

use keikaku_check::span_errors;
use keikaku_extract::Opened;

use crate::documents::{all, values};

#[test]
fn spans_read_again_hold_the_texts_of_their_records() {
    let mut checked = 0;
    for document in all() {
        let source = Opened::read(&document.bytes, None).unwrap().decoded.source;
        for record in values(&document.name, &document.bytes) {
            let errors = span_errors(&source, &record);
            assert!(errors.is_empty(), "{}: {errors:?} in {record}", document.name);
            checked += 1;
        }
    }
    assert!(checked > 500, "only {checked} records");
}
