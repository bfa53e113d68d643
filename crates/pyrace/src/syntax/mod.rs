//! From source text to a syntax tree, with messages that say what is wrong and where.

mod diagnostic;

pub use diagnostic::{Diagnostic, LineIndex, Position, Span};
