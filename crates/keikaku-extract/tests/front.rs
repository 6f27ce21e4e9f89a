//! Whose document it is, of what kind, and what it is called: one test for each place that says so.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may panic")]

use std::sync::LazyLock;

use keikaku_extract::{Engine, Options};
use keikaku_record::{Diagnostic, Document, DocumentKind, Record};
use keikaku_tokenizer::Tokenizer;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Tokenizer::embedded().unwrap()));

fn read(text: &str) -> (Document, Vec<Diagnostic>) {
    let mut records = ENGINE.new_worker().extract("a.txt", text.as_bytes(), &Options::default());
    let Record::Document(document) = records.remove(0) else { panic!("no document") };
    let diagnostics = records
        .into_iter()
        .filter_map(|r| match r {
            Record::Diagnostic(d) if d.code.starts_with("issuer") => Some(d),
            _ => None,
        })
        .collect();
    (document, diagnostics)
}

fn issuer(text: &str) -> Option<(String, Option<String>)> {
    read(text).0.issuer.map(|i| (i.name, i.code))
}

fn named(name: &str, code: Option<&str>) -> Option<(String, Option<String>)> {
    Some((name.to_owned(), code.map(str::to_owned)))
}

const PROSE: &str = "\n\n１　はじめに\n\n　この資料は、島根県や鳥取県の例を見て、三重県津市と相談して作りました。\n";

#[test]
fn a_body_that_is_only_mentioned_is_no_issuer() {
    for title in ["都市計画マスタープラン", "農村振興の進め方", "観光の動向"]
    {
        assert_eq!(issuer(&format!("{title}{PROSE}")), None, "{title}");
    }
}

#[test]
fn the_heading_of_a_column_is_neither_office_nor_title() {
    let cells = "主管課\n\n企画課\n\n令和４年度\n\n国県支出金\n\n観光事業費\n";
    let (document, _) = read(cells);
    assert_eq!(document.issuer, None);
    assert_ne!(document.title.as_deref(), Some("主管課"));
}

#[test]
fn the_title_page_names_the_issuer() {
    let plan = format!("観光振興計画\n\n令和４年３月\n\n高知県南国市{PROSE}");
    assert_eq!(issuer(&plan), named("南国市", Some("392049")));
    let signed = format!(
        "議案第３号\n\n観光計画の変更について\n\n令和４年３月１日提出\n　　　　南国市長　山田　太郎{PROSE}"
    );
    assert_eq!(issuer(&signed), named("南国市", Some("392049")));
    let review = format!("令和５年度行政事業レビューシート（総務省）{PROSE}");
    assert_eq!(issuer(&review), named("総務省", None));
}

#[test]
fn headings_name_the_issuer_of_a_part_without_a_title() {
    let part = "Ⅱ．音威子府村の総合戦略の視点\n\n　人々の暮らしを守ります。\n\n\
                Ⅲ．音威子府村の総合戦略\n\n　北海道の例にならいます。\n";
    assert_eq!(issuer(part), named("音威子府村", Some("014702")));
    assert_eq!(read(part).0.kind, DocumentKind::Strategy);
}

#[test]
fn a_column_names_the_issuer_where_all_rows_agree() {
    let csv = |other: &str| {
        format!(
            "自治体名,施設名,面積\n神奈川県厚木市,公園,120\n神奈川県厚木市,広場,80\n{other},空地,30\n"
        )
    };
    assert_eq!(issuer(&csv("神奈川県厚木市")), named("厚木市", Some("142123")));
    let (document, diagnostics) = read(&csv("神奈川県海老名市"));
    assert_eq!(document.issuer, None);
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].code, "issuer_ambiguous");
}

#[test]
fn two_equal_names_on_the_title_page_give_none_and_are_said() {
    let (document, diagnostics) =
        read(&format!("広域観光計画\n\n南国市\n\n香美市\n\n令和４年３月{PROSE}"));
    assert_eq!(document.issuer, None);
    assert!(diagnostics[0].message.contains("南国市, 香美市"), "{}", diagnostics[0].message);
}

