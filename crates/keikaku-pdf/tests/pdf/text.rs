//! Text: where it comes from, and where it stands.

use keikaku_page::{Direction, Ink};
use keikaku_pdf::PdfProblemKind;

use crate::build::{HELVETICA, Pdf, hex, japanese_font, one_page, utf16};
use crate::{assert_near, only_run, open, problems, texts};

const SAMPLE: &str = "計画の目標値は、令和７年度に１２３人（前年比＋５％）とする。";

#[test]
fn fonts_that_are_not_embedded_are_read_in_every_encoding() {
    let (sjis, _, failed) = encoding_rs::SHIFT_JIS.encode(SAMPLE);
    assert!(!failed);
    let (euc, _, _) = encoding_rs::EUC_JP.encode(SAMPLE);
    let utf32: Vec<u8> = SAMPLE.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
    for (encoding, bytes) in [
        ("90ms-RKSJ-H", &sjis[..]),
        ("90msp-RKSJ-H", &sjis[..]),
        ("RKSJ-H", &sjis[..]),
        ("EUC-H", &euc[..]),
        ("UniJIS-UCS2-H", &utf16(SAMPLE)),
        ("UniJIS-UTF16-H", &utf16(SAMPLE)),
        ("UniJIS2004-UTF16-H", &utf16(SAMPLE)),
        ("UniJIS-UTF8-H", SAMPLE.as_bytes()),
        ("UniJIS2004-UTF8-H", SAMPLE.as_bytes()),
        ("UniJIS-UTF32-H", &utf32),
        ("UniJIS2004-UTF32-H", &utf32),
        ("UniJISX0213-UTF32-H", &utf32),
    ] {
        let content = format!("BT /F 6 Tf 5 100 Td {} Tj ET", hex(bytes));
        let document = open(&one_page("", &japanese_font(encoding), &content));
        assert_eq!(document.text, SAMPLE, "{encoding}");
        assert_eq!(problems(&document), [], "{encoding}");
        let run = only_run(&document);
        assert_near(run.bounds.x0, 5.0);
        assert_near(run.bounds.width(), 6.0 * SAMPLE.chars().count() as f32);
    }
}

#[test]
fn half_width_letters_have_the_width_that_the_font_gives_them() {
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("2025年ｱ");
    let content = format!("BT /F 10 Tf 5 100 Td {} Tj ET", hex(&bytes));
    let document = open(&one_page("", &japanese_font("90ms-RKSJ-H"), &content));
    assert_eq!(document.text, "2025年ｱ");
    assert_near(only_run(&document).bounds.width(), 35.0);
}

#[test]
fn letters_beyond_the_first_plane_are_read() {
    let content = format!("BT /F 10 Tf 5 100 Td {} Tj ET", hex(&utf16("𠮷野")));
    let document = open(&one_page("", &japanese_font("UniJIS-UTF16-H"), &content));
    assert_eq!(document.text, "𠮷野");
}

/// A font that is embedded, with nothing but its collection to say which letter is which.
fn embedded(pdf: &mut Pdf, ordering: &str, encoding: &str, program: &[u8]) -> usize {
    let program = pdf.stream("", program);
    pdf.object(format!(
        "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Some/Encoding/{encoding}/DescendantFonts[<<\
         /Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Some/DW 1000/CIDToGIDMap/Identity\
         /CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 2>>\
         /FontDescriptor<</Type/FontDescriptor/FontName/ABCDEF+Some/Flags 4\
         /FontFile2 {program} 0 R>>>>]>>"
    ))
}

const EMPTY_FONT: &[u8] = include_bytes!("../../data/empty.ttf");

