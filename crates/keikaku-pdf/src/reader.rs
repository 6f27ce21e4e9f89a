//! Files to pages, one at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::object::{Array, Object, Stream};
use hayro_interpret::hayro_syntax::page::Page as HayroPage;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, InterpreterWarning, RenderContent, interpret,
    interpret_page,
};
use keikaku_page::{Bounds, Page, Unit};
use keikaku_text::Span;

use crate::device::{Canvas, Stop};
use crate::fonts::{self, Composites, Weights};
use crate::unicode::Names;
use crate::{Limits, PdfError, PdfProblem, PdfProblemKind, bombs, copies, rules, runs};

/// All pages of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct PdfDocument {
    /// The text of all runs in drawing order: runs end with a line feed, pages with a form feed,
    /// the last of each with nothing.
    pub text: String,
    /// The pages; the spans of their runs are of [`text`](Self::text).
    pub pages: Vec<Page>,
    /// What could not be read, in the order of the pages.
    pub problems: Vec<PdfProblem>,
}

/// One page of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct PageRead {
    /// The text of its runs in drawing order, a line feed between them.
    pub text: String,
    /// The page; the spans of its runs are of [`text`](Self::text).
    pub page: Page,
    /// What could not be read on it.
    pub problems: Vec<PdfProblem>,
}

/// Reads all pages of a PDF.
///
/// # What is not there is said
/// ```
/// use keikaku_pdf::{Limits, PdfProblemKind, read};
///
/// // A page with an image and nothing else.
/// let pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
///     2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
///     3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>endobj\n\
///     4 0 obj<</Length 66>>stream\n\
///     100 0 0 100 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI           \n\
///     endstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF";
/// let document = read(pdf, &Limits::default())?;
/// assert!(document.text.is_empty());
/// assert_eq!(document.problems[0].kind, PdfProblemKind::NoTextLayer);
/// # Ok::<(), keikaku_pdf::PdfError>(())
/// ```
///
/// # Errors
/// Where the file cannot be read at all: damaged, encrypted with a password, or hostile. What is
/// wrong with one page only is among the [`problems`](PdfDocument::problems).
pub fn read(bytes: &[u8], limits: &Limits) -> Result<PdfDocument, PdfError> {
    let reader = Reader::open(bytes.to_vec(), limits)?;
    let mut document = PdfDocument { text: String::new(), pages: Vec::new(), problems: Vec::new() };
    for read in reader.pages() {
        if !document.pages.is_empty() {
            document.text.push('\u{C}');
        }
        let offset = document.text.len();
        let mut page = read.page;
        for run in &mut page.runs {
            run.span = Span::new(run.span.start + offset, run.span.end + offset);
        }
        document.text.push_str(&read.text);
        document.pages.push(page);
        document.problems.extend(read.problems);
    }
    document.problems.extend(reader.problem());
    Ok(document)
}

/// A PDF that is open, to be read a page at a time.
pub struct Reader {
    pdf: Pdf,
    limits: Limits,
}

impl Reader {
    /// Opens a PDF.
    ///
    /// A file that is encrypted with the empty password, as those that only forbid printing are, is
    /// opened like any other. A damaged table of objects is made anew where that can be done.
    ///
    /// # Errors
    /// Where the file cannot be read at all: damaged, encrypted with a password, or hostile.
    pub fn open(bytes: Vec<u8>, limits: &Limits) -> Result<Self, PdfError> {
        let too_large = PdfError::StreamTooLarge(limits.stream_bytes);
        if bombs::holds_bomb(&bytes, limits.stream_bytes) {
            return Err(too_large);
        }
        let encrypted = memchr::memmem::find(&bytes, b"/Encrypt").is_some();
        // The interpreter has panicked on no file so far. Should it do so on a damaged one, that
        // file is not read, and the others are.
        let opened = catch_unwind(AssertUnwindSafe(|| {
            let pdf = Pdf::new(bytes)?;
            let bomb = encrypted && holds_encrypted_bomb(&pdf, limits.stream_bytes);
            Ok((pdf, bomb))
        }));
        match opened {
            Ok(Ok((_, true))) => Err(too_large),
            Ok(Ok((pdf, false))) => Ok(Self { pdf, limits: limits.clone() }),
            Ok(Err(LoadPdfError::Invalid)) => Err(PdfError::Damaged),
            Ok(Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected))) => {
                Err(PdfError::Password)
            }
            Ok(Err(LoadPdfError::Decryption(_))) => Err(PdfError::Encryption),
            Err(_) => Err(PdfError::Internal),
        }
    }

    /// How many pages are read: those of the file, up to the limit.
    #[must_use]
    pub fn page_count(&self) -> usize {
        self.pdf.pages().len().min(self.limits.pages)
    }

    /// What is wrong with the file as a whole.
    #[must_use]
    pub fn problem(&self) -> Option<PdfProblem> {
        let count = self.pdf.pages().len().saturating_sub(self.limits.pages);
        let kind = PdfProblemKind::PagesLeftOut;
        (count > 0).then_some(PdfProblem { page: None, kind, count })
    }

    /// The pages, each read when it is asked for.
    #[must_use]
    pub fn pages(&self) -> Pages<'_> {
        Pages { reader: self, next: 0, kept: Kept::new() }
    }
}

