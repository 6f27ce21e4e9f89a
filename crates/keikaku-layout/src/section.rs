//! The section tree (章節構成): headers nested by their schemes.

use keikaku_text::Span;

use crate::header::Header;
use crate::line::Print;
use crate::number::Scheme;

/// A section: its header and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The numbering scheme of the header.
    pub scheme: Scheme,
    /// The number as written, or `None`.
    pub number: Option<Span>,
    /// The title.
    pub title: Span,
    /// What stands after the title and a colon on the same line.
    pub inline: Option<Span>,
    /// The depth, 1 outermost.
    pub level: usize,
    /// The section around this one: its index.
    pub parent: Option<usize>,
    /// The header's line, from 1.
    pub line: usize,
    /// First and last line of what the section holds, its header included, from 1.
    pub extent: [usize; 2],
}

impl Section {
    /// The header: from its number to the end of its title.
    pub fn span(&self) -> Span {
        self.number.map_or(self.title, |n| n.cover(self.title))
    }
}

/// Sections of their own before and behind all others, without a number.
const FOREWORDS: &[&str] =
    &["はじめに", "おわりに", "まえがき", "あとがき", "序文", "結びに", "むすびに"];

fn words(text: &str, span: Span) -> &str {
    &text[span.start..span.end]
}

/// Whether a line is the title of a foreword or an afterword.
pub(crate) fn is_foreword(words: &str) -> bool {
    FOREWORDS.contains(&words)
}

fn opens_foreword(section: &Section, text: &str) -> bool {
    section.number.is_none() && is_foreword(words(text, section.title))
}

/// Builds the tree while headers arrive in order.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub sections: Vec<Section>,
    /// The open sections, outermost first.
    stack: Vec<usize>,
    /// How the headers of the sections are printed.
    prints: Vec<Option<Print>>,
}

impl Tree {
    /// The innermost open section.
    pub(crate) fn current(&self) -> Option<usize> {
        self.stack.last().copied()
    }

    /// Opens the section of a header, or, where the same header is still open, goes back to it:
    /// a header that the next page repeats is the same section.
    ///
    /// `page_top`: whether it stands where a page begins.
    pub(crate) fn enter(
        &mut self,
        text: &str,
        header: &Header,
        line: usize,
        page_top: bool,
    ) -> usize {
        let same = |s: &Section| {
            s.scheme == header.scheme
                && bare(text, Some(s.title)) == bare(text, Some(header.title))
                && bare(text, s.number) == bare(text, header.number)
        };
        // A number comes once; a title without one may head another list on the same page.
        let may = page_top || header.number.is_some();
        let open = self.stack.iter().position(|&s| may && same(&self.sections[s]));
        if let Some(depth) = open {
            self.close_to(depth + 1, line);
            return self.stack[depth];
        }
        // A foreword holds none of the numbered sections behind it.
        if let Some(depth) =
            self.stack.iter().position(|&s| opens_foreword(&self.sections[s], text))
        {
            self.close_to(depth, line);
        }
        let foreword = header.number.is_none() && is_foreword(words(text, header.title));
        let depth = if foreword { 0 } else { self.depth_under(header) };
        self.close_to(depth, line);
        let index = self.sections.len();
        self.sections.push(Section {
            scheme: header.scheme,
            number: header.number,
            title: header.title,
            inline: header.inline,
            level: depth + 1,
            parent: self.current(),
            line,
            extent: [line, line],
        });
        self.prints.push(header.print);
        self.stack.push(index);
        index
    }

    /// How many open sections stay open when a header comes: as its scheme says, and where headers
    /// without a number are printed smaller or larger, as that says.
    fn depth_under(&self, header: &Header) -> usize {
        let depth = self.depth_of(header.scheme);
        let Some(own) = header.print else { return depth };
        let plain = |&&s: &&usize| self.sections[s].scheme == Scheme::Plain;
        let print = |s: usize| self.prints[s];
        let larger = |s: usize| print(s).is_some_and(|p| p.is_larger(own));
        let smaller = |s: usize| print(s).is_some_and(|p| own.is_larger(p));
        let open =
            |test: &dyn Fn(usize) -> bool| self.stack.iter().position(|s| plain(&s) && test(*s));
        let closed = open(&smaller).map_or(depth, |d| d.min(depth));
        if header.scheme != Scheme::Plain || open(&larger).is_none() {
            return closed;
        }
        // Beneath a larger one, and beside one that is as large.
        open(&|s| !larger(s)).unwrap_or(self.stack.len())
    }

    /// Closes every section at the end of the text.
    pub(crate) fn finish(mut self, last_line: usize) -> Vec<Section> {
        self.close_to(0, last_line + 1);
        self.sections
    }

    fn close_to(&mut self, depth: usize, line: usize) {
        while self.stack.len() > depth {
            if let Some(s) = self.stack.pop() {
                self.sections[s].extent[1] = line.saturating_sub(1).max(self.sections[s].line);
            }
        }
    }

    /// How many open sections stay open when a header of a scheme comes.
    fn depth_of(&self, scheme: Scheme) -> usize {
        let schemes = || self.stack.iter().map(|&s| self.sections[s].scheme);
        if let Scheme::Tagged(level) = scheme {
            return schemes()
                .position(|s| matches!(s, Scheme::Tagged(l) if l >= level))
                .unwrap_or(self.stack.len());
        }
        if let Some(rank) = chapter_rank(scheme) {
            return schemes().take_while(|&s| chapter_rank(s).is_some_and(|r| r < rank)).count();
        }
        if let Some(depth) = schemes().position(|s| s == scheme) {
            return depth;
        }
        let numbered = matches!(scheme, Scheme::Named(_) | Scheme::Roman);
        let unnumbered = |s: Scheme| {
            matches!(
                s,
                Scheme::LenticularBracket
                    | Scheme::SquareBracket
                    | Scheme::AngleBracket
                    | Scheme::Symbol(_)
            )
        };
        match scheme {
            Scheme::Decimal(parts) | Scheme::Named(parts) => {
                let family = |s: Scheme| match (scheme, s) {
                    (Scheme::Decimal(_), Scheme::Decimal(p))
                    | (Scheme::Named(_), Scheme::Named(p)) => Some(p),
                    _ => None,
                };
                // 5-3 stands beneath 5 whatever came between, and above 5-3-1.
                let above = schemes()
                    .collect::<Vec<_>>()
                    .iter()
                    .rposition(|&s| family(s).is_some_and(|p| p < parts));
                let below = schemes().position(|s| family(s).is_some_and(|p| p > parts));
                // A remark in brackets (【注意】) holds no numbered part of the document.
                let marked = schemes().position(unnumbered).filter(|_| numbered);
                above.map(|d| d + 1).or(below).or(marked).unwrap_or(self.stack.len())
            }
            _ => self.stack.len(),
        }
    }
}

fn chapter_rank(scheme: Scheme) -> Option<u8> {
    match scheme {
        Scheme::Part => Some(0),
        Scheme::Chapter => Some(1),
        Scheme::Clause => Some(2),
        Scheme::Item => Some(3),
        _ => None,
    }
}

fn bare(text: &str, span: Option<Span>) -> String {
    span.map_or(String::new(), |s| {
        text[s.start..s.end].chars().filter(|c| !c.is_whitespace()).collect()
    })
}
