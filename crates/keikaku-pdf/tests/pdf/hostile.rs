//! Files that are made to do harm.

use std::io::Write as _;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use keikaku_pdf::{Limits, PdfError, PdfProblemKind, Reader, read};

use crate::build::{HELVETICA, Pdf, japanese_font, one_page};
use crate::{open, problems};

#[test]
fn a_stream_that_unpacks_to_gigabytes_is_refused() {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    for _ in 0..300 {
        packer.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let mut pdf = Pdf::new();
    pdf.stream("/Filter/FlateDecode", &packer.finish().unwrap());
    pdf.page("", "", "");
    let refused = read(&pdf.bytes(), &Limits::default());
    assert_eq!(refused, Err(PdfError::StreamTooLarge(256 << 20)));
}

#[test]
fn forms_that_draw_forms_without_end_are_given_up() {
    // Each draws the next one ten times: 10 to the power of 20.
    let mut pdf = Pdf::new();
    let mut form = pdf.stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", b"0 0 1 1 re f");
    for _ in 0..20 {
        form = pdf.stream(
            &format!(
                "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {form} 0 R>>>>"
            ),
            "/X Do ".repeat(10).as_bytes(),
        );
    }
    let resources = format!("/XObject<</X {form} 0 R>>/Font<</F {HELVETICA}>>");
    pdf.page("", &resources, "BT /F 10 Tf 5 100 Td (before) Tj ET /X Do");
    pdf.page("", &resources, "BT /F 10 Tf 5 100 Td (after) Tj ET");
    let limits = Limits { marks: 50_000, ..Limits::default() };
    let document = read(&pdf.bytes(), &limits).unwrap();
    // What was drawn before it is there, and so is the next page.
    assert_eq!(document.text, "before\u{C}after");
    assert_eq!(problems(&document), [PdfProblemKind::LimitExceeded]);
    // By time alone, too.
    let limits = Limits { time: Some(Duration::from_millis(50)), ..Limits::default() };
    let started = Instant::now();
    assert_eq!(problems(&read(&pdf.bytes(), &limits).unwrap()), [PdfProblemKind::LimitExceeded]);
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_form_that_draws_itself_ends() {
    let mut pdf = Pdf::new();
    let own = 3;
    let form = pdf.stream(
        &format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {own} 0 R>>>>"),
        b"/X Do",
    );
    assert_eq!(form, own);
    pdf.page("", &format!("/XObject<</X {form} 0 R>>"), "/X Do");
    open(&pdf.bytes());
}

#[test]
fn nesting_without_end_is_survived() {
    let deep = |open: &str, close: &str| open.repeat(20_000) + &close.repeat(20_000);
    for content in [
        deep("[", "]") + " TJ",
        deep("<</A ", ">>") + " /B gs",
        deep("q 0 0 9 9 re W n ", "Q "),
        deep("/A BMC ", "EMC "),
        deep("BT ", "ET "),
        deep("(", ")") + " Tj",
    ] {
        let content = format!("BT /F 10 Tf 5 100 Td (x) Tj ET {content}");
        assert!(open(&one_page("", HELVETICA, &content)).text.starts_with('x'));
    }
    let mut pdf = Pdf::new();
    pdf.object(deep("[", "]"));
    pdf.page(&format!("/Annots {}", deep("[", "]")), "", "");
    open(&pdf.bytes());
}

#[test]
fn a_font_with_billions_of_widths_is_not_loaded() {
    let font = japanese_font("UniJIS-UTF16-H").replace("/W[1[278]", "/W[0 4294967294 500 1[278]");
    let document = open(&one_page("", &font, "BT /F 10 Tf 5 100 Td <8A08> Tj ET"));
    assert_eq!(problems(&document), [PdfProblemKind::LimitExceeded]);
}

#[test]
fn pages_and_content_beyond_the_limits_are_left_out_and_said() {
    let fonts = format!("/Font<</F {HELVETICA}>>");
    let mut pdf = Pdf::new();
    for _ in 0..3 {
        pdf.page("", &fonts, "BT /F 10 Tf 5 100 Td (a) Tj ET BT /F 10 Tf 5 50 Td (b) Tj ET");
    }
    let limits = Limits { pages: 2, content_bytes: 30, ..Limits::default() };
    let document = read(&pdf.bytes(), &limits).unwrap();
    assert_eq!(document.text, "a\u{C}a");
    assert_eq!(
        problems(&document),
        [
            PdfProblemKind::LimitExceeded,
            PdfProblemKind::LimitExceeded,
            PdfProblemKind::PagesLeftOut
        ]
    );
}

#[test]
fn what_is_no_pdf_is_said() {
    for bytes in [&b""[..], b"%PDF-1.7\n", b"PK\x03\x04", "計画".as_bytes()] {
        assert_eq!(Reader::open(bytes.to_vec(), &Limits::default()).err(), Some(PdfError::Damaged));
    }
}

#[test]
fn a_damaged_table_of_objects_is_made_anew() {
    let content = "BT /F 10 Tf 5 100 Td (still here) Tj ET";
    let mut bytes = one_page("", HELVETICA, content);
    let table = memchr::memmem::rfind(&bytes, b"xref").unwrap();
    bytes.truncate(table - 200);
    let whole = one_page("", HELVETICA, content);
    let trailer = b"trailer<</Root 1 0 R>>";
    let cut = memchr::memmem::find(&whole, b"xref\n0").unwrap();
    assert_eq!(open(&[&whole[..cut], trailer].concat()).text, "still\nhere");
    // Without its end, it is read or refused, and nothing else.
    let _ = read(&bytes, &Limits::default());
}
