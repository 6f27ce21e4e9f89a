//! Page furniture (柱・ノンブル): what a page repeats and nobody reads, taken out of the flow but kept.

use std::collections::HashMap;

use crate::line::Line;
use crate::number::{digit, is_stage_direction};

/// What a line is to the page it stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Furniture {
    /// A running head or foot, the same on many pages (柱).
    RunningHead,
    /// A page number (ノンブル).
    PageNumber,
    /// A single character of a vertical side text (縦書きの見出し).
    SideText,
    /// A line of nothing but strokes (罫線).
    Rule,
    /// A line that is printed twice to look bold (重ね印字): the other one is read.
    Overprint,
}

/// Marks the furniture among the lines; the result is as long as `lines`.
pub(crate) fn find(text: &str, lines: &[Line]) -> Vec<Option<Furniture>> {
    let mut found: Vec<Option<Furniture>> = lines
        .iter()
        .map(|l| match l {
            l if l.repeats => Some(Furniture::Overprint),
            l if is_rule(content(text, l)) => Some(Furniture::Rule),
            _ => None,
        })
        .collect();
    page_numbers(text, lines, &mut found);
    side_text(text, lines, &mut found);
    running_heads(text, lines, &mut found);
    found
}

fn content<'a>(text: &'a str, line: &Line) -> &'a str {
    &text[line.content.start..line.content.end]
}

/// `-----`, `────`: strokes over the width of the page.
fn is_rule(words: &str) -> bool {
    let stroke = |c: char| matches!(c, '-' | '─' | '━' | '=' | '＝' | '_' | '―' | '—' | '－' | '*');
    words.starts_with(stroke)
        && words.chars().take(5).count() == 5
        && words.chars().all(|c| stroke(c) || c == ' ')
}

fn is_alone(lines: &[Line], i: usize) -> bool {
    let blank = |l: Option<&Line>| l.is_none_or(|l| l.is_blank() || l.starts_page);
    (i == 0 || lines[i - 1].is_blank() || lines[i].starts_page) && blank(lines.get(i + 1))
}

/// `- 12 -`, `12`, `12/30`, `P.12`: the number, and whether marks say that it is a page's.
fn page_number(text: &str) -> Option<(u32, bool)> {
    if text.len() > 24 {
        return None;
    }
    let is_mark = |c: char| {
        matches!(
            c,
            '-' | '－' | '−' | '–' | '—' | '―' | '~' | '〜' | '～' | ' ' | '\u{3000}' | '(' | ')'
        )
    };
    let bare = text.trim_matches(is_mark);
    let marked = bare.len() < text.len();
    let (bare, named) = match bare.strip_prefix(['P', 'p', 'Ｐ', 'ｐ']) {
        Some(rest) => (rest.trim_start_matches(['.', '．', ' ']), true),
        None => (bare, false),
    };
    let (bare, named) = match bare.strip_suffix(['頁']).or_else(|| bare.strip_suffix("ページ"))
    {
        Some(rest) => (rest.trim_end(), true),
        None => (bare, named),
    };
    let (number, of) = match bare.split_once(['/', '／']) {
        Some((a, b)) => (a.trim_end(), Some(b.trim_start())),
        None => (bare, None),
    };
    let value = |t: &str| {
        let mut v = 0u32;
        for (n, c) in t.chars().enumerate() {
            if n == 4 {
                return None;
            }
            v = v * 10 + digit(c)?;
        }
        (!t.is_empty()).then_some(v)
    };
    let v = value(number)?;
    if let Some(of) = of
        && value(of)? < v
    {
        return None;
    }
    Some((v, marked || named || of.is_some()))
}

/// `414      415`: the numbers of the two pages of a spread.
fn spread_numbers(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(left), Some(right), None) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    let gap = text.len() - left.len() - right.len();
    let (left, right) = (page_number(left), page_number(right));
    gap >= 10 && left.zip(right).is_some_and(|(l, r)| l.0 + 1 == r.0)
}

