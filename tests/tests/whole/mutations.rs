//! Documents broken at random: whatever a dump does, there are records, and every span is one of
//! the text.

use std::fs;

use crate::dice::Dice;
use crate::documents::{fixtures, records};

/// What extractors leave behind, and what the readers look for.
const PIECES: &[&str] = &[
    "\t",
    "  ",
    "　　",
    "|",
    "┌",
    "┬",
    "┐",
    "│",
    "├",
    "└",
    "─────",
    "<table>",
    "</table>",
    "<td rowspan=\"999999\" colspan=0>",
    "<tr>",
    "&nbsp;",
    "&#x41;",
    "&",
    "<",
    "\"",
    ",",
    ",,,",
    "\n",
    "\r\n",
    "\u{c}",
    "（単位：千円）",
    "令和",
    "年度",
    "①",
    "【",
    "】",
    "(",
    "）",
    "計",
    "目標",
    "実績",
    "達成率",
    "-",
    "▲",
    "２",
    "999999999999999999999999999999",
    "R",
    "元",
    "※",
    "|---|---|",
    "指標名\t",
    "事業名\t",
    "担当課\t",
    "\u{200b}",
    "\u{feff}",
    "𠮷",
    "ｶﾞ",
    "㍻",
    "\0",
];

#[test]
fn whatever_is_broken_there_are_records_with_spans_in_the_text() {
    let texts: Vec<String> =
        fixtures().iter().filter_map(|f| fs::read_to_string(f.join("source.txt")).ok()).collect();
    let mut dice = Dice::new(20_261_121);
    for case in 0..1_500 {
        let text = mutated(&texts[dice.below(texts.len())], &mut dice);
        let decoded = keikaku_text::decode(text.as_bytes(), None);
        for record in records("mutated", text.as_bytes()) {
            let Ok(decoded) = &decoded else { continue };
            let held = decoded.source.slice(record.span()).is_some();
            assert!(held, "case {case}: {record:?} in\n{text}");
        }
    }
}

/// A stretch of a text with pieces put in, taken out and put twice.
fn mutated(text: &str, dice: &mut Dice) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let first = dice.below(lines.len());
    let count = dice.below(60) + 1;
    let mut out: Vec<char> = lines[first..].iter().take(count).flat_map(|l| l.chars()).collect();
    for _ in 0..dice.below(30) + 1 {
        let at = dice.below(out.len() + 1);
        match dice.below(5) {
            0 | 1 => {
                let piece = PIECES[dice.below(PIECES.len())];
                out.splice(at..at, piece.chars());
            }
            2 => {
                let end = (at + dice.below(30)).min(out.len());
                out.drain(at..end);
            }
            3 => {
                let end = (at + dice.below(200)).min(out.len());
                let again: Vec<char> = out[at..end].to_vec();
                let to = dice.below(out.len() + 1);
                out.splice(to..to, again);
            }
            _ => {
                let line = lines[dice.below(lines.len())];
                out.splice(at..at, line.chars());
            }
        }
    }
    out.into_iter().collect()
}
