//! Pages drawn by hand, and grids drawn at random.

use keikaku_page::{Axis, Bounds, Direction, Ink, Page, Rule, Run, Unit};
use keikaku_text::{SourceText, Span, display_width};
use proptest::prelude::*;

use super::{Drawn, Typesetter};
use crate::{Layout, NoWords};

/// A page that is drawn by hand, with letters of ten points.
#[derive(Default)]
struct Paper {
    text: String,
    runs: Vec<Run>,
    rules: Vec<Rule>,
}

impl Paper {
    fn run(&mut self, x: f32, y: f32, size: f32, words: &str, direction: Direction) {
        let start = self.text.len();
        self.text.push_str(words);
        let length = display_width(words) as f32 * size / 2.0;
        let (bounds, baseline) = match direction {
            Direction::Across => (Bounds::new(x, y, x + length, y + size), y + 0.88 * size),
            Direction::Down => (Bounds::new(x, y, x + size, y + length), x + size / 2.0),
        };
        let span = Span::new(start, self.text.len());
        let (bold, ink) = (false, Ink::Visible);
        self.runs.push(Run { span, bounds, baseline, size, bold, direction, ink });
        self.text.push('\n');
    }

    fn write(&mut self, x: f32, y: f32, words: &str) {
        self.run(x, y, 10.0, words, Direction::Across);
    }

    fn across(&mut self, y: f32, x0: f32, x1: f32) {
        self.rules.push(Rule { axis: Axis::Across, bounds: Bounds::new(x0, y, x1, y + 0.5) });
    }

    fn down(&mut self, x: f32, y0: f32, y1: f32) {
        self.rules.push(Rule { axis: Axis::Down, bounds: Bounds::new(x, y0, x + 0.5, y1) });
    }

    /// All lines of a grid.
    fn grid(&mut self, xs: &[f32], ys: &[f32]) {
        for &y in ys {
            self.across(y, xs[0], xs[xs.len() - 1]);
        }
        for &x in xs {
            self.down(x, ys[0], ys[ys.len() - 1]);
        }
    }

    fn page(&self, number: usize) -> Page {
        Page {
            number,
            bounds: Bounds::new(0.0, 0.0, 600.0, 800.0),
            unit: Unit::Point,
            runs: self.runs.clone(),
            rules: self.rules.clone(),
        }
    }
}

fn typeset(papers: &[Paper]) -> (String, Drawn, Layout) {
    let mut typesetter = Typesetter::default();
    for (i, paper) in papers.iter().enumerate() {
        typesetter.page(&paper.page(i + 1), &paper.text);
    }
    let (text, drawn) = typesetter.finish();
    let source = SourceText::from_str(&text);
    let layout = crate::analyse_drawn(&source, &drawn, &mut NoWords);
    (text, drawn, layout)
}

fn dump(paper: Paper) -> String {
    typeset(&[paper]).0
}

/// The cells of a table; a covered one names what covers it.
fn cells(text: &str, layout: &Layout, table: usize) -> Vec<Vec<String>> {
    let rows = &layout.tables[table].rows;
    let cell = |c: &crate::Cell| match c.covered_by {
        Some((row, column)) => format!("={row},{column}"),
        None => c.pieces().map(|p| &text[p.start..p.end]).collect::<Vec<_>>().join("/"),
    };
    rows.iter().map(|r| r.cells.iter().map(cell).collect()).collect()
}

#[test]
fn a_heading_over_two_columns_covers_both() {
    let mut paper = Paper::default();
    paper.grid(&[0.0, 100.0, 200.0, 300.0], &[40.0, 60.0, 80.0]);
    paper.across(0.0, 0.0, 300.0);
    paper.across(20.0, 100.0, 300.0);
    for x in [0.0, 100.0, 300.0] {
        paper.down(x, 0.0, 40.0);
    }
    paper.down(200.0, 20.0, 40.0);
    paper.write(10.0, 15.0, "事業名");
    paper.write(180.0, 5.0, "事業費");
    paper.write(120.0, 25.0, "予算");
    paper.write(220.0, 25.0, "決算");
    for (y, words) in [(45.0, ["道路", "1,200", "1,100"]), (65.0, ["橋", "300", "280"])] {
        for (c, word) in words.iter().enumerate() {
            paper.write(10.0 + 100.0 * c as f32, y, word);
        }
    }
    let (text, _, layout) = typeset(&[paper]);
    assert_eq!(text, "事業名\t事業費\t\n\t予算\t決算\n道路\t1,200\t1,100\n橋\t300\t280\n");
    assert_eq!(
        cells(&text, &layout, 0)[..2],
        [["事業名", "事業費", "=0,1"], ["=0,0", "予算", "決算"]]
    );
    assert_eq!(layout.tables[0].head, 2);
}

