//! What is a quantity, and what it means.

use keikaku_values::{
    Decimal, Written, find_numerals, find_quantities, parse_numeral_prefix, parse_quantity,
};

/// `text = value unit`, with comparator, upper bound and order where they say something.
fn shown(text: &str) -> String {
    let mut found = Vec::new();
    find_quantities(text, &mut found);
    let show = |m: &keikaku_values::QuantityMention| {
        let order = if m.ordinal { "#" } else { "" };
        let upper = m.upper.map(|upper| format!("..{upper}")).unwrap_or_default();
        let unit = m.quantity.unit.as_deref().unwrap_or("?");
        let value = m.quantity.value;
        format!(
            "{}{}{order}{value}{upper} {unit}",
            &text[m.range.clone()],
            m.quantity.comparator.symbol()
        )
    };
    found.iter().map(show).collect::<Vec<_>>().join("|")
}

#[test]
fn running_text() {
    for (text, expected) in [
        ("約 250 社が登録", "約 250 社~250 社"),
        ("登録数約17.1万人分", "約17.1万人分~171000 人分"),
        ("のべ 223法人・団体と", "のべ 223法人・団体=223 法人・団体"),
        ("総事業費 130,800 千円", "130,800 千円=130800000 円"),
        ("原資は80 億円", "80 億円=8000000000 円"),
        ("1億2,000万円の", "1億2,000万円=120000000 円"),
        ("5,000億円以上とする", "5,000億円以上>=500000000000 円"),
        ("3%未満", "3%未満<3 %"),
        ("3%を超える", "3%を超える>3 %"),
        ("10社超が", "10社超>10 社"),
        ("10社強化する", "10社=10 社"),
        ("20人程度", "20人程度~20 人"),
        ("契約5件", "5件=5 件"),
        ("10~20件を", "10~20件=10..20 件"),
        ("10件~20件", "10件~20件=10..20 件"),
        ("1~2億円", "1~2億円=100000000..200000000 円"),
        ("10-20件", "10-20件=10..20 件"),
        ("5千~8千円", "5千~8千円=5000..8000 円"),
        ("増減率▲3.5%", "▲3.5%=-3.5 %"),
        ("実績 +720件", "+720件=720 件"),
        ("９医療機関", "９医療機関=9 医療機関"),
        ("9の機関", "9=9 ?"),
        ("76 回メールを", "76 回=76 回"),
        ("10 件達成", "10 件=10 件"),
        ("(3 ヶ年度)", "3 ヶ年度=3 ヶ年度"),
        ("第6位", "6位=#6 位"),
        ("3回目の会議", "3回目=#3 回"),
        ("3つ目標を", "3つ=3 つ"),
        ("十二件の応募", "十二件=12 件"),
        ("四つの柱", "四つ=4 つ"),
        ("1人当たり3万円", "3万円=30000 円"),
        ("平成29年度に5社、2020年までに8社", "5社=5 社|8社=8 社"),
        ("生誕200年", "200年=200 年"),
        ("100 ha/年", "100 ha/年=100 ha/年"),
        ("60歳以上", "60歳以上>=60 歳"),
        ("数十件", "数十件~10 件"),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_quantity() {
    for text in [
        "令和元年度",
        "2019年7月",
        "H24~H27",
        "10:00~10:06",
        "法第5条第4項第1号",
        "第 5 条",
        "第4次計画",
        "2番目",
        "5-3-1 支援",
        "(1) 目的",
        "1. はじめに",
        "1 地域再生計画",
        "- 2 施設の整備",
        "インダストリー4.0",
        "A3007",
        "ISO9001",
        "5G",
        "Society5.0",
        "電話 059-224-2331",
        "(0595)",
        "〒514-8570",
        "三重県",
        "四日市",
        "一般",
        "二本目",
        "一体",
        "十分",
        "千葉",
        "万博",
        "一人ひとり",
        "一つとして",
        "県内一円",
        "三者協議",
        "参加者数十件",
        "3月末",
        "12月31日",
        "8、9、10月",
        "30年4月",
        "3分の1",
        "3/4",
        "国道306号",
        "1.2.3",
        "菓子博2017",
        "30年度",
        "(単位:千円)",
        "10時30分",
        "ver.2",
        "①",
        "20代",
        "3丁目",
    ] {
        assert_eq!(shown(text), "", "{text}");
    }
}

#[test]
fn cells() {
    let cell = |text: &str| {
        parse_quantity(text).map(|(quantity, range)| {
            let unit = quantity.unit.unwrap_or_default();
            format!("{} {}{}{unit}", &text[range], quantity.comparator.symbol(), quantity.value)
        })
    };
    for (text, expected) in [
        ("7,170億円", "7,170億円 =717000000000円"),
        ("5,000億円以上", "5,000億円以上 >=500000000000円"),
        ("24.50%", "24.50% =24.5%"),
        ("約 250 社", "約 250 社 ~250社"),
        ("のべ約300人", "のべ約300人 ~300人"),
        ("▲3.5", "▲3.5 =-3.5"),
        ("△ 1,200千円", "△ 1,200千円 =-1200000円"),
        ("(12)", "(12) =12"),
        ("+720件", "+720件 =720件"),
        (" 10 件 ", "10 件 =10件"),
        ("519 (2017年度)", "519 =519"),
        ("59.4%(実績)", "59.4% =59.4%"),
        ("308", "308 =308"),
        ("2018", "2018 =2018"),
        ("十二件", "十二件 =12件"),
        ("十二", "十二 =12"),
        ("0.5倍", "0.5倍 =0.5倍"),
        ("６０．５％", "６０．５％ =60.5%"),
    ] {
        assert_eq!(cell(text).as_deref(), Some(expected), "{text}");
    }
    for text in [
        "",
        "-",
        "3/4",
        "2019年度中に検討",
        "10:00",
        "①3件",
        "3月末実績",
        "第2期の募集",
        "三重県",
        "1-2",
        "10~20件",
        "5G",
        "2F観光案内",
        "1. 目的",
        "同左",
        "2回目",
        "059",
        "(1)再掲",
    ] {
        assert_eq!(cell(text), None, "{text}");
    }
}

#[test]
fn numerals() {
    let numeral = |text| parse_numeral_prefix(text).map(|(n, len)| (n.value.to_string(), len));
    for (text, value, len) in [
        ("1,234", "1234", 5),
        ("1,2", "1", 1),
        ("1,234,56", "1234", 5),
        ("1,2345", "1", 1),
        ("1234,567", "1234", 4),
        ("24.50", "24.5", 5),
        ("3.", "3", 1),
        ("０１２", "12", 9),
        ("１，２３４．５", "1234.5", 21),
        ("十二", "12", 6),
        ("二〇二五年", "2025", 12),
        ("百二十三", "123", 12),
        ("一億二千万", "120000000", 15),
        ("1億2,000万", "120000000", 12),
        ("17.1万", "171000", 7),
        ("3千", "3000", 4),
        ("5百万", "5000000", 7),
        ("2万5千", "25000", 8),
        ("▲3.5", "-3.5", 6),
        ("-3", "-3", 2),
        ("+720", "720", 4),
        ("△ 5", "-5", 5),
        ("3万博", "3", 1),
        ("1兆", "1000000000000", 4),
    ] {
        assert_eq!(numeral(text), Some((value.to_owned(), len)), "{text}");
    }
    for text in ["", "万", "▲", "- 3", "件", &"9".repeat(40)] {
        assert_eq!(numeral(text), None, "{text}");
    }
    assert_eq!(
        parse_numeral_prefix("十").map(|(n, _)| (n.written, n.scaled)),
        Some((Written::Kanji, true))
    );
}

#[test]
fn numerals_in_text_are_given_wherever_a_counter_may_follow() {
    let text = "9医療機関と12の市、第3章、A12、平成29年度、十二件";
    let mut found = Vec::new();
    find_numerals(text, &mut found);
    let values: Vec<_> = found.iter().map(|m| (&text[m.range.clone()], m.numeral.value)).collect();
    assert_eq!(values, [("9", Decimal::from(9)), ("12", Decimal::from(12))]);
}
