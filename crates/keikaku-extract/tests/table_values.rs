//! The values of tables: where their units, times and paths are taken from. One small table a case.

#![allow(clippy::unwrap_used, reason = "a test that fails may panic")]

use keikaku_extract::{Engine, Options};
use keikaku_record::{Record, TableValue};
use keikaku_tokenizer::Tokenizer;

/// The values of all tables of a text, as `row / path | column / path = value unit @year`.
fn values(text: &str) -> Vec<String> {
    let engine = Engine::new(Tokenizer::embedded().unwrap());
    let records = engine.new_worker().extract("case.txt", text.as_bytes(), &Options::default());
    let tables = records.iter().filter_map(|r| match r {
        Record::Table(table) => Some(table),
        _ => None,
    });
    tables.flat_map(|t| &t.values).map(|value| shown(value, text)).collect()
}

fn shown(value: &TableValue, text: &str) -> String {
    let source = &text[value.span.start..value.span.end];
    assert!(source.contains(value.text.trim()) || value.text.contains(source), "{value:?}");
    let number = value.value.map_or_else(|| value.text.clone(), |v| v.to_string());
    let unit = value.unit.as_ref().map_or(String::new(), |u| format!(" {u}"));
    let year = value.fiscal_year.map_or(String::new(), |y| format!(" @{y}"));
    let total = if value.total { " total" } else { "" };
    format!(
        "{} | {} = {number}{unit}{year}{total}",
        value.row_path.join(" / "),
        value.column_path.join(" / ")
    )
}

fn check(text: &str, expected: &[&str]) {
    let found = values(text);
    for one in expected {
        assert!(found.iter().any(|f| f == one), "no {one:?} among {found:#?}");
    }
}

#[test]
fn the_unit_over_a_table_holds_for_all_of_it() {
    check(
        "歳入の見通し（単位：百万円）\n区分\t令和5年度\t令和6年度\n町税\t1,204\t1,198\n地方交付税\t3,310\t3,295\n計\t4,514\t4,493\n",
        &["町税 | 令和5年度 = 1204000000 円 @2023", "計 | 令和6年度 = 4493000000 円 @2024 total"],
    );
}

#[test]
fn a_unit_across_the_table_holds_beneath_it() {
    check(
        "区分\t令和5年度\t令和6年度\n（単位：百万円）\t\t\n町税\t1,204\t1,198\n地方交付税\t3,310\t3,295\n",
        &["地方交付税 | 令和5年度 = 3310000000 円 @2023"],
    );
}

#[test]
fn a_row_of_units_gives_each_column_its_own() {
    check(
        "施設\t利用者数\t使用料\n\t（人）\t（千円）\n体育館\t8,120\t1,940\n公民館\t5,377\t612\n",
        &["体育館 | 利用者数 = 8120 人", "公民館 | 使用料 = 612000 円"],
    );
}

#[test]
fn a_unit_in_the_header_is_no_part_of_the_path() {
    check(
        "施設\t利用者数（人）\t使用料（千円）\n体育館\t8,120\t1,940\n公民館\t5,377\t612\n",
        &["体育館 | 利用者数 = 8120 人", "公民館 | 使用料 = 612000 円"],
    );
}

#[test]
fn a_unit_behind_a_note_in_a_label_is_the_units_of_its_row() {
    check(
        "指標\t令和5年度\t令和6年度\n観光客数（注1）（千人）\t412\t430\n宿泊者数（千人）\t55\t61\n",
        &["観光客数（注1）（千人） | 令和5年度 = 412000 人 @2023"],
    );
}

#[test]
fn a_share_in_a_table_of_money_is_no_money() {
    check(
        "収支の見通し（単位：千円，％）\n区分\t令和5年度\t令和6年度\n総収益\t28,918\t24,299\n総費用\t28,882\t24,023\n収益的収支比率\t74\t70\n",
        &["総収益 | 令和5年度 = 28918000 円 @2023", "収益的収支比率 | 令和6年度 = 70 % @2024"],
    );
}

#[test]
fn the_unit_of_an_amount_holds_for_the_difference_beside_it() {
    check(
        "事業名\t令和5年度予算額（千円）\t令和6年度予算額（千円）\t増減\n橋の補修事業\t1,500\t1,800\t300\n水路の改良事業\t2,200\t1,900\t△ 300\n",
        &["橋の補修事業 | 増減 = 300000 円", "水路の改良事業 | 増減 = -300000 円"],
    );
}