#[test]
fn an_embedded_font_without_a_table_is_read_by_its_collection() {
    // The CIDs of 計画 in Adobe-Japan1.
    let cids = hex(&[0x07, 0x2D, 0x05, 0x68]);
    for encoding in ["Identity-H", "UniJIS-UTF16-H"] {
        let mut pdf = Pdf::new();
        let font = embedded(&mut pdf, "Japan1", encoding, EMPTY_FONT);
        let text = if encoding == "Identity-H" { cids.clone() } else { hex(&utf16("計画")) };
        let content = format!("BT /F 10 Tf 5 100 Td {text} Tj ET");
        pdf.page("", &format!("/Font<</F {font} 0 R>>"), &content);
        let document = open(&pdf.bytes());
        assert_eq!((document.text.as_str(), problems(&document)), ("計画", vec![]), "{encoding}");
    }
}

#[test]
fn a_form_brings_fonts_of_its_own() {
    let mut pdf = Pdf::new();
    let font = embedded(&mut pdf, "Japan1", "Identity-H", EMPTY_FONT);
    let form = pdf.stream(
        &format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 200 200]/Matrix[1 0 0 1 20 0]\
             /Resources<</Font<</F {font} 0 R>>>>"
        ),
        b"BT /F 10 Tf 5 100 Td <072D0568> Tj ET",
    );
    pdf.page("", &format!("/XObject<</X {form} 0 R>>"), "/X Do");
    let document = open(&pdf.bytes());
    assert_eq!(document.text, "計画");
    assert_near(only_run(&document).bounds.x0, 25.0);
}

#[test]
fn letters_that_nothing_names_are_counted_and_keep_their_place() {
    // Not embedded and of no collection: nobody knows what these are.
    let font = japanese_font("Identity-H").replace("(Japan1)", "(Identity)");
    let document = open(&one_page("", &font, "BT /F 10 Tf 5 100 Td <00410042> Tj ET"));
    assert_eq!(document.text, "\u{FFFD}\u{FFFD}");
    assert_eq!(problems(&document), [PdfProblemKind::UnmappedGlyphs]);
    assert_eq!((document.problems[0].page, document.problems[0].count), (Some(1), 2));
}

#[test]
fn an_encoding_that_nobody_knows_is_said() {
    let font = japanese_font("Nobody-Knows-H");
    let document = open(&one_page("", &font, "BT /F 10 Tf 5 100 Td <8C768160> Tj ET"));
    assert_eq!(problems(&document), [PdfProblemKind::FontNotRead]);
}

#[test]
fn vertical_text_goes_down() {
    let content = format!("BT /F 10 Tf 100 150 Td {} Tj ET", hex(&utf16("計画、（案）ー")));
    let document = open(&one_page("", &japanese_font("UniJIS-UTF16-V"), &content));
    // The vertical forms of 、（ ） are ordinary characters in the text.
    assert_eq!(document.text, "計画、（案）ー");
    let run = only_run(&document);
    assert_eq!(run.direction, Direction::Down);
    assert_near(run.baseline, 100.0);
    assert_near(run.bounds.x0, 95.0);
    assert_near(run.bounds.x1, 105.0);
    assert_near(run.bounds.y0, 50.0);
    assert_near(run.bounds.y1, 120.0);
}

#[test]
fn a_page_is_seen_as_it_is_turned_and_cut() {
    // A letter at (50, 60), of a page whose visible part begins at (30, 20).
    let cut = "/MediaBox[0 0 300 300]/CropBox[30 20 230 120]";
    for (turn, width, height, x, y, direction) in [
        (0, 200.0, 100.0, 20.0, 60.0, Direction::Across),
        (90, 100.0, 200.0, 40.0, 20.0, Direction::Down),
        (180, 200.0, 100.0, 180.0, 40.0, Direction::Across),
        (270, 100.0, 200.0, 60.0, 180.0, Direction::Down),
    ] {
        let more = format!("{cut}/Rotate {turn}");
        let document = open(&one_page(&more, HELVETICA, "BT /F 10 Tf 50 60 Td (HH) Tj ET"));
        let (run, page) = (only_run(&document), &document.pages[0]);
        assert_eq!((page.bounds.width(), page.bounds.height()), (width, height), "{turn}");
        assert_eq!(run.direction, direction, "{turn}");
        let (x0, y0) = match turn {
            0 => (run.bounds.x0, run.bounds.y0 + 8.8),
            90 => (run.bounds.x0 + 1.2, run.bounds.y0),
            180 => (run.bounds.x1, run.bounds.y0 + 1.2),
            _ => (run.bounds.x0 + 8.8, run.bounds.y1),
        };
        assert_near(x0, x);
        assert_near(y0, y);
    }
    // Turned text on a turned page is upright: landscape tables are printed so.
    let content = "BT /F 10 Tf 0 1 -1 0 100 50 Tm (HH) Tj ET";
    let document = open(&one_page("/Rotate 90", HELVETICA, content));
    assert_eq!(only_run(&document).direction, Direction::Across);
    assert_near(only_run(&document).baseline, 100.0);
}

