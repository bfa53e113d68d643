//! Every schedule of a Python snippet, under the rules of a chosen CPython version.

pub mod bigint;
pub mod code;
mod codegen;
mod library;
mod machine;
pub mod policy;
pub mod source;
pub mod syntax;
mod value;
