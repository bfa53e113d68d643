//! The slots of a frame, and the instructions that fill them (3.11 and later).

use super::graph::Graph;
use crate::code::{Op, Version};
use crate::codegen::generate::unit::{Names, Unit};
use crate::codegen::ir::{Code, Inst, Loc};
use crate::source::Span;

/// The slot of each cell variable and free variable: a cell variable that is a parameter keeps its
/// slot, the others follow the variables without gaps.
pub(super) fn cell_slots(varnames: &Names, cellvars: &Names, freevars: &Names) -> Vec<u32> {
    let mut next = varnames.len();
    let mut slots = Vec::new();
    for name in cellvars.list() {
        match varnames.get(name) {
            Some(slot) => slots.push(slot),
            None => {
                slots.push(next);
                next += 1;
            }
        }
    }
    for _ in freevars.list() {
        slots.push(next);
        next += 1;
    }
    slots
}

/// Puts the instructions that make a generator, make cells and copy the closure at the start.
pub(super) fn insert_prefix(graph: &mut Graph, unit: &Unit<'_>, generator: bool, version: Version) {
    let entry = graph.entry;
    let block = graph.block_mut(entry);
    if generator && version <= Version::V3_14 {
        let line = i32::try_from(unit.first_line).unwrap_or(i32::MAX);
        let loc = Loc::new(line, Span::new(unit.span.start, unit.span.start));
        let pop_loc = if version >= Version::V3_13 {
            loc
        } else {
            Loc::NONE
        };
        block.insert(0, Inst::new(Op::ReturnGenerator, 0, loc));
        block.insert(1, Inst::new(Op::PopTop, 0, pop_loc));
    }
    // The cells are made in the order of their slots before those without a parameter are moved
    // together, which is the same order.
    let slots = cell_slots(&unit.varnames, &unit.cellvars, &unit.freevars);
    let mut cells: Vec<(u32, u32)> = (0..unit.cellvars.len())
        .map(|cell| (slots[cell as usize], cell))
        .collect();
    cells.sort_unstable();
    for (i, (_, cell)) in cells.into_iter().enumerate() {
        block.insert(i, Inst::new(Op::MakeCell, cell, Loc::NONE));
    }
    if unit.freevars.len() > 0 {
        let copy = Inst::new(Op::CopyFreeVars, unit.freevars.len(), Loc::NONE);
        block.insert(0, copy);
    }
}

/// Turns the numbers of cells into slots.
pub(super) fn resolve_cells(graph: &mut Graph, slots: &[u32]) {
    for label in graph.order() {
        for inst in &mut graph.block_mut(label).insts {
            let on_cell = matches!(
                inst.code,
                Code::Op(
                    Op::MakeCell
                        | Op::LoadClosure
                        | Op::LoadDeref
                        | Op::StoreDeref
                        | Op::DeleteDeref
                        | Op::LoadClassDeref
                        | Op::LoadFromDictOrDeref
                )
            );
            if on_cell && let Some(slot) = slots.get(inst.arg as usize) {
                inst.arg = *slot;
            }
        }
    }
}

/// The names of all slots.
pub(super) fn names(unit: &Unit<'_>, version: Version) -> Vec<String> {
    let mut names = unit.varnames.list().to_vec();
    for name in unit.cellvars.list() {
        if version <= Version::V3_10 || unit.varnames.get(name).is_none() {
            names.push(name.clone());
        }
    }
    names.extend(unit.freevars.list().iter().cloned());
    names
}