fn page_numbers(text: &str, lines: &[Line], found: &mut [Option<Furniture>]) {
    for i in (0..lines.len()).filter(|&i| lines[i].has_gap) {
        let last = neighbour(lines, i, true).is_none_or(|k| lines[k].starts_page);
        let first = lines[i].starts_page;
        if (first || last) && spread_numbers(content(text, &lines[i])) {
            found[i] = Some(Furniture::PageNumber);
        }
    }
    let opening = lines.iter().find(|l| !l.is_blank()).map(|l| content(text, l));
    // The running head may stand right beneath the number.
    let above_title = |i: usize| {
        (i == 0 || lines[i - 1].is_blank())
            && lines.get(i + 1).is_some_and(|l| Some(content(text, l)) == opening)
    };
    // Right beneath the text, the last line of a page may be its number, too.
    let paged = lines.iter().any(|l| l.starts_page);
    let ends_page = |i: usize| {
        paged && !lines[i].has_gap && neighbour(lines, i, true).is_none_or(|k| lines[k].starts_page)
    };
    let candidates: Vec<(usize, u32, bool)> = (0..lines.len())
        .filter(|&i| !lines[i].is_blank() && !lines[i].has_tab)
        .filter(|&i| is_alone(lines, i) || above_title(i) || ends_page(i))
        .filter_map(|i| page_number(content(text, &lines[i])).map(|(v, marked)| (i, v, marked)))
        .collect();
    // At the feet of pages, whatever numbers stand between them.
    let feet: Vec<(usize, u32)> =
        candidates.iter().filter(|c| ends_page(c.0)).map(|c| (c.0, c.1)).collect();
    for pair in feet.windows(2).filter(|p| p[0].1 + 1 == p[1].1) {
        for (i, _) in pair {
            found[*i] = Some(Furniture::PageNumber);
        }
    }
    // A lone number is a page number where another one, one page on, says so too.
    for (k, &(i, v, marked)) in candidates.iter().enumerate() {
        let before = k.checked_sub(1).and_then(|k| candidates.get(k)).is_some_and(|c| c.1 + 1 == v);
        let after = candidates.get(k + 1).is_some_and(|c| c.1 == v + 1);
        // The title again beside it is a running head.
        let titled = [true, false].into_iter().any(|forward| {
            neighbour(lines, i, forward).is_some_and(|k| {
                let words = content(text, &lines[k]);
                k > 0 && Some(words) == opening && words.chars().count() >= 5
            })
        });
        let edge = titled
            || interrupts_rows(text, lines, i)
            || lines[i].starts_page
            || lines.get(i + 2).is_some_and(|l| l.starts_page);
        if marked || before || after || edge {
            found[i] = Some(Furniture::PageNumber);
        }
    }
}

fn side_text(text: &str, lines: &[Line], found: &mut [Option<Furniture>]) {
    let single: Vec<usize> = (0..lines.len())
        .filter(|&i| found[i].is_none() && is_alone(lines, i))
        .filter(|&i| {
            let mut chars = content(text, &lines[i]).chars();
            chars.next().is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
                && chars.next().is_none()
        })
        .collect();
    if single.len() >= 2 {
        for i in single {
            found[i] = Some(Furniture::SideText);
        }
    }
}

/// A line that stands alone at least three times is a running head where it says itself that it
/// is above the text: it is the document's first words again, it stands at the edge of a page, or
/// it interrupts a table that goes on with the same head.
fn running_heads(text: &str, lines: &[Line], found: &mut [Option<Furniture>]) {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, line) in lines.iter().enumerate() {
        if !line.is_blank()
            && !line.has_tab
            && found[i].is_none()
            && line.content.len() <= 180
            // 〔「異議なし」と呼ぶ者あり〕 comes often, and belongs to the speeches around it.
            && !is_stage_direction(content(text, line))
            && !content(text, line).ends_with('。')
            && (is_alone(lines, i) || i > 0 && found[i - 1] == Some(Furniture::PageNumber))
        {
            places.entry(content(text, line)).or_default().push(i);
        }
    }
    let opening = lines.iter().find(|l| !l.is_blank()).map(|l| content(text, l));
    for (words, at) in places {
        let edges = at.iter().filter(|&&i| at_page_edge(lines, found, i)).count();
        // The title once more at the top of the second of two pages.
        let second =
            opening == Some(words) && at.len() == 2 && edges >= 1 && words.chars().count() >= 5;
        if at.len() < 3 && !second {
            continue;
        }
        let is_head = opening == Some(words)
            || edges * 2 >= at.len()
            || at.iter().any(|&i| interrupts_table(text, lines, i));
        if is_head {
            // The first words of the document are its title, not furniture.
            let skip = usize::from(opening == Some(words));
            for i in at.into_iter().skip(skip) {
                found[i] = Some(Furniture::RunningHead);
            }
        }
    }
}

