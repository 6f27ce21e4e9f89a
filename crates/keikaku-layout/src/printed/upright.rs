//! Labels that stand upright: one letter a line, beside the rows that they govern.

use std::borrow::Cow;

use super::sheet::{Atom, PrintLine, Shape};

/// A letter of an upright label.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UprightLetter {
    pub y: i32,
    pub atom: Atom,
    /// The index of its line.
    pub line: usize,
}

/// How far apart the letters of a label may stand, and how far to the side of each other.
const FARTHEST_DOWN: i32 = 5;
const FARTHEST_ASIDE: i32 = 2;

/// Takes the letters of upright labels out of the lines, and the lines that hold nothing else.
/// Returns the letters of each label, from the top.
pub(crate) fn take(lines: &mut Cow<'_, [PrintLine]>) -> Vec<Vec<UprightLetter>> {
    let mut runs: Vec<(Vec<(usize, usize)>, i32)> = Vec::new();
    for (l, line) in lines.iter().enumerate() {
        for (a, atom) in line.atoms.iter().enumerate().take(4) {
            if !atom.letter || atom.shape != Shape::Words {
                break;
            }
            crate::steps::count("printed::upright", runs.len());
            let near = runs.iter_mut().find(|(run, x)| {
                let (last, _) = run[run.len() - 1];
                (atom.x0 - *x).abs() <= FARTHEST_ASIDE
                    && last < l
                    && line.y - lines[last].y <= FARTHEST_DOWN
            });
            match near {
                Some((run, x)) => {
                    run.push((l, a));
                    *x = atom.x0;
                }
                None => runs.push((vec![(l, a)], atom.x0)),
            }
        }
    }
    // A letter is set apart where nothing follows it, or what follows is no letter of its word.
    let apart = |&(l, a): &(usize, usize)| {
        let atoms = &lines[l].atoms;
        atoms.get(a + 1).is_none_or(|next| !next.letter && next.x0 - atoms[a].x1 >= 1)
    };
    // Or the other lines beside the label and around it begin further right, where the rows have
    // their names.
    let beside = |run: &[(usize, usize)]| {
        let x = run.iter().map(|&(l, a)| lines[l].atoms[a].x1).max().unwrap_or(0);
        let first = run[0].0.saturating_sub(run.len());
        let last = (run[run.len() - 1].0 + run.len()).min(lines.len() - 1);
        let others = || (first..=last).filter(|l| run.iter().all(|p| p.0 != *l));
        let further = others().filter(|&l| lines[l].x0() >= x + 2).count();
        let wide = |&(l, a): &(usize, usize)| {
            let atoms = &lines[l].atoms;
            atoms.get(a + 1).is_none_or(|next| next.x0 - atoms[a].x1 >= 2)
        };
        2 * others().count() >= run.len()
            && further * 5 >= others().count() * 4
            && run.iter().all(wide)
    };
    // No other line has a longer word where the letters stand.
    let alone_there = |run: &[(usize, usize)]| {
        let (first, last) = (run[0].0, run[run.len() - 1].0);
        let x = run.iter().map(|&(l, a)| lines[l].atoms[a].x0);
        let (from, to) = (x.clone().min().unwrap_or(0), x.max().unwrap_or(0) + 1);
        (first..=last)
            .all(|l| lines[l].atoms.iter().all(|a| a.letter || a.x1 <= from || to <= a.x0))
    };
    runs.retain(|(run, _)| {
        let lone = run.iter().filter(|p| lines[p.0].atoms.len() == 1).count();
        let set_apart = run.iter().filter(|p| apart(p)).count() * 5 >= run.len() * 3;
        run.len() >= 2 && lone >= 1 && alone_there(run) && (set_apart || beside(run))
    });
    let mut taken: Vec<(usize, usize)> =
        runs.iter().flat_map(|(run, _)| run.iter().copied()).collect();
    taken.sort_unstable();
    let labels = runs
        .iter()
        .map(|(run, _)| {
            run.iter()
                .map(|&(l, a)| UprightLetter {
                    y: lines[l].y,
                    atom: lines[l].atoms[a],
                    line: lines[l].index,
                })
                .collect()
        })
        .collect();
    if !taken.is_empty() {
        let lines = lines.to_mut();
        for (l, a) in taken.into_iter().rev() {
            lines[l].atoms.remove(a);
        }
        lines.retain(|l| !l.atoms.is_empty());
    }
    labels
}

/// Puts the letters of labels back into the lines of a header: what heads a column, however narrow,
/// is read with the others.
pub(crate) fn put_back(lines: &[PrintLine], labels: &[Vec<UprightLetter>]) -> Vec<PrintLine> {
    let mut out = lines.to_vec();
    for letter in labels.iter().flatten() {
        let at = out.partition_point(|l| l.index < letter.line);
        match out.get_mut(at).filter(|l| l.index == letter.line) {
            Some(line) => {
                let before = line.atoms.partition_point(|a| a.x0 < letter.atom.x0);
                line.atoms.insert(before, letter.atom);
            }
            None => {
                let atoms = vec![letter.atom];
                out.insert(at, PrintLine { index: letter.line, y: letter.y, atoms });
            }
        }
    }
    out
}
