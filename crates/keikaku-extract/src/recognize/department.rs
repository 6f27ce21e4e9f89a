//! Departments (担当部署): names in cells, in brackets, behind labels and in running text.

use std::collections::HashSet;

use keikaku_text::clean_name;

/// The names of departments that a document writes whole; names that cells broke are made whole
/// from them.
#[derive(Debug, Default)]
pub(crate) struct Gazetteer {
    names: HashSet<String>,
}

impl Gazetteer {
    /// Learns a name from a place that writes it whole.
    pub(crate) fn learn(&mut self, name: &str) {
        if name.chars().count() >= 3 && is_name(name) {
            self.names.insert(name.to_owned());
        }
    }

    fn knows(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}

/// A department as a cell or bracket names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// The department.
    pub name: String,
    /// The chain above it, outermost first.
    pub organization: Vec<String>,
    /// Its sub-unit: in brackets, or a desk (係) behind it.
    pub unit: Option<String>,
}

impl Named {
    /// Who is mentioned: a desk is a mention beside its division's, a sub-unit in brackets is part
    /// of it.
    pub(crate) fn mentions(&self) -> Vec<Self> {
        match &self.unit {
            Some(desk) if is_desk(desk) => {
                let mut organization = self.organization.clone();
                organization.push(self.name.clone());
                let desk = Self { name: desk.clone(), organization, unit: None };
                vec![Self { unit: None, ..self.clone() }, desk]
            }
            _ => vec![self.clone()],
        }
    }
}

/// What ends the name of a body (組織名の語尾), longest first where one ends another.
const SUFFIXES: &[&str] = &[
    "センター",
    "チーム",
    "グループ",
    "プロジェクト",
    "事務局",
    "事務所",
    "営業所",
    "研究所",
    "試験場",
    "委員会",
    "協議会",
    "消防署",
    "出張所",
    "保健所",
    "担当",
    "本部",
    "支所",
    "支部",
    "支局",
    "大学",
    "学校",
    "公社",
    "財団",
    "法人",
    "機構",
    "組合",
    "会議所",
    "商工会",
    "協会",
    "連合会",
    "病院",
    "図書館",
    "博物館",
    "公民館",
    "課",
    "室",
    "局",
    "部",
    "係",
    "所",
    "班",
    "署",
    "院",
    "庁",
    "省",
    "府",
    "県",
    "市",
    "町",
    "村",
    "区",
    "館",
    "場",
    "園",
    "校",
    "会",
    "社",
    "駐在",
];

/// Units above a department, where a name goes on after them: 総務部総務課.
const ABOVE: &[char] = &['部', '局', '省', '庁', '県', '市', '町', '村', '府', '都'];

/// Words that make 部, 局 and 室 in running text the name of an office and not a place or a part.
const FIELDS: &[&str] = &[
    "総務",
    "企画",
    "政策",
    "財政",
    "財務",
    "税務",
    "経済",
    "産業",
    "雇用",
    "労働",
    "商工",
    "観光",
    "農林",
    "農政",
    "農業",
    "水産",
    "林務",
    "環境",
    "生活",
    "市民",
    "県民",
    "区民",
    "町民",
    "福祉",
    "健康",
    "保健",
    "医療",
    "子ども",
    "こども",
    "子育て",
    "教育",
    "文化",
    "スポーツ",
    "学校",
    "建設",
    "土木",
    "県土",
    "都市整備",
    "都市計画",
    "まちづくり",
    "地域",
    "防災",
    "危機管理",
    "消防",
    "警察",
    "会計",
    "議会",
    "監査",
    "人事",
    "情報",
    "デジタル",
    "未来",
    "文化財",
    "人権",
    "保険",
    "職員",
    "魅力",
    "暮らし",
    "くらし",
    "安全",
    "資産",
    "契約",
    "広報",
    "秘書",
    "国際",
    "交通",
    "港湾",
    "河川",
    "道路",
    "住宅",
    "建築",
    "上下水道",
    "水道",
    "下水道",
    "営業",
    "戦略",
    "推進",
    "振興",
    "整備",
    "管理",
    "支援",
    "対策",
    "調整",
    "イノベーション",
    "事務",
];

