//! The texts of the growth test: what documents are made of, repeated in lines, in columns and in
//! one line.

/// The bytes of the smallest text of a case.
pub(crate) const SIZE: usize = 2_000;

/// A case: a text of about so many bytes.
pub(crate) struct Case {
    pub name: String,
    pub text: Box<dyn Fn(usize) -> String>,
}

/// What is repeated: marks, brackets, digits, words of eras, tags, quotes, spaces and strokes.
const PIECES: &[&str] = &[
    // Marks of tables.
    "|",
    "｜",
    "| 計画の推進 |",
    "| a | b |",
    "|---|",
    "a|",
    "a|b",
    "\t",
    "あ\tい",
    ",",
    "a,b",
    "事業,計画",
    "a,b,c",
    "1,234",
    "1,2,3",
    // Strokes.
    "-",
    "=",
    "─",
    "━",
    "│",
    "┃",
    "┌",
    "└",
    "├─企画課",
    "│ あ │",
    "┌─┬─┐",
    "├─┼─┤",
    "+",
    "+-",
    "+---+",
    "+=+",
    // Quotes.
    "\"",
    "\"\"",
    "\"a",
    "\"a\",",
    "\"a\",\"b\"",
    "「",
    "」",
    "「あ」",
    "『",
    // Tags.
    "<",
    "<p>",
    "<p\t>",
    "</p>",
    "<b>",
    "<br>",
    "<div><p>",
    "<table>",
    "</table>",
    "<table><tr>",
    "<tr>",
    "<td>",
    "<tr><td>",
    "<tr><td>あ</td></tr>",
    "<td colspan=9 rowspan=9>",
    "<td rowspan=200>あ",
    "<td colspan=200>あ",
    "<caption>",
    "<!--",
    "<script>",
    "<h1>",
    "<h2>計画",
    "<h3>1)",
    "<h3>1)…<h2>",
    "&",
    "&amp;",
    "&nbsp;",
    // Brackets.
    "(",
    "（",
    ")",
    "）",
    "()",
    "【",
    "】",
    "【企画課】",
    "≪",
    "≫",
    "≪率 5≫",
    "≪率 5",
    "《",
    "〈",
    "[",
    "[人]",
    "『』",
    // Digits.
    "1",
    "１",
    "1 ",
    "12.5",
    "1.",
    "1-1",
    "(1)",
    "①",
    "①～",
    "一",
    "十",
    "百万",
    "第1",
    "第一章",
    "5人",
    "5人、",
    "1,234千円 ",
    "▲1",
    "約5%",
    "5～10%",
    "率:5(",
    "件数:5件、",
    "率は5です、",
    "率は「5」(",
    "数:1。",
    // Words of eras and times.
    "令和",
    "令和5",
    "令和5年度",
    "令和5年度、",
    "令和元年",
    "R5",
    "R5 ",
    "R5～",
    "H30｜",
    "年",
    "年度",
    "5年度",
    "月",
    "4月1日",
    "令和5年4月1日～",
    "～",
    "2023",
    "2023年",
    "2023/4/1",
    "毎年度",
    "同年",
    "今年度",
    "翌年",
    // Spaces and page breaks.
    " ",
    "\u{3000}",
    "あ   い",
    "あ  い",
    "あ ",
    "あ\u{3000}\u{3000}い",
    "\u{c}",
    "あ\n\u{c}",
    "\r",
    "\n\n",
    "あ\n\n",
    "あ\n\n\n12\n\n",
    // Marks of lists and heads.
    "。",
    "、",
    "あ。",
    "・",
    "・・・",
    "…",
    "※",
    "■",
    "◆",
    "●",
    "○",
    "□計画",
    "#",
    "# ",
    "# あ",
    "**",
    "\\",
    "\\|",
    ":",
    "：",
    "→",
    "〃",
    "*",
    // Words that decide something.
    "企画課",
    "企画課、",
    "総務部企画課",
    "課",
    "部",
    "担当課：企画課",
    "担当課：",
    "目標",
    "目標値",
    "実績",
    "指標",
    "事業名",
    "計",
    "合計",
    "単位：千円",
    "（単位：千円）",
    "千円",
    "人",
    "○委員",
    "○議長（山田君） ",
    "問1 ",
    "答 ",
    "Q. ",
    "県",
    "市町村",
    "会議",
    "計画",
    "未定",
    "検討中",
    "同上",
    "あ",
    "a",
    "A b",
    "港の計画を進める",
];

/// Of the same, what stands in columns that only spaces make: there the printed finder weighs whole
/// readings of a page, which takes its time.
const SPACED: &[&str] = &[
    "あ",
    "1",
    "1,234",
    "令和5年度",
    "|",
    "(",
    "─",
    "「あ」",
    "<td>",
    "\"",
    "企画課",
    "A b",
    "目標",
];

