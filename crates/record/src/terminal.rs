//! Results go to stdout, everything about the way there to stderr.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};

/// A result. A reader that goes away has seen what it wanted.
pub(crate) fn say(text: &str) {
    let _ = writeln!(anstream::stdout().lock(), "{text}");
}

/// A remark; one that nobody can read is no reason to stop.
pub(crate) fn remark(text: impl Display) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Why the command ends without a result.
pub(crate) fn complain(message: &str, help: &str) {
    remark(format_args!("error: {message}\nnext: {help}"));
}

/// How far it is: a line that is written over on a terminal, and nothing elsewhere.
pub(crate) fn progress(text: &str) {
    if io::stderr().is_terminal() {
        let _ = write!(anstream::stderr().lock(), "\r\x1b[2K{text}");
        let _ = io::stderr().flush();
    }
}

/// Takes the line of [`progress`] away.
pub(crate) fn clear() {
    progress("");
}

/// `1 run`, `2 runs`.
pub(crate) fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