#[test]
fn in_a_staircase_of_cells_the_smallest_one_around_a_word_has_it() {
    // 款 goes around 項, which stands in its lower right corner.
    let mut paper = Paper::default();
    paper.grid(&[0.0, 100.0, 200.0], &[0.0, 40.0, 60.0]);
    paper.across(20.0, 20.0, 100.0);
    paper.down(20.0, 20.0, 60.0);
    paper.write(5.0, 5.0, "款");
    paper.write(30.0, 25.0, "項");
    paper.write(130.0, 15.0, "本年度");
    paper.write(30.0, 45.0, "農業費");
    paper.write(130.0, 45.0, "233,855");
    let (text, _, layout) = typeset(&[paper]);
    assert_eq!(
        cells(&text, &layout, 0),
        [["款", "=0,0", "本年度"], ["=0,0", "項", "=0,2"], ["", "農業費", "233,855"]]
    );
}

#[test]
fn rows_that_are_drawn_as_grids_of_their_own_are_one_table() {
    let mut paper = Paper::default();
    for (row, words) in ["区分", "件数", "道路", "12", "橋", "3"].chunks(2).enumerate() {
        let y = 24.0 * row as f32;
        paper.grid(&[0.0, 100.0, 200.0], &[y, y + 20.0]);
        paper.write(10.0, y + 5.0, words[0]);
        paper.write(110.0, y + 5.0, words[1]);
    }
    assert_eq!(dump(paper), "区分\t件数\n道路\t12\n橋\t3\n");
}

#[test]
fn underlines_and_frames_make_no_table() {
    let mut paper = Paper::default();
    paper.write(0.0, 0.0, "第１章 道路の整備");
    paper.across(11.0, 0.0, 90.0);
    paper.grid(&[0.0, 300.0], &[30.0, 80.0]);
    paper.write(10.0, 40.0, "道路は、計画に沿って直します。");
    let (text, _, layout) = typeset(&[paper]);
    assert!(layout.tables.is_empty());
    assert!(text.contains("道路は、計画に沿って直します。"));
}

#[test]
fn figures_stacked_in_a_cell_stay_one_cell() {
    let mut paper = Paper::default();
    paper.grid(&[0.0, 100.0, 200.0], &[0.0, 20.0, 50.0]);
    paper.write(10.0, 5.0, "区分");
    paper.write(110.0, 5.0, "事業費");
    paper.write(10.0, 30.0, "道路");
    paper.write(110.0, 22.0, "10,800");
    paper.write(110.0, 36.0, "30,000");
    let (text, _, layout) = typeset(&[paper]);
    assert_eq!(cells(&text, &layout, 0)[1], ["道路", "10,800/30,000"]);
}

#[test]
fn letters_spread_over_a_cell_or_beneath_each_other_are_one_word() {
    let mut paper = Paper::default();
    paper.grid(&[0.0, 20.0, 120.0, 200.0], &[0.0, 50.0]);
    for (i, letter) in ["収", "入"].iter().enumerate() {
        paper.write(5.0, 5.0 + 20.0 * i as f32, letter);
    }
    for (i, letter) in ["営", "業", "収", "益"].iter().enumerate() {
        paper.write(25.0 + 25.0 * i as f32, 20.0, letter);
    }
    paper.write(130.0, 20.0, "17,752");
    assert_eq!(dump(paper), "収入\t営業収益\t17,752\n");
}

