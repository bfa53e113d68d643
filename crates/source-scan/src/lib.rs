//! The source scan: what a solution may use.
//!
//! The checker sees a step only when a type of `lab` takes it. A lock of std inside a model is
//! invisible, and a bug behind it would pass. So before any model runs, the learner's file is
//! read as tokens and everything that the checker could not see is refused, with the place, the
//! reason and what to write instead. For the same reason a solution may not ask how it was compiled
//! or who calls it: what is judged must be what runs elsewhere.
//!
//! The rule is a list of what is allowed, not of what is forbidden: `policy` holds it.
//! The scan does not resolve names as the compiler does. It follows imports and renames of the
//! file (`use std as s`), looks into macro bodies, and lets every name through that is the file's
//! own: a module called `sync`, a method called `thread`. Words in comments and strings are not
//! tokens and never matter.

mod conditions;
mod file;
mod finding;
mod imports;
mod policy;
mod rules;
mod tokens;
mod walk;

#[cfg(test)]
mod tests;

pub use file::{MAX_SOURCE_BYTES, SourceError, read_source};
pub use rules::Rules;

/// A place in a source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Something in the file that the rules refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    at: Position,
    /// How many characters the carets mark.
    marked: usize,
    /// What is refused, as the message names it: `std::sync::Mutex`.
    what: String,
    why: policy::Why,
}

/// The answer of the scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// Everything in the file is visible to the checker, or harmless.
    Clean,
    /// Something is not.
    Refused {
        /// Where, what, why, and what to write instead, with the source lines.
        message: String,
        /// The refused names, in the order of the file: `std::sync::Mutex`, `unsafe`. There is none
        /// when the text is not made of Rust tokens.
        names: Vec<String>,
    },
}

/// Looks through the text of a solution.
///
/// `file` is the name that messages use, such as `src/lib.rs`. A text that is not Rust tokens is
/// refused as well: what cannot be read cannot be trusted. (The compiler has usually said more
/// about it before.)
#[must_use]
pub fn scan(file: &str, source: &str, rules: Rules) -> Scan {
    let tokens = match tokens::Tokens::parse(source) {
        Ok(tokens) => tokens,
        Err(Position { line, column }) => {
            return Scan::Refused {
                message: format!(
                    "{file}:{line}:{column}: the text is not Rust from here on\n  write instead: run `cargo check` and follow what the compiler says"
                ),
                names: Vec::new(),
            };
        }
    };
    let findings = walk::walk(&tokens, rules);
    if findings.is_empty() {
        return Scan::Clean;
    }
    Scan::Refused {
        message: finding::render(&findings, file, source),
        names: findings.into_iter().map(|finding| finding.what).collect(),
    }
}
