//! Source text: places in it, and what is wrong there.

mod diagnostic;
mod line_index;

pub use diagnostic::Diagnostic;
pub use line_index::{LineIndex, Position, Span};