/// How a piece stands in a text.
type Way = (&'static str, fn(&str, usize) -> String);

const WAYS: &[Way] = &[
    ("in one line", |piece, size| piece.repeat(size / piece.len()) + "\n"),
    ("in lines", |piece, size| format!("{piece}\n").repeat(size / (piece.len() + 1))),
    ("in tabbed columns", |piece, size| rows(piece, "\t", size)),
    ("in one tabbed row", |piece, size| "項目\t値\n".to_owned() + &row(piece, "\t", size)),
];

const SPACED_WAYS: &[Way] = &[
    ("in spaced columns", |piece, size| rows(piece, "    ", size)),
    ("in one spaced row", |piece, size| row(piece, "   ", size)),
    // Longer, since columns within a page's width are all compared.
    ("in one wide gap", |piece, size| wide_gap(piece, 2 * size)),
];

/// Rows of six cells.
fn rows(piece: &str, between: &str, size: usize) -> String {
    let row = [piece; 6].join(between) + "\n";
    row.repeat(size / row.len() + 1)
}

/// One row of many cells, and one beneath it.
fn row(piece: &str, between: &str, size: usize) -> String {
    let count = size / 2 / (piece.len() + between.len()) + 1;
    let head = vec![piece; count].join(between);
    let values = vec!["1"; count].join(between);
    format!("{head}\n{values}\n")
}

/// Rows of many cells, one of which is two cells far apart.
fn wide_gap(piece: &str, size: usize) -> String {
    let row = row(piece, "   ", size / 2);
    let width = row.lines().next().map_or(0, |line| line.chars().count());
    format!("{row}{piece}{}{piece}\n", " ".repeat(width))
}

/// A part, repeated to a size behind another.
fn filled(before: &str, part: &str, after: &str, size: usize) -> String {
    format!("{before}{}{after}", part.repeat(size / part.len() + 1))
}

/// Two halves: each a part repeated.
fn halves(first: &str, second: &str, size: usize) -> String {
    filled("", first, "\n", size / 2) + &filled("", second, "\n", size / 2)
}

/// A text that is more than one piece repeated: its name, and what makes it of a size.
type Whole = (&'static str, fn(usize) -> String);

const WHOLE: &[Whole] = &[
    ("csv of two columns", |n| filled("指標,値\n", "来場者数,約十人\n", "", n)),
    ("csv of years", |n| csv_of_years(n)),
    ("html of years", |n| html_of_years(n)),
    ("html of rows", |n| {
        filled(
            "<table><tr><th>指標</th><th>R5</th></tr>\n",
            "<tr><td>人数</td><td>3人</td></tr>\n",
            "</table>\n",
            n,
        )
    }),
    ("html of merged rows", |n| {
        // A merged cell reaches over 200 rows at most: longer texts tell.
        filled(
            "<table><tr><th>指標</th><th>R5</th></tr>\n",
            "<tr><td rowspan=200>人数を増やす取組</td><td>3人</td></tr>\n",
            "</table>\n",
            24 * n,
        )
    }),
    ("html of merged cells alone", |n| {
        filled("<table>", "<tr><td colspan=200 rowspan=200>あ\n", "</table>\n", n)
    }),
    ("a stray cell far right", |n| {
        format!("{}あ\n", "\t".repeat(n / 2)) + &"あ\tい\n".repeat(n / 16)
    }),
    ("a stray pipe far right", |n| {
        format!("|{}あ|\n", " |".repeat(n / 4)) + &"|あ|い|\n".repeat(n / 24)
    }),
    ("quotes never closed", |n| filled("", "\"あ,い\n", "", n)),
    ("tables that end", |n| filled("", "<table><tr><td>あ</table>\n", "", n)),
    ("tables in templates", |n| {
        filled("<p>\n", "<table><template><table></template></table>\n", "", n)
    }),
    ("tables in one line", |n| filled("", "<table><tr><td>あ</td></tr></table>", "\n", n)),
    ("a line of tags and a tab", |n| filled("", "><p ", "\tあ\n", n)),
    ("prose with figures", |n| {
        filled("", "来場者数は5人となり、令和5年度の率は10%です。", "\n", n)
    }),
    ("prose with figures and no end", |n| filled("", "来場者数は5人となり、", "\n", n)),
    ("prose in lines", |n| {
        filled("", "来場者数は令和5年度に12,345人となり、前の年度を上回りました。\n", "", n)
    }),
    ("prose", |n| filled("", "地域の活力を高めるため、住民と協働して取組を進める。", "\n", n)),
    ("a long line and labels", |n| {
        halves(
            "計画を進める",
            "担当の者：取組の方針を定めてこれから進めてゆくこととするのであり\n",
            n,
        )
    }),
    ("a long title and figures", |n| halves("# 計画の目標", "\n- 来場者数:5人\n", n)),
    ("a long caption and values", |n| {
        format!("<table><caption>{}</caption><tr><th>指標<th>R5\n", "計画の目標".repeat(n / 30))
            + &"<tr><td>人数<td>3人\n".repeat(n / 60)
            + "</table>\n"
    }),
    ("a long head and values", |n| {
        format!("指標\t{}R5\n", "計画の目標".repeat(n / 30)) + &"人数\t3人\n".repeat(n / 24)
    }),
    ("a schedule", |n| filled("事業名\tR4\tR5\tR6\n", "計画の策定\t検討\t→\t策定\n", "", n)),
    ("a schedule without names", |n| {
        filled("事業名\t担当課\tR4\tR5\n計画\t企画課\t検討\t→\n", "\t企画課\t検討\t→\n", "", n)
    }),
    ("indicators of many rows", |n| {
        filled(
            "指標\t担当課\t区分\tR4\tR5\n来場者数\t企画課\t目標\t3\t4\n",
            "\t\t実績\t3\t4\n",
            "",
            n,
        )
    }),
    ("indicators by rows", |n| {
        filled("指標\t単位\tR4実績\tR5目標\n", "来場者数\t人\t3\t4\n", "", n)
    }),
    ("budgets with sums", |n| filled("事業名\t予算額\n", "港の整備\t1,000\n計\t1,000\n", "", n)),
    ("budgets with one sum", |n| filled("事業名\t予算額\n", "港の整備\t1,000\n", "計\t1,000\n", n)),
    ("many tables", |n| filled("", "指標\tR5\n人数\t3人\n率\t5%\n\n本文です。\n\n", "", n)),
    ("many sheets", |n| {
        filled("", "事業名\t港の整備\n担当課\t企画課\n指標\tR5\n人数\t3人\n", "", n)
    }),
    ("sheets in text", |n| filled("", "事業名：港の整備\n担当課：企画課\n目的：進める\n\n", "", n)),
    ("achievements across", |n| across("達成率", "50%", n)),
    ("kinds across", |n| across("実績値", "5", n)),
    ("remarks across", |n| across("備考", "5", n)),
    ("heads apart", |n| apart(n)),
    ("sections", |n| filled("", "第1章 計画\n\n1 現状\n\n(1) 課題\n\n本文を記す。\n\n", "", n)),
    ("numbers that go on", |n| (1..n / 12).map(|i| format!("{i}. 計画\n\n")).collect()),
    ("speakers", |n| {
        filled("会議録\n\n", "○山田委員 港の計画はどうか。\n\n○企画課長 進める。\n\n", "", n)
    }),
    ("a printed table", |n| {
        filled(
            "  指標          単位     R4      R5\n",
            "  来場者数      人     1,234   2,345\n",
            "",
            n,
        )
    }),
    ("printed columns of prose", |n| {
        filled("", "港の計画を進める         町の計画を進める\n", "", n)
    }),
    ("letters spread", |n| filled("", "港 の 計 画   を  進   め る\n", "", n)),
];

fn csv_of_years(size: usize) -> String {
    let count = size / 2 / 12 + 1;
    let heads: Vec<String> = (0..count).map(|i| format!("令和{}年度", i % 20 + 1)).collect();
    let values = vec!["1"; count];
    format!("指標,{}\n人数,{v}\n率,{v}\n", heads.join(","), v = values.join(","))
}

fn html_of_years(size: usize) -> String {
    let count = size / 40 + 1;
    let heads: String = (0..count).map(|i| format!("<th>令和{}年度</th>", i % 20 + 1)).collect();
    let values = "<td>1人</td>".repeat(count);
    format!("<table><tr><th>指標</th>{heads}</tr>\n<tr><td>人数</td>{values}</tr></table>\n")
}

/// One row of values of a kind, and its head.
fn across(head: &str, value: &str, size: usize) -> String {
    let count = size / (head.len() + value.len() + 2) + 1;
    format!(
        "指標\tR5\t{}\n人数\t1\t{}\n",
        vec![head; count].join("\t"),
        vec![value; count].join("\t")
    )
}

/// A head of three rows whose groups stand far apart.
fn apart(size: usize) -> String {
    let gap = "\t".repeat(size / 8);
    format!("指標\t目標{gap}\t実績\n\tR4{gap}\tR5\n\t値{gap}\t値\n人数\t1{gap}\t2\n率\t1{gap}\t2\n")
}

/// All cases.
pub(crate) fn cases() -> impl Iterator<Item = Case> {
    let whole = WHOLE.iter().map(|&(name, text)| case(name.to_owned(), text));
    repeated(PIECES, WAYS).chain(repeated(SPACED, SPACED_WAYS)).chain(whole)
}

fn repeated(pieces: &'static [&'static str], ways: &'static [Way]) -> impl Iterator<Item = Case> {
    pieces.iter().flat_map(move |&piece| {
        ways.iter().map(move |&(way, text)| {
            case(format!("{piece:?} {way}"), move |size| text(piece, size))
        })
    })
}

fn case(name: String, text: impl Fn(usize) -> String + 'static) -> Case {
    Case { name, text: Box::new(text) }
}
