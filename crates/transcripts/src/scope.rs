//! Which interpreters a claim speaks of: `all`, `gil 3.10+`, `free-threaded`.

use std::fmt;
use std::str::FromStr;

use crate::interpreter::{Interpreter, Minor};

/// A set of interpreters: those with the GIL, without it, or both, in a range of versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Whether the GIL is on; `None` for both.
    pub gil: Option<bool>,
    /// The first version that belongs to it; `None` when there is no first one.
    pub from: Option<Minor>,
    /// The last version that belongs to it; `None` when there is no last one.
    pub to: Option<Minor>,
}

/// The forms of a scope, for messages about one that is none of them.
pub const FORMS: &str = "all, gil or free-threaded, then perhaps 3.12, 3.10+, -3.9 or 3.8-3.9";

impl Scope {
    /// Every interpreter.
    pub const ALL: Scope = Scope {
        gil: None,
        from: None,
        to: None,
    };

    /// Does an interpreter of this version, with the GIL on or off, belong to it?
    #[must_use]
    pub fn contains(&self, version: Minor, gil: bool) -> bool {
        self.gil.is_none_or(|wanted| wanted == gil)
            && self.from.is_none_or(|from| from <= version)
            && self.to.is_none_or(|to| version <= to)
    }

    /// Does this interpreter belong to it?
    #[must_use]
    pub fn covers(&self, interpreter: &Interpreter) -> bool {
        self.contains(interpreter.version.minor, interpreter.gil)
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(text: &str) -> Result<Scope, String> {
        let mut words = text.split_whitespace();
        let gil = match words.next() {
            Some("all") => None,
            Some("gil") => Some(true),
            Some("free-threaded") => Some(false),
            _ => {
                return Err(format!(
                    "`{text}` is not a set of interpreters; write {FORMS}"
                ));
            }
        };
        let (from, to) = match words.next() {
            None => (None, None),
            Some(range) => self::range(range)?,
        };
        match words.next() {
            Some(more) => Err(format!(
                "`{more}` is one word too many in `{text}`; write {FORMS}"
            )),
            None => Ok(Scope { gil, from, to }),
        }
    }
}

/// The first and the last version of a range.
fn range(text: &str) -> Result<(Option<Minor>, Option<Minor>), String> {
    let wrong =
        || format!("`{text}` is not a range of versions; write 3.12, 3.10+, -3.9 or 3.8-3.9");
    let version = |text: &str| text.parse::<Minor>().map_err(|_| wrong());
    let (from, to) = if let Some(first) = text.strip_suffix('+') {
        (Some(version(first)?), None)
    } else if let Some(last) = text.strip_prefix('-') {
        (None, Some(version(last)?))
    } else if let Some((first, last)) = text.split_once('-') {
        (Some(version(first)?), Some(version(last)?))
    } else {
        let only = version(text)?;
        (Some(only), Some(only))
    };
    match (from, to) {
        (Some(from), Some(to)) if from > to => Err(format!(
            "the range `{text}` is empty: {from} is newer than {to}"
        )),
        range => Ok(range),
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.gil {
            None => "all",
            Some(true) => "gil",
            Some(false) => "free-threaded",
        })?;
        match (self.from, self.to) {
            (None, None) => Ok(()),
            (Some(from), None) => write!(f, " {from}+"),
            (None, Some(to)) => write!(f, " -{to}"),
            (Some(from), Some(to)) if from == to => write!(f, " {from}"),
            (Some(from), Some(to)) => write!(f, " {from}-{to}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranges_include_both_ends() {
        let inside = |scope: &str, version: &str, gil| {
            let scope: Scope = scope.parse().expect("a scope");
            scope.contains(version.parse().expect("a version"), gil)
        };
        assert!(inside("all", "3.6", true) && inside("all", "3.15", false));
        assert!(inside("gil 3.10+", "3.10", true) && !inside("gil 3.10+", "3.9", true));
        assert!(!inside("gil 3.10+", "3.13", false));
        assert!(inside("gil -3.9", "3.9", true) && !inside("gil -3.9", "3.10", true));
        assert!(inside("all 3.8-3.9", "3.8", true) && inside("all 3.8-3.9", "3.9", true));
        assert!(!inside("all 3.8-3.9", "3.7", true) && !inside("all 3.8-3.9", "3.10", true));
        assert!(inside("free-threaded 3.14", "3.14", false));
        assert!(!inside("free-threaded 3.14", "3.15", false));
    }

    #[test]
    fn what_is_no_scope_says_which_forms_there_are() {
        for text in [
            "",
            "nogil",
            "gil 3",
            "gil 3.x",
            "gil 2.7",
            "gil 3.4+",
            "gil 3.9-",
            "gil +3.9",
            "gil 3.10-3.8",
            "gil 3.9 3.10",
            "GIL",
            "gil 3.8 - 3.9",
            "gil 3.010",
        ] {
            assert!(text.parse::<Scope>().is_err(), "{text}");
        }
        let message = "gil 3.10-3.8".parse::<Scope>().expect_err("empty");
        assert_eq!(
            message,
            "the range `3.10-3.8` is empty: 3.10 is newer than 3.8"
        );
    }

    fn minor() -> impl Strategy<Value = Minor> {
        (6_u16..30).prop_map(|minor| Minor { major: 3, minor })
    }

    proptest! {
        #[test]
        fn a_scope_is_read_as_it_is_written(
            gil in any::<Option<bool>>(),
            from in proptest::option::of(minor()),
            to in proptest::option::of(minor()),
        ) {
            let scope = match (from, to) {
                (Some(from), Some(to)) if from > to => Scope { gil, from: Some(to), to: Some(from) },
                _ => Scope { gil, from, to },
            };
            prop_assert_eq!(scope.to_string().parse::<Scope>(), Ok(scope));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,24}") {
            let _ = text.parse::<Scope>();
        }
    }
}