fn holds_encrypted_bomb(pdf: &Pdf, limit: u64) -> bool {
    pdf.objects().into_iter().any(|object| match object {
        Object::Stream(stream) => {
            bombs::is_bomb(&stream.raw_data(), stream.filters().len() > 1, limit)
        }
        _ => false,
    })
}

/// How many bytes of fonts are kept, about: a file may bring others on each page.
const KEPT: u64 = 32 << 20;

/// What is kept from page to page, so that a font is loaded once.
struct Kept<'a> {
    cache: InterpreterCache<'a>,
    composites: Composites<'a>,
    weights: Weights<'a>,
    names: Names,
}

impl Kept<'_> {
    fn new() -> Self {
        Self {
            cache: InterpreterCache::new(),
            composites: Composites::default(),
            weights: Weights::default(),
            names: Names::default(),
        }
    }
}

/// The pages of a PDF, each read when it is asked for.
///
/// # A page does not depend on the pages read before it
/// ```
/// # use keikaku_pdf::{Limits, Reader};
/// # let pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
/// #     2 0 obj<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>endobj\n\
/// #     3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\n\
/// #     trailer<</Root 1 0 R>>\n%%EOF".to_vec();
/// let reader = Reader::open(pdf, &Limits::default())?;
/// let mut pages = reader.pages();
/// let last = pages.read(reader.page_count() - 1);
/// assert_eq!(last, reader.pages().last());
/// # Ok::<(), keikaku_pdf::PdfError>(())
/// ```
pub struct Pages<'a> {
    reader: &'a Reader,
    next: usize,
    kept: Kept<'a>,
}

impl Iterator for Pages<'_> {
    type Item = PageRead;

    fn next(&mut self) -> Option<PageRead> {
        let page = self.read(self.next)?;
        self.next += 1;
        Some(page)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.reader.page_count().saturating_sub(self.next);
        (left, Some(left))
    }
}

impl ExactSizeIterator for Pages<'_> {}

impl<'a> Pages<'a> {
    /// Reads one page by its index, from 0; `None` where there is no such page.
    pub fn read(&mut self, index: usize) -> Option<PageRead> {
        if index >= self.reader.page_count() {
            return None;
        }
        let page: &'a HayroPage<'a> = self.reader.pdf.pages().get(index)?;
        if self.kept.composites.weight > KEPT {
            self.kept = Kept::new();
        }
        let read = PageReader::new(index + 1, page, &self.reader.limits);
        Some(read.read(&mut self.kept))
    }
}

/// One page while it is read.
struct PageReader<'a, 'l> {
    page: &'a HayroPage<'a>,
    limits: &'l Limits,
    number: usize,
    width: f32,
    height: f32,
    problems: Vec<PdfProblem>,
}

impl<'a, 'l> PageReader<'a, 'l> {
    fn new(number: usize, page: &'a HayroPage<'a>, limits: &'l Limits) -> Self {
        let (width, height) = page.render_dimensions();
        Self { page, limits, number, width, height, problems: Vec::new() }
    }

    fn say(&mut self, kind: PdfProblemKind, count: usize) {
        if count > 0 && !self.problems.iter().any(|p| p.kind == kind) {
            self.problems.push(PdfProblem { page: Some(self.number), kind, count });
        }
    }

