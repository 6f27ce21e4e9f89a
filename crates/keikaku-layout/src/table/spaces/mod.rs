//! Tables whose columns are aligned by spaces, as `pdftotext -layout` writes them.
//!
//! Three steps: cut lines into segments where gaps of several display columns stand; find the
//! columns that the segments of all lines share; put the lines of wrapped cells together to rows.

mod columns;
mod rows;
mod segment;

use super::{Flow, Found, TableLayout, table};
use crate::furniture::Furniture;
use columns::Columns;
use segment::{Segment, Shape, segments};

/// A line of the region, cut at its gaps.
struct SpacedLine {
    /// The index of the line.
    index: usize,
    segments: Vec<Segment>,
    /// Whether a blank line stands before it.
    after_blank: bool,
}

/// The most lines whose columns are sought together: pages are shorter.
const LONGEST_REGION: usize = 300;

/// Reads the table that begins at a line with a gap.
///
/// One row alone is a table only where it goes on with the table of the page before.
pub(super) fn read(flow: &Flow<'_>, first: usize, goes_on: bool) -> Found {
    let lines = region(flow, first);
    let wide = lines.iter().filter(|l| l.segments.len() >= 2).count();
    let figures = |l: &SpacedLine| l.segments.iter().any(|s| s.shape == Shape::Figure);
    let single = goes_on && wide == 1 && lines.iter().any(|l| l.segments.len() >= 3 && figures(l));
    if wide < 2 && !single {
        return Found::Nothing;
    }
    let end = lines.last().map_or(first + 1, |l| l.index + 1);
    let looks = lines.iter().filter(|l| l.segments.len() >= 3).count() >= 3;
    let accepted = |c: &Columns| single || is_table(flow, &lines, c);
    let Some(columns) = Columns::of(&lines).filter(accepted) else {
        return if looks && !is_prose(flow, &lines) { Found::Unread(end) } else { Found::Nothing };
    };
    let (rows, head) = rows::read(flow, &lines, &columns);
    if rows.len() < 2 && !single {
        return Found::Nothing;
    }
    let mut table = table(flow, TableLayout::Spaces, rows, first, end);
    table.head = head;
    Found::Table(table, end)
}

/// The lines that may belong to one table: from a line with a gap on, to a blank stretch, to what
/// belongs to the page, or to a line that reads as text.
fn region(flow: &Flow<'_>, first: usize) -> Vec<SpacedLine> {
    let mut lines: Vec<SpacedLine> = Vec::new();
    let most_blanks = if flow.double { 3 } else { 1 };
    let mut blanks = 0;
    let mut i = first;
    while i < flow.lines.len() && lines.len() < LONGEST_REGION {
        let line = &flow.lines[i];
        if line.is_blank() {
            blanks += 1;
            i += 1;
            if blanks > most_blanks {
                break;
            }
            continue;
        }
        // A stroke between the head and the body is no row, and ends none.
        if flow.furniture[i] == Some(Furniture::Rule) {
            i += 1;
            continue;
        }
        let words = flow.content(i);
        let stops = flow.furniture[i].is_some()
            || line.has_tab
            || line.heading.is_some()
            || line.opens_table_tag
            || i > first && line.starts_page
            || is_note(words)
            || super::ruled::opens(words)
            || words.starts_with(['|', '｜', '<']);
        if stops {
            break;
        }
        let segments = segments(flow.text(), line);
        // The unit of the next table, or its head after a blank line where no other parts rows.
        let restarts = !lines.is_empty()
            && (is_unit_line(words)
                || blanks > 0 && lines.len() >= 2 && parts_tables(&lines, &segments));
        if restarts {
            break;
        }
        // A line beneath the value of a field goes on with it, whatever it says.
        if let ([own], Some(last)) = (segments.as_slice(), lines.last())
            && blanks == 0
            && last
                .segments
                .last()
                .is_some_and(|above| above.from.abs_diff(own.from) <= 1 && own.from >= 8)
        {
            lines.push(SpacedLine { index: i, segments, after_blank: false });
            i += 1;
            continue;
        }
        // What stands alone and is long, or opens a section, is text around the table.
        let goes_on =
            blanks == 0 && segments.len() == 1 && is_unit_beneath(words, &segments, &lines);
        if segments.len() == 1 && !goes_on && is_text(flow, i, words) {
            break;
        }
        lines.push(SpacedLine { index: i, segments, after_blank: blanks > 0 && i > first });
        blanks = 0;
        i += 1;
    }
    // Lines at the end belong to the table where they stand right beneath it, within a column.
    while let Some(last) = lines.last() {
        let alone = last.segments.len() < 2;
        if alone && (last.after_blank || !is_inside_column(&lines)) {
            lines.pop();
        } else {
            break;
        }
    }
    lines
}

