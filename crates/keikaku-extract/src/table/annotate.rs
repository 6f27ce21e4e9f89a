//! What each cell of a table says by itself, read once: figures, a time, a mark that nothing is
//! there, or words.

use keikaku_record::ObservationKind;
use keikaku_text::{Span, fold};
use keikaku_values::{Comparator, Decimal, Period, TimeContext, Value, ValueContext, read_values};

use keikaku_lexicon::{Concept, concepts};

use super::model::bare;
use crate::assemble::grid::GridRow;
use crate::locate::Squeezed;
use crate::recognize::value::{kind_of, may_name_kind, plain};

/// What a cell says by itself.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fact {
    /// It holds no text of its own: it is blank, or a merged cell covers it.
    Blank,
    /// A mark that there is no value: `－`, `…`.
    Missing(Span),
    /// Figures and nothing else that matters; more than one where they are stacked in the cell.
    Figures(Vec<Figure>),
    /// Amounts behind labels of their own, one or several in a cell: `特財：都支出金 160、その他 80`.
    Labelled(Vec<(String, Figure)>),
    /// A time and nothing else.
    Time(Period, Span),
    /// Anything else.
    Words,
}

/// A figure in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figure {
    /// The number, scaled where the cell itself gives a scale; of a range the lower bound.
    pub value: Option<Decimal>,
    /// The upper bound of a range.
    pub value_high: Option<Decimal>,
    /// The unit that the cell itself gives.
    pub unit: Option<String>,
    /// How the value is meant.
    pub comparator: Comparator,
    /// The time that the cell names beside it.
    pub time: Option<Period>,
    /// The kind that the cell names beside it.
    pub kind: Option<ObservationKind>,
    /// The figure as written.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// The longest cell, in bytes, that is read as figures; longer ones are prose.
const LONGEST: usize = 120;

/// The most characters of a figure with its remarks.
const MOST_CHARACTERS: usize = 32;

/// The facts of a row, one for each cell.
pub(crate) fn row(source: &str, row: &GridRow, context: &TimeContext) -> Vec<Fact> {
    (0..row.cells.len())
        .map(|c| match row.covered(c) {
            Some(_) => Fact::Blank,
            None => cell(source, row, c, context),
        })
        .collect()
}

fn cell(source: &str, row: &GridRow, column: usize, context: &TimeContext) -> Fact {
    let text = row.cells[column].as_str();
    let span = row.spans[column];
    if text.trim().is_empty() {
        return Fact::Blank;
    }
    if text.len() > LONGEST {
        return Fact::Words;
    }
    if is_missing_mark(text) {
        return Fact::Missing(span);
    }
    if let Some(broken) = row.broken(column)
        && let Some(stacked) = stacked(source, &broken.pieces)
    {
        return Fact::Figures(stacked);
    }
    if let Some(value) = plain(text) {
        return Fact::Figures(vec![Figure::plain(value, text, span)]);
    }
    // What has no figure and begins with no numeral is words, and so is a sentence.
    let numeral = |c: char| "〇一二三四五六七八九十百千半".contains(c);
    if !text.contains(char::is_numeric) && !text.starts_with(numeral)
        || text.chars().nth(MOST_CHARACTERS).is_some()
    {
        return Fact::Words;
    }
    let pieces = || row.broken(column).map_or_else(|| vec![span], |b| b.pieces.clone());
    if text.contains(char::is_whitespace)
        && let Some(labelled) = labelled(source, text, &pieces())
    {
        return Fact::Labelled(labelled);
    }
    let folded = fold(text);
    let reading = read_values(folded.text(), &ValueContext { time: *context, unit: None });
    let written = |range: &std::ops::Range<usize>| {
        let at = folded.to_source(Span::new(range.start, range.end));
        &text[at.start..at.end]
    };
    let rest: Vec<&str> = reading.rest.iter().map(written).collect();
    let kind = rest.iter().find_map(|r| kind_word(r));
    let understood = rest.iter().all(|r| kind_word(r).is_some() || r.trim().is_empty());
    if !understood {
        return Fact::Words;
    }
    let stated: Vec<&Value> =
        reading.values.iter().filter(|v| v.value.is_some() || v.share.is_some()).collect();
    let time = match reading.periods.as_slice() {
        [one] => Some(one.period),
        _ => None,
    };
    match (stated.as_slice(), time) {
        ([], Some(period)) if reading.values.is_empty() => Fact::Time(period, span),
        ([], _) => Fact::Words,
        ([value], _) => Fact::Figures(vec![Figure::of(value, text.to_owned(), span, time, kind)]),
        (values, _) => {
            let texts: Vec<&str> = values.iter().map(|v| written(&v.range)).collect();
            let places = Squeezed::of(source, &pieces()).parts(texts.iter().copied());
            let figures = values.iter().zip(&texts).zip(places).map(|((value, text), place)| {
                Some(Figure::of(value, (*text).to_owned(), place?, time, kind))
            });
            figures.collect::<Option<Vec<_>>>().map_or(Fact::Words, Fact::Figures)
        }
    }
}