#[test]
fn text_down_the_page_reads_from_the_right_and_ruby_is_left_out() {
    let mut paper = Paper::default();
    paper.run(60.0, 0.0, 10.0, "音威子府村", Direction::Down);
    paper.run(40.0, 0.0, 10.0, "総合戦略", Direction::Down);
    paper.write(0.0, 100.0, "音威子府");
    paper.run(0.0, 95.0, 5.0, "おといねっぷ", Direction::Across);
    let text = dump(paper);
    assert!(!text.contains("ねっぷ"));
    assert!(text.find("音威子府村") < text.find("総合戦略"), "{text}");
}

#[test]
fn labels_and_figures_in_one_cell_are_rows_of_their_own() {
    let mut paper = Paper::default();
    paper.grid(&[0.0, 80.0, 150.0, 300.0], &[0.0, 20.0, 100.0]);
    for (x, head) in [(10.0, "区分"), (90.0, "本年度"), (160.0, "財源内訳")] {
        paper.write(x, 5.0, head);
    }
    paper.write(10.0, 25.0, "農業費");
    paper.write(100.0, 25.0, "233");
    for (i, (label, figure)) in
        [("特定財源", "56"), ("使用料", "19"), ("一般財源", "177")].iter().enumerate()
    {
        let y = 25.0 + 20.0 * i as f32;
        paper.write(160.0, y, label);
        paper.write(295.0 - 5.0 * figure.len() as f32, y, figure);
    }
    let (text, _, layout) = typeset(&[paper]);
    let rows = cells(&text, &layout, 0);
    assert_eq!(rows[1], ["農業費", "233", "特定財源", "56"]);
    assert_eq!(rows[2], ["=1,0", "", "使用料", "19"]);
    assert_eq!(rows[3], ["=1,0", "", "一般財源", "177"]);
}

#[test]
fn lines_across_alone_make_rows_and_headings_stand_over_their_middle() {
    let mut paper = Paper::default();
    for y in [0.0, 20.0, 40.0, 60.0, 80.0] {
        paper.across(y, 0.0, 300.0);
    }
    paper.write(155.0, 5.0, "令和５年度");
    for (x, head) in [(110.0, "予算額"), (210.0, "決算額")] {
        paper.write(x, 25.0, head);
    }
    for (y, words) in [(45.0, ["道路", "1,200", "1,100"]), (65.0, ["橋", "300", "280"])] {
        paper.write(10.0, y, words[0]);
        for (c, word) in words[1..].iter().enumerate() {
            paper.write(150.0 + 100.0 * c as f32 - 5.0 * word.len() as f32, y, word);
        }
    }
    let (text, _, layout) = typeset(&[paper]);
    assert_eq!(
        cells(&text, &layout, 0),
        [
            ["", "令和５年度", "=0,1"],
            ["", "予算額", "決算額"],
            ["道路", "1,200", "1,100"],
            ["橋", "300", "280"]
        ]
    );
}

#[test]
fn a_table_goes_on_over_the_page_with_the_columns_that_it_had() {
    let page = |rows: &[[&str; 3]]| {
        let mut paper = Paper::default();
        let ys: Vec<f32> = (0..=rows.len()).map(|i| 20.0 * i as f32).collect();
        paper.grid(&[0.0, 100.0, 200.0, 300.0], &ys);
        for (r, row) in rows.iter().enumerate() {
            for (c, word) in row.iter().enumerate().filter(|(_, w)| !w.is_empty()) {
                paper.write(10.0 + 100.0 * c as f32, 5.0 + 20.0 * r as f32, word);
            }
        }
        paper
    };
    let first = page(&[["款", "項", "本年度"], ["土木費", "", "300"]]);
    let second = page(&[["", "道路費", "200"], ["", "橋りょう費", "100"]]);
    let (text, _, layout) = typeset(&[first, second]);
    assert_eq!(text, "款\t項\t本年度\n土木費\t\t300\n\u{c}\t道路費\t200\n\t橋りょう費\t100\n");
    assert_eq!(layout.tables[1].follows, Some(0));
}

