//! What hostile and odd texts once broke: tables too large for their text, years from the last to the
//! first, rows without cells, headers on the line of another section's text.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may panic")]

use std::sync::LazyLock;

use keikaku_extract::{Engine, Options};
use keikaku_record::{Record, Severity};
use keikaku_tokenizer::Tokenizer;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Tokenizer::embedded().unwrap()));

fn records(text: &str) -> Vec<Record> {
    ENGINE.new_worker().extract("a.txt", text.as_bytes(), &Options::default())
}

#[test]
fn a_table_too_large_for_its_text_is_said_and_its_lines_stay_text() {
    let rows = "<tr><td colspan=200 rowspan=200>令和5年度</td></tr>\n".repeat(300);
    let records = records(&format!("<table>\n{rows}</table>\n"));
    let said: Vec<_> = records
        .iter()
        .filter_map(|r| match r {
            Record::Diagnostic(d) if d.code == "table_too_large" => Some(d),
            _ => None,
        })
        .collect();
    let [one] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!(one.severity, Severity::Warning);
    assert_eq!(one.lines.first, 1);
    assert!(one.message.contains("cells in"), "{}", one.message);
    assert!(!records.iter().any(|r| matches!(r, Record::Table(_))));
    assert!(records.iter().any(|r| matches!(r, Record::Period(p) if p.text == "令和5年度")));
}

#[test]
fn years_that_run_from_the_last_to_the_first_are_a_span_that_runs_forwards() {
    let text = "事業名\tR5\tR4\tR3\n港の整備\t実施\t→\t→\n道の整備\t検討\t→\t実施\n";
    let years: Vec<Vec<[i16; 2]>> = records(text)
        .iter()
        .filter_map(|r| match r {
            Record::Project(p) => Some(p.schedule.iter().map(|e| e.fiscal_years).collect()),
            _ => None,
        })
        .collect();
    assert_eq!(years, [vec![[2021, 2023]], vec![[2022, 2023], [2021, 2021]]]);
}

#[test]
fn a_row_that_is_one_bar_stands_where_the_bar_does() {
    let text = "本文です。\n\n| 指標 | R5 |\n| 人数 | 3人 |\n|\n| 事業名 | 港の整備 |\n|\n| 担当課 | 企画課 |\n";
    for record in records(text) {
        if let Record::Table(table) = record {
            assert!(table.span.start >= 16, "{table:?}");
            assert!(table.lines.first >= 3, "{table:?}");
        }
    }
}

#[test]
fn a_section_holds_the_text_that_stands_on_the_line_of_the_next_header() {
    let text = "<h3>1)計画</h3>\n<p>本文を記す。</p>\n<p>令和6年度に始める。</p><h2>次の計画</h2>\n<p>本文。</p>\n";
    let records = records(text);
    let period = records.iter().find_map(|r| match r {
        Record::Period(p) => Some(p),
        _ => None,
    });
    let period = period.unwrap();
    let section = records.iter().find_map(|r| match r {
        Record::Section(s) if Some(&s.id) == period.section.as_ref() => Some(s),
        _ => None,
    });
    let extent = section.unwrap().extent;
    assert!(extent.first <= period.lines.first && period.lines.first <= extent.last, "{extent:?}");
}