#[test]
fn letters_drawn_twice_are_one_and_bold() {
    let text = hex(&utf16("計画計画"));
    let font = japanese_font("UniJIS-UTF16-H");
    for (content, bold) in [
        (format!("BT /F 10 Tf 5 100 Td {text} Tj ET"), false),
        // Four times, each a little beside the last.
        (
            format!(
                "BT /F 10 Tf 5 100 Td {text} Tj 0.2 0 Td {text} Tj 0 0.2 Td {text} Tj \
                 -0.2 0 Td {text} Tj ET"
            ),
            true,
        ),
        // Filled and outlined.
        (format!("BT /F 10 Tf 2 Tr 0.3 w 5 100 Td {text} Tj ET"), true),
        // An outline that is too thin to see, and a second copy at the same place.
        (format!("BT /F 10 Tf 2 Tr 0.02 w 5 100 Td {text} Tj ET"), false),
        (format!("BT /F 10 Tf 5 100 Td {text} Tj ET BT /F 10 Tf 5 100 Td {text} Tj ET"), false),
    ] {
        let document = open(&one_page("", &font, &content));
        assert_eq!(document.text, "計画計画", "{content}");
        assert_eq!(only_run(&document).bold, bold, "{content}");
    }
    // The same letters a line below are no copy.
    let content = format!("BT /F 10 Tf 5 100 Td {text} Tj 0 -2 Td {text} Tj ET");
    assert_eq!(texts(&open(&one_page("", &font, &content))), ["計画計画", "計画計画"]);
}

#[test]
fn a_line_between_two_letters_parts_them() {
    let font = japanese_font("UniJIS-UTF16-H");
    let (left, right) = (hex(&utf16("計画")), hex(&utf16("実施")));
    // The second word begins half a point behind the first.
    let words = format!("BT /F 10 Tf 5 100 Td {left} Tj 20.5 0 Td {right} Tj ET");
    for (rule, expected) in [
        ("", &["計画実施"][..]),
        ("0.2 w 25.2 60 m 25.2 120 l S", &["計画", "実施"]),
        // A line through a letter is something else.
        ("0.2 w 20 60 m 20 120 l S", &["計画実施"]),
    ] {
        let document = open(&one_page("", &font, &format!("{words} {rule}")));
        assert_eq!(texts(&document), expected, "{rule}");
    }
}

#[test]
fn the_name_of_a_font_tells_bold() {
    let font = japanese_font("UniJIS-UTF16-H").replace("Ryumin-Light", "MS-Gothic,Bold");
    let content = format!("BT /F 10 Tf 5 100 Td {} Tj ET", hex(&utf16("計画")));
    assert!(only_run(&open(&one_page("", &font, &content))).bold);
    for (name, bold) in [("Helvetica-Bold", true), ("Helvetica", false), ("Arial,Bold", true)] {
        for kind in ["Type1", "TrueType"] {
            let font = format!("<</Type/Font/Subtype/{kind}/BaseFont/{name}>>");
            let document = open(&one_page("", &font, "BT /F 10 Tf 5 100 Td (A) Tj ET"));
            assert_eq!(only_run(&document).bold, bold, "{name} {kind}");
        }
    }
}

