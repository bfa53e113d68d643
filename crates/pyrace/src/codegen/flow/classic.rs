//! The passes of 3.10 and 3.11.

use super::graph::Graph;
use super::{Assembled, constants, depth, handlers, layout, lines, old, slots};
use crate::code::{Op, Version};
use crate::codegen::generate::unit::Unit;
use crate::codegen::ir::{Code, Inst, Loc};
use crate::codegen::symbols::Scope;

pub(super) fn assemble(unit: &mut Unit<'_>, scope: &Scope, version: Version) -> Assembled {
    let mut graph = Graph::from_labels(std::mem::take(&mut unit.items), unit.labels);
    old::normalize(&mut graph);
    old::extend_blocks(&mut graph, version);
    if version >= Version::V3_11 {
        let cells = slots::cell_slots(&unit.varnames, &unit.cellvars, &unit.freevars);
        slots::insert_prefix(&mut graph, unit, scope.generator, version);
        slots::resolve_cells(&mut graph, &cells);
    } else if scope.generator {
        let entry = graph.entry;
        let start = Inst::new(Op::GenStart, 0, Loc::NONE);
        graph.block_mut(entry).insts.insert(0, start);
    }
    old::optimize(&mut graph, &mut unit.consts, version);
    lines::duplicate_exits(&mut graph, version);
    constants::trim_unused(&graph, &mut unit.consts);
    lines::propagate(&mut graph, version);
    lines::guarantee(&mut graph, unit.first_line);
    let stack_size = depth::compute(&mut graph, version, scope.generator);
    if version >= Version::V3_11 {
        handlers::label(&mut graph, version);
        for label in graph.order() {
            for inst in &mut graph.block_mut(label).insts {
                if inst.code.is_block_push() || inst.code == Op::PopBlock {
                    inst.nop();
                    inst.target = None;
                }
            }
        }
        for label in graph.order() {
            old::clean(&mut graph, label, -1, version);
        }
    }
    direct_jumps(&mut graph, version);

    let mut listing = layout::flatten(&graph);
    if version == Version::V3_10 {
        inherit_lines(&mut listing.insts, unit.first_line);
    }
    let offsets = layout::lay_out(&mut listing.insts, version);
    Assembled {
        instrs: layout::instrs(&listing.insts, &offsets, version, unit.varnames.len()),
        exception_table: listing.table,
        stack_size,
    }
}

/// Line 0 stands for the line before; at the start that is the first line of the unit (3.10).
fn inherit_lines(insts: &mut [Inst], first_line: u32) {
    let mut line = i32::try_from(first_line).unwrap_or(i32::MAX);
    for inst in insts {
        if inst.loc.line == 0 {
            inst.loc.line = line;
        }
        line = inst.loc.line;
    }
}

/// Jumps get the operation for their direction.
fn direct_jumps(graph: &mut Graph, version: Version) {
    graph.clear_visited();
    for label in graph.order() {
        graph.block_mut(label).visited = true;
        let Some(last) = graph.block(label).last() else {
            continue;
        };
        let Some(target) = last.target else { continue };
        let back = graph.block(target).visited;
        let op = match (last.code, back) {
            (Code::Op(Op::JumpAbsolute), false) => Op::JumpForward,
            (Code::Op(Op::JumpForward), true) => Op::JumpAbsolute,
            (Code::Jump | Code::JumpNoInterrupt, false) => Op::JumpForward,
            (Code::Jump, true) => Op::JumpBackward,
            (Code::JumpNoInterrupt, true) => Op::JumpBackwardNoInterrupt,
            (Code::Op(op), _) if version >= Version::V3_11 => match (op, back) {
                (Op::PopJumpIfTrue, false) => Op::PopJumpForwardIfTrue,
                (Op::PopJumpIfTrue, true) => Op::PopJumpBackwardIfTrue,
                (Op::PopJumpIfFalse, false) => Op::PopJumpForwardIfFalse,
                (Op::PopJumpIfFalse, true) => Op::PopJumpBackwardIfFalse,
                (Op::PopJumpIfNone, false) => Op::PopJumpForwardIfNone,
                (Op::PopJumpIfNone, true) => Op::PopJumpBackwardIfNone,
                (Op::PopJumpIfNotNone, false) => Op::PopJumpForwardIfNotNone,
                (Op::PopJumpIfNotNone, true) => Op::PopJumpBackwardIfNotNone,
                _ => continue,
            },
            _ => continue,
        };
        if let Some(last) = graph.block_mut(label).insts.last_mut() {
            last.code = Code::Op(op);
        }
    }
}
