//! Lines to rows: heads with the groups above them, and cells wrapped over several lines.

use keikaku_text::Span;

use super::super::{Cell, Flow, Row};
use super::SpacedLine;
use super::columns::Columns;
use super::segment::{Segment, Shape};

/// The rows of a region.
///
/// Returns also how many of them are its head, as far as figures tell.
pub(super) fn read(flow: &Flow<'_>, lines: &[SpacedLine], columns: &Columns) -> (Vec<Row>, usize) {
    let figures = (0..columns.len()).any(|c| columns.is_figures(c));
    let is_main = |l: &SpacedLine| {
        l.segments.iter().any(|s| {
            matches!(s.shape, Shape::Figure | Shape::Dash)
                && columns.is_figures(columns.column_of(s))
        })
    };
    let sheet = !figures && columns.are_fields(lines);
    let heads = match (figures, sheet) {
        (true, _) => head_lines(lines, columns, &is_main),
        (_, true) => 0,
        _ => 1,
    };
    let mut rows: Vec<Row> = Vec::new();
    for l in 0..heads {
        let r = rows.len();
        let mut row = blank(flow, &lines[l], columns.len());
        place_head(lines, l, heads, columns, r, &mut row);
        rows.push(row);
    }
    let body = &lines[heads..];
    let groups = if figures {
        by_main(body, columns, &is_main)
    } else if sheet {
        by_label(body, columns)
    } else {
        by_fill(body, columns)
    };
    for group in groups {
        let group = &body[group];
        let Some(first) = group.first() else { continue };
        let mut row = blank(flow, first, columns.len());
        for line in group {
            row.lines[1] = flow.lines[line.index].number;
            for segment in &line.segments {
                row.cells[columns.column_of(segment)].push(segment.span);
            }
        }
        rows.push(row);
    }
    (rows, if figures { heads } else { 0 })
}

fn blank(flow: &Flow<'_>, line: &SpacedLine, width: usize) -> Row {
    let one = &flow.lines[line.index];
    let at = Span::new(one.content.start, one.content.start);
    Row { lines: [one.number, one.number], cells: vec![Cell::at(at); width] }
}

/// How many lines the head takes: up to the first line of figures, without the lines right before
/// it that only begin a label.
fn head_lines(
    lines: &[SpacedLine],
    columns: &Columns,
    is_main: &impl Fn(&SpacedLine) -> bool,
) -> usize {
    let Some(first) = lines.iter().position(is_main) else { return 1 };
    let label_only = |l: &SpacedLine| {
        l.segments
            .iter()
            .all(|s| s.shape == Shape::Words && !columns.is_figures(columns.column_of(s)))
    };
    let mut heads = first;
    while heads > 0 && label_only(&lines[heads - 1]) {
        // The head itself is words, too: a label's beginning stands beneath a head.
        let column = |s: &Segment| columns.column_of(s);
        let beneath = lines[heads - 1].segments.iter().all(|s| {
            lines[..heads - 1]
                .iter()
                .any(|l| l.segments.iter().any(|above| column(above) == column(s)))
                || goes_around(lines, first, columns, column(s))
        });
        if !beneath {
            break;
        }
        heads -= 1;
    }
    heads
}

/// Whether a cell stands around a line of figures: not on it, but beneath it.
fn goes_around(lines: &[SpacedLine], main: usize, columns: &Columns, column: usize) -> bool {
    let held =
        |l: usize| lines.get(l).is_some_and(|l| columns.segments_in(l, column).next().is_some());
    !held(main) && held(main + 1)
}

/// Puts the segments of a head line into their cells: one that heads a group covers its columns.
fn place_head(
    lines: &[SpacedLine],
    l: usize,
    heads: usize,
    columns: &Columns,
    r: usize,
    row: &mut Row,
) {
    // The columns of figures that the next line beneath these heads names, or one below it.
    let beneath = (l + 1..heads).find(|&k| {
        lines[k].segments.iter().any(|below| {
            let c = columns.column_of(below);
            columns.is_figures(c)
                && lines[l].segments.iter().any(|s| {
                    // The head of two columns may stand between them.
                    columns.overlapped(s).is_none_or(|(from, to)| (from..=to).contains(&c))
                })
        })
    });
    // A column may be blank beneath its head.
    let values = |c: usize| {
        columns.is_figures(c)
            || !lines[heads..].iter().any(|b| columns.segments_in(b, c).next().is_some())
    };
    let named: Vec<usize> = (0..columns.len())
        .filter(|&c| {
            values(c)
                && beneath.is_some_and(|k| {
                    lines[k..heads].iter().any(|b| columns.segments_in(b, c).next().is_some())
                })
        })
        .collect();
    let heads_group = |s: &Segment| {
        let (first, last) = columns.overlapped(s).unwrap_or_else(|| {
            let c = columns.column_of(s);
            (c, c)
        });
        (first..=last).any(|c| named.contains(&c))
    };
    let groups: Vec<&Segment> = lines[l].segments.iter().filter(|s| heads_group(s)).collect();
    let covers = if named.is_empty() { Vec::new() } else { groups_over(&groups, &named, columns) };
    for segment in &lines[l].segments {
        let covered = groups
            .iter()
            .position(|g| *g == segment)
            .and_then(|k| covers.get(k))
            .filter(|cover| !cover.is_empty());
        let Some(cover) = covered else {
            let own = columns.overlapped(segment).filter(|(first, last)| last > first);
            let (first, last) = own.unwrap_or_else(|| {
                let c = columns.column_of(segment);
                (c, c)
            });
            row.cells[first].push(segment.span);
            for c in first + 1..=last {
                row.cells[c].covered_by = Some((r, first));
            }
            continue;
        };
        row.cells[cover[0]].push(segment.span);
        for &c in &cover[1..] {
            row.cells[c].covered_by = Some((r, cover[0]));
        }
    }
}