/// 【人】, [累計]: the rest of a label beneath its lines.
fn is_unit_beneath(words: &str, segments: &[Segment], lines: &[SpacedLine]) -> bool {
    words.starts_with(['【', '[', '［', '〔'])
        && words.chars().count() <= 14
        && lines
            .iter()
            .rev()
            .take(2)
            .flat_map(|l| &l.segments)
            .any(|above| segments.first().is_some_and(|own| above.from.abs_diff(own.from) <= 1))
}

/// （単位：千円） above a table.
fn is_unit_line(words: &str) -> bool {
    let inner = words.strip_prefix(['（', '(', '［', '[']);
    inner.is_some_and(|w| w.trim_start_matches([' ', '\u{3000}']).starts_with("単位"))
}

/// Whether a line after a blank one is the head of another table: words only, where the rows above
/// stand close together.
fn parts_tables(lines: &[SpacedLine], segments: &[Segment]) -> bool {
    let close = !lines.iter().any(|l| l.after_blank);
    let figures =
        |l: &SpacedLine| l.segments.iter().any(|s| matches!(s.shape, Shape::Figure | Shape::Dash));
    let words = segments.len() >= 2
        && segments.iter().all(|s| matches!(s.shape, Shape::Words | Shape::Time));
    // A sheet of fields has no figures; what follows it has a head of its own, with words in it.
    let sheet = || lines.iter().all(|l| matches!(l.segments.len(), 1 | 2 | 4));
    let head = || segments.len() >= 3 && segments.iter().any(|s| s.shape == Shape::Words);
    close && words && (lines.iter().any(figures) || sheet() && head())
}

/// ※, （注）: a note below the table.
fn is_note(words: &str) -> bool {
    words.starts_with(['※', '＊', '*'])
        || ["注", "（注", "(注", "備考：", "備考:", "（出典", "出典", "資料："]
            .iter()
            .any(|n| words.starts_with(n))
}

fn is_text(flow: &Flow<'_>, i: usize, words: &str) -> bool {
    crate::header::is_sentence(words) && flow.lines[i].width > 30
        || flow.lines[i].width > 70
        || words.starts_with(['【', '■', '◆', '●', '○', '◎', '・', '◇', '□', '〔', '['])
        || crate::number::enumerator(words).is_some_and(|e| e.separated)
            && flow.lines[i].indent <= 4
        || crate::header::is_contents_entry(words)
}

/// Whether the last line's one segment begins where a segment of the lines above begins.
fn is_inside_column(lines: &[SpacedLine]) -> bool {
    let Some((last, above)) = lines.split_last() else { return false };
    let Some(own) = last.segments.first() else { return false };
    above.len() >= 2
        && above.iter().rev().take(4).any(|l| {
            l.segments.iter().any(|s| s.from.abs_diff(own.from) <= 2 && own.to <= s.to + 4)
        })
}

