//! Which form a terminal gets.

use interleaving::render::{Style, Terminal};

const TERMINAL: Terminal<'static> = Terminal {
    is_tty: true,
    no_color: None,
    term: Some("xterm-256color"),
    columns: Some("200"),
    wanted: None,
};

#[test]
fn a_wide_terminal_gets_the_wide_coloured_table() {
    assert_eq!(
        Style::detect(&TERMINAL),
        Style {
            width: 112,
            plain: false,
            color: true
        }
    );
}

#[test]
fn the_table_is_as_wide_as_the_terminal_between_60_and_112() {
    for (columns, width) in [("112", 112), ("80", 80), ("60", 60), (" 97 ", 97)] {
        let style = Style::detect(&Terminal {
            columns: Some(columns),
            ..TERMINAL
        });
        assert_eq!((style.width, style.plain), (width, false));
    }
}

#[test]
fn an_unknown_width_counts_as_80() {
    for columns in [
        None,
        Some(""),
        Some("0"),
        Some("-3"),
        Some("wide"),
        Some("99999999999999999999999"),
    ] {
        assert_eq!(
            Style::detect(&Terminal {
                columns,
                ..TERMINAL
            })
            .width,
            80,
            "{columns:?}"
        );
    }
}

#[test]
fn sentences_without_a_terminal_with_no_color_on_dumb_or_narrow_terminals() {
    for terminal in [
        Terminal {
            is_tty: false,
            ..TERMINAL
        },
        Terminal {
            no_color: Some("1"),
            ..TERMINAL
        },
        Terminal {
            term: Some("dumb"),
            ..TERMINAL
        },
        Terminal {
            columns: Some("59"),
            ..TERMINAL
        },
        Terminal {
            wanted: Some("plain"),
            ..TERMINAL
        },
        Terminal::default(),
    ] {
        assert_eq!(Style::detect(&terminal), Style::plain(), "{terminal:?}");
    }
}

#[test]
fn an_empty_no_color_asks_for_nothing() {
    assert!(
        Style::detect(&Terminal {
            no_color: Some(""),
            ..TERMINAL
        })
        .color
    );
}

#[test]
fn who_asks_for_the_table_gets_it_but_colours_only_where_welcome() {
    let pipe = Terminal {
        is_tty: false,
        wanted: Some("table"),
        ..TERMINAL
    };
    assert_eq!(
        Style::detect(&pipe),
        Style {
            width: 112,
            plain: false,
            color: false
        }
    );
    let no_color = Terminal {
        no_color: Some("1"),
        wanted: Some("table"),
        ..TERMINAL
    };
    assert_eq!(
        Style::detect(&no_color),
        Style {
            width: 112,
            plain: false,
            color: false
        }
    );
}
