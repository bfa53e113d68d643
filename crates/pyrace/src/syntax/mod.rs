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
