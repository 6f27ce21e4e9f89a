//! The public body that publishes (発行主体), and its national code.
//!
//! Only what a document says of its own origin counts: who made the plan, a line of the title page,
//! a signature, the title, the headings, the feet of the pages. A body that is merely mentioned is
//! none. [`find`] asks the places, the surest first; the first place that names a body decides.

use foldhash::{HashMap, HashMapExt as _};
use keikaku_layout::{Block, BlockKind, Furniture, steps};
use keikaku_lexicon::{Body, BodyKind, Concept, bodies, concepts, leading_body};
use keikaku_record::Issuer;
use keikaku_text::{Span, clean_name, fold, is_japanese};
use keikaku_values::{Date, find_periods};

use super::Assembly;
use super::document::PUBLISHED;
use crate::recognize::responsibility::labelled;

const BODY_ENDS: &[&str] = &[
    "県",
    "都",
    "府",
    "道",
    "市",
    "町",
    "村",
    "区",
    "省",
    "庁",
    "部",
    "局",
    "課",
    "委員会",
    "組合",
    "本部",
    "広域連合",
    "事務所",
];

/// Whether a text as a whole can be the name of a public body.
pub(crate) fn is_body(name: &str) -> bool {
    let length = name.chars().count();
    (2..=20).contains(&length)
        && BODY_ENDS.iter().any(|e| name.ends_with(e))
        && !name.contains(['の', '、', '。', '：', ':', '「', '・', '～'])
        && !name.ends_with("全部")
}

/// A body that a text begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    name: String,
    /// The prefecture that stands before it, or that it is.
    prefecture: Option<u8>,
    /// What the list of bodies says it is; `None` where the list does not have it.
    kind: Option<BodyKind>,
    /// How many bytes of the text name it.
    bytes: usize,
}

/// What was found.
pub(crate) enum Found {
    /// One body; a diagnostic where the list has several of its name and none can be told.
    One { issuer: Issuer, shared: bool, span: Span },
    /// Several that the document names as its own with equal right.
    Several { names: Vec<String>, span: Span },
    /// None.
    Nothing,
}

/// What is known of the front when the issuer is asked for.
pub(crate) struct Known<'d> {
    pub title: Option<&'d str>,
    /// The lines beside the title.
    pub opening: &'d [&'d Block],
    pub day: Option<Date>,
    pub span: Span,
}

/// Finds the issuer.
pub(crate) fn find(a: &Assembly<'_>, known: &Known<'_>) -> Found {
    let places: [fn(&Assembly<'_>, &Known<'_>) -> Vec<Candidate>; 11] = [
        makers, lines, titles, openings, columns, headings, pages, imprints, venues, topics,
        offices,
    ];
    for place in places {
        let mut candidates = place(a, known);
        settle(&mut candidates);
        match candidates.as_slice() {
            [] => {}
            [only] => return one(a, known, only),
            several => {
                return Found::Several {
                    names: several.iter().map(|c| c.named.name.clone()).collect(),
                    span: several[0].span,
                };
            }
        }
    }
    Found::Nothing
}

/// A body with the place that names it.
#[derive(Clone, Debug)]
struct Candidate {
    named: Named,
    span: Span,
}

/// Drops what says the same: a body again, and the prefecture of a municipality beside it.
fn settle(candidates: &mut Vec<Candidate>) {
    let mut seen: Vec<String> = Vec::new();
    candidates.retain(|c| {
        let new = !seen.contains(&c.named.name);
        if new {
            seen.push(c.named.name.clone());
        }
        new
    });
    let local =
        |c: &Candidate| !matches!(c.named.kind, Some(BodyKind::Prefecture | BodyKind::State));
    if candidates.len() == 2 && candidates.iter().filter(|c| local(c)).count() == 1 {
        let inner = candidates.iter().find(|c| local(c)).map(|c| c.named.clone());
        candidates.retain(|c| {
            local(c)
                || c.named.kind != Some(BodyKind::Prefecture)
                || !inner.as_ref().is_some_and(|i| lies_in(i, c.named.prefecture))
        });
    }
}

