//! How a counterexample is written, and how to choose it for a terminal.

/// How a counterexample is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// The width of the table in columns of the terminal; below [`Style::NARROWEST`] the table is
    /// written at that width. The form in sentences is not wrapped.
    pub width: usize,
    /// True for the form in sentences: no box drawing, for screen readers, pipes and `NO_COLOR`.
    pub plain: bool,
    /// True when ANSI colours may be used.
    pub color: bool,
}

/// What a program knows about the place it writes to. The caller looks; this crate reads no
/// environment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terminal<'a> {
    /// Is the output a terminal?
    pub is_tty: bool,
    /// The variable `NO_COLOR`.
    pub no_color: Option<&'a str>,
    /// The variable `TERM`.
    pub term: Option<&'a str>,
    /// The number of columns: the variable `COLUMNS`, or what the terminal said.
    pub columns: Option<&'a str>,
    /// What the reader asked for: `table` or `plain`. It wins over everything else.
    pub wanted: Option<&'a str>,
}

impl Style {
    /// The width of the wide form.
    pub const WIDE: usize = 112;
    /// The width used when nobody knows the width.
    pub const USUAL: usize = 80;
    /// A terminal narrower than this gets sentences.
    pub const NARROWEST: usize = 60;

    /// The form in sentences.
    #[must_use]
    pub const fn plain() -> Style {
        Style {
            width: Style::USUAL,
            plain: true,
            color: false,
        }
    }

    /// The table without colours, this wide.
    #[must_use]
    pub const fn table(width: usize) -> Style {
        Style {
            width,
            plain: false,
            color: false,
        }
    }

    /// The style that fits this terminal.
    ///
    /// Sentences are chosen without a terminal, with a non-empty `NO_COLOR` (see
    /// <https://no-color.org>), with `TERM=dumb`, and when the table would not fit. A reader who
    /// asks for the table gets it everywhere, but colours only where they are welcome.
    #[must_use]
    pub fn detect(terminal: &Terminal<'_>) -> Style {
        let no_color = terminal.no_color.is_some_and(|value| !value.is_empty());
        let capable = terminal.is_tty && terminal.term != Some("dumb");
        let columns = terminal
            .columns
            .and_then(|text| text.trim().parse::<usize>().ok());
        let columns = columns
            .filter(|columns| *columns > 0)
            .unwrap_or(Style::USUAL);
        let plain = match terminal.wanted {
            Some("table") => false,
            Some("plain") => true,
            _ => !capable || no_color || columns < Style::NARROWEST,
        };
        if plain {
            return Style::plain();
        }
        let width = columns.clamp(Style::NARROWEST, Style::WIDE);
        Style {
            width,
            plain,
            color: capable && !no_color,
        }
    }
}
