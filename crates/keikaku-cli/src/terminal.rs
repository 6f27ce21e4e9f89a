//! What goes to the terminal. Texts and paths come from documents and folders of others: what would
//! steer the terminal, or turn the direction of what is written, is shown as a mark. This is the one
//! place that does so.

use std::io::{self, Write as _};

/// A text as it can be shown: line ends and tabs stay, other controls become `·`.
pub(crate) fn visible(text: &str) -> String {
    text.replace(
        |c: char| {
            (c.is_control() && !matches!(c, '\n' | '\t'))
                || matches!(c, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        },
        "·",
    )
}

/// The same of a text that has styles of our own (`ESC [ … m`), which stay.
pub(crate) fn visible_but_styles(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut out = visible(parts.next().unwrap_or_default());
    for part in parts {
        let style = part.strip_prefix('[').and_then(|rest| rest.split_once('m'));
        match style {
            Some((codes, rest)) if codes.bytes().all(|b| b.is_ascii_digit() || b == b';') => {
                out += &format!("\u{1b}[{codes}m{}", visible(rest));
            }
            _ => out += &format!("·{}", visible(part)),
        }
    }
    out
}

/// A text on one line, as it can be shown.
pub(crate) fn one_line(text: &str) -> String {
    visible(text).replace('\n', "⏎")
}

/// Says something on standard error.
pub(crate) fn say(text: &str) {
    write_to_stderr(&visible(text));
}

/// Says lines on standard error, each in a colour (an SGR code) where there is one and the terminal
/// has it.
pub(crate) fn say_in_colours(lines: &[(Option<u8>, String)]) {
    let coloured =
        io::IsTerminal::is_terminal(&io::stderr()) && std::env::var_os("NO_COLOR").is_none();
    let lines = lines.iter().map(|(colour, line)| match colour.filter(|_| coloured) {
        Some(code) => format!("\u{1b}[{code}m{}\u{1b}[0m\n", one_line(line)),
        None => format!("{}\n", one_line(line)),
    });
    write_to_stderr(&lines.collect::<String>());
}

fn write_to_stderr(text: &str) {
    // Where standard error is gone, nobody can be told.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Prints a text for people to standard output; a closed pipe is an error like any other.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    print_data(&visible(text))
}

/// Prints to standard output what is data for programs, or what is made of visible texts and colours.
pub(crate) fn print_data(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.is_empty() && !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_shown_as_a_mark() {
        assert_eq!(visible("a\u{1b}[31mb\u{7}\r\n計画\u{202E}x\u{9b}2J"), "a·[31mb··\n計画·x·2J");
        assert_eq!(visible_but_styles("\u{1b}[1;31ma\u{1b}[2Jb\u{7}"), "\u{1b}[1;31ma·[2Jb·");
        assert_eq!(one_line("a\nb\t"), "a⏎b\t");
    }
}
