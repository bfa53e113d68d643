//! From source text to a syntax tree, with messages that say what is wrong and where.

pub(crate) mod ast;
mod dump;
mod lexer;
pub(crate) mod modules;
mod parser;
mod token;

pub use crate::source::{Diagnostic, LineIndex, Position, Span};
pub use dump::dump;
pub(crate) use parser::parse;

use crate::code::Version;

/// Whether a text is one expression.
pub(crate) fn is_expression(text: &str, version: Version) -> bool {
    // CPython takes some texts of several lines and some with comments; nobody writes them here.
    let plain = !text.starts_with([' ', '\t']) && !text.contains(['\n', '\r', ';', '#']);
    let parsed = parse(text).ok().filter(|_| plain);
    parsed.is_some_and(|parsed| {
        let [stmt] = parsed.module.body.as_slice() else {
            return false;
        };
        matches!(stmt.kind, ast::StmtKind::Expr(_)) && parsed.too_new(version).is_empty()
    })
}
