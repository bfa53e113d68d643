//! The passes of 3.8 and 3.9: the code is laid out as it was generated, then the peephole optimiser
//! works on it.

use super::graph::Graph;
use super::{Assembled, depth, layout, peephole};
use crate::code::{CodeKind, Version};
use crate::codegen::generate::unit::Unit;
use crate::codegen::ir::Item;

pub(super) fn assemble(unit: &mut Unit<'_>, version: Version) -> Assembled {
    // A module starts where its first instruction does, if that is in its first block.
    if unit.kind == CodeKind::Module
        && let Some(Item::Inst(first)) = unit.items.first()
    {
        unit.first_line = u32::try_from(first.loc.line).unwrap_or(1).max(1);
    }
    let mut graph = Graph::from_labels(std::mem::take(&mut unit.items), unit.labels);
    let stack_size = depth::compute(&mut graph, version, false);
    let mut insts = layout::flatten(&graph).insts;
    let mut line = i32::try_from(unit.first_line).unwrap_or(i32::MAX);
    for inst in &mut insts {
        if inst.loc.line <= 0 {
            inst.loc.line = line;
        }
        line = inst.loc.line;
    }
    layout::lay_out(&mut insts, version);
    let (insts, offsets) = peephole::optimize(&insts, &mut unit.consts, version);
    Assembled {
        instrs: layout::instrs(&insts, &offsets, version, unit.varnames.len()),
        exception_table: Vec::new(),
        stack_size,
    }
}
