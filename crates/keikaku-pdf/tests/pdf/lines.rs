//! Ruling lines.

use keikaku_page::{Axis, Rule};

use crate::build::{HELVETICA, one_page};
use crate::{assert_near, open};

/// The rules of a page: axis, position, from, to, thickness.
fn rules(content: &str) -> Vec<(char, f32, f32, f32, f32)> {
    let document = open(&one_page("", HELVETICA, content));
    let tenth = |v: f32| (v * 10.0).round() / 10.0;
    let row = |rule: &Rule| {
        let (from, to) = rule.extent();
        let (axis, thick) = match rule.axis {
            Axis::Across => ('-', rule.bounds.height()),
            Axis::Down => ('|', rule.bounds.width()),
        };
        (axis, tenth(rule.position()), tenth(from), tenth(to), tenth(thick))
    };
    document.pages[0].rules.iter().map(row).collect()
}

#[test]
fn strokes_thin_boxes_and_edges_of_boxes_are_rules() {
    let across = vec![('-', 100.0, 10.0, 110.0, 1.0)];
    for content in [
        "1 w 10 100 m 110 100 l S",
        "1 w 10 99.9 m 110 100.1 l S",
        "10 99.5 100 1 re f",
        "10 99.5 m 110 99.5 l 109 100.5 l 11 100.5 l f",
        // A filled box that a clip leaves a line of.
        "q 10 99.5 100 1 re W n 0 0 200 200 re f Q",
        // Pieces that touch, in any order, and a second line on top.
        "1 w 60 100 m 110 100 l S 10 100 m 60.5 100 l S 20 100 m 30 100 l S",
        // Dashes, drawn by the line's own pattern, and as boxes; dots as boxes.
        "1 w [3 2] 0 d 10 100 m 110 100 l S",
    ] {
        assert_eq!(rules(content), across, "{content}");
    }
    assert_eq!(
        rules("1 w 20 50 100 30 re S"),
        [
            ('-', 120.0, 20.0, 120.0, 1.0),
            ('-', 150.0, 20.0, 120.0, 1.0),
            ('|', 20.0, 120.0, 150.0, 1.0),
            ('|', 120.0, 120.0, 150.0, 1.0)
        ]
    );
}

#[test]
fn dots_and_dashes_in_a_row_are_one_rule() {
    let dots: String = (0..50).map(|n| format!("{} 100 0.5 0.5 re f ", 10 + 2 * n)).collect();
    assert_eq!(rules(&dots), [('-', 99.8, 10.0, 108.5, 0.5)]);
    let down: String = (0..50).map(|n| format!("10 {} 0.5 0.5 re f ", 10 + 2 * n)).collect();
    assert_eq!(rules(&down), [('|', 10.3, 91.5, 190.0, 0.5)]);
    let dashes: String = (0..20).map(|n| format!("{} 100 3 0.5 re f ", 10 + 5 * n)).collect();
    assert_eq!(rules(&dashes), [('-', 99.8, 10.0, 108.0, 0.5)]);
    assert_eq!(rules("10 100 0.5 0.5 re f 50 100 0.5 0.5 re f"), []);
}

#[test]
fn a_border_filled_between_two_boxes_is_four_rules() {
    let found = rules("10 10 100 50 re 11 11 98 48 re f*");
    assert_eq!(found.len(), 4);
    assert!(found.iter().all(|(.., thick)| *thick == 1.0), "{found:?}");
}

#[test]
fn what_cannot_be_seen_is_no_rule() {
    for content in [
        "1 g 10 100 100 1 re f",
        "1 G 10 100 m 110 100 l S",
        "1 g 10 50 100 100 re f",
        "10 100 100 1 re n",
        "10 300 100 1 re f",
        "q 0 0 50 50 re W n 10 100 100 1 re f Q",
        // Slanted and curved.
        "10 100 m 110 130 l S",
        "10 100 m 40 140 80 140 110 100 c S",
    ] {
        assert_eq!(rules(content), [], "{content}");
    }
    // White on a coloured ground is seen.
    let found = rules("0.5 g 10 50 100 100 re f 1 G 1 w 10 100 m 110 100 l S");
    assert!(found.contains(&('-', 100.0, 10.0, 110.0, 1.0)), "{found:?}");
}

#[test]
fn the_edge_of_a_coloured_box_has_no_thickness() {
    let ground = "0.9 g 10 50 100 100 re f ";
    let edges = [
        ('-', 50.0, 10.0, 110.0, 0.0),
        ('-', 150.0, 10.0, 110.0, 0.0),
        ('|', 10.0, 50.0, 150.0, 0.0),
        ('|', 110.0, 50.0, 150.0, 0.0),
    ];
    assert_eq!(rules(ground), edges);
    // Where a line stands, the edge is that line.
    let found = rules(&format!("{ground} 1 w 10.5 50.5 99 99 re S"));
    assert_eq!(found.len(), 4);
    assert!(found.iter().all(|(.., thick)| *thick == 1.0), "{found:?}");
}

#[test]
fn rules_end_at_the_page_and_at_the_clip() {
    assert_eq!(rules("1 w -50 100 m 500 100 l S"), [('-', 100.0, 0.0, 200.0, 1.0)]);
    let clipped = "q 20 0 60 200 re W n 1 w -50 100 m 500 100 l S Q";
    assert_eq!(rules(clipped), [('-', 100.0, 20.0, 80.0, 1.0)]);
}

#[test]
fn rules_turn_with_the_page() {
    let document = open(&one_page("/Rotate 90", HELVETICA, "1 w 10 40 m 110 40 l S"));
    let [rule] = document.pages[0].rules[..] else { panic!("{document:?}") };
    assert_eq!(rule.axis, Axis::Down);
    assert_near(rule.position(), 40.0);
    assert_near(rule.extent().0, 10.0);
}