fn neighbour(lines: &[Line], i: usize, forward: bool) -> Option<usize> {
    if forward {
        (i + 1..lines.len()).find(|&k| !lines[k].is_blank())
    } else {
        (0..i).rev().find(|&k| !lines[k].is_blank())
    }
}

fn at_page_edge(lines: &[Line], found: &[Option<Furniture>], i: usize) -> bool {
    let numbered = |k: Option<usize>| k.is_some_and(|k| found[k] == Some(Furniture::PageNumber));
    lines[i].starts_page
        || neighbour(lines, i, true).is_some_and(|k| lines[k].starts_page)
        || numbered(neighbour(lines, i, true))
        || numbered(neighbour(lines, i, false))
}

/// Whether a line stands between two rows of tables.
fn interrupts_rows(text: &str, lines: &[Line], i: usize) -> bool {
    let is_row = |k: usize| {
        let words = content(text, &lines[k]);
        lines[k].has_tab
            || memchr::memchr_iter(b'|', words.as_bytes()).count() >= 2
            || words.starts_with(['|', '│', '┃', '┏', '┌', '┗', '└', '├', '┣', '+'])
            || memchr::memchr_iter(b',', words.as_bytes()).count() >= 2
    };
    [true, false].into_iter().all(|forward| neighbour(lines, i, forward).is_some_and(is_row))
}

fn interrupts_table(text: &str, lines: &[Line], i: usize) -> bool {
    let (Some(before), Some(after)) = (neighbour(lines, i, false), neighbour(lines, i, true))
    else {
        return false;
    };
    if !lines[before].has_tab || !lines[after].has_tab {
        return false;
    }
    let mut first = before;
    while first > 0 && lines[first - 1].has_tab {
        first -= 1;
    }
    content(text, &lines[first]) == content(text, &lines[after])
}

#[cfg(test)]
mod tests {
    use super::*;
    use keikaku_text::SourceText;

    fn kinds(text: &str) -> Vec<(String, Furniture)> {
        let source = SourceText::from_str(text);
        let lines = crate::line::measure(&source, None);
        find(text, &lines)
            .into_iter()
            .enumerate()
            .filter_map(|(i, f)| f.map(|f| (content(text, &lines[i]).to_owned(), f)))
            .collect()
    }

    #[test]
    fn the_title_again_on_every_page_is_a_running_head_but_for_the_first() {
        let text = "港の計画\n\n本文です。\n\n港の計画\n\n続きです。\n\n港の計画\n\nまた続き。\n";
        assert_eq!(kinds(text), vec![("港の計画".into(), Furniture::RunningHead); 2]);
    }

    #[test]
    fn a_heading_that_each_chapter_repeats_is_none() {
        let text = "計画\n\n現状と課題\n\n本文です。\n\n現状と課題\n\n本文です。\n\n現状と課題\n\n本文です。\n";
        assert_eq!(kinds(text), vec![]);
    }

    #[test]
    fn the_last_line_of_a_page_is_its_number_though_text_stands_above() {
        let text = "本文\n続き\n1\n\u{c}本文\n続き\n2\n\u{c}終わり\n";
        assert_eq!(kinds(text).len(), 2);
    }

    #[test]
    fn what_is_called_out_in_a_meeting_is_no_running_head() {
        let page =
            |n: u32| format!("御異議ありませんか。\n\n〔「異議なし」と呼ぶ者あり〕\n\n- {n} -\n\n");
        let text = (1..5).map(page).collect::<String>();
        assert!(kinds(&text).iter().all(|(_, kind)| *kind == Furniture::PageNumber));
    }

    #[test]
    fn a_lone_number_needs_a_second_page() {
        assert_eq!(kinds("本文\n\n12\n\n本文\n"), vec![]);
        assert_eq!(kinds("本文\n\n12\n\n本文\n\n13\n").len(), 2);
        assert_eq!(kinds("本文\n\n- 12 -\n"), vec![("- 12 -".into(), Furniture::PageNumber)]);
    }
}
