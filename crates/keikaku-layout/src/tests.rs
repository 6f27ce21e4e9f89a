use keikaku_text::SourceText;

use crate::{BlockKind, analyse};

fn sections(text: &str) -> Vec<(usize, String, String)> {
    let source = SourceText::from_str(text);
    let layout = analyse(&source);
    layout
        .sections
        .iter()
        .map(|s| {
            let number = s.number.map_or("", |n| &text[n.start..n.end]);
            (s.level, number.to_owned(), text[s.title.start..s.title.end].to_owned())
        })
        .collect()
}

fn expect(text: &str, expected: &[(usize, &str, &str)]) {
    let expected: Vec<_> =
        expected.iter().map(|(l, n, t)| (*l, (*n).to_owned(), (*t).to_owned())).collect();
    assert_eq!(sections(text), expected);
}

#[test]
fn a_deeper_number_stands_beneath_its_stem_whatever_came_between() {
    expect(
        "計画\n\n5 事業\n\n5-1 概要\n\n本文です。\n\n① 主体\n\n県\n\n5-3 その他\n\n5-3-1 支援\n\n該当なし\n\n6 期間\n\n本文です。\n",
        &[
            (1, "5", "事業"),
            (2, "5-1", "概要"),
            (3, "①", "主体"),
            (2, "5-3", "その他"),
            (3, "5-3-1", "支援"),
            (1, "6", "期間"),
        ],
    );
}

#[test]
fn a_header_that_the_next_page_repeats_is_the_same_section() {
    expect(
        "工程表\n\n方向 1 産業\n\n(1) 自動車\n\n本文です。\n\n方向 1 産業\n\n(2) 素材\n\n本文です。\n",
        &[(1, "方向 1", "産業"), (2, "(1)", "自動車"), (2, "(2)", "素材")],
    );
}

#[test]
fn a_title_without_a_number_comes_again_only_on_another_page() {
    let list = "【基本方向】\n\n道を直すことを第一とします。\n\n";
    let page = |between: &str| format!("計画\n\n{list}{between}{list}");
    expect(&page(""), &[(1, "", "【基本方向】"), (1, "", "【基本方向】")]);
    expect(&page("- 1 -\n\n"), &[(1, "", "【基本方向】")]);
}

#[test]
fn items_with_nothing_beneath_them_are_a_list() {
    expect(
        "計画\n\n1 目標\n\n次のとおりです。\n\n① 育てる\n② 支える\n③ つなぐ\n\n2 期間\n\n本文です。\n",
        &[(1, "1", "目標"), (1, "2", "期間")],
    );
}

#[test]
fn the_value_after_a_colon_is_not_part_of_the_title() {
    expect(
        "議事録\n\n１ 日時：令和２年\n\n２ 場所：会議室\n",
        &[(1, "１", "日時"), (1, "２", "場所")],
    );
}

#[test]
fn a_short_line_alone_above_a_body_is_a_header_and_above_a_table_a_caption() {
    let text = "港の計画\n\n基本理念\n\n海とともに生きるまちをめざします。\n\n実施の予定\n\n事業\t2018\n岸壁\t検討\n";
    expect(text, &[(1, "", "基本理念")]);
    let layout = analyse(&SourceText::from_str(text));
    let caption = layout.tables[0].caption.unwrap();
    assert_eq!(&text[caption.start..caption.end], "実施の予定");
}

#[test]
fn hard_wrapped_lines_with_a_blank_after_each_are_one_paragraph() {
    let full = "港を使う人が増え続けているので岸壁を延ばすことをめざしている。\n\n";
    let text = format!(
        "議事録\n\n 港を使う人が増え続けているので岸壁を延ばすことをめざし、港湾\n\nの計画を改める。\n\n {full} {full} {full} {full} {full}"
    );
    let layout = analyse(&SourceText::from_str(&text));
    assert!(layout.spacing.double);
    let paragraph = layout.blocks.iter().find(|b| b.pieces.len() == 2).unwrap();
    assert_eq!(paragraph.kind, BlockKind::Paragraph);
    assert!(text[paragraph.pieces[1].start..].starts_with("の計画を改める。"));
}

#[test]
fn entries_of_contents_and_the_titles_above_them_are_no_sections() {
    let text = "港の計画\n\n目  次\n\nⅠ 港について\n    趣旨  ・・・・・・・・・  １\n    期間  ・・・・・・・・・  ２\n\nⅠ 港について\n\n港は三つあります。\n";
    expect(text, &[(1, "Ⅰ", "港について")]);
    assert_eq!(analyse(&SourceText::from_str(text)).sections[0].line, 9);
    assert!(analyse(&SourceText::from_str(text)).tables.is_empty());
}

#[test]
fn a_title_that_wraps_is_one() {
    expect(
        "計画\n\n１ 港の力の要となる岸壁の\n整備\n\n本文です。\n\n２ 船（漁船及び\n   貨物船）\n\n本文です。\n",
        &[(1, "１", "港の力の要となる岸壁の\n整備"), (1, "２", "船（漁船及び\n   貨物船）")],
    );
}

#[test]
fn a_number_among_sentences_is_an_item_of_their_list() {
    expect(
        "計画\n\n１ 目標\n  (1) 荷を増やす。\n  (2) 船を増やす。\n  (3) 事故の件数：４件→２件\n  (4) 待つ船０を維持\n２ 期間\n\n本文です。\n",
        &[(1, "１", "目標"), (1, "２", "期間")],
    );
}

#[test]
fn a_title_stands_left_of_the_text_right_beneath_it() {
    expect(
        "計画\n\nはじめに\n　港を直す計画です。\n\n推進体制\n　市長を長とする本部を置きます。\n",
        &[(1, "", "はじめに"), (1, "", "推進体制")],
    );
}

#[test]
fn the_unit_right_of_a_title_is_not_its_part() {
    expect(
        "計画\n\n１ 追加                         （単位：千円）\n\n本文です。\n",
        &[(1, "１", "追加")],
    );
}

#[test]
fn what_happens_in_a_meeting_heads_nothing() {
    expect(
        "〔議員登壇〕\n\nおはようございます。\n\n〔結果をモニターに表示〕\n\n賛成多数です。\n",
        &[],
    );
}

#[test]
fn no_text_makes_it_panic() {
    for text in [
        "",
        "\n",
        "\t",
        "\t\t\n\t",
        "①",
        "第",
        "(",
        "（1",
        "【】",
        "1",
        "\u{c}\n\u{c}12\n",
        "・\n-\n",
    ] {
        let layout = analyse(&SourceText::from_str(text));
        assert!(layout.blocks.len() <= text.len());
    }
}