/// Whether a municipality can lie in a prefecture; one that the list does not have can anywhere.
fn lies_in(named: &Named, prefecture: Option<u8>) -> bool {
    named.kind.is_none() || bodies(&named.name).iter().any(|b| Some(b.prefecture) == prefecture)
}

fn one(a: &Assembly<'_>, known: &Known<'_>, candidate: &Candidate) -> Found {
    let named = &candidate.named;
    let fits = |b: &&Body| {
        named.prefecture.is_none_or(|p| b.prefecture == p)
            && known.day.zip(b.ended).is_none_or(|(day, ended)| day.to_string().as_str() <= ended)
    };
    let mut fitting: Vec<&Body> = bodies(&named.name).iter().filter(fits).collect();
    if known.day.is_none() && fitting.iter().any(|b| b.ended.is_none()) {
        fitting.retain(|b| b.ended.is_none());
    }
    if fitting.len() > 1 {
        // Another place of the text may name it with its prefecture.
        let whole = |b: &Body| {
            keikaku_lexicon::prefecture(b.prefecture)
                .is_some_and(|p| a.text().contains(&format!("{p}{}", b.name)))
        };
        let written: Vec<&Body> = fitting.iter().copied().filter(|b| whole(b)).collect();
        if written.len() == 1 {
            fitting = written;
        }
    }
    let code = match fitting.as_slice() {
        [only] => only.code(),
        _ => None,
    };
    Found::One {
        issuer: Issuer { name: named.name.clone(), code },
        shared: fitting.len() > 1,
        span: candidate.span,
    }
}

/// Reads the body that a clean text begins with.
///
/// 高知県南国市 is the municipality, 高知県産業振興計画 is of the prefecture.
fn named_at(text: &str) -> Option<Named> {
    let Some(name) = leading_body(text) else { return unlisted(text) };
    let rest = &text[name.len()..];
    let body = bodies(name).first()?;
    let next = rest.chars().next();
    // 港区域, 旭市街地: short names also begin other words.
    if name.chars().count() == 2 && next.is_some_and(|c| "街域画分間場民".contains(c)) {
        return None;
    }
    let own = Named {
        name: name.to_owned(),
        prefecture: (body.kind == BodyKind::Prefecture).then_some(body.prefecture),
        kind: Some(body.kind),
        bytes: name.len(),
    };
    if body.kind != BodyKind::Prefecture {
        return Some(own);
    }
    // 東京都市計画 is the city planning of Tokyo (東京), 北海道新幹線 a railway.
    if name == "東京都" && matches!(next, Some('市' | '心'))
        || ["新幹線", "電力", "銀行", "新聞"].iter().any(|w| rest.starts_with(w))
    {
        return None;
    }
    // 北海道中川郡音威子府村: the county (郡) goes.
    let county = rest.char_indices().take(5).find(|&(at, c)| at > 0 && c == '郡');
    let county = county.map(|(at, c)| at + c.len_utf8());
    let behind = |at: usize, named: fn(&str, u8) -> Option<Named>| {
        let named = named(&rest[at..], body.prefecture)?;
        Some(Named { bytes: name.len() + at + named.bytes, ..named })
    };
    let listed = || behind(0, listed_in).or_else(|| behind(county?, listed_in));
    let inner = listed().or_else(|| behind(county.unwrap_or(0), unlisted_in));
    Some(inner.unwrap_or(own))
}

/// Whether a clean text begins with the name of a body.
pub(crate) fn begins_with_body(text: &str) -> bool {
    named_at(uncounted(text)).is_some()
}

/// A municipality of the list right behind its prefecture.
fn listed_in(text: &str, prefecture: u8) -> Option<Named> {
    let name = leading_body(text)?;
    let body = bodies(name).iter().find(|b| b.prefecture == prefecture)?;
    (body.kind != BodyKind::Prefecture).then(|| Named {
        name: name.to_owned(),
        prefecture: Some(prefecture),
        kind: Some(body.kind),
        bytes: name.len(),
    })
}

/// A municipality that the list does not have, right behind its prefecture.
fn unlisted_in(text: &str, prefecture: u8) -> Option<Named> {
    unlisted(text)
        .filter(|n| n.name.ends_with(['市', '町', '村']))
        .map(|n| Named { prefecture: Some(prefecture), ..n })
}