/// The kind of value that a remark beside a figure names, and nothing more: `(見込)`.
fn kind_word(text: &str) -> Option<ObservationKind> {
    (text.chars().count() <= 6 && may_name_kind(text)).then(|| kind_of(text)).flatten()
}

impl Figure {
    fn plain(value: Decimal, text: &str, span: Span) -> Self {
        Self {
            value: Some(value),
            value_high: None,
            unit: None,
            comparator: Comparator::Equal,
            time: None,
            kind: None,
            text: text.to_owned(),
            span,
        }
    }

    fn of(
        value: &Value,
        text: String,
        span: Span,
        time: Option<Period>,
        kind: Option<ObservationKind>,
    ) -> Self {
        Self {
            value: value.value,
            value_high: value.value_high,
            unit: value.unit.clone(),
            comparator: value.comparator,
            time,
            kind,
            text,
            span,
        }
    }

    /// Whether it is written as figures of a table are, and not as a number that counts rows: with
    /// a separator, a decimal point, a sign or a unit.
    pub(crate) fn is_formatted(&self) -> bool {
        self.unit.is_some() || self.text.contains([',', '，', '.', '．', '△', '▲', '%', '％'])
    }
}

/// The figures of a cell that lines broke, where each line is one.
fn stacked(source: &str, pieces: &[Span]) -> Option<Vec<Figure>> {
    if pieces.len() < 2 {
        return None;
    }
    let one = |piece: &Span| {
        let text = source[piece.start..piece.end].trim();
        Some(Figure::plain(plain(text)?, text, *piece))
    };
    pieces.iter().map(one).collect()
}

/// The amounts of a text that gives each a label, the first of which names a source of funds;
/// `pieces` are where the text stands.
pub(crate) fn labelled(source: &str, text: &str, pieces: &[Span]) -> Option<Vec<(String, Figure)>> {
    let is_fund = |label: &str| {
        let bare = bare(label);
        let named = bare.rsplit(':').next().unwrap_or_default();
        let concepts = concepts(named);
        concepts.has(Concept::FundSource)
            || bare.contains(':') && concepts.has(Concept::FundSourceShort)
    };
    let mut parts: Vec<(&str, &str, Decimal)> = Vec::new();
    for part in text.split(['、', '\n']).map(str::trim) {
        let at = part.rfind(|c: char| c.is_whitespace())?;
        let (label, number) = (part[..at].trim(), part[at..].trim());
        let unnamed = label.is_empty() || label.contains(char::is_numeric);
        if unnamed || parts.is_empty() && !is_fund(label) {
            return None;
        }
        parts.push((label, number, plain(number)?));
    }
    let places = Squeezed::of(source, pieces).parts(parts.iter().map(|p| p.1));
    let figures = parts.iter().zip(places).map(|(&(label, text, value), place)| {
        Some((keikaku_text::clean_name(label), Figure::plain(value, text, place?)))
    });
    figures.collect()
}

/// Whether a cell is nothing but a mark that there is no value.
fn is_missing_mark(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(
            c,
            '-' | '－'
                | 'ー'
                | '―'
                | '—'
                | '–'
                | '─'
                | '−'
                | '…'
                | '‥'
                | '＊'
                | '*'
                | ' '
                | '　'
        )
    })
}