#[test]
fn a_shared_name_has_a_code_only_where_its_prefecture_is_told() {
    let text = format!("伊達市総合計画{PROSE}");
    let (document, diagnostics) = read(&text);
    assert_eq!(document.issuer.unwrap().code, None);
    assert_eq!(diagnostics[0].code, "issuer_code_ambiguous");
    let told = text + "\n　伊達市の役所は、福島県伊達市にあります。\n";
    assert_eq!(issuer(&told), named("伊達市", Some("072133")));
}

#[test]
fn the_title_stands_below_the_line_of_origin() {
    let (document, _) = read(&format!(
        "　　　　　　　　　　令和４年２月24日南国市企画課作成\n\n南国市デジタル推進方針\n{PROSE}"
    ));
    assert_eq!(document.title.as_deref(), Some("南国市デジタル推進方針"));
    assert_eq!(document.kind, DocumentKind::Strategy);
    assert_eq!(document.issued.unwrap().start.unwrap().to_string(), "2022-02-24");
}

#[test]
fn a_year_above_the_title_belongs_to_it() {
    let (document, _) =
        read("議案第１６号\n\n令和４年度\n\n青葉市水道事業会計予算書\n\n青葉市上下水道局\n");
    assert_eq!(document.title.as_deref(), Some("令和4年度青葉市水道事業会計予算書"));
    assert_eq!(document.kind, DocumentKind::Budget);
    assert_eq!(document.issuer.unwrap().name, "青葉市");
}

#[test]
fn marks_of_lists_make_no_minutes() {
    let list = "施設の案内\n\n○　図書館（駅前）　本を貸します。\n\n○　公民館（本町）　部屋を貸します。\n\n\
                ○　体育館（北町）　器具を貸します。\n\n○　プール（南町）　夏に開きます。\n";
    assert_eq!(read(list).0.kind, DocumentKind::Other);
    let minutes = "総務委員会\n\n○委員長（山田君）　開会します。\n\n○市長（川上君）　説明します。\n\n\
                   ○委員（森君）　伺います。\n";
    assert_eq!(read(minutes).0.kind, DocumentKind::Minutes);
}

#[test]
fn a_roster_is_no_speech() {
    let roster = "総務委員会の名簿\n\n○委員長　山田太郎\n\n○委員　川上花子\n\n○委員　森次郎\n\n\
                  ○委員　原三郎\n";
    assert_eq!(read(roster).0.kind, DocumentKind::Other);
}

#[test]
fn a_list_of_days_is_not_the_day_of_the_document() {
    let days =
        format!("調査の結果\n\n令和５年５月13日\n\n令和５年９月９日\n\n令和５年11月25日{PROSE}");
    assert!(read(&days).0.issued.is_none());
    let day = format!("調査の結果\n\n令和５年５月13日{PROSE}");
    assert_eq!(read(&day).0.issued.unwrap().start.unwrap().to_string(), "2023-05-13");
}

#[test]
fn an_account_by_its_levels_is_a_budget_without_a_title() {
    let account = "(款) 06 産業経済費　　（単位：千円）\n\n款\t項\t目\t本年度\t前年度\n\
                   産業費\t農業費\t農業総務費\t120\t110\n";
    let (document, _) = read(account);
    assert_eq!(document.kind, DocumentKind::Budget);
    assert_eq!(document.title, None);
}

#[test]
fn a_field_states_the_day() {
    let fields = format!(
        "青葉市下水道経営戦略\n\n団 体 名 ： 青葉市\n策　定　日　：　平成　　　　29　　　年　　　3　　月\n{PROSE}"
    );
    let (document, _) = read(&fields);
    assert_eq!(document.issued.unwrap().start.unwrap().to_string(), "2017-03-01");
    assert_eq!(document.issuer.unwrap().name, "青葉市");
}