/// A municipality or prefecture that the list does not have: it ends as they do, and is no word
/// that ends so (都市, 農村).
fn unlisted(text: &str) -> Option<Named> {
    let mut letters = text.char_indices().take(8).peekable();
    let hiragana = |c: char| ('ぁ'..='ん').contains(&c);
    let mut before: Option<char> = None;
    while let Some((at, c)) = letters.next() {
        if "市町村区県".contains(c) && at > 0 {
            let name = &text[..at + c.len_utf8()];
            let next = letters.peek().map(|&(_, c)| c);
            let word = concepts(name).has(Concept::NoBody)
                || next.is_some_and(|c| "街民場内外域画分並営境町村区県".contains(c))
                // 魅力ある村: a name in hiragana is so from its beginning.
                || before.is_some_and(hiragana) && !text.starts_with(hiragana);
            return (!word).then(|| Named {
                name: name.to_owned(),
                prefecture: None,
                kind: None,
                bytes: name.len(),
            });
        }
        if !is_japanese(c) || "のとをにはがで年度第次回期号・、。「」『』（）〜～ー".contains(c)
        {
            return None;
        }
        before = Some(c);
    }
    None
}

/// Words before a body's name that say that it made or published the document.
const LABELS: &[&str] = &[
    "企画・編集・発行",
    "編集・発行",
    "編集発行",
    "企画・発行",
    "発行者",
    "発行元",
    "発行所",
    "発行",
    "編集",
    "作成者",
    "作成主体",
    "策定主体",
    "策定者",
    "作成",
    "策定",
    "団体名",
    "自治体名",
    "市町村名",
    "市区町村名",
    "都道府県名",
    "地方公共団体名",
    "府省庁名",
    "府省庁",
    "府省名",
];

/// Ends of offices, which are no bodies of their own.
const OFFICES: &[&str] = &[
    "部",
    "局",
    "課",
    "室",
    "係",
    "議会",
    "委員会",
    "本部",
    "会議",
    "役所",
    "役場",
    "庁",
    "事務所",
    "センター",
    "チーム",
    "館",
    "署",
    "審議会",
    "協議会",
];

/// Ends of bodies that municipalities found, alone or together.
const FOUNDED: &[&str] = &["広域連合", "組合", "公社", "公団", "事業団", "機構", "企業団"];

/// Reads a line that says nothing but whose the document is: a body, its office, or its head with
/// his name. Gives whether a label (発行, 団体名) stands before it, too.
fn origin_line(words: &str) -> Option<(Named, bool)> {
    let dateless = without_days(&clean_name(words));
    let mut bare = dateless.trim_matches(|c: char| "()（）【】[]［］〔〕:： ・".contains(c));
    let label = LABELS.iter().find(|l| bare.starts_with(**l));
    if let Some(label) = label {
        bare = bare[label.len()..].trim_start_matches([':', '：', ' ', '/', '／', ')', '）']);
    }
    if !(2..=40).contains(&bare.chars().count()) {
        return None;
    }
    let named = named_at(bare)?;
    let rest = &bare[named.bytes..];
    let labelled = label.is_some();
    if rest.is_empty() {
        return Some((named, labelled));
    }
    let sentence = |c: char| "のをにがはと、。「」:：→".contains(c) || c.is_ascii_digit();
    if let Some(person) = rest.strip_prefix('長') {
        // To whom it is written stands with 様 or 殿.
        let addressed = ["様", "殿", "宛", "宛て", "あて"].iter().any(|e| person.ends_with(e));
        return (person.chars().count() <= 10 && !person.contains(sentence) && !addressed)
            .then_some((named, true));
    }
    if rest.contains(sentence) {
        return None;
    }
    if FOUNDED.iter().any(|e| rest.ends_with(e)) {
        let whole = Named { name: bare.to_owned(), kind: None, bytes: bare.len(), ..named };
        return Some((whole, labelled));
    }
    OFFICES.iter().any(|e| rest.ends_with(e)).then_some((named, labelled))
}

