//! A page as lines of atoms: what the finder of printed tables works on.

use keikaku_page::Page;
use keikaku_text::Span;

use crate::number::digit;

/// What an atom looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A figure, with its unit: `1,200人`, `△ 3.5`.
    Figure,
    /// A year or a day: `令和２年度`, `R2`, `2020`.
    Time,
    /// A mark that there is no figure: `－`.
    Dash,
    /// Anything else.
    Words,
}

/// How far before its figure a sign may stand, and where no cell holds marks alone.
const FARTHEST_SIGN: i32 = 3;
const FARTHEST_SIGN_OF_CELL: i32 = 12;

/// A piece of a line with no space in it, except within a figure (`△ 2,552`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Atom {
    /// Where it stands in the source.
    pub span: Span,
    /// The columns that it takes, half open.
    pub x0: i32,
    pub x1: i32,
    pub shape: Shape,
    /// Whether it is a single Japanese letter, as spread words consist of.
    pub letter: bool,
    /// Whether it ends in such a letter, alone or behind the number of an item: `（１）手`.
    pub trails: bool,
    /// Whether only one ideographic space stands before it, which separates no cells.
    pub after_wide_space: bool,
}

/// A line with text.
#[derive(Clone, Debug)]
pub(crate) struct PrintLine {
    /// The index of the line among those of the layout.
    pub index: usize,
    /// How far down the page it stands, in lines; blank lines count.
    pub y: i32,
    /// What stands on it, from the left; never empty.
    pub atoms: Vec<Atom>,
}

impl PrintLine {
    pub(crate) fn x0(&self) -> i32 {
        self.atoms.first().map_or(0, |a| a.x0)
    }

    pub(crate) fn x1(&self) -> i32 {
        self.atoms.last().map_or(0, |a| a.x1)
    }

    pub(crate) fn span(&self) -> Span {
        self.atoms.iter().map(|a| a.span).reduce(Span::cover).unwrap_or_default()
    }
}

/// The lines of a page, from the top. `first` is the index of the page's first line, `double`
/// whether a blank line follows every line.
pub(crate) fn lines_of(text: &str, page: &Page, first: usize, double: bool) -> Vec<PrintLine> {
    let mut out: Vec<PrintLine> = Vec::new();
    crate::steps::count("printed::sheet", page.runs.len());
    for run in &page.runs {
        let words = &text[run.span.start..run.span.end];
        let line = run.bounds.y0 as usize;
        let (x0, x1) = (run.bounds.x0 as i32, run.bounds.x1 as i32);
        let mut letters = words.chars();
        let letter = letters.next().is_some_and(is_spread_letter) && letters.next().is_none();
        let after_wide_space = text[..run.span.start].ends_with('\u{3000}')
            && !text[..run.span.start].ends_with("\u{3000}\u{3000}")
            && !text[..run.span.start].ends_with(" \u{3000}");
        let trails = letter || trails(words);
        let shape = shape(words);
        let atom = Atom { span: run.span, x0, x1, shape, letter, trails, after_wide_space };
        match out.last_mut().filter(|l| l.index == first + line) {
            Some(last) => last.atoms.push(atom),
            None => {
                out.push(PrintLine { index: first + line, y: line as i32, atoms: vec![atom] });
            }
        }
    }
    // Where a blank line follows every line, one blank line says nothing.
    if double && out.windows(2).all(|p| p[1].y - p[0].y >= 2) {
        out.iter_mut().for_each(|l| l.y /= 2);
    }
    // A sign may stand at the left of its cell and the figure at the right; beside marks like ○ it
    // may be a mark itself.
    let mark = |a: &Atom| matches!(&text[a.span.start..a.span.end], "○" | "〇" | "◎" | "×" | "●");
    let marks = out.iter().any(|l| l.atoms.iter().any(mark));
    let farthest = if marks { FARTHEST_SIGN } else { FARTHEST_SIGN_OF_CELL };
    for line in &mut out {
        join_figures(text, &mut line.atoms, farthest);
    }
    out
}

/// `（１）手`, `1営`: the number of an item, and the first letter of a spread word.
fn trails(words: &str) -> bool {
    let mut chars = words.chars().rev();
    let last = chars.next().is_some_and(|c| is_spread_letter(c) && digit(c).is_none());
    let number = |c: char| digit(c).is_some() || matches!(c, '(' | ')' | '（' | '）' | '.' | '．');
    last && words.len() <= 16 && chars.clone().next().is_some() && chars.all(number)
}

/// A letter that may be one of a word spread over its cell.
fn is_spread_letter(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '々')
        || matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '（' | '）' | '「' | '」')
}