#[test]
fn text_without_ink_over_an_image_is_marked() {
    let image = "q 200 0 0 200 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7F EI Q ";
    let content = format!("{image} BT 3 Tr /F 10 Tf 5 100 Td (OCR) Tj ET");
    let document = open(&one_page("", HELVETICA, &content));
    assert_eq!((document.text.as_str(), problems(&document)), ("OCR", vec![]));
    assert_eq!(only_run(&document).ink, Ink::Invisible);
    let document = open(&one_page("", HELVETICA, image));
    assert_eq!(problems(&document), [PdfProblemKind::NoTextLayer]);
    assert_eq!(problems(&open(&one_page("", HELVETICA, ""))), []);
}

#[test]
fn what_cannot_be_seen_is_left_out() {
    let content = "BT /F 10 Tf 5 100 Td (seen) Tj ET \
         BT /F 10 Tf -50 100 Td (off) Tj ET BT /F 10 Tf 5 300 Td (above) Tj ET \
         q 5 45 27 20 re W n BT /F 10 Tf 5 50 Td (HHHHHHHH) Tj ET Q \
         q 0 0 50 50 re W n q 100 100 20 20 re W n BT /F 10 Tf 105 105 Td (none) Tj ET Q Q \
         BT /F 10 Tf 5 20 Td (after) Tj ET";
    let document = open(&one_page("", HELVETICA, content));
    // Of a letter that is cut, its middle decides.
    assert_eq!(texts(&document), ["seen", "HHHH", "after"]);
}

#[test]
fn gaps_part_runs_and_blanks_are_none_of_them() {
    let font = japanese_font("UniJIS-UTF16-H");
    for (left, gap, right, parts) in [
        // The quarter em between kanji and figures.
        ("令和", -250, "７年度", vec!["令和７年度"]),
        ("令和", -400, "７年度", vec!["令和", "７年度"]),
        ("令和　", 0, "７年度", vec!["令和", "７年度"]),
        ("令和\u{20}", 0, "７年度", vec!["令和", "７年度"]),
        // Half of 、 is empty, and the next letter is set on it.
        ("令和、", 500, "７年度", vec!["令和、７年度"]),
    ] {
        let (a, b) = (hex(&utf16(left)), hex(&utf16(right)));
        let content = format!("BT /F 10 Tf 5 100 Td [{a} {gap} {b}] TJ ET");
        let document = open(&one_page("", &font, &content));
        assert_eq!(texts(&document), parts, "{left} {gap} {right}");
        assert_eq!(document.text, parts.join("\n"));
    }
    let document = open(&one_page("", HELVETICA, "BT /F 10 Tf 5 100 Td (two words) Tj ET"));
    assert_eq!(texts(&document), ["two", "words"]);
}

#[test]
fn pages_are_set_apart_by_form_feeds() {
    let fonts = format!("/Font<</F {HELVETICA}>>");
    let mut pdf = Pdf::new();
    pdf.page("", &fonts, "BT /F 10 Tf 5 100 Td (a) Tj 0 20 Td (b) Tj ET");
    pdf.page("", &fonts, "");
    pdf.page("", &fonts, "BT /F 10 Tf 5 100 Td (c) Tj ET");
    let document = open(&pdf.bytes());
    assert_eq!(document.text, "a\nb\u{C}\u{C}c");
    assert_eq!(texts(&document), ["a", "b", "c"]);
    assert_eq!(document.pages[2].number, 3);
}

#[test]
fn what_is_filled_into_a_form_is_read() {
    let mut pdf = Pdf::new();
    let looks = pdf.stream(
        &format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F {HELVETICA}>>>>"
        ),
        b"BT /F 10 Tf 2 5 Td (filled) Tj ET",
    );
    let field = pdf.object(format!(
        "<</Type/Annot/Subtype/Widget/Rect[50 100 150 120]/F 4/AP<</N {looks} 0 R>>>>"
    ));
    pdf.page(&format!("/Annots[{field} 0 R]"), "", "");
    let document = open(&pdf.bytes());
    assert_eq!(document.text, "filled");
    assert_near(only_run(&document).bounds.x0, 52.0);
    assert_near(only_run(&document).baseline, 95.0);
}
