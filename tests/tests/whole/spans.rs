//! Every span, read again in the source, holds the record's text.

use keikaku_check::span_errors;

use crate::documents::{all, values};

#[test]
fn spans_read_again_hold_the_texts_of_their_records() {
    let mut checked = 0;
    for document in all() {
        let source = keikaku_text::decode(&document.bytes, None).unwrap().source;
        for record in values(&document.name, &document.bytes) {
            let errors = span_errors(&source, &record);
            assert!(errors.is_empty(), "{}: {errors:?} in {record}", document.name);
            checked += 1;
        }
    }
    assert!(checked > 500, "only {checked} records");
}