#[test]
fn a_bracket_behind_a_name_is_no_unit_where_the_header_gives_one() {
    check(
        "事業名\t令和6年度予算額（千円）\n都市再生事業費（図書館）\t3,244\n都市再生事業費（道路）\t8,823\n",
        &["都市再生事業費（図書館） | 令和6年度予算額 = 3244000 円 @2024"],
    );
}

#[test]
fn numbers_before_labels_nest_them() {
    check(
        "収支の見通し（単位：千円）\n区分\t令和5年度\t令和6年度\n１ 総収益\t900\t950\n（１） 営業収益\t700\t740\nア 料金収入\t650\t690\n（２） 営業外収益\t200\t210\n２ 総費用\t880\t910\n",
        &[
            "総収益 / 営業収益 / 料金収入 | 令和5年度 = 650000 円 @2023",
            "総収益 / 営業外収益 | 令和6年度 = 210000 円 @2024",
            "総費用 | 令和5年度 = 880000 円 @2023",
        ],
    );
}

#[test]
fn codes_and_numbers_of_rows_are_no_figures() {
    let found = values(
        "番号\t款\t項\t事業名\t金額（千円）\n1\t2\t1\t庁舎の修繕事業\t5,200\n2\t8\t4\t街路の整備事業\t18,400\n3\t9\t1\t消防車の購入事業\t31,000\n",
    );
    assert_eq!(
        found,
        [
            "庁舎の修繕事業 | 金額 = 5200000 円",
            "街路の整備事業 | 金額 = 18400000 円",
            "消防車の購入事業 | 金額 = 31000000 円"
        ]
    );
}

#[test]
fn a_mark_for_nothing_is_a_missing_value_and_a_blank_is_none() {
    let found = values("区分\t令和5年度\t令和6年度\n新設\t－\t3\n廃止\t\t1\n移転\t2\t4\n");
    assert!(found.iter().any(|f| f == "新設 | 令和5年度 = － @2023"), "{found:#?}");
    assert_eq!(found.iter().filter(|f| f.starts_with("廃止")).count(), 1, "{found:#?}");
}

#[test]
fn this_year_is_told_by_the_year_that_follows() {
    check(
        "収支計画（単位：千円）\n区分\t前年度\t本年度\t30年度\t31年度\n総収益\t410\t420\t430\t440\n総費用\t400\t415\t425\t431\n\n前の計画は平成28年度までのものであった。\n",
        &["総収益 | 前年度 = 410000 円 @2016", "総費用 | 本年度 = 415000 円 @2017"],
    );
}

#[test]
fn a_row_of_several_indicators_gives_each_its_unit() {
    check(
        "事務事業名\t決算（千円）\t活動指標\t実績\t単位\t成果指標\t実績\t単位\n図書の巡回事業\t420\t巡回日数\t31\t日\t貸出冊数\t1,206\t冊\n帽子の配布事業\t90\t配布数\t233\t個\t着用率\t91.4\t％\n",
        &[
            "図書の巡回事業 | 決算 = 420000 円",
            "図書の巡回事業 / 巡回日数 | 実績 = 31 日",
            "帽子の配布事業 / 着用率 | 実績 = 91.4 %",
        ],
    );
}

#[test]
fn a_unit_goes_on_by_a_mark_or_where_it_stands_but_once() {
    check(
        "指標\t単位\t令和5年度\t令和6年度\n参加者数\t人\t310\t322\n見学者数\t〃\t45\t51\n講座の数\t回\t12\t14\n",
        &["見学者数 | 令和5年度 = 45 人 @2023", "講座の数 | 令和6年度 = 14 回 @2024"],
    );
    check(
        "区分\t単位\t令和5年度\t令和6年度\n町税\t千円\t1,310\t1,322\n使用料\t\t245\t251\n",
        &["使用料 | 令和6年度 = 251000 円 @2024"],
    );
}

#[test]
fn a_table_of_one_row_is_no_pair_of_fields() {
    check("事業名\t金額（千円）\n橋の補修事業\t1,200\n", &["橋の補修事業 | 金額 = 1200000 円"]);
}
