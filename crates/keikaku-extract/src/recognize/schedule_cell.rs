//! Cells of a schedule (工程): entries and the arrows that extend them over the years.

/// What a cell of a schedule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ScheduleCell {
    /// Nothing.
    Blank,
    /// An arrow alone: what began before goes on.
    Arrow,
    /// An entry; whether an arrow behind it leads on.
    Entry {
        /// The text without the arrows around it.
        text: String,
        /// Whether an arrow stands behind the text.
        leads_on: bool,
    },
}

fn is_arrow(c: char) -> bool {
    matches!(c, '→' | '⇒' | '➡' | '⇨' | '➔' | '▶' | '►' | '＞' | '─' | '━')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '－' | '—' | '―' | '−' | '–' | 'ー' | '…' | '‐')
}

/// Reads a cell of a schedule.
pub(crate) fn read(text: &str) -> ScheduleCell {
    let edge = |c: char| is_arrow(c) || c.is_whitespace();
    let bare = text.trim_matches(edge);
    if bare.is_empty() {
        return if text.chars().any(is_arrow) { ScheduleCell::Arrow } else { ScheduleCell::Blank };
    }
    // A dash says that nothing is planned.
    if bare.chars().all(is_dash) {
        return ScheduleCell::Blank;
    }
    let leads_on = text.trim_end().ends_with(is_arrow);
    ScheduleCell::Entry { text: bare.to_owned(), leads_on }
}