#[test]
fn a_span_of_the_dump_is_found_on_its_page() {
    let mut paper = Paper::default();
    paper.write(50.0, 70.0, "道路の計画");
    let (text, drawn, _) = typeset(&[Paper::default(), paper]);
    let start = text.find("計画").unwrap();
    let boxes = drawn.boxes(Span::new(start, start + "計画".len()));
    assert_eq!(boxes, [(2, Bounds::new(80.0, 70.0, 100.0, 80.0))]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Grids of any measures come back, whichever cells of a row are merged, and lines that miss
    /// each other by a little.
    #[test]
    fn drawn_grids_come_back(
        widths in prop::collection::vec(40.0f32..90.0, 2..7),
        heights in prop::collection::vec(14.0f32..40.0, 2..8),
        merged in prop::collection::vec(any::<bool>(), 64),
        off in prop::collection::vec(-1.0f32..1.0, 64),
    ) {
        let places = |steps: &[f32], from: f32| -> Vec<f32> {
            let mut at = from;
            std::iter::once(from).chain(steps.iter().map(|s| { at += s; at })).collect()
        };
        let (xs, ys) = (places(&widths, 20.0), places(&heights, 30.0));
        let (rows, columns) = (heights.len(), widths.len());
        let mut paper = Paper::default();
        let jitter = |k: usize| off[k % off.len()];
        for (k, &y) in ys.iter().enumerate() {
            for c in 0..columns {
                paper.across(y + jitter(k * 7 + c), xs[c] + jitter(c), xs[c + 1] + jitter(c + 5));
            }
        }
        // Whether a cell goes on to the right; the first row is whole, so that no column is lost.
        let joins = |r: usize, c: usize| r > 0 && c + 1 < columns && merged[(r * 8 + c) % 64];
        let mut expected = vec![vec![String::new(); columns]; rows];
        for r in 0..rows {
            let mut anchor = 0;
            for c in 0..columns {
                if c == 0 || !joins(r, c - 1) {
                    anchor = c;
                    paper.down(xs[c] + jitter(r + c), ys[r] + jitter(r), ys[r + 1] + jitter(c));
                    let words = format!("字{r}{c}");
                    paper.write(xs[c] + 6.0, ys[r] + (heights[r] - 10.0) / 2.0, &words);
                    expected[r][c] = words;
                } else {
                    expected[r][c] = format!("={r},{anchor}");
                }
            }
            paper.down(xs[columns] + jitter(r), ys[r], ys[r + 1]);
        }
        let (text, _, layout) = typeset(&[paper]);
        prop_assert_eq!(layout.tables.len(), 1);
        prop_assert_eq!(cells(&text, &layout, 0), expected);
    }

    /// Whatever is drawn, every run stands in the dump, and nothing panics.
    #[test]
    fn no_word_is_lost(
        words in prop::collection::vec((0.0f32..500.0, 0.0f32..700.0), 0..30),
        lines in prop::collection::vec((any::<bool>(), 0.0f32..600.0, 0.0f32..600.0, 0.0f32..300.0), 0..40),
    ) {
        let mut paper = Paper::default();
        for (i, (x, y)) in words.iter().enumerate() {
            paper.write(*x, *y, &format!("第{i}項"));
        }
        for (across, a, b, length) in lines {
            if across { paper.across(a, b, b + length) } else { paper.down(a, b, b + length) }
        }
        let (text, _, _) = typeset(&[paper]);
        for i in 0..words.len() {
            let word = format!("第{i}項");
            prop_assert!(text.contains(&word), "{} is not in {:?}", word, text);
        }
    }
}

impl Paper {
    /// The last run is heavy.
    fn heavy(&mut self) {
        if let Some(run) = self.runs.last_mut() {
            run.bold = true;
        }
    }
}

fn titles<'a>(text: &'a str, layout: &Layout) -> Vec<&'a str> {
    layout.sections.iter().map(|s| &text[s.title.start..s.title.end]).collect()
}

/// Lines of text from a height on.
fn prose(paper: &mut Paper, y: f32) {
    for (i, words) in [
        "港を使う船の数は、平成の初めから三割ほど減りましたが、近ごろは客船が増え、岸壁が足りなくなって",
        "います。倉庫は古く、雨の日には荷を積み下ろしできません。",
    ]
    .iter()
    .enumerate()
    {
        paper.write(50.0, y + 15.0 * i as f32, words);
    }
}

