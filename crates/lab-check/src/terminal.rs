//! What the environment says about the place that is written to.

use std::env;
use std::io::{IsTerminal as _, stdout};

use interleaving::render::{Style, Terminal};

use crate::args::Options;

/// The style for stdout.
pub(crate) fn style(options: &Options) -> Style {
    let variable = |name| env::var(name).ok();
    let (no_color, term, columns) = (variable("NO_COLOR"), variable("TERM"), variable("COLUMNS"));
    Style::detect(&Terminal {
        is_tty: stdout().is_terminal(),
        no_color: no_color.as_deref(),
        term: term.as_deref(),
        columns: columns.as_deref(),
        wanted: match (options.plain, options.table) {
            (true, _) => Some("plain"),
            (false, true) => Some("table"),
            (false, false) => None,
        },
    })
}
