//! On which page a record stands, and where on it.

use keikaku_layout::Drawn;
use keikaku_page::Bounds;
use keikaku_record::{PageBox, Record};
use keikaku_text::Span;

/// The pages of a text.
pub(crate) struct Pages<'a> {
    /// Where form feeds stand.
    feeds: Vec<usize>,
    drawn: Option<&'a Drawn>,
}

impl<'a> Pages<'a> {
    /// The pages of a text by its form feeds; of a PDF also where on them its text is drawn.
    pub(crate) fn of(text: &str, drawn: Option<&'a Drawn>) -> Self {
        let feeds = memchr::memchr_iter(b'\x0C', text.as_bytes()).collect();
        Self { feeds, drawn }
    }

    /// The page that a span begins on, from 1.
    pub(crate) fn page(&self, span: Span) -> Option<u32> {
        if self.feeds.is_empty() && self.drawn.is_none() {
            return None;
        }
        Some(self.feeds.partition_point(|&feed| feed < span.start) as u32 + 1)
    }

    /// Where a span is drawn; `pieces` where it was joined from pieces that stand apart.
    pub(crate) fn boxes(&self, span: Span, pieces: &[Span]) -> Vec<PageBox> {
        let Some(drawn) = self.drawn else { return Vec::new() };
        let whole = [span];
        let spans = if pieces.is_empty() { &whole[..] } else { pieces };
        spans.iter().flat_map(|&span| drawn.boxes(span)).map(page_box).collect()
    }

    /// Says of a record and of what stands inside it where that is.
    pub(crate) fn mark(&self, record: &mut Record) {
        let (span, pieces) = (record.span(), record.spans().to_vec());
        let boxes = match (&record, self.drawn) {
            (Record::Table(_), Some(drawn)) => {
                drawn.frames(span).into_iter().map(page_box).collect()
            }
            _ => self.boxes(span, &pieces),
        };
        record.set_page(self.page(span), boxes);
        match record {
            Record::Indicator(indicator) => {
                for value in &mut indicator.observations {
                    value.page = self.page(value.span);
                    value.boxes = self.boxes(value.span, &[]);
                }
            }
            Record::Project(project) => {
                for cost in &mut project.costs {
                    cost.page = self.page(cost.span);
                    cost.boxes = self.boxes(cost.span, &[]);
                }
            }
            Record::Table(table) => {
                for value in &mut table.values {
                    value.page = self.page(value.span);
                }
            }
            _ => {}
        }
    }
}

fn page_box((page, b): (usize, Bounds)) -> PageBox {
    PageBox::new(page as u32, [b.x0, b.y0, b.x1, b.y1].map(f64::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_feed_begins_a_page_and_a_text_without_one_has_none() {
        let text = "計画\n\u{c}目標\n\u{c}";
        let pages = Pages::of(text, None);
        let at = |words: &str| {
            let start = text.find(words).unwrap_or_default();
            pages.page(Span::new(start, start + words.len()))
        };
        assert_eq!((at("計画"), at("目標")), (Some(1), Some(2)));
        assert_eq!(Pages::of("計画\n目標\n", None).page(Span::new(0, 6)), None);
    }
}