/// Whether a text can be the name of a body by its last characters.
pub(crate) fn is_name(text: &str) -> bool {
    // No name is longer than thirty characters of three bytes, none ends but with these.
    let ends = text.chars().next_back().is_some_and(|c| {
        "ータムプト局所場会署部当学校社団人構合院館民課室係班庁省府県市町村区園在".contains(c)
    });
    if !ends || text.len() > 90 {
        return false;
    }
    let length = text.chars().count();
    (2..=30).contains(&length)
        && SUFFIXES.iter().any(|s| text.ends_with(s))
        && !text.contains(['。', '→', '：', ':', '＝', '「', '◆', '%', '％'])
        && !text.ends_with("場合")
}

/// Whether a cell as a whole names departments: used to find columns and shifted rows.
pub(crate) fn looks_like_names(text: &str) -> bool {
    if text.is_empty() || text.len() > 400 || text.contains('。') {
        return false;
    }
    // Most cells hold one name and nothing else.
    let plain = |c: char| !c.is_whitespace() && !"、，,(（)）/／;；・".contains(c);
    if text.chars().all(plain) {
        return is_name(text);
    }
    let names = parse(text, &Gazetteer::default());
    !names.is_empty() && names.iter().all(|n| is_name(&n.name))
}

/// What the names of units end with that desks (係) belong to.
const HOLDS_DESKS: [char; 3] = ['課', '室', '所'];

/// Whether a name is that of a desk (係, 班), the smallest unit of an office.
fn is_desk(name: &str) -> bool {
    name.chars().count() >= 2 && name.ends_with(['係', '班'])
}

/// A division and its desk that a cell wrote without a space: 市民課市民係.
fn desk_within(name: &str) -> Option<(&str, &str)> {
    let at = name.find('課')? + '課'.len_utf8();
    let (division, desk) = name.split_at(at);
    is_desk(desk).then_some((division, desk))
}

/// The departments that the text of a cell or bracket names.
///
/// `ものづくり課 (工業研究所) (東部駐在)` is one department with two sub-units, so two entries.
/// `産業部 商工課・農政課` are two departments of one organization.
pub(crate) fn parse(text: &str, known: &Gazetteer) -> Vec<Named> {
    let plain = |c: char| !c.is_whitespace() && !"、，,(（)）/／;；・※".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        let name = clean_name(text);
        let (organization, name) = chain(strip_others(&name));
        let (name, unit) = match desk_within(&name) {
            Some((name, desk)) => (name.to_owned(), Some(desk.to_owned())),
            None => (name, None),
        };
        return if name.is_empty() { Vec::new() } else { vec![Named { name, organization, unit }] };
    }
    let mut found: Vec<Named> = Vec::new();
    // The organization that a name before a space gives to the names behind it.
    let mut above: Vec<String> = Vec::new();
    let parts = split(text, known);
    for (i, part) in parts.iter().enumerate() {
        let (name, units) = units(&part.text);
        let name = strip_others(&clean_name(&name)).to_owned();
        let units: Vec<String> = units
            .iter()
            .map(|u| strip_others(&clean_name(u)).to_owned())
            .filter(|u| !u.is_empty())
            .collect();
        if name.is_empty() {
            // A sub-unit that a line break set apart belongs to the department before it.
            if let Some(last) = found.last().cloned() {
                for unit in units {
                    push_unit(&mut found, &last, unit);
                }
            }
            continue;
        }
        // 情報政策課 情報政策係: the desk is a sub-unit of the division before it.
        if part.joint == Joint::Space
            && units.is_empty()
            && is_desk(&name)
            && let Some(last) =
                found.last().filter(|last| last.name.ends_with(HOLDS_DESKS)).cloned()
        {
            push_unit(&mut found, &last, name);
            continue;
        }
        let (mut organization, name) = chain(&name);
        // 商工課・農政課 behind 産業部 are both of it; another 部 is not.
        let of_above = part.joint != Joint::Mark
            && above.last().and_then(|a| rank(a)).zip(rank(&name)).is_some_and(|(a, r)| a < r);
        if organization.is_empty() && of_above {
            organization.clone_from(&above);
        }
        let next = parts.get(i + 1).filter(|n| n.joint == Joint::Space && units.is_empty());
        if let (Some(own), Some(next)) = (rank(&name), next)
            && rank(strip_others(&clean_name(&next.text))).is_some_and(|r| stands_above(own, r))
        {
            organization.push(name);
            above = organization;
            continue;
        }
        let base = Named { name, organization, unit: None };
        above.clone_from(&base.organization);
        if units.is_empty() {
            found.push(base);
        } else {
            found.extend(units.into_iter().map(|unit| Named { unit: Some(unit), ..base.clone() }));
        }
    }
    found.dedup();
    found
}

