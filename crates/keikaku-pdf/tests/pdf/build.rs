//! PDFs written by hand.

use std::fmt::Write as _;

/// A PDF that is made of objects.
#[derive(Default)]
pub(crate) struct Pdf {
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
}

/// A font that is not embedded, of the collection Adobe-Japan1.
pub(crate) fn japanese_font(encoding: &str) -> String {
    format!(
        "<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/{encoding}/DescendantFonts[<<\
         /Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/DW 1000/W[1[278] 231 632 500]\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>\
         /FontDescriptor<</Type/FontDescriptor/FontName/Ryumin-Light/Flags 6/ItalicAngle 0\
         /FontBBox[0 -120 1000 880]/Ascent 880/Descent -120/CapHeight 700/StemV 80>>>>]>>"
    )
}

pub(crate) const HELVETICA: &str =
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";

impl Pdf {
    /// Objects 1 and 2 are the catalog and the pages.
    pub(crate) fn new() -> Self {
        Self { objects: vec![Vec::new(), Vec::new()], pages: Vec::new() }
    }

    /// An object; its number.
    pub(crate) fn object(&mut self, body: impl Into<Vec<u8>>) -> usize {
        self.objects.push(body.into());
        self.objects.len()
    }

    /// A stream; its number.
    pub(crate) fn stream(&mut self, dictionary: &str, data: &[u8]) -> usize {
        let head = format!("<<{dictionary}/Length {}>>stream\n", data.len());
        self.object([head.as_bytes(), data, b"\nendstream"].concat())
    }

    /// A page; `more` are entries of its dictionary, `resources` those of its resources.
    pub(crate) fn page(&mut self, more: &str, resources: &str, content: &str) -> &mut Self {
        let content = self.stream("", content.as_bytes());
        let media = if more.contains("/MediaBox") { "" } else { "/MediaBox[0 0 200 200]" };
        let page = self.object(format!(
            "<</Type/Page/Parent 2 0 R{media}{more}/Contents {content} 0 R\
             /Resources<<{resources}>>>>"
        ));
        self.pages.push(page);
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let kids = self.pages.iter().fold(String::new(), |mut kids, page| {
            let _ = write!(kids, "{page} 0 R ");
            kids
        });
        let catalog = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
        let pages = format!("<</Type/Pages/Kids[{kids}]/Count {}>>", self.pages.len()).into_bytes();
        let mut out = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let mut table = String::from("0000000000 65535 f \n");
        for (index, body) in self.objects.iter().enumerate() {
            let body = match index {
                0 => &catalog,
                1 => &pages,
                _ => body,
            };
            let _ = writeln!(table, "{:010} 00000 n ", out.len());
            out.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
            out.extend_from_slice(body);
            out.extend_from_slice(b"\nendobj\n");
        }
        let (at, size) = (out.len(), self.objects.len() + 1);
        out.extend_from_slice(
            format!(
                "xref\n0 {size}\n{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n"
            )
            .as_bytes(),
        );
        out
    }
}

/// A page of 200 by 200 points with one font.
pub(crate) fn one_page(more: &str, font: &str, content: &str) -> Vec<u8> {
    Pdf::new().page(more, &format!("/Font<</F {font}>>"), content).bytes()
}

/// A string of a PDF.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|b| format!("{b:02X}")).collect();
    format!("<{digits}>")
}

pub(crate) fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}
