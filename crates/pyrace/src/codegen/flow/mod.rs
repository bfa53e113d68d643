//! From instructions with labels to a code object: the flow graph, its optimisers and the layout.

mod borrow;
mod classic;
mod cold;
mod constants;
mod depth;
mod effect;
mod graph;
mod handlers;
mod layout;
mod linear;
mod lines;
mod locals;
mod modern;
mod old;
mod optimize;
mod peephole;
mod slots;
mod swaps;

pub(crate) use layout::caches;

use super::generate::unit::{Names, Unit};
use super::symbols::{Scope, ScopeKind, SymbolTable};
use crate::code::{CodeKind, CodeObject, Flags, Handler, Instr, Version};

/// What the passes of a version make of a unit.
struct Assembled {
    instrs: Vec<Instr>,
    exception_table: Vec<Handler>,
    stack_size: u32,
}

/// Turns what was generated for a unit into its code object.
pub(super) fn assemble(mut unit: Unit<'_>, table: &SymbolTable, version: Version) -> CodeObject {
    let scope = &table.scopes[unit.scope];
    let assembled = match version {
        Version::V3_8 | Version::V3_9 => linear::assemble(&mut unit, version),
        Version::V3_10 | Version::V3_11 => classic::assemble(&mut unit, scope, version),
        _ => modern::assemble(&mut unit, scope, version),
    };
    let slots = slots::names(&unit, version);
    let cell_params = cell_params(&unit, version);
    CodeObject {
        kind: unit.kind,
        params: unit.params,
        flags: flags(&unit, scope),
        first_line: unit.first_line,
        span: unit.span,
        consts: unit.consts,
        names: unit.names.into_list(),
        cellvars: cells_by_slot(&unit.varnames, unit.cellvars, version),
        freevars: unit.freevars.into_list(),
        varnames: unit.varnames.into_list(),
        slots,
        cell_params,
        instrs: assembled.instrs,
        exception_table: assembled.exception_table,
        stack_size: assembled.stack_size,
        name: unit.name,
        qualname: unit.qualname,
    }
}

/// From 3.11 on the cell variables are listed by slot: those that are parameters come first.
fn cells_by_slot(varnames: &Names, cellvars: Names, version: Version) -> Vec<String> {
    let mut cells = cellvars.into_list();
    if version >= Version::V3_11 {
        cells.sort_by_key(|cell| varnames.get(cell).unwrap_or(u32::MAX));
    }
    cells
}

fn flags(unit: &Unit<'_>, scope: &Scope) -> Flags {
    Flags {
        generator: scope.generator,
        optimized: scope.kind == ScopeKind::Function,
        nested: scope.nested && !matches!(unit.kind, CodeKind::Module | CodeKind::Class),
    }
}

/// Up to 3.10 a call copies parameters that are cell variables.
fn cell_params(unit: &Unit<'_>, version: Version) -> Vec<(u32, u32)> {
    if version > Version::V3_10 {
        return Vec::new();
    }
    let cells = unit.cellvars.list().iter().enumerate();
    let params = unit.params.slots();
    cells
        .filter_map(|(i, name)| {
            let param = unit.varnames.get(name).filter(|slot| *slot < params)?;
            Some((unit.varnames.len() + u32::try_from(i).unwrap_or(0), param))
        })
        .collect()
}
