//! The document about a table: what stands above, below and, at a page break, within it.

use keikaku_text::display_width;

use super::Layout;
use super::grid::Align;
use super::names::{BODIES, PLANS};
use super::plan::{Plan, UnitPlace};
use super::truth::{Shape, Truth};
use super::typeset::pad;
use super::written::csv_row;
use crate::dice::Dice;

/// What stands about the table.
pub(super) struct Frame {
    title: String,
    date: String,
    body: &'static str,
    section: Option<String>,
    prose: Option<&'static str>,
    pub caption: Option<String>,
    unit: Option<String>,
    note: Option<&'static str>,
}

const PROSE: &[&str] = &[
    "取組の進み具合は、次の指標で毎年確かめます。",
    "施策の効果を測るため、次のとおり指標を定めました。値は担当する課が集めます。",
    "進み方が思わしくないときは、取組の組み立てから見直すこととする。",
];

const NOTES: &[&str] = &[
    "※ 値は各年度末のものである。",
    "※ 年度ごとの値は、翌年度の秋に取りまとめる。",
    "注 端数は四捨五入している。",
    "（注）値は見直すことがある。",
    "資料：市政策推進課調べ",
];

impl Frame {
    pub(super) fn random(dice: &mut Dice, layout: Layout, truth: &Truth, plan: &Plan) -> Self {
        let body = dice.of(BODIES);
        let (year, month) = truth.issued;
        let (era, of_era) = if (year, month) >= (2019, 5) {
            ("令和", year - 2018)
        } else {
            ("平成", year - 1988)
        };
        let of_era = if of_era == 1 { "元".to_owned() } else { of_era.to_string() };
        let mut section = section(dice, truth);
        let mut caption = dice.flag(30, "caption").then(|| {
            format!(
                "{}{}",
                dice.of(&["表1 ", "表２　", "", "図表3-1 "]),
                dice.of(&["成果指標の一覧", "指標"])
            )
        });
        if truth.shape == Shape::YearsOnly {
            let target = truth.slots[0].kind == "target";
            let word = if target { "目標値" } else { "実績値" };
            if dice.choose("role of years", &[("caption", true), ("section", false)]) {
                let form = dice.of(&[0, 1, 2]);
                caption = Some(match form {
                    0 => format!("表1 成果指標の{word}"),
                    1 => format!("{word}の推移"),
                    _ => format!("成果指標（{word}）"),
                });
            } else {
                section = Some(if target { "数値目標" } else { "指標の実績" }.to_owned());
            }
        }
        let unit = truth.shared_unit.filter(|_| plan.unit == UnitPlace::Caption).map(|u| {
            let unit = plan.notation.unit(u.written);
            match dice.of(&[0, 0, 1, 2, 3]) {
                0 => format!("（単位：{unit}）"),
                1 => format!("(単位：{unit})"),
                2 => format!("単位：{unit}"),
                _ => format!("【単位：{unit}】"),
            }
        });
        Self {
            title: format!("{body}{}", dice.of(PLANS)),
            date: format!("{era}{of_era}年{month}月"),
            body,
            section: section.map(|s| headed(dice, layout, &s)),
            prose: dice.flag(30, "prose").then(|| dice.of(PROSE)),
            caption,
            unit,
            note: dice.flag(35, "footnote").then(|| dice.of(NOTES)),
        }
    }

