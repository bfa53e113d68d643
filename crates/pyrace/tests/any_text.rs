//! No text makes the compiler panic.

use proptest::prelude::*;
use pyrace::code::{Version, compile};
use pyrace::dis::disassemble;

const PROGRAMS: &[&str] = &[
    include_str!("dis/arithmetic.py"),
    include_str!("dis/branches.py"),
    include_str!("dis/calls.py"),
    include_str!("dis/classes.py"),
    include_str!("dis/comprehensions.py"),
    include_str!("dis/containers.py"),
    include_str!("dis/exceptions.py"),
    include_str!("dis/functions.py"),
    include_str!("dis/generators.py"),
    include_str!("dis/loops.py"),
    include_str!("dis/names.py"),
    include_str!("dis/strings.py"),
    include_str!("dis/threads.py"),
    include_str!("dis/withs.py"),
];

const PIECES: &[&str] = &[
    "if",
    "else",
    "elif",
    "while",
    "for",
    "in",
    "not",
    "and",
    "or",
    "is",
    "def",
    "class",
    "return",
    "yield",
    "try",
    "except",
    "finally",
    "with",
    "as",
    "import",
    "from",
    "global",
    "nonlocal",
    "lambda",
    "del",
    "assert",
    "raise",
    "break",
    "continue",
    "pass",
    "async",
    "await",
    "match",
    "None",
    "True",
    "x",
    "y",
    "threading",
    "self",
    "super",
    "f",
    "0",
    "1",
    "1.5",
    "10e400",
    "'a'",
    "f'{x}'",
    "f'{",
    "}'",
    "\"\"\"",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ".",
    ";",
    "@",
    "=",
    ":=",
    "->",
    "+",
    "-",
    "*",
    "**",
    "/",
    "//",
    "%",
    "<<",
    ">>",
    "&",
    "|",
    "^",
    "~",
    "<",
    ">",
    "<=",
    ">=",
    "==",
    "!=",
    "+=",
    "...",
    "\n",
    "\n    ",
    "\n        ",
    "\n\t",
    "\\\n",
    "#",
    " ",
    "\\",
    "\u{e9}",
    "\u{0}",
    "\u{feff}",
];

/// Compiles a text for a version, and checks what comes out of it.
fn check(text: &str, version: Version) {
    match compile(text, version) {
        Ok(program) => {
            let _ = disassemble(&program);
            for code in &program.codes {
                for instr in &code.instrs {
                    assert!((instr.target as usize) < code.instrs.len());
                }
            }
        }
        Err(errors) => {
            assert!(!errors.is_empty());
            for error in errors {
                assert!(error.span.start <= error.span.end);
                assert!(error.span.end as usize <= text.len() + 1, "{error:?}");
                let _ = error.render(text);
            }
        }
    }
}

/// A multiple of the usual number of cases.
fn config(factor: u32) -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig {
        cases: config.cases * factor,
        ..config
    }
}

fn version() -> impl Strategy<Value = Version> {
    prop::sample::select(Version::ALL.to_vec())
}

proptest! {
    #![proptest_config(config(8))]

    #[test]
    fn arbitrary_text(text in any::<String>(), version in version()) {
        check(&text, version);
    }

    #[test]
    fn arbitrary_pieces(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60),
        spaced in any::<bool>(),
        version in version(),
    ) {
        check(&pieces.join(if spaced { " " } else { "" }), version);
    }
}

proptest! {
    #![proptest_config(config(2))]

    #[test]
    fn mutated_programs(
        program in prop::sample::select(PROGRAMS),
        edits in prop::collection::vec(
            (any::<prop::sample::Index>(), 0usize..40, prop::sample::select(PIECES), any::<bool>()),
            1..4,
        ),
        version in version(),
    ) {
        let mut text: Vec<char> = program.chars().collect();
        for (at, length, piece, keep) in edits {
            let start = at.index(text.len() + 1);
            let end = (start + length).min(text.len());
            let removed: Vec<char> = text.splice(start..end, piece.chars()).collect();
            if keep {
                let at = at.index(text.len() + 1);
                text.splice(at..at, removed);
            }
        }
        check(&text.into_iter().collect::<String>(), version);
    }

    #[test]
    fn lines_in_another_order(
        program in prop::sample::select(PROGRAMS),
        moves in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6),
        version in version(),
    ) {
        let mut lines: Vec<&str> = program.lines().collect();
        for (from, to) in moves {
            let line = lines.remove(from.index(lines.len()));
            lines.insert(to.index(lines.len() + 1), line);
        }
        check(&(lines.join("\n") + "\n"), version);
    }
}
