//! The passes from 3.12 on.

use super::graph::{Block, Graph};
use super::{
    Assembled, borrow, cold, constants, depth, handlers, layout, lines, locals, optimize, slots,
};
use crate::code::{Op, Version};
use crate::codegen::generate::unit::Unit;
use crate::codegen::ir::{Code, Inst, Label};
use crate::codegen::symbols::Scope;

pub(super) fn assemble(unit: &mut Unit<'_>, scope: &Scope, version: Version) -> Assembled {
    let items = std::mem::take(&mut unit.items);
    let mut graph = Graph::from_items(&items, unit.labels, version);
    handlers::mark(&mut graph);
    handlers::label(&mut graph, version);
    optimize::optimize(&mut graph, &mut unit.consts, version);
    constants::remove_unused(&mut graph, &mut unit.consts);
    let params = u32::try_from(scope.params.len()).unwrap_or(u32::MAX);
    locals::check_loads(&mut graph, unit.varnames.len(), params);
    if version >= Version::V3_13 {
        locals::join_pairs(&mut graph);
    }
    cold::move_to_end(&mut graph, version);
    lines::duplicate_exits(&mut graph, version);
    lines::propagate(&mut graph, version);
    if version == Version::V3_12 {
        lines::guarantee(&mut graph, unit.first_line);
    }

    let cells = slots::cell_slots(&unit.varnames, &unit.cellvars, &unit.freevars);
    let stack_size;
    if version == Version::V3_12 {
        slots::insert_prefix(&mut graph, unit, scope.generator, version);
        slots::resolve_cells(&mut graph, &cells);
        stack_size = depth::compute(&mut graph, version, scope.generator);
    } else {
        expand_kept_tests(&mut graph);
        stack_size = depth::compute(&mut graph, version, scope.generator);
        slots::insert_prefix(&mut graph, unit, scope.generator, version);
        slots::resolve_cells(&mut graph, &cells);
    }
    replace_pseudo_operations(&mut graph, version);
    normalize_jumps(&mut graph, version);
    if version >= Version::V3_14 {
        borrow::borrow_loads(&mut graph, version);
    }
    direct_jumps(&mut graph);

    let mut listing = layout::flatten(&graph);
    let offsets = layout::lay_out(&mut listing.insts, version);
    Assembled {
        instrs: layout::instrs(&listing.insts, &offsets, version, unit.varnames.len()),
        exception_table: listing.table,
        stack_size,
    }
}

/// Conditional jumps that keep the value copy it first (3.14 and later).
fn expand_kept_tests(graph: &mut Graph) {
    for label in graph.order() {
        let block = graph.block_mut(label);
        let Some(last) = block.insts.last_mut() else {
            continue;
        };
        last.code = match last.code {
            Code::JumpIfTrue => Code::Op(Op::PopJumpIfTrue),
            Code::JumpIfFalse => Code::Op(Op::PopJumpIfFalse),
            _ => continue,
        };
        let jump = *last;
        let before = |op: Op, arg: u32| Inst {
            code: Code::Op(op),
            arg,
            target: None,
            ..jump
        };
        let at = block.insts.len() - 1;
        block.insert(at, before(Op::Copy, 1));
        block.insert(at + 1, before(Op::ToBool, 0));
    }
}

/// What only the compiler knows becomes a real operation or nothing.
fn replace_pseudo_operations(graph: &mut Graph, version: Version) {
    for label in graph.order() {
        for inst in &mut graph.block_mut(label).insts {
            if inst.code.is_block_push() || inst.code == Op::PopBlock {
                inst.nop();
                inst.target = None;
            } else if inst.code == Code::StoreFastMaybeNull {
                inst.code = Code::Op(Op::StoreFast);
            } else if inst.code == Op::LoadClosure && version >= Version::V3_13 {
                inst.code = Code::Op(Op::LoadFast);
            }
        }
    }
    if version == Version::V3_12 {
        graph.remove_all_redundant_nops();
    } else {
        graph.remove_redundant_nops_and_jumps();
    }
}

/// A conditional jump back becomes an inverted one around an unconditional one.
fn normalize_jumps(graph: &mut Graph, version: Version) {
    graph.clear_visited();
    let mut at = Some(graph.entry);
    while let Some(label) = at {
        graph.block_mut(label).visited = true;
        normalize_jump(graph, label, version);
        at = graph.block(label).next;
    }
}

fn normalize_jump(graph: &mut Graph, label: Label, version: Version) {
    let Some(last) = graph.block(label).last().copied() else {
        return;
    };
    let inverse = match last.code {
        Code::Op(Op::PopJumpIfTrue) => Op::PopJumpIfFalse,
        Code::Op(Op::PopJumpIfFalse) => Op::PopJumpIfTrue,
        Code::Op(Op::PopJumpIfNone) => Op::PopJumpIfNotNone,
        Code::Op(Op::PopJumpIfNotNone) => Op::PopJumpIfNone,
        _ => return,
    };
    let Some(target) = last.target else { return };
    let marks = version >= Version::V3_14;
    let not_taken = Inst::new(Op::NotTaken, 0, last.loc);
    if !graph.block(target).visited {
        if marks {
            graph.block_mut(label).add(not_taken);
        }
        return;
    }
    let back = graph.new_block();
    let next = graph.block(label).next;
    let mut insts = Vec::new();
    if marks {
        insts.push(not_taken);
    }
    insts.push(Inst::jump(Code::Jump, target, last.loc));
    *graph.block_mut(back) = Block {
        insts,
        next,
        cold: graph.block(label).cold,
        start_depth: graph.block(target).start_depth,
        ..Block::default()
    };
    let block = graph.block_mut(label);
    block.next = Some(back);
    if let Some(last) = block.insts.last_mut() {
        last.code = Code::Op(inverse);
        last.target = next;
    }
}

/// Unconditional jumps get their direction.
fn direct_jumps(graph: &mut Graph) {
    graph.clear_visited();
    for label in graph.order() {
        graph.block_mut(label).visited = true;
        let Some(last) = graph.block(label).last() else {
            continue;
        };
        let back = last
            .target
            .is_some_and(|target| graph.block(target).visited);
        let op = match (last.code, back) {
            (Code::Jump | Code::JumpNoInterrupt, false) => Op::JumpForward,
            (Code::Jump, true) => Op::JumpBackward,
            (Code::JumpNoInterrupt, true) => Op::JumpBackwardNoInterrupt,
            _ => continue,
        };
        if let Some(last) = graph.block_mut(label).insts.last_mut() {
            last.code = Code::Op(op);
        }
    }
}
