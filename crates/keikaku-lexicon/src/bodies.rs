//! The public bodies of Japan: ministries and agencies (省庁), prefectures, municipalities, and the
//! municipalities that ended by a merger.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What kind of public body one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BodyKind {
    /// A ministry, an agency or a commission of the state (府省庁).
    State,
    /// A prefecture (都道府県).
    Prefecture,
    /// A city, town, village or ward (市区町村).
    Municipality,
    /// A municipality that a merger ended.
    Former,
}

/// A public body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Body {
    /// Its name, without the prefecture or the county (郡) that it lies in.
    pub name: &'static str,
    /// What kind it is.
    pub kind: BodyKind,
    /// The number of its prefecture (JIS X 0401), 1 to 47; 0 for the state.
    pub prefecture: u8,
    /// The five digits of its code.
    number: Option<u32>,
    /// The day on which it ended, as `2005-03-31`.
    pub ended: Option<&'static str>,
}

impl Body {
    /// Its national code (全国地方公共団体コード) of six digits, the check digit last. The state has
    /// none, and the list of mergers does not give those of former municipalities.
    ///
    /// # The check digit is eleven less the weighted sum modulo eleven, its last digit
    /// ```
    /// use keikaku_lexicon::bodies;
    ///
    /// assert_eq!(bodies("千葉県")[0].code().as_deref(), Some("120006"));
    /// assert_eq!(bodies("札幌市")[0].code().as_deref(), Some("011002"));
    /// assert_eq!(bodies("総務省")[0].code(), None);
    /// ```
    #[must_use]
    pub fn code(&self) -> Option<String> {
        let number = self.number?;
        let digit = |place: u32| number / 10_u32.pow(place) % 10;
        let sum: u32 = (0..5).map(|place| (place + 2) * digit(place)).sum();
        Some(format!("{number:05}{}", (11 - sum % 11) % 10))
    }
}

/// The most letters that a name has.
const LONGEST: usize = 12;

static BODIES: LazyLock<HashMap<&'static str, Vec<Body>>> = LazyLock::new(|| {
    let mut bodies: HashMap<&'static str, Vec<Body>> = HashMap::with_capacity(4096);
    let mut add = |body: Body| bodies.entry(body.name).or_default().push(body);
    for name in rows(include_str!("../data/bodies/state.tsv")) {
        add(Body { name, kind: BodyKind::State, prefecture: 0, number: None, ended: None });
    }
    for row in rows(include_str!("../data/bodies/local.tsv")) {
        if let Some((number, name)) = row.split_once('\t')
            && let Ok(number) = number.parse::<u32>()
        {
            let kind =
                if number % 1000 == 0 { BodyKind::Prefecture } else { BodyKind::Municipality };
            let prefecture = (number / 1000) as u8;
            add(Body { name, kind, prefecture, number: Some(number), ended: None });
        }
    }
    for row in rows(include_str!("../data/bodies/former.tsv")) {
        let mut fields = row.split('\t');
        if let (Some(prefecture), Some(name), ended @ Some(_)) =
            (fields.next().and_then(|p| p.parse().ok()), fields.next(), fields.next())
        {
            add(Body { name, kind: BodyKind::Former, prefecture, number: None, ended });
        }
    }
    bodies
});

fn rows(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The bodies of a name; several municipalities share one, and none has an unknown one.
///
/// # Examples
/// ```
/// use keikaku_lexicon::bodies;
///
/// assert_eq!(bodies("伊達市").iter().filter(|b| b.ended.is_none()).count(), 2);
/// assert!(bodies("都市").is_empty());
/// ```
#[must_use]
pub fn bodies(name: &str) -> &'static [Body] {
    BODIES.get(name).map_or(&[], Vec::as_slice)
}

/// The longest name of a body that a text begins with.
///
/// # Examples
/// ```
/// use keikaku_lexicon::leading_body;
///
/// assert_eq!(leading_body("四日市市総合計画"), Some("四日市市"));
/// assert_eq!(leading_body("都市計画マスタープラン"), None);
/// ```
#[must_use]
pub fn leading_body(text: &str) -> Option<&'static str> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST);
    ends.filter_map(|end| BODIES.get_key_value(&text[..end])).last().map(|(name, _)| *name)
}

/// The name of a prefecture by its number (JIS X 0401), 1 to 47.
///
/// # Examples
/// ```
/// use keikaku_lexicon::prefecture;
///
/// assert_eq!(prefecture(13), Some("東京都"));
/// assert_eq!(prefecture(0), None);
/// ```
#[must_use]
pub fn prefecture(number: u8) -> Option<&'static str> {
    static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let all = BODIES.values().flatten().filter(|b| b.kind == BodyKind::Prefecture);
        let mut names: Vec<_> = all.map(|b| (b.prefecture, b.name)).collect();
        names.sort_unstable();
        names.into_iter().map(|(_, name)| name).collect()
    });
    NAMES.get(usize::from(number).checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let lines = [
            include_str!("../data/bodies/state.tsv"),
            include_str!("../data/bodies/local.tsv"),
            include_str!("../data/bodies/former.tsv"),
        ];
        let written: usize = lines.into_iter().map(|data| rows(data).count()).sum();
        assert_eq!(BODIES.values().map(Vec::len).sum::<usize>(), written);
        assert!(BODIES.keys().all(|name| (2..=LONGEST).contains(&name.chars().count())));
    }

    #[test]
    fn codes_are_those_of_the_national_list() {
        for (name, code) in [
            ("北海道", "010006"),
            ("音威子府村", "014702"),
            ("東京都", "130001"),
            ("世田谷区", "131121"),
            ("三重県", "240001"),
            ("南国市", "392049"),
            ("沖縄県", "470007"),
        ] {
            assert_eq!(bodies(name)[0].code().as_deref(), Some(code), "{name}");
        }
    }

    #[test]
    fn a_former_municipality_has_the_day_it_ended_and_no_code() {
        let body = bodies("内海町").iter().find(|b| b.prefecture == 34).copied();
        assert_eq!(body.and_then(|b| b.ended), Some("2003-02-03"));
        assert_eq!(body.and_then(|b| b.code()), None);
    }
}
