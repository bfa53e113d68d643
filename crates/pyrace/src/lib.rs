//! Every schedule of a Python snippet, under the rules of a chosen CPython version.

pub mod bigint;
pub mod code;
pub mod source;
pub mod syntax;