/// Which of the named columns each group heads: neighbours, in order, so that the groups stand in
/// the middle of their columns, or begin where these begin.
fn groups_over(groups: &[&Segment], named: &[usize], columns: &Columns) -> Vec<Vec<usize>> {
    let centred = |g: &Segment, first: usize, last: usize| {
        let middle = columns.range(first).0 + columns.range(last).1;
        middle.abs_diff(g.centre2())
    };
    let flush = |g: &Segment, first: usize, _: usize| 2 * columns.range(first).0.abs_diff(g.from);
    let readings = [
        partition(groups, named, &centred),
        partition(groups, named, &|g, first, last| flush(g, first, last) + 1 + 2 * (last - first)),
    ];
    let Some((cost, covers)) = readings.into_iter().flatten().min_by_key(|r| r.0) else {
        return vec![Vec::new(); groups.len()];
    };
    // Groups far from all columns head only what they stand over.
    if cost > 20 * groups.len() {
        return groups
            .iter()
            .map(|g| match columns.overlapped(g) {
                Some((first, last)) => (first..=last).collect(),
                None => vec![columns.column_of(g)],
            })
            .collect();
    }
    covers
}

/// A column that no group heads costs as much as a group that stands this far (in half display
/// columns) from its place.
const UNHEADED: usize = 10;

/// Runs of neighbouring columns, one for each group, at the least cost; `None` where there are
/// fewer columns than groups.
fn partition(
    groups: &[&Segment],
    named: &[usize],
    cost: &dyn Fn(&Segment, usize, usize) -> usize,
) -> Option<(usize, Vec<Vec<usize>>)> {
    let (n, m) = (named.len(), groups.len());
    if m > n {
        return None;
    }
    // best[g][i]: the least cost of the first g groups over the first i columns, and where the
    // last run begins and ends.
    let mut best: Vec<Vec<Option<(usize, usize, usize)>>> = vec![vec![None; n + 1]; m + 1];
    for (i, cell) in best[0].iter_mut().enumerate() {
        *cell = Some((i * UNHEADED, i, i));
    }
    for g in 1..=m {
        for i in g..=n {
            let mut least = best[g][i - 1].map(|(c, from, to)| (c + UNHEADED, from, to));
            for from in g - 1..i {
                let Some((before, ..)) = best[g - 1][from] else { continue };
                let own = before + cost(groups[g - 1], named[from], named[i - 1]);
                if least.is_none_or(|(c, ..)| own < c) {
                    least = Some((own, from, i));
                }
            }
            best[g][i] = least;
        }
    }
    let (total, ..) = best[m][n]?;
    let mut covers = vec![Vec::new(); m];
    let mut i = n;
    for g in (1..=m).rev() {
        let (_, from, to) = best[g][i]?;
        covers[g - 1] = named[from..to].to_vec();
        i = from;
    }
    Some((total, covers))
}

