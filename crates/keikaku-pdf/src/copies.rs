//! Letters that are drawn more than once.
//!
//! Programs make letters bold by drawing them two to four times, each a little beside the last, or
//! by filling and outlining them; shadows and outlines are made alike.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::glyph::Glyph;

/// How far apart copies stand at most, in ems.
///
/// Fake bold stands within 0.04 em in print. The narrowest letters that really come twice (the two
/// strokes of `ll` or `::`) are 0.2 em apart.
const NEAR: f32 = 0.08;

/// How far copies stand at most beside the way of the text, in ems: shadows fall so far down, and no
/// letter stands there by itself.
const NEAR_BESIDE: f32 = 0.18;

/// A copy nearer than this (in ems) makes no letter heavier: it only lies over it.
const SAME_PLACE: f32 = 0.004;

/// How many letters of one place are compared; only files that are made to be slow have more.
const COMPARED: usize = 16;

/// Marks the copies, so that the first of each letter remains; it is bold where copies stand beside
/// it.
pub(crate) fn mark(glyphs: &mut [Glyph]) {
    let mut seen: HashMap<(char, i32, i32, i32), usize, RandomState> =
        HashMap::with_capacity_and_hasher(glyphs.len(), RandomState::default());
    // The glyph before in the same cell.
    let mut before: Vec<Option<usize>> = vec![None; glyphs.len()];
    for at in 0..glyphs.len() {
        let glyph = &glyphs[at];
        if glyph.is_blank() || !glyph.size.is_finite() || glyph.size <= 0.0 {
            continue;
        }
        let near = glyph.size * NEAR_BESIDE;
        // Cells of twice that length, rounded up to a power of two so that equal sizes share them:
        // a copy then stands in one of the four cells around a glyph's corner.
        let scale = (2.0 * near).log2().ceil() as i32;
        let cell = (scale as f32).exp2();
        let (x, y) = (glyph.origin.0 / cell, glyph.origin.1 / cell);
        let (left, top) = ((x - 0.5).floor() as i32, (y - 0.5).floor() as i32);
        let original = [(0, 0), (1, 0), (0, 1), (1, 1)].into_iter().find_map(|(right, down)| {
            let key = (glyph.letter, scale, left + right, top + down);
            std::iter::successors(seen.get(&key).copied(), |other| before[*other])
                .take(COMPARED)
                .map(|other| (other, distance(&glyphs[other], glyph)))
                .find(|(other, _)| {
                    is_near(&glyphs[*other], glyph) && is_same(&glyphs[*other], glyph)
                })
        });
        match original {
            Some((other, distance)) => {
                let (bold, ink, size) = (glyph.bold, glyph.ink, glyph.size);
                glyphs[at].copy = true;
                glyphs[other].bold |= bold || distance > size * SAME_PLACE;
                // Visible ink over an invisible copy shows.
                if ink == keikaku_page::Ink::Visible {
                    glyphs[other].ink = ink;
                }
            }
            None => {
                let key = (glyph.letter, scale, x.floor() as i32, y.floor() as i32);
                before[at] = seen.insert(key, at);
            }
        }
    }
}

fn distance(a: &Glyph, b: &Glyph) -> f32 {
    (a.origin.0 - b.origin.0).hypot(a.origin.1 - b.origin.1)
}

/// Whether two glyphs stand so near to each other that one is the copy of the other.
fn is_near(a: &Glyph, b: &Glyph) -> bool {
    let along = Glyph::along(a.flow, a.origin) - Glyph::along(a.flow, b.origin);
    let beside = Glyph::beside(a.flow, a.origin) - Glyph::beside(a.flow, b.origin);
    along.abs() <= NEAR * b.size && beside.abs() <= NEAR_BESIDE * b.size
}

fn is_same(a: &Glyph, b: &Glyph) -> bool {
    (a.size - b.size).abs() <= 0.02 * a.size
        && a.more == b.more
        && a.flow.0 * b.flow.0 + a.flow.1 * b.flow.1 > 0.99
}