    fn read(mut self, kept: &mut Kept<'a>) -> PageRead {
        let fonts_not_read = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let mut settings = fonts::settings();
        let counter = Arc::clone(&fonts_not_read);
        settings.warning_sink = Arc::new(move |warning| {
            if matches!(warning, InterpreterWarning::UnsupportedFont) {
                counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
        });
        let Kept { cache, composites, weights, names } = kept;
        let (width, height) = (f64::from(self.width), f64::from(self.height));
        // Two kinds of unwinding end here: a page beyond its limits, which the device stops by
        // unwinding since hayro has no other way, and, as a last resort, a panic of hayro.
        // What was drawn until then is sound: the canvas is only ever added to.
        let known = catch_unwind(AssertUnwindSafe(|| {
            let annotations = self.page.raw().get::<Array<'_>>("Annots");
            let known = composites.look_through(self.page.resources(), annotations.as_ref());
            weights.learn(&mut composites.heavy);
            known
        }));
        let mut canvas = Canvas::new(width, height, self.limits, weights);
        let drawn = match known {
            Ok(Ok(())) => catch_unwind(AssertUnwindSafe(|| {
                draw(self.page, self.limits, settings, cache, &mut canvas)
            })),
            Ok(Err(fonts::Harmful)) => Ok(false),
            Err(cause) => Err(cause),
        };
        let named = catch_unwind(AssertUnwindSafe(|| {
            let fonts = std::mem::take(&mut canvas.unnamed_fonts);
            names.name(&mut canvas.glyphs, &canvas.unnamed, &fonts, composites);
        }));
        let Canvas { mut glyphs, marks, image_area, .. } = canvas;
        let unwound = match &drawn {
            Ok(true) => None,
            Ok(false) => Some(PdfProblemKind::LimitExceeded),
            Err(cause) if cause.is::<Stop>() => Some(PdfProblemKind::LimitExceeded),
            Err(_) => Some(PdfProblemKind::PageNotRead),
        };
        if let Some(kind) = unwound {
            self.say(kind, 1);
        }
        if named.is_err() {
            self.say(PdfProblemKind::PageNotRead, 1);
        }
        if drawn.is_err() || named.is_err() {
            // Whatever was half made then is not kept.
            *kept = Kept::new();
        }
        copies::mark(&mut glyphs);
        let letters = || glyphs.iter().filter(|g| !g.copy && !g.is_blank());
        let unmapped = letters().filter(|g| g.letter == '\u{FFFD}').count();
        let scanned = image_area >= SCAN * width * height || marks.curves >= OUTLINED;
        if letters().next().is_none() && scanned {
            self.say(PdfProblemKind::NoTextLayer, 1);
        }
        self.say(PdfProblemKind::UnmappedGlyphs, unmapped);
        let fonts_not_read = fonts_not_read.load(std::sync::atomic::Ordering::Relaxed);
        self.say(PdfProblemKind::FontNotRead, fonts_not_read);
        let rules = rules::of(marks);
        let (text, runs) = runs::write(&glyphs, &rules);
        let page = Page {
            number: self.number,
            bounds: Bounds::new(0.0, 0.0, self.width, self.height),
            unit: Unit::Point,
            runs,
            rules,
        };
        PageRead { text, page, problems: self.problems }
    }
}

/// A page without text of which images cover this share was scanned.
const SCAN: f64 = 0.1;

/// A page without text on which so many curves are drawn has its letters as shapes.
const OUTLINED: usize = 500;

/// Draws a page; whether all of it.
fn draw<'a>(
    page: &'a HayroPage<'a>,
    limits: &Limits,
    settings: InterpreterSettings,
    cache: &InterpreterCache<'a>,
    canvas: &mut Canvas<'_, 'a>,
) -> bool {
    let (width, height) = page.render_dimensions();
    let bounds = Rect::new(0.0, 0.0, width.into(), height.into());
    let place = Affine::new(page.initial_transform(true).as_coeffs());
    let context = |content| {
        let settings = InterpreterSettings { render_content: content, ..settings.clone() };
        Context::new(place, bounds, cache, page.xref(), settings)
    };
    // Not `interpret_page`, which keeps the unpacked content of each page as long as the file.
    let (content, whole) = content_of(page, limits.content_bytes);
    let mut first = context(RenderContent::PAGE);
    interpret(TypedIter::new(&content), page.resources(), &mut first, canvas);
    drop(content);
    if page.raw().contains_key("Annots") {
        interpret_page(page, &mut context(RenderContent::ANNOTATIONS), canvas);
    }
    whole
}

/// The drawing instructions of a page, and whether all of them.
fn content_of(page: &HayroPage<'_>, limit: usize) -> (Vec<u8>, bool) {
    let mut content = Vec::new();
    let mut whole = true;
    let mut add = |stream: Stream<'_>| {
        let Ok(part) = stream.decoded_data() else { return };
        let room = limit.saturating_sub(content.len());
        whole &= part.len() <= room;
        content.extend_from_slice(&part[..part.len().min(room)]);
        // Words do not go on from stream to stream.
        content.push(b' ');
    };
    if let Some(stream) = page.raw().get::<Stream<'_>>("Contents") {
        add(stream);
    } else if let Some(streams) = page.raw().get::<Array<'_>>("Contents") {
        streams.iter::<Stream<'_>>().for_each(add);
    }
    (content, whole)
}