/// Joins what a dump set apart within a figure: `△ 2,552`, `21 9 , 3 9 4`.
///
/// `farthest`: how far before its figure a triangle may stand.
fn join_figures(text: &str, atoms: &mut Vec<Atom>, farthest: i32) {
    if atoms.len() < 2 {
        return;
    }
    let words = |a: &Atom| &text[a.span.start..a.span.end];
    let part = |a: &Atom| {
        words(a).chars().all(|c| digit(c).is_some() || matches!(c, ',' | '，' | '.' | '．'))
    };
    let mut out: Vec<Atom> = Vec::with_capacity(atoms.len());
    let mut i = 0;
    while i < atoms.len() {
        let mut one = atoms[i];
        let sign = matches!(words(&one), "△" | "▲" | "-" | "－" | "−");
        if sign
            && let Some(next) = atoms.get(i + 1)
            && next.x0 - one.x1 <= if matches!(words(&one), "△" | "▲") { farthest } else { 1 }
            && next.shape == Shape::Figure
            && words(next).chars().next().is_some_and(|c| digit(c).is_some())
        {
            let next = *next;
            one = Atom {
                span: one.span.cover(next.span),
                x1: next.x1,
                shape: Shape::Figure,
                letter: false,
                ..one
            };
            i += 1;
        } else if part(&one) {
            let mut end = i;
            while end + 1 < atoms.len()
                && part(&atoms[end + 1])
                && atoms[end + 1].x0 - atoms[end].x1 <= 1
            {
                end += 1;
            }
            let bare: String = atoms[i..=end].iter().flat_map(|a| words(a).chars()).collect();
            if end > i && is_grouped(&bare) && atoms[i..=end].iter().any(|a| words(a).len() <= 3) {
                one = Atom {
                    span: one.span.cover(atoms[end].span),
                    x1: atoms[end].x1,
                    shape: Shape::Figure,
                    letter: false,
                    trails: false,
                    ..one
                };
                i = end;
            }
        }
        out.push(one);
        i += 1;
    }
    *atoms = out;
}

/// `219,394`: digits in groups of three behind the first.
fn is_grouped(bare: &str) -> bool {
    let mut groups = bare.split([',', '，']);
    let count = |g: &str| g.chars().filter(|c| digit(*c).is_some()).count();
    let whole = |g: &str| g.chars().all(|c| digit(c).is_some());
    groups.next().is_some_and(|g| whole(g) && (1..=3).contains(&count(g)))
        && bare.contains([',', '，'])
        && groups.all(|g| whole(g) && count(g) == 3)
}

/// What a text looks like.
pub(crate) fn shape(words: &str) -> Shape {
    let bare = words.trim_matches(['(', ')', '（', '）', ' ', '[', ']', '「', '」']);
    let dash = |c: char| {
        matches!(c, '-' | '－' | '—' | '―' | '−' | '–' | 'ー' | '…' | '‐' | '─' | '/' | '／')
    };
    if bare.chars().all(dash) {
        return if bare.is_empty() { Shape::Words } else { Shape::Dash };
    }
    let length = bare.chars().count();
    let digits = bare.chars().filter(|c| digit(*c).is_some()).count();
    if digits == 0 {
        return if bare.ends_with("元年度") || bare == "元年" {
            Shape::Time
        } else {
            Shape::Words
        };
    }
    // 58,848(R3年度): a figure, and when it was.
    if let Some(open) = words.find(['(', '（']).filter(|&o| o > 0)
        && words.ends_with([')', '）'])
        && !words[..open].contains(['年', '月', '日'])
        && !is_time(&words[..open], open, open)
        && shape(&words[..open]) == Shape::Figure
    {
        return Shape::Figure;
    }
    if is_time(bare, digits, length) {
        return Shape::Time;
    }
    let opens = bare.starts_with(|c: char| {
        digit(c).is_some()
            || matches!(c, '▲' | '△' | '約' | '+' | '＋' | '-' | '−' | '－' | '¥' | '￥')
    });
    // 12月専決, 1回目: what a month or an order qualifies is no figure.
    let rest = bare.trim_start_matches(|c: char| digit(c).is_some());
    let qualifies = rest.starts_with(['月', '期', '号', '条', '次'])
        || rest.starts_with("回目") && rest.len() < bare.len();
    if qualifies && rest.len() < bare.len() {
        return Shape::Words;
    }
    if opens && length <= 18 && !is_item(bare) || digits * 2 >= length {
        Shape::Figure
    } else {
        Shape::Words
    }
}

/// `1)`, `2.計画`, `3月`, `１．村の振興`: what begins with a number and is no figure.
fn is_item(bare: &str) -> bool {
    let rest = bare.trim_start_matches(|c: char| digit(c).is_some());
    let mut chars = rest.chars();
    let mark = chars.next().is_some_and(|c| matches!(c, '．' | '.' | ')' | '）' | '、'));
    mark && chars.next().is_some_and(|c| digit(c).is_none())
}

fn is_time(bare: &str, digits: usize, length: usize) -> bool {
    // 12年 of a duration is a time here, too: it decides nothing alone.
    if bare.contains('年') && !bare.contains(['人', '円', '件']) {
        return true;
    }
    if ["令和", "平成", "昭和"].iter().any(|e| bare.starts_with(e)) && length <= 12 {
        return true;
    }
    // 9月, 31日: a part of a date.
    if length <= 4 && bare.ends_with(['月', '日']) && digits + 1 == length {
        return true;
    }
    let era = bare.starts_with(['R', 'H', 'S', 'Ｒ', 'Ｈ', 'Ｓ']) && digits + 1 >= length.min(3);
    let ascii: String =
        bare.chars().map_while(digit).filter_map(|d| char::from_digit(d, 10)).collect();
    let gregorian = ascii.len() == 4
        && (ascii.starts_with("20") || ascii.starts_with("19"))
        && (length == 4 || bare.contains(['.', '/', '．', '／']) && length <= 10);
    // 2021目標値: a year and the kind of its values.
    let kinds = bare.chars().skip(4).all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let headed = ascii.len() == 4
        && (ascii.starts_with("20") || ascii.starts_with("19"))
        && length >= 7
        && kinds;
    era && length <= 8 || gregorian || headed
}