#[test]
fn a_larger_or_heavier_line_is_a_heading_though_no_blank_line_stands_around_it() {
    let page = |size: f32, bold: bool| {
        let mut paper = Paper::default();
        prose(&mut paper, 50.0);
        paper.run(50.0, 80.0, size, "港の今", Direction::Across);
        if bold {
            paper.heavy();
        }
        prose(&mut paper, 95.0);
        paper
    };
    for (size, bold, found) in
        [(12.0, false, true), (10.0, true, true), (10.0, false, false), (8.0, true, false)]
    {
        let (text, _, layout) = typeset(&[page(size, bold)]);
        let wanted: &[&str] = if found { &["港の今"] } else { &[] };
        assert_eq!(titles(&text, &layout), wanted, "{size} {bold}");
    }
}

#[test]
fn a_numbered_heading_beneath_a_line_at_the_right_edge_is_one() {
    let mut paper = Paper::default();
    for (y, number) in [(50.0, "Ⅰ．港の今"), (120.0, "Ⅱ．船の今")] {
        paper.run(50.0, y, 12.0, number, Direction::Across);
        prose(&mut paper, y + 20.0);
        paper.write(430.0, y + 52.0, "港湾局の調べによる");
    }
    let (text, _, layout) = typeset(&[paper]);
    assert_eq!(titles(&text, &layout), ["港の今", "船の今"]);
}

#[test]
fn lines_that_stand_further_apart_than_their_page_sets_them_have_a_blank_line_between() {
    let mut paper = Paper::default();
    for (y, words) in [
        (50.0, "港の今"),
        (72.0, "港を使う船は減り"),
        (88.0, "客船は増え"),
        (104.0, "岸壁は足りない"),
    ] {
        paper.write(50.0, y, words);
    }
    assert_eq!(dump(paper), "港の今\n\n港を使う船は減り\n客船は増え\n岸壁は足りない\n");
}

#[test]
fn a_document_has_one_title_so_what_is_printed_like_later_headings_is_one_itself() {
    let page = |words: &str| {
        let mut paper = Paper::default();
        paper.run(50.0, 40.0, 14.0, words, Direction::Across);
        prose(&mut paper, 80.0);
        prose(&mut paper, 125.0);
        paper
    };
    let (text, _, layout) = typeset(&[page("調べの概要"), page("調べの詳細")]);
    assert_eq!(titles(&text, &layout), ["調べの概要", "調べの詳細"]);
}

#[test]
fn a_smaller_heading_stands_beneath_a_larger_one() {
    let mut paper = Paper::default();
    paper.write(50.0, 20.0, "港湾計画");
    for (y, size, words) in [
        (50.0, 16.0, "港の今"),
        (120.0, 12.0, "船の数"),
        (190.0, 12.0, "荷の量"),
        (260.0, 16.0, "港の明日"),
    ] {
        paper.run(50.0, y, size, words, Direction::Across);
        prose(&mut paper, y + 22.0);
    }
    let (text, _, layout) = typeset(&[paper]);
    assert_eq!(titles(&text, &layout), ["港の今", "船の数", "荷の量", "港の明日"]);
    assert_eq!(layout.sections.iter().map(|s| s.level).collect::<Vec<_>>(), [1, 2, 2, 1]);
}

#[test]
fn a_large_heading_parts_columns_that_stand_above_and_beneath_it() {
    let mut paper = Paper::default();
    let rows = |paper: &mut Paper, y: f32, rows: [[&str; 3]; 4]| {
        for (r, row) in rows.iter().enumerate() {
            for (c, word) in row.iter().enumerate() {
                paper.write(50.0 + 120.0 * c as f32, y + 15.0 * r as f32, word);
            }
        }
    };
    rows(
        &mut paper,
        50.0,
        [
            ["施設", "予算", "決算"],
            ["岸壁", "1,200", "1,100"],
            ["倉庫", "800", "790"],
            ["灯台", "300", "280"],
        ],
    );
    paper.run(50.0, 110.0, 16.0, "船の数", Direction::Across);
    rows(
        &mut paper,
        130.0,
        [
            ["船", "2020年度", "2021年度"],
            ["客船", "12", "14"],
            ["漁船", "80", "79"],
            ["貨物船", "30", "28"],
        ],
    );
    let (text, _, layout) = typeset(&[paper]);
    assert_eq!(layout.tables.len(), 2);
    assert_eq!(cells(&text, &layout, 1)[0], ["船", "2020年度", "2021年度"]);
    assert!(layout.tables.iter().all(|t| t.rows.len() == 4));
}