/// Whether a line says nothing but whose the document is, or its day: such a line is no title.
pub(crate) fn is_origin(words: &str) -> bool {
    let clean = clean_name(words);
    origin_line(&clean).is_some() || without_days(&clean).trim_matches(BRACKETS).is_empty()
}

const BRACKETS: [char; 10] = ['(', ')', '（', '）', '【', '】', '[', ']', '［', '］'];

/// A line without its days and the words of publication at its ends.
fn without_days(words: &str) -> String {
    let folded = fold(words);
    let mut periods = Vec::new();
    find_periods(folded.text(), &keikaku_values::TimeContext::default(), &mut periods);
    let mut rest = folded.text().to_owned();
    for mention in periods.iter().rev() {
        rest.replace_range(mention.range.clone(), " ");
    }
    let mut bare = rest.trim();
    while let Some(less) = PUBLISHED.iter().find_map(|w| bare.strip_suffix(w)) {
        bare = less.trim_end();
    }
    bare.to_owned()
}

/// What counts meetings, issues and years before a name: 令和4年度第1回○○県….
fn uncounted(title: &str) -> &str {
    let mut bare = title;
    loop {
        let open = bare.trim_start_matches(|c: char| {
            c.is_whitespace() || "「『（(【〔［[◆■●○◇□★・:：".contains(c)
        });
        let counts = open.char_indices().take(14).take_while(|(_, c)| {
            c.is_ascii_digit()
                || "第令和平成昭年度月日次回期号議案一二三四五六七八九十元新改訂版RHS".contains(*c)
        });
        let end = counts
            .filter(|(_, c)| "年度次回期号版".contains(*c))
            .last()
            .map(|(at, c)| at + c.len_utf8());
        match end {
            Some(end) => bare = &open[end..],
            None => return open,
        }
    }
}

/// The blocks before the first numbered header, and the first blocks of all.
fn front<'l>(a: &Assembly<'l>) -> impl Iterator<Item = &'l Block> {
    let layout = a.layout;
    layout
        .blocks
        .iter()
        .take(24)
        .filter(|b| {
            matches!(b.kind, BlockKind::Paragraph | BlockKind::Caption | BlockKind::ListItem)
        })
        .filter(|b| b.section.is_none_or(|s| layout.sections[s].number.is_none()))
}

/// Sections and lines that name who made the plan.
fn makers(a: &Assembly<'_>, _: &Known<'_>) -> Vec<Candidate> {
    let text = a.text();
    let mut found = Vec::new();
    let mut first: Option<HashMap<usize, Span>> = None;
    for (i, section) in a.layout.sections.iter().enumerate() {
        let words = a.title(i);
        if !["作成主体", "策定主体", "実施主体の名称"].iter().any(|w| words.contains(w))
        {
            continue;
        }
        let paragraphs = first.get_or_insert_with(|| {
            let mut first = HashMap::new();
            for block in a.layout.blocks.iter().filter(|b| b.kind == BlockKind::Paragraph) {
                steps::count("issuer::paragraphs", 1);
                block.section.map(|s| *first.entry(s).or_insert(block.span));
            }
            first
        });
        let Some(span) = section.inline.or_else(|| paragraphs.get(&i).copied()) else { continue };
        let named = crate::texts::name(text, span);
        for part in named.split(['、', '，', ',', '・']).map(str::trim).filter(|p| !p.is_empty())
        {
            let named = named_at(part).filter(|n| n.bytes == part.len()).unwrap_or_else(|| Named {
                name: part.to_owned(),
                prefecture: None,
                kind: None,
                bytes: part.len(),
            });
            found.push(Candidate { named, span });
        }
        return found;
    }
    for block in front(a) {
        let words = &text[block.span.start..block.span.end];
        let field = clean_name(words).split_once([':', '：']).is_some_and(|(l, _)| {
            ["団体名", "自治体名", "市町村名", "都道府県名", "作成主体", "策定主体"].contains(&l)
        });
        if field && let Some((named, true)) = origin_line(words) {
            found.push(Candidate { named, span: block.span });
        }
    }
    found
}