/// The chain of units that a text names as one above the other: `建設局 道路部`.
pub(crate) fn path(text: &str, known: &Gazetteer) -> Vec<String> {
    let Some(last) = parse(text, known).pop() else { return Vec::new() };
    let mut path = last.organization;
    path.push(last.name);
    path
}

/// How far down a unit stands: 局 above 部 above 課 above 係.
fn rank(name: &str) -> Option<u8> {
    const RANKS: &[(&str, u8)] = &[
        ("委員会事務局", 1),
        ("委員会", 0),
        ("省", 0),
        ("庁", 0),
        ("本部", 1),
        ("局", 1),
        ("部", 2),
        ("課", 3),
        ("室", 3),
        ("センター", 3),
        ("所", 3),
        ("署", 3),
        ("館", 3),
        ("係", 4),
        ("班", 4),
        ("グループ", 4),
        ("チーム", 4),
    ];
    RANKS.iter().find(|(suffix, _)| name.ends_with(suffix)).map(|(_, rank)| *rank)
}

fn stands_above(upper: u8, lower: u8) -> bool {
    upper < lower && upper <= 2 && lower >= 2
}

fn push_unit(found: &mut Vec<Named>, last: &Named, unit: String) {
    if last.unit.is_none()
        && let Some(slot) = found.last_mut()
    {
        slot.unit = Some(unit);
    } else {
        found.push(Named { unit: Some(unit), ..last.clone() });
    }
}

fn strip_others(name: &str) -> &str {
    let mut name = name.trim_matches(['・', ' ', '、', '，', '/', '／']);
    for end in ["ほか", "など", "等", "他", "※"] {
        name = name.strip_suffix(end).unwrap_or(name);
    }
    name.trim_end_matches(['・', ' ', '、'])
}

/// What stands before a part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    /// Its start, or a mark that sets items apart.
    Mark,
    /// A space.
    Space,
    /// A middle dot.
    Dot,
}

/// A part of a text, and what stands before it.
struct Part {
    text: String,
    joint: Joint,
}

/// Cuts a text at marks, and at spaces where a whole name ends.
fn split(text: &str, known: &Gazetteer) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut depth = 0usize;
    let mut part = String::new();
    let mut joint = Joint::Mark;
    for (at, c) in text.char_indices() {
        let ends = match c {
            '、' | '，' | ',' | '/' | '／' | '\n' | ';' | '；' if depth == 0 => {
                Some(Joint::Mark)
            }
            ' ' | '\u{3000}' if depth == 0 => {
                let rest = text[at + c.len_utf8()..].trim_start_matches([' ', '\u{3000}']);
                ends_name(&part, rest, known).then_some(Joint::Space)
            }
            '(' | '（' => {
                depth += 1;
                None
            }
            ')' | '）' => {
                depth = depth.saturating_sub(1);
                None
            }
            _ => None,
        };
        match ends {
            Some(next) => {
                parts.push(Part { text: std::mem::take(&mut part), joint });
                joint = next;
            }
            None => part.push(c),
        }
    }
    parts.push(Part { text: part, joint });
    parts.retain(|p| !p.text.trim().is_empty());
    parts
        .into_iter()
        .flat_map(|p| {
            at_dots(p.text, known).into_iter().enumerate().map(move |(i, text)| Part {
                text,
                joint: if i == 0 { p.joint } else { Joint::Dot },
            })
        })
        .collect()
}

/// Cuts at a middle dot between two whole names: 研究所・商工課. A dot within a name
/// (商工・観光課) cuts nothing.
fn at_dots(part: String, known: &Gazetteer) -> Vec<String> {
    let bare = part.split(['(', '（']).next().unwrap_or_default().trim();
    if known.knows(bare) && !bare.match_indices('・').any(|(at, _)| is_whole(&bare[..at], known)) {
        return vec![part];
    }
    for (at, dot) in part.match_indices('・') {
        let (left, right) = (part[..at].trim(), part[at + dot.len()..].trim());
        let right_name = right.split(['(', '（']).next().unwrap_or_default().trim();
        let first = right_name.split('・').next().unwrap_or_default();
        if is_whole(left, known) && (is_whole(right_name, known) || is_whole(first, known)) {
            let mut cut = vec![left.to_owned()];
            cut.extend(at_dots(right.to_owned(), known));
            return cut;
        }
    }
    vec![part]
}