/// The rows of a body with figures: each has one line of figures; the others are wrapped cells.
fn by_main(
    body: &[SpacedLine],
    columns: &Columns,
    is_main: &impl Fn(&SpacedLine) -> bool,
) -> Vec<std::ops::Range<usize>> {
    let mains: Vec<usize> = (0..body.len()).filter(|&i| is_main(&body[i])).collect();
    // Blank lines part the rows where each part has one line of figures.
    let mut starts: Vec<usize> =
        (0..body.len()).filter(|&i| i == 0 || body[i].after_blank).collect();
    starts.push(body.len());
    let parted = starts.len() > 2
        && starts
            .windows(2)
            .all(|p| mains.iter().filter(|m| (p[0]..p[1]).contains(m)).count() == 1);
    if parted {
        return starts.windows(2).map(|p| p[0]..p[1]).collect();
    }
    let (Some(&first), Some(&last)) = (mains.first(), mains.last()) else {
        return std::iter::once(0..body.len()).collect();
    };
    let after = body.len() - 1 - last;
    let widest: Vec<usize> = (0..columns.len())
        .map(|c| {
            let pieces = body.iter().flat_map(|l| columns.segments_in(l, c));
            pieces.map(|s| s.to - s.from).max().unwrap_or(0)
        })
        .collect();
    let readings = [Place::Top, Place::Middle, Place::Bottom].map(|place| {
        let rows = placed(body.len(), &mains, place);
        let doubt = rows
            .iter()
            .zip(&mains)
            .map(|(row, &main)| {
                doubt(&body[row.clone()], columns, &widest)
                    + misplaced(&body[row.clone()], main.wrapping_sub(row.start), columns, place)
            })
            .sum::<usize>();
        let fits = match place {
            Place::Top => first == 0,
            Place::Middle => true,
            Place::Bottom => after == 0,
        };
        (doubt + if fits { 0 } else { body.len() }, rows)
    });
    readings.into_iter().min_by_key(|(doubt, _)| *doubt).map(|(_, rows)| rows).unwrap_or_default()
}

/// Where the figures of a row stand beside cells of several lines.
#[derive(Clone, Copy)]
enum Place {
    Top,
    Middle,
    Bottom,
}

fn placed(length: usize, mains: &[usize], place: Place) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::with_capacity(mains.len());
    let mut begin = 0;
    for (k, &main) in mains.iter().enumerate() {
        let lights = mains.get(k + 1).map_or(length - 1, |&next| next - 1) - main;
        let own = match place {
            Place::Top => lights,
            // As many lines stand below the figures as above them.
            Place::Middle => (main - begin).min(lights),
            Place::Bottom => 0,
        };
        let end = if k + 1 == mains.len() { length } else { main + 1 + own };
        out.push(begin..end);
        begin = end;
    }
    out
}

/// What speaks against lines being one row: pieces of a cell that stopped before its column was
/// full, and a row without a label.
fn doubt(row: &[SpacedLine], columns: &Columns, widest: &[usize]) -> usize {
    let mut doubt = 0;
    for (c, &widest) in widest.iter().enumerate() {
        let pieces: Vec<usize> =
            row.iter().flat_map(|l| columns.segments_in(l, c)).map(|s| s.to - s.from).collect();
        if let Some((_, wrapped)) = pieces.split_last() {
            doubt += wrapped.iter().filter(|&&w| w + 2 < widest).count();
        } else if c == 0 {
            doubt += 1;
        }
    }
    doubt
}

/// How many cells of a row do not stand at its line of figures as the others of the table do:
/// beginning there, in their middle, or ending there.
fn misplaced(row: &[SpacedLine], main: usize, columns: &Columns, place: Place) -> usize {
    if row.len() < 2 {
        return 0;
    }
    let held = |c: usize| {
        let lines =
            (0..row.len()).filter(move |&l| columns.segments_in(&row[l], c).next().is_some());
        lines.clone().min().zip(lines.max())
    };
    let fits = |(first, last): (usize, usize)| match place {
        Place::Top => first == main,
        Place::Middle => (first + last).abs_diff(2 * main) <= 1,
        Place::Bottom => last == main,
    };
    2 * (0..columns.len()).filter_map(held).filter(|held| !fits(*held)).count()
}

/// The rows of a sheet of fields: each begins with a label.
fn by_label(body: &[SpacedLine], columns: &Columns) -> Vec<std::ops::Range<usize>> {
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    for (i, line) in body.iter().enumerate() {
        let labelled = columns.segments_in(line, 0).next().is_some();
        match out.last_mut().filter(|_| !labelled) {
            Some(last) => last.end = i + 1,
            None => out.push(i..i + 1),
        }
    }
    out
}

/// The rows of a body of words: a line goes on where every cell of it stands beneath a full one.
fn by_fill(body: &[SpacedLine], columns: &Columns) -> Vec<std::ops::Range<usize>> {
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    let parted = body.iter().skip(1).filter(|l| l.after_blank).count() * 2 >= body.len();
    for i in 0..body.len() {
        let goes_on = i > 0
            && if parted {
                !body[i].after_blank
            } else {
                body[i].segments.iter().all(|s| {
                    let c = columns.column_of(s);
                    let width = columns.range(c).1 - columns.range(c).0;
                    columns
                        .segments_in(&body[i - 1], c)
                        .any(|above| above.to - above.from + 4 > width)
                }) || columns.segments_in(&body[i], 0).next().is_none()
            };
        match out.last_mut().filter(|_| goes_on) {
            Some(last) => last.end = i + 1,
            None => out.push(i..i + 1),
        }
    }
    out
}