    /// The document: its text, and the first and last line of its table.
    pub(super) fn document(
        &self,
        dice: &mut Dice,
        layout: Layout,
        parts: &[Vec<String>],
    ) -> (String, [usize; 2]) {
        let furniture = (parts.len() > 1 && layout != Layout::Sheet
            || layout == Layout::Sheet && dice.chance(25))
        .then(|| self.furniture(dice, layout, parts));
        let broken_at =
            if layout == Layout::Sheet { dice.below(parts.len().max(2) - 1) } else { 0 };
        let width = parts.iter().flatten().map(|l| display_width(l)).max().unwrap().max(40);
        let width = if layout == Layout::Spaces { width } else { 0 };
        let mut lines: Vec<String> = Vec::new();
        for text in [&self.title, &self.date, self.body] {
            let mark = if layout == Layout::Markdown && lines.is_empty() { "# " } else { "" };
            lines.push(pad(&format!("{mark}{text}"), width, Align::Centre).trim_end().to_owned());
            lines.push(String::new());
        }
        for text in [self.section.as_deref(), self.prose].into_iter().flatten() {
            lines.extend([text.to_owned(), String::new()]);
        }
        if let Some(caption) = &self.caption {
            lines.push(caption.clone());
        }
        if let Some(unit) = &self.unit {
            lines.push(pad(unit, width, Align::Right));
        }
        if layout == Layout::Markdown && !lines.last().unwrap().is_empty() {
            // A pipe table that follows a paragraph's line would be part of the paragraph.
            lines.push(String::new());
        }
        if layout == Layout::Html && dice.flag(20, "html:whole document") {
            tagged(&mut lines, self.section.as_deref());
        }
        if layout == Layout::Csv {
            lines = self.as_csv(dice, &lines, &parts[0][0]);
        }
        let count =
            |lines: &[String]| lines.iter().map(|l| 1 + l.matches('\n').count()).sum::<usize>();
        let first = count(&lines) + 1;
        let spaced = layout == Layout::Sheet && dice.chance(60);
        for (i, part) in parts.iter().enumerate() {
            lines.extend(part.iter().cloned());
            if i + 1 == parts.len() {
                break;
            }
            match &furniture {
                Some(furniture) if i == broken_at => lines.extend(furniture.iter().cloned()),
                _ if spaced => lines.push(String::new()),
                _ => {}
            }
        }
        let last = count(&lines);
        let tagged = lines[0] == "<html>";
        if let Some(note) = self.note {
            let note = if tagged { format!("<p>{note}</p>") } else { note.to_owned() };
            if layout != Layout::Tabs || dice.chance(50) {
                lines.push(String::new());
            }
            lines.push(note);
        }
        if tagged {
            lines.extend(["</body>", "</html>"].map(str::to_owned));
        }
        lines.push(String::new());
        let crlf = layout == Layout::Csv && dice.flag(15, "csv:CRLF");
        let text = lines.join("\n");
        (if crlf { text.replace('\n', "\r\n") } else { text }, [first, last])
    }

    /// The lines above a table as rows of the same file.
    fn as_csv(&self, dice: &mut Dice, lines: &[String], row: &str) -> Vec<String> {
        let columns = 1 + row.matches(',').count();
        let filled = dice.flag(50, "csv:title rows filled");
        lines
            .iter()
            .map(|line| {
                let mut cells = vec![line.clone()];
                if filled {
                    cells.resize(columns, String::new());
                }
                csv_row(&cells, false)
            })
            .collect()
    }

    /// What a page break leaves between two parts of a table.
    fn furniture(&self, dice: &mut Dice, layout: Layout, parts: &[Vec<String>]) -> Vec<String> {
        let width = parts.iter().flatten().map(|l| display_width(l)).max().unwrap().max(40);
        let width = if layout == Layout::Spaces { width } else { 0 };
        let page = dice.within(1, 40);
        let number = match dice.of(&[0, 0, 1, 2]) {
            0 => format!("- {page} -"),
            1 => format!("－ {page} －"),
            _ => page.to_string(),
        };
        let number = pad(&number, width, Align::Centre).trim_end().to_owned();
        let head = pad(&self.title, width, Align::Right);
        let blank = String::new;
        match dice.choose(
            "page",
            &[("number", 0), ("number, head", 1), ("form feed", 2), ("number, form feed, head", 3)],
        ) {
            0 => vec![blank(), number, blank()],
            1 => vec![blank(), number, blank(), head, blank()],
            2 => vec!["\u{c}".to_owned()],
            _ => vec![blank(), number, format!("\u{c}{head}"), blank()],
        }
    }
}

/// Puts the lines above a table in tags.
fn tagged(lines: &mut Vec<String>, section: Option<&str>) {
    lines.retain(|l| !l.is_empty());
    for (i, line) in lines.iter_mut().enumerate() {
        let tag = match i {
            0 => "h1",
            _ if section == Some(line.as_str()) => "h2",
            _ => "p",
        };
        *line = format!("<{tag}>{line}</{tag}>");
    }
    lines.splice(0..0, ["<html>", "<body>"].map(str::to_owned));
}

fn section(dice: &mut Dice, truth: &Truth) -> Option<String> {
    let mut titles = vec!["成果指標", "計画の指標", "指標の一覧", "施策の評価指標"];
    if truth.shape != Shape::YearsOnly {
        // Where columns say what their values are, this title says nothing more.
        titles.push("数値目標");
    }
    dice.flag(75, "section").then(|| dice.of(&titles).to_owned())
}

/// A section's title with a number or mark.
fn headed(dice: &mut Dice, layout: Layout, title: &str) -> String {
    if layout == Layout::Markdown {
        return format!("## {}{title}", dice.of(&["", "3 ", "(2) ", "第3章 "]));
    }
    match dice.of(&[0, 1, 2, 3, 4, 5, 6, 7]) {
        0 => format!("第3章 {title}"),
        1 => format!("第２節　{title}"),
        2 => format!("３　{title}"),
        3 => format!("(2) {title}"),
        4 => format!("Ⅱ {title}"),
        5 => format!("【{title}】"),
        6 => format!("■ {title}"),
        _ => format!("4-2 {title}"),
    }
}