/// Whether a name at one side of a dot is whole: known, or an office by its end.
fn is_whole(name: &str, known: &Gazetteer) -> bool {
    known.knows(name)
        || name.chars().count() >= 3
            && ["課", "室", "センター", "事務局", "事務所"].iter().any(|s| name.ends_with(s))
}

/// Whether the name before a space is whole: it ends as a name does, and what follows is one, too,
/// and not the rest of it.
fn ends_name(left: &str, rest: &str, known: &Gazetteer) -> bool {
    let whole = clean_name(left);
    let bare = whole.split(['(', '（']).next().unwrap_or_default().trim_end();
    if !is_name(bare) || rest.starts_with(['(', '（', ')', '）', '・', 'ー']) {
        return false;
    }
    let next: String =
        rest.split([' ', '\u{3000}', '、', '(', '（']).next().unwrap_or_default().to_owned();
    if known.knows(&format!("{bare}{next}")) && !known.knows(bare) {
        return false;
    }
    // 消防 署: the suffix alone is the rest of a broken name.
    known.knows(bare) || next.chars().count() > 1
}

/// `課 (A) (B)` → the name and what stands in its brackets.
fn units(part: &str) -> (String, Vec<String>) {
    let mut name = String::new();
    let mut units = Vec::new();
    let mut depth = 0usize;
    let mut unit = String::new();
    for c in part.chars() {
        match c {
            '(' | '（' => {
                depth += 1;
                if depth > 1 {
                    unit.push(c);
                }
            }
            ')' | '）' => {
                if depth > 1 {
                    unit.push(c);
                } else if !unit.is_empty() {
                    units.push(std::mem::take(&mut unit));
                }
                depth = depth.saturating_sub(1);
            }
            _ if depth > 0 => unit.push(c),
            _ => name.push(c),
        }
    }
    if !unit.is_empty() {
        units.push(unit);
    }
    // (公財)産業センター: brackets before the name belong to it.
    if part.trim_start().starts_with(['(', '（']) && !name.trim().is_empty() {
        return (part.trim().to_owned(), Vec::new());
    }
    let expanded = units.iter().flat_map(|u| u.split(['、', '，'])).map(str::to_owned).collect();
    (name, expanded)
}

/// `総務部総務課` → 総務部 above 総務課. 営業本部担当課 is one name.
fn chain(name: &str) -> (Vec<String>, String) {
    let mut above = Vec::new();
    let mut rest = name;
    // 営業本部担当課 is whoever is in charge there, not an office of that name.
    if GENERIC.iter().any(|g| name.ends_with(g)) || name.starts_with(['(', '（']) {
        return (above, name.to_owned());
    }
    while let Some(cut) = first_unit_end(rest) {
        above.push(rest[..cut].to_owned());
        rest = &rest[cut..];
    }
    (above, rest.to_owned())
}

/// Words that hold a character of [`ABOVE`] and name no unit: 中心市街地整備課.
const COMPOUNDS: &[&str] = &[
    "市街", "都市", "市場", "町内", "市民", "県民", "町民", "村民", "府民", "都民", "県土", "県産",
    "県政", "市政", "町政", "農村", "山村", "漁村", "都心", "首都", "県内", "市内", "村内", "町並",
    "県営", "市営", "町営", "市有", "県有", "部落", "部活", "全部", "一部", "本部",
];

fn first_unit_end(name: &str) -> Option<usize> {
    let chars: Vec<(usize, char)> = name.char_indices().collect();
    for &(at, c) in chars.iter().skip(2) {
        if !ABOVE.contains(&c) {
            continue;
        }
        let end = at + c.len_utf8();
        let within = |w: &&&str| {
            w.contains(c)
                && name.match_indices(**w).any(|(from, w)| from <= at && end <= from + w.len())
        };
        if COMPOUNDS.iter().any(|w| within(&w)) {
            continue;
        }
        let rest = &name[end..];
        let ends_office = [
            "課",
            "室",
            "係",
            "局",
            "部",
            "班",
            "チーム",
            "事務所",
            "センター",
            "グループ",
            "署",
            "保健所",
            "研究所",
        ]
        .iter()
        .any(|s| rest.ends_with(s));
        if ends_office
            && rest.chars().count() >= 3
            && !rest.starts_with(['内', '長', '局', '門', '会', '民', '役', '場', '所'])
            && !is_generic(rest)
        {
            return Some(end);
        }
    }
    None
}