/// Whether what the columns hold is a table, and not numbered paragraphs, contents or columns of
/// prose.
fn is_table(flow: &Flow<'_>, lines: &[SpacedLine], columns: &Columns) -> bool {
    if columns.len() < 2 || is_prose(flow, lines) {
        return false;
    }
    let text = flow.text();
    let firsts = || lines.iter().filter_map(|l| columns.segments_in(l, 0).next());
    let words = |s: &Segment| &text[s.span.start..s.span.end];
    let is_mark = |s: &Segment| {
        let words = words(s);
        crate::header::is_bullet(words)
            || crate::header::is_mark(words)
            || crate::number::enumerator(words).is_some_and(|e| e.title >= words.len())
    };
    let marks = firsts().filter(|s| is_mark(s)).count();
    let listed = marks * 3 > firsts().count() * 2;
    let figures = (0..columns.len()).filter(|&c| columns.is_figures(c)).count();
    if figures == 0 && columns.are_fields(lines) {
        // Labels end as labels do; what else stands in two columns may be anything.
        let labels = || {
            (0..columns.len())
                .step_by(2)
                .flat_map(|c| lines.iter().flat_map(move |l| columns.segments_in(l, c)))
        };
        let named = labels().filter(|s| words(s).ends_with(LABEL_ENDS)).count();
        return !listed && named >= 2 && named * 3 >= labels().count() * 2;
    }
    if columns.len() == 2 {
        let mains = lines.iter().filter(|l| l.segments.len() >= 2).count();
        let timed = lines
            .iter()
            .flat_map(|l| columns.segments_in(l, 1))
            .filter(|s| s.shape == Shape::Figure)
            .count();
        return !listed
            && figures == 1
            && columns.is_figures(1)
            && mains >= 3
            && timed >= 2
            && !are_pages(text, lines, columns);
    }
    let full = lines.iter().filter(|l| l.segments.len() * 2 > columns.len()).count();
    full >= 2 && !(listed && figures == 0)
}

/// How the labels of fields end: 事業名, 担当課, 事業期間, 目的.
const LABEL_ENDS: &[char] = &[
    '名', '課', '部', '局', '的', '間', '度', '要', '容', '象', '分', '法', '号', '者', '標', '位',
    '先', '額', '由', '向', '価', '考', '日', '時', '所', '称', '体', '項', '策',
];

/// Whether the last column counts up without units or a head: the pages of a table of contents.
fn are_pages(text: &str, lines: &[SpacedLine], columns: &Columns) -> bool {
    let pages: Vec<Option<u32>> = lines
        .iter()
        .flat_map(|l| columns.segments_in(l, columns.len() - 1))
        .map(|s| text[s.span.start..s.span.end].parse().ok())
        .collect();
    pages.iter().all(Option::is_some) && pages.windows(2).all(|p| p[0] <= p[1])
}

/// Whether sentences fill the columns: two columns of prose beside each other.
fn is_prose(flow: &Flow<'_>, lines: &[SpacedLine]) -> bool {
    let text = flow.text();
    let sentences = lines
        .iter()
        .filter(|l| l.segments.iter().any(|s| text[s.span.start..s.span.end].contains('。')))
        .count();
    sentences * 3 > lines.len()
}

#[cfg(test)]
mod tests {
    use crate::table::grid_of;

    #[test]
    fn a_group_centred_over_its_columns_covers_them() {
        let text = "
                          令和２年度        令和３年度
指標名          単位     目標    実績      目標    実績
保育所の数      か所       12      10        14       －
待機児童の数    人      1,200     980     1,000     950
";
        assert_eq!(
            grid_of(text),
            vec![
                vec!["", "", "令和２年度", "=0,2", "令和３年度", "=0,4"],
                vec!["指標名", "単位", "目標", "実績", "目標", "実績"],
                vec!["保育所の数", "か所", "12", "10", "14", "－"],
                vec!["待機児童の数", "人", "1,200", "980", "1,000", "950"],
            ]
        );
    }

    #[test]
    fn a_wrapped_label_stands_around_its_values() {
        let text = "\
指標名            基準値    目標値
放課後児童クラブ
を利用する児童       120       150
の数
港の利用者           300       320
";
        let grid = grid_of(text);
        assert_eq!(grid[1], vec!["放課後児童クラブ/を利用する児童/の数", "120", "150"]);
        assert_eq!(grid.len(), 3);
    }

    #[test]
    fn numbered_paragraphs_and_contents_are_no_tables() {
        assert!(grid_of("１  目的\n    港を整えます。\n２  期間\n    五年とします。\n").is_empty());
        assert!(
            grid_of("計画の目的        3\n計画の期間        5\n施策の体系        9\n").is_empty()
        );
    }
}