/// Lines of the title page, and signatures.
fn lines(a: &Assembly<'_>, _: &Known<'_>) -> Vec<Candidate> {
    let text = a.text();
    let mut found = Vec::new();
    for block in front(a).filter(|b| b.pieces.len() <= 3) {
        // 事務局　○○課 says who answers, not who publishes.
        if labelled(&text[block.span.start..block.span.end]).is_some() {
            continue;
        }
        let parts = std::iter::once(block.span).chain(block.pieces.iter().copied());
        let named =
            parts.into_iter().find_map(|p| Some((origin_line(&text[p.start..p.end])?.0, p)));
        found.extend(named.map(|(named, span)| Candidate { named, span }));
    }
    found
}

/// The body that the title begins with.
fn titles(_: &Assembly<'_>, known: &Known<'_>) -> Vec<Candidate> {
    let named = known.title.and_then(|t| named_at(uncounted(t)));
    named.map(|named| Candidate { named, span: known.span }).into_iter().collect()
}

/// Lines beside the title, and a body within the title behind a space or a bracket.
fn openings(a: &Assembly<'_>, known: &Known<'_>) -> Vec<Candidate> {
    let text = a.text();
    let mut found = Vec::new();
    for block in known.opening {
        let words = clean_name(&text[block.span.start..block.span.end]);
        let bracketed = words
            .rsplit_once(['（', '(', '【'])
            .and_then(|(_, inner)| origin_line(inner.trim_end_matches(['）', ')', '】'])))
            .map(|(named, _)| named);
        let lead = named_at(uncounted(&words)).filter(|n| n.kind.is_some());
        found.extend(lead.or(bracketed).map(|named| Candidate { named, span: block.span }));
    }
    found
}

/// A field or a column of a table that names the body.
fn columns(a: &Assembly<'_>, _: &Known<'_>) -> Vec<Candidate> {
    const LABELS: [&str; 6] =
        ["自治体名", "団体名", "市町村名", "市区町村名", "都道府県名", "地方公共団体名"];
    const ROWS: usize = 200;
    let text = a.text();
    let mut found = Vec::new();
    for table in a.layout.tables.iter().take(3) {
        for (r, row) in table.rows.iter().take(6).enumerate() {
            for (c, cell) in row.cells.iter().enumerate().take(12) {
                let label = clean_name(&text[cell.span.start..cell.span.end]);
                if !LABELS.contains(&label.trim_end_matches([':', '：'])) {
                    continue;
                }
                let right = row.cells.get(c + 1).into_iter();
                let below = table.rows.iter().skip(r + 1).take(ROWS).filter_map(|r| r.cells.get(c));
                found.extend(right.chain(below).filter(|c| !c.is_empty()).filter_map(|c| {
                    let words = clean_name(&text[c.span.start..c.span.end]);
                    let named = named_at(&words).filter(|n| n.bytes == words.len())?;
                    Some(Candidate { named, span: c.span })
                }));
            }
        }
    }
    found
}

/// The body that the first heading begins with, or several headings do.
fn headings(a: &Assembly<'_>, _: &Known<'_>) -> Vec<Candidate> {
    const SECTIONS: usize = 400;
    let mut found: Vec<(Candidate, usize, usize)> = Vec::new();
    for (i, section) in a.layout.sections.iter().enumerate().take(SECTIONS) {
        let title = clean_name(a.title(i));
        let Some(named) = named_at(&title) else { continue };
        match found.iter_mut().find(|(c, ..)| c.named.name == named.name) {
            Some((_, count, _)) => *count += 1,
            None => found.push((Candidate { named, span: section.title }, 1, i)),
        }
    }
    let listed = |c: &Candidate| c.named.kind.is_some();
    found.retain(|(c, count, first)| *count > 1 || *first == 0 && listed(c));
    found.into_iter().map(|(c, ..)| c).collect()
}

/// The bodies that heads and feet of pages begin with.
fn pages(a: &Assembly<'_>, _: &Known<'_>) -> Vec<Candidate> {
    const HEADS: usize = 60;
    let text = a.text();
    let heads = a
        .layout
        .blocks
        .iter()
        .filter(|b| b.kind == BlockKind::Furniture(Furniture::RunningHead))
        .take(HEADS);
    heads
        .filter_map(|b| {
            let words = clean_name(&text[b.span.start..b.span.end]);
            let named = named_at(uncounted(&words))?;
            Some(Candidate { named, span: b.span })
        })
        .collect()
}

