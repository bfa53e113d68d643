//! The compiler: from the syntax tree to the instructions of one CPython version.
//!
//! The passes are those of CPython: constants are folded in the tree ([`fold`]), the symbol table is
//! built ([`symbols`]), instructions with labels are generated ([`generate`]) and assembled
//! ([`flow`]). Where the versions differ the code follows each of them, so that the instructions and
//! their lines come out as `dis` of the real interpreter lists them.

mod flow;
mod fold;
mod future;
mod generate;
mod ir;
mod symbols;

pub(crate) use flow::caches;
use symbols::SymbolTable;

use crate::code::{Program, Version};
use crate::source::{Diagnostic, Span};
use crate::syntax;

/// The place of what the compiler made up.
pub(crate) const NOWHERE: Span = Span {
    start: u32::MAX,
    end: u32::MAX,
};

/// What code is generated for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    version: Version,
    /// The program starts with `from __future__ import annotations`.
    annotations_are_strings: bool,
    /// Where the last `from __future__ import …` at the start of the program ends.
    end_of_future: u32,
}

/// Compiles a program for one version of CPython.
///
/// # Errors
///
/// What is wrong with the text or not supported by the explorer, in source order.
pub fn compile(source: &str, version: Version) -> Result<Program, Vec<Diagnostic>> {
    let parsed = syntax::parse(source)?;
    let too_new = parsed.too_new(version);
    if !too_new.is_empty() {
        return Err(too_new);
    }
    let mut module = parsed.module;
    let one = |error| vec![error];
    let target = future::target(&module, version).map_err(one)?;
    fold::fold(&mut module, target);
    let table = SymbolTable::build(&module, target).map_err(one)?;
    let codes = generate::generate(source, &module, table, target).map_err(one)?;
    Ok(Program { version, codes })
}