/// Words that stand for an office without naming it.
const GENERIC: &[&str] =
    &["担当課", "関係課", "各課", "主管課", "所管課", "関係部局", "担当部局", "担当室"];

fn is_generic(name: &str) -> bool {
    GENERIC.contains(&name)
}

/// Departments in running text: ends (byte offsets in the folded text) of candidates by their last
/// character. The caller finds where the name begins.
pub(crate) fn candidate_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if matches!(c, '課' | '部' | '局' | '室') {
            let next = chars.peek().map(|&(_, n)| n);
            let goes_on = next.is_some_and(|n| {
                ('\u{4e00}'..='\u{9fff}').contains(&n)
                    && n != '長'
                    && n != '及'
                    && n != '並'
                    && n != '又'
            });
            if !goes_on {
                ends.push(at + c.len_utf8());
            }
        }
    }
    ends
}

/// Whether a noun phrase of running text names an office: not a part, a place or a generic word.
pub(crate) fn is_office(name: &str) -> bool {
    let length = name.chars().count();
    let generic_start = [
        "各", "全", "関係", "両", "同", "当", "庁内", "所管", "担当", "主管", "他", "本", "一",
        "複数", "部", "局",
    ];
    if !(3..=24).contains(&length)
        || generic_start.iter().any(|g| name.starts_with(g))
        || is_generic(name)
    {
        return false;
    }
    let stem_end = name.char_indices().next_back().map_or(0, |(i, _)| i);
    let stem = &name[..stem_end];
    let last = &name[stem_end..];
    if name.contains(['(', ')', '「', '」', ' ']) && !name.starts_with('(') {
        return false;
    }
    match last {
        "課" => !stem.ends_with("各") && !stem.ends_with('日') && !stem.ends_with('関'),
        _ => FIELDS.iter().any(|f| stem.ends_with(f)) && name != "事務局",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Option<String>)> {
        let mut known = Gazetteer::default();
        known.learn("地域づくり・くらし支援課");
        parse(text, &known).into_iter().map(|n| (n.name, n.unit)).collect()
    }

    fn pairs(expected: &[(&str, Option<&str>)]) -> Vec<(String, Option<String>)> {
        expected.iter().map(|(n, u)| ((*n).to_owned(), u.map(str::to_owned))).collect()
    }

    #[test]
    fn a_broken_name_is_made_whole_and_two_names_stay_two() {
        assert_eq!(
            read("地域づくり・くら し支援 課"),
            pairs(&[("地域づくり・くらし支援課", None)])
        );
        assert_eq!(read("産業振興課 青葉市"), pairs(&[("産業振興課", None), ("青葉市", None)]));
        assert_eq!(
            read("農産課、林業・木材課"),
            pairs(&[("農産課", None), ("林業・木材課", None)])
        );
    }

    #[test]
    fn each_sub_unit_in_brackets_is_an_entry() {
        assert_eq!(
            read("産業振興課 (試験場) (港駐在)"),
            pairs(&[("産業振興課", Some("試験場")), ("産業振興課", Some("港駐在"))])
        );
        assert_eq!(
            read("産業振興課 (港駐在) 青葉市"),
            pairs(&[("産業振興課", Some("港駐在")), ("青葉市", None)])
        );
        assert_eq!(
            read("デザイン・チーム (産業振興課ほか)"),
            pairs(&[("デザイン・チーム", Some("産業振興課"))])
        );
    }

    #[test]
    fn the_chain_above_a_department_is_its_organization() {
        let known = Gazetteer::default();
        let found = parse("総務部総務課", &known);
        assert_eq!(
            (found[0].organization.clone(), found[0].name.as_str()),
            (vec!["総務部".to_owned()], "総務課")
        );
        assert_eq!(parse("港営業本部担当課", &known)[0].organization, Vec::<String>::new());
    }
}
