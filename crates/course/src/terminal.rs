//! What goes to the terminal: colours where they are welcome, plain sentences elsewhere.

use std::fmt;
use std::io::{self, IsTerminal as _, Write as _};

use interleaving::render::{Style, Terminal};

use crate::Outcome;
use crate::failure::Failure;

/// ANSI sequences. [`anstream`] removes them when the output is no terminal, or on `NO_COLOR`.
pub(crate) const BOLD: &str = "\x1b[1m";
/// Something holds.
pub(crate) const GREEN: &str = "\x1b[32m";
/// Something was rejected.
pub(crate) const RED: &str = "\x1b[31m";
/// Something needs attention.
pub(crate) const YELLOW: &str = "\x1b[33m";
/// Something of little weight.
pub(crate) const DIM: &str = "\x1b[2m";
/// Back to normal.
pub(crate) const RESET: &str = "\x1b[0m";

/// Writes a line to stdout.
///
/// # Errors
///
/// [`Failure::ReaderGone`] when nobody reads any more.
pub(crate) fn line(text: impl fmt::Display) -> Outcome {
    write(format_args!("{text}\n"))
}

/// Writes a text to stdout as it is.
///
/// # Errors
///
/// [`Failure::ReaderGone`] when nobody reads any more.
pub(crate) fn write(text: impl fmt::Display) -> Outcome {
    let mut out = anstream::stdout().lock();
    write!(out, "{text}")
        .and_then(|()| out.flush())
        .map_err(|_| Failure::ReaderGone)
}

/// Writes a remark to stderr; a remark that nobody can read is no reason to stop.
pub(crate) fn remark(text: impl fmt::Display) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Writes a failure to stderr, unless the learner has been told already.
pub(crate) fn report(failure: &Failure) {
    if failure.is_told() {
        return;
    }
    if let Some(output) = failure.output() {
        remark(output);
    }
    remark(format_args!("{BOLD}{RED}error:{RESET} {failure}"));
    if let Some(help) = failure.help() {
        remark(format_args!("{BOLD}next:{RESET} {help}"));
    }
}

/// `1 model`, `2 models`.
pub(crate) fn count(number: usize, thing: &str) -> String {
    let end = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{end}")
}

/// Breaks prose at spaces so that it fits the terminal, at most 80 columns wide. Indented lines are
/// code and stay as they are.
pub(crate) fn wrap(text: &str) -> String {
    let width = columns()
        .and_then(|columns| columns.parse().ok())
        .unwrap_or(PROSE)
        .min(PROSE);
    wrap_at(text, width)
}

/// No line of prose is longer, in characters.
const PROSE: usize = 80;

fn wrap_at(text: &str, width: usize) -> String {
    let mut wrapped = String::new();
    for line in text.lines() {
        if line.starts_with(' ') || line.starts_with('\t') {
            wrapped.push_str(line);
        } else {
            let mut column = 0;
            for word in line.split(' ') {
                let length = word.chars().count();
                if column > 0 && column + 1 + length > width {
                    wrapped.push('\n');
                    column = 0;
                } else if column > 0 {
                    wrapped.push(' ');
                    column += 1;
                }
                wrapped.push_str(word);
                column += length;
            }
        }
        wrapped.push('\n');
    }
    wrapped
}

/// Is somebody sitting at the keyboard, reading the output?
pub(crate) fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// May stdout carry colours? The same rules as those of [`line`].
pub(crate) fn has_color() -> bool {
    !matches!(
        anstream::stdout().current_choice(),
        anstream::ColorChoice::Never
    )
}

/// The number of columns: the variable `COLUMNS`, else what the terminal says, if it is one.
pub(crate) fn columns() -> Option<String> {
    std::env::var("COLUMNS").ok().or_else(|| {
        let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
        Some(width.0.to_string())
    })
}

/// The style for counterexamples on stdout.
pub(crate) fn style() -> Style {
    let variable = |name| std::env::var(name).ok();
    let (no_color, term) = (variable("NO_COLOR"), variable("TERM"));
    let columns = columns();
    Style::detect(&Terminal {
        is_tty: io::stdout().is_terminal(),
        no_color: no_color.as_deref(),
        term: term.as_deref(),
        columns: columns.as_deref(),
        wanted: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_wrapped_and_code_is_not() {
        let text =
            "Look at the two lines.\n\n    let visits = pages.lock().unwrap();\nunbreakable_word";
        let wrapped = "Look at\nthe two\nlines.\n\n    let visits = pages.lock().unwrap();\nunbreakable_word\n";
        assert_eq!(wrap_at(text, 10), wrapped);
    }

    #[test]
    fn one_is_not_plural() {
        assert_eq!(count(1, "model"), "1 model");
        assert_eq!(count(0, "model"), "0 models");
    }
}