/// The imprint at the end, and who made the figures of the document.
fn imprints(a: &Assembly<'_>, _: &Known<'_>) -> Vec<Candidate> {
    let text = a.text();
    let last = a.layout.blocks.iter().rev().filter(|b| b.kind == BlockKind::Paragraph).take(6);
    let signed: Vec<Candidate> = last
        .filter(|b| b.pieces.len() <= 3)
        .filter_map(|b| {
            let mut pieces = b.pieces.iter();
            pieces.find_map(|p| {
                origin_line(&text[p.start..p.end])
                    .filter(|(_, labelled)| *labelled)
                    .map(|(named, _)| Candidate { named, span: *p })
            })
        })
        .collect();
    if !signed.is_empty() {
        return signed;
    }
    // …より金融庁作成, at least three times and nobody else.
    let mut makers: Vec<(&str, usize, Span)> = Vec::new();
    for (at, _) in text.match_indices("作成") {
        if let Some(name) = body_ending_at(text, at) {
            match makers.iter_mut().find(|m| m.0 == name) {
                Some(known) => known.1 += 1,
                None => makers.push((name, 1, Span::new(at - name.len(), at))),
            }
        }
    }
    match makers.as_slice() {
        [(name, 3.., span)] => candidate(name, *span).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The longest listed name that ends at a byte of a text.
fn body_ending_at(text: &str, end: usize) -> Option<&str> {
    let starts = text[..end].char_indices().rev().take(12).map(|(at, _)| at);
    starts.filter(|&at| !bodies(&text[at..end]).is_empty()).last().map(|at| &text[at..end])
}

fn candidate(name: &str, span: Span) -> Option<Candidate> {
    Some(Candidate { named: named_at(name)?, span })
}

/// Whose council met, and in whose hall the meeting was held, in the first lines.
fn venues(a: &Assembly<'_>, _: &Known<'_>) -> Vec<Candidate> {
    const LINES: usize = 30;
    const HALLS: [&str; 5] = ["役所", "役場", "庁舎", "議会", "本庁"];
    let text = a.text();
    let mut found = Vec::new();
    for line in a.layout.lines.iter().filter(|l| !l.is_blank()).take(LINES) {
        let words = &text[line.content.start..line.content.end];
        let clean = clean_name(words);
        let place = ["開催場所", "場所", "会場", "ところ"].iter().find_map(|l| {
            let at = clean.char_indices().take(4).find(|&(at, _)| clean[at..].starts_with(l))?.0;
            Some(clean[at + l.len()..].trim_start_matches([':', '：', ' ']))
        });
        let hall = place.and_then(named_at).filter(|n| {
            let rest = place.map_or("", |p| &p[n.bytes..]);
            n.kind.is_some() && HALLS.iter().any(|h| rest.starts_with(h))
        });
        let council = clean
            .match_indices("議会")
            .filter(|(at, _)| {
                ["定例会", "臨時会", "定例"]
                    .iter()
                    .any(|w| clean[*at + "議会".len()..].starts_with(w))
            })
            .find_map(|(at, _)| named_at(body_ending_at(&clean, at)?));
        found.extend(hall.or(council).map(|named| Candidate { named, span: line.content }));
    }
    found
}

/// What the first sentence is about.
fn topics(a: &Assembly<'_>, _: &Known<'_>) -> Vec<Candidate> {
    let text = a.text();
    let sentence = a.layout.blocks.iter().take(24).find_map(|b| {
        let words = &text[b.span.start..b.span.end];
        (b.kind == BlockKind::Paragraph && words.contains('。')).then_some((words, b.span))
    });
    let named = sentence.and_then(|(words, span)| {
        let words = words.trim_start();
        let named = named_at(words).filter(|n| n.kind.is_some())?;
        words[named.bytes..]
            .starts_with(['の', 'は', 'で', 'に'])
            .then_some(Candidate { named, span })
    });
    named.into_iter().collect()
}

/// An office that stands beside the day of the document.
fn offices(a: &Assembly<'_>, _: &Known<'_>) -> Vec<Candidate> {
    let text = a.text();
    let pieces: Vec<Span> = front(a).flat_map(|b| b.pieces.iter().copied()).take(40).collect();
    let words = |span: Span| clean_name(&text[span.start..span.end]);
    let is_day = |span: Option<&Span>| {
        span.is_some_and(|s| {
            let words = words(*s);
            words.chars().count() <= 20 && words.contains('月') && without_days(&words).is_empty()
        })
    };
    let mut found = Vec::new();
    for (i, &span) in pieces.iter().enumerate() {
        let whole = words(span);
        let name = without_days(&whole);
        let dated = name.len() < whole.len()
            || is_day(i.checked_sub(1).and_then(|i| pieces.get(i)))
            || is_day(pieces.get(i + 1));
        if dated && is_body(&name) && !concepts(&name).has(Concept::NoBody) {
            let named = Named { bytes: name.len(), name, prefecture: None, kind: None };
            found.push(Candidate { named, span });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_at(text: &str) -> Option<String> {
        named_at(text).map(|n| n.name)
    }

    #[test]
    fn the_municipality_behind_its_prefecture_is_the_body() {
        for (text, name) in [
            ("北海道音威子府村", "音威子府村"),
            ("北海道中川郡音威子府村", "音威子府村"),
            ("高知県南国市総合計画", "南国市"),
            ("高知県青葉市総合計画", "青葉市"),
            ("福岡県小郡市総合計画", "小郡市"),
            ("福島県郡山市総合計画", "郡山市"),
            ("高知県産業振興計画", "高知県"),
            ("四日市市総合計画", "四日市市"),
        ] {
            assert_eq!(name_at(text).as_deref(), Some(name), "{text}");
        }
    }

    #[test]
    fn a_name_that_the_list_does_not_have_is_one_where_it_is_no_common_word() {
        for (text, name) in [
            ("白根沢町まち・ひと・しごと", "白根沢町"),
            ("みどり県水素社会推進会議", "みどり県"),
            ("森ノ上町森林計画", "森ノ上町"),
        ] {
            assert_eq!(name_at(text).as_deref(), Some(name), "{text}");
        }
        for text in [
            "都市計画マスタープラン",
            "農村振興計画",
            "中心市街地活性化計画",
            "市町村合併の記録",
            "広域市町村圏計画",
            "地区防災計画",
            "国県支出金",
            "魅力ある村づくり",
            "東京都市計画道路",
            "北海道新幹線の延伸",
            "港区域の整備",
        ] {
            assert_eq!(name_at(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_of_origin_is_a_body_its_office_or_its_head() {
        for (line, name) in [
            ("令和４年２月 24 日南国市企画課作成", "南国市"),
            ("令和３年３月　青葉市", "青葉市"),
            ("厚生労働省労働基準局監督課", "厚生労働省"),
            ("発行：青葉市総務部企画課", "青葉市"),
            ("南国市長　平山　太郎", "南国市"),
            ("南 国 市 上 下 水 道 局", "南国市"),
            ("青葉市土地開発公社", "青葉市土地開発公社"),
        ] {
            assert_eq!(origin_line(line).map(|o| o.0.name).as_deref(), Some(name), "{line}");
        }
        for line in [
            "青葉市長　山田　太郎　様",
            "厚生労働省　御中",
            "青葉市の人口",
            "青葉市総合計画",
            "主管課",
            "令和３年３月",
            "青葉市は、次の課",
        ] {
            assert!(origin_line(line).is_none(), "{line}");
        }
    }

    #[test]
    fn what_counts_meetings_and_years_stands_before_the_name() {
        for (title, rest) in [
            ("令和4年度第1回青葉市審議会", "青葉市審議会"),
            ("平成22年青葉市議会", "青葉市議会"),
            ("議案第1号：令和3年度青葉市補正予算", "青葉市補正予算"),
            ("「第2次青葉市総合計画」", "青葉市総合計画」"),
            ("青葉市総合計画", "青葉市総合計画"),
        ] {
            assert_eq!(uncounted(title), rest, "{title}");
        }
    }
}
