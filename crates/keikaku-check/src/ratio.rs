//! How alike two texts are, after Ratcliff and Obershelp.

use std::collections::HashMap;

/// From this length of the second text on, characters that are too frequent in it are left out
/// where matches begin, as `difflib` of Python does: the scores of others must be met.
const FREQUENT_FROM: usize = 200;

/// Twice the number of characters in common, over the length of both texts. In common are the
/// longest run that both hold, and then what is left of it and right of it, likewise.
///
/// This is `SequenceMatcher(None, a, b).ratio()` of Python's `difflib`, to the last digit, with
/// its choice among runs of one length (the first of `a`, then the first of `b`) and its treatment
/// of frequent characters.
///
/// # The order of the texts matters
/// ```
/// use keikaku_check::ratio;
///
/// assert_eq!(ratio("事業費", "事業費"), 1.0);
/// assert_eq!(ratio("tide", "diet"), 0.25);
/// assert_eq!(ratio("diet", "tide"), 0.5);
/// ```
#[must_use]
pub fn ratio(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let length = a.len() + b.len();
    if length == 0 {
        return 1.0;
    }
    2.0 * in_common(&a, &b) as f64 / length as f64
}

/// How many characters the matching blocks of two texts hold.
fn in_common(a: &[char], b: &[char]) -> usize {
    let places = places(b);
    let mut sum = 0;
    let mut left = vec![(0, a.len(), 0, b.len())];
    while let Some((a_first, a_end, b_first, b_end)) = left.pop() {
        let (i, j, size) = longest(a, b, &places, (a_first, a_end, b_first, b_end));
        if size == 0 {
            continue;
        }
        sum += size;
        if a_first < i && b_first < j {
            left.push((a_first, i, b_first, j));
        }
        if i + size < a_end && j + size < b_end {
            left.push((i + size, a_end, j + size, b_end));
        }
    }
    sum
}

/// Where each character stands, but for those that are too frequent.
fn places(b: &[char]) -> HashMap<char, Vec<usize>> {
    let mut places: HashMap<char, Vec<usize>> = HashMap::new();
    for (j, c) in b.iter().enumerate() {
        places.entry(*c).or_default().push(j);
    }
    if b.len() >= FREQUENT_FROM {
        let most = b.len() / 100 + 1;
        places.retain(|_, at| at.len() <= most);
    }
    places
}

/// The longest run that both stretches hold: where it begins in each, and its length.
fn longest(
    a: &[char],
    b: &[char],
    places: &HashMap<char, Vec<usize>>,
    (a_first, a_end, b_first, b_end): (usize, usize, usize, usize),
) -> (usize, usize, usize) {
    let (mut i, mut j, mut size) = (a_first, b_first, 0);
    // The length of the run that ends at each place of `b`, and at the last character of `a`.
    let mut runs: HashMap<usize, usize> = HashMap::new();
    for (x, c) in a.iter().enumerate().take(a_end).skip(a_first) {
        let mut next = HashMap::new();
        for &y in places.get(c).map_or(&[][..], Vec::as_slice) {
            if y < b_first {
                continue;
            }
            if y >= b_end {
                break;
            }
            let run = 1 + y.checked_sub(1).and_then(|y| runs.get(&y)).copied().unwrap_or(0);
            next.insert(y, run);
            if run > size {
                (i, j, size) = (x + 1 - run, y + 1 - run, run);
            }
        }
        runs = next;
    }
    // Frequent characters begin no run, but go on with one.
    while i > a_first && j > b_first && a[i - 1] == b[j - 1] {
        (i, j, size) = (i - 1, j - 1, size + 1);
    }
    while i + size < a_end && j + size < b_end && a[i + size] == b[j + size] {
        size += 1;
    }
    (i, j, size)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What Python's difflib gives.
    #[test]
    fn fixed_pairs_have_the_ratios_of_difflib() {
        for (a, b, expected) in [
            ("", "", 1.0),
            ("あ", "", 0.0),
            ("tide", "diet", 0.25),
            ("diet", "tide", 0.5),
            ("中小企業・サービス産業振興課", "ものづくり・イノベーション課", 0.21428571428571427),
            ("新規就農者数", "新規就農者の数(累計)", 0.7058823529411765),
            ("abxcd", "abcd", 0.8888888888888888),
            (
                "private Thread currentThread;",
                "private volatile Thread currentThread;",
                0.8656716417910447,
            ),
            ("観光入込客数", "延べ宿泊者数", 0.16666666666666666),
            ("qabxcd", "abycdf", 0.6666666666666666),
        ] {
            assert_eq!(ratio(a, b), expected, "{a} {b}");
        }
    }

    /// Past 200 characters the frequent ones begin no run: long texts have the ratios of difflib too.
    #[test]
    fn long_texts_have_the_ratios_of_difflib() {
        // A small generator, which Python had too.
        let text = |seed: u64, length: usize| -> String {
            let mut x = seed;
            (0..length)
                .map(|_| {
                    x = (x * 1_103_515_245 + 12_345) % 2_147_483_648;
                    let k = (x >> 16) % 30;
                    if k < 12 { '件' } else { char::from_u32(0x3042 + k as u32).unwrap() }
                })
                .collect()
        };
        for ((one, m), (other, n), expected) in [
            ((1, 150), (2, 150), 0.25333333333333335),
            ((1, 199), (2, 199), 0.19597989949748743),
            ((1, 200), (2, 200), 0.03),
            ((3, 40), (4, 600), 0.003125),
            ((4, 600), (3, 40), 0.06875),
            ((5, 900), (6, 1200), 0.0),
            ((7, 350), (7, 360), 0.9859154929577465),
        ] {
            assert_eq!(ratio(&text(one, m), &text(other, n)), expected, "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn a_text_is_all_of_itself(a in "[あいう課件1-3]{0,199}") {
            prop_assert_eq!(ratio(&a, &a), 1.0);
        }

        #[test]
        fn the_ratio_is_a_share(a in "[あいう課件]{0,260}", b in "[あいう課件]{0,260}") {
            let ratio = ratio(&a, &b);
            prop_assert!((0.0..=1.0).contains(&ratio));
        }

        #[test]
        fn texts_without_a_character_in_common_have_nothing(a in "[あ-お]{1,40}", b in "[a-z]{0,40}") {
            prop_assert_eq!(ratio(&a, &b), 0.0);
            prop_assert_eq!(ratio(&b, &a), 0.0);
        }

        /// Turned round, both texts have as many characters in common at least where only one run
        /// matches: a text in a longer one.
        #[test]
        fn a_piece_has_the_same_ratio_both_ways(a in "[a-f]{1,30}", b in "[p-t]{0,9}", c in "[u-z]{0,9}") {
            let whole = format!("{b}{a}{c}");
            prop_assert_eq!(ratio(&a, &whole), ratio(&whole, &a));
        }
    }
}