#[test]
fn figures_beside_the_axis_of_a_chart_stand_in_the_dump_and_in_no_cell() {
    let mut paper = Paper::default();
    paper.grid(&[0.0, 100.0, 200.0, 300.0], &[120.0, 140.0, 160.0]);
    paper.across(0.0, 0.0, 300.0);
    paper.down(0.0, 0.0, 120.0);
    paper.down(300.0, 0.0, 120.0);
    paper.write(10.0, 5.0, "荷の量(トン)");
    for (i, tick) in ["1,000", "800", "600", "400", "200", "0"].iter().enumerate() {
        paper.write(10.0, 20.0 + 15.0 * i as f32, tick);
    }
    for (y, row) in [(125.0, ["", "H24", "H25"]), (145.0, ["値", "410", "530"])] {
        for (c, word) in row.iter().enumerate() {
            paper.write(10.0 + 100.0 * c as f32, y, word);
        }
    }
    let (text, _, layout) = typeset(&[paper]);
    assert!(text.starts_with("荷の量(トン) 1,000 800 600 400 200 0\t"), "{text}");
    assert_eq!(cells(&text, &layout, 0)[0][0], "荷の量(トン)");
    assert_eq!(layout.tables[0].head, 2);
}

#[test]
fn figures_stacked_in_a_cell_that_fall_by_no_equal_steps_stay_in_it() {
    let mut paper = Paper::default();
    paper.grid(&[0.0, 100.0, 200.0], &[0.0, 20.0, 120.0]);
    paper.write(10.0, 5.0, "施設");
    paper.write(110.0, 5.0, "額");
    paper.write(10.0, 25.0, "岸壁");
    for (i, figure) in ["900", "800", "650", "400", "200"].iter().enumerate() {
        paper.write(110.0, 25.0 + 15.0 * i as f32, figure);
    }
    let (text, _, layout) = typeset(&[paper]);
    assert_eq!(cells(&text, &layout, 0)[1][1], "900/800/650/400/200");
}

#[test]
fn words_over_the_columns_of_a_table_without_a_head_are_its_head() {
    let table = |words: [&str; 3]| {
        let mut paper = Paper::default();
        for (c, word) in words.iter().enumerate() {
            paper.write(10.0 + 150.0 * c as f32, 30.0, word);
        }
        paper.grid(&[0.0, 150.0, 300.0, 450.0], &[45.0, 65.0, 85.0]);
        for (y, row) in
            [(50.0, ["◇船の数 年40隻", "岸壁", "港湾課"]), (70.0, ["◇荷の量", "倉庫", "商工課"])]
        {
            for (c, word) in row.iter().enumerate() {
                paper.write(10.0 + 150.0 * c as f32, y, word);
            }
        }
        let (text, _, layout) = typeset(&[paper]);
        (cells(&text, &layout, 0)[0].clone(), layout.tables[0].head)
    };
    let head = ["目標（2019年度）", "施策", "担当"];
    assert_eq!(table(head), (head.map(str::to_owned).to_vec(), 1));
    // A caption and a unit stand over no column each.
    assert_eq!(table(["港の施策", "", "（単位：隻）"]).1, 0);
}

#[test]
fn times_over_blank_cells_are_a_head() {
    let mut paper = Paper::default();
    paper.grid(&[0.0, 100.0, 200.0, 300.0], &[0.0, 20.0, 40.0, 60.0]);
    paper.write(110.0, 5.0, "H24");
    paper.write(210.0, 5.0, "H25");
    paper.write(10.0, 25.0, "船の数");
    paper.write(10.0, 45.0, "荷の量");
    let (_, _, layout) = typeset(&[paper]);
    assert_eq!(layout.tables[0].head, 1);
}
