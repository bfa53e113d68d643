//! The optimiser of the flow graph in 3.10 and 3.11 (`Python/compile.c`).

use super::constants::Pool;
use super::graph::{Graph, MAX_COPY_SIZE};
use super::swaps;
use crate::code::{Const, Op, Version};
use crate::codegen::fold::arithmetic::truth;
use crate::codegen::ir::{Code, Inst, Label};

/// Marks blocks that leave the frame or do not fall through, and skips empty targets of jumps.
pub(super) fn normalize(graph: &mut Graph) {
    for label in graph.newest_first() {
        for i in 0..graph.block(label).insts.len() {
            let inst = graph.block(label).insts[i];
            let block = graph.block_mut(label);
            if inst.code.exits_scope() {
                block.exit = true;
                block.no_fallthrough = true;
            }
            if inst.code.is_unconditional_jump() {
                block.no_fallthrough = true;
            }
            if inst.code.is_jump() && inst.code != Op::JumpIfNotExcMatch {
                skip_empty_target(graph, label, i);
            }
        }
    }
}

fn skip_empty_target(graph: &mut Graph, label: Label, i: usize) {
    let target = graph.block(label).insts[i].target;
    if let Some(found) = graph.nonempty(target) {
        graph.block_mut(label).insts[i].target = Some(found);
    }
}

/// Jumps to short exits become copies of them. 3.11 copies only exits without a line.
pub(super) fn extend_blocks(graph: &mut Graph, version: Version) {
    for label in graph.newest_first() {
        let Some(last) = graph.block(label).last().copied() else {
            continue;
        };
        let (true, Some(target)) = (last.code.is_unconditional_jump(), last.target) else {
            continue;
        };
        let block = graph.block(target);
        let too_long = block.insts.len() > MAX_COPY_SIZE;
        let has_line = version == Version::V3_11 && !block.has_no_line();
        if !block.exit || too_long || has_line {
            continue;
        }
        let copied = block.insts.clone();
        let block = graph.block_mut(label);
        if let Some(last) = block.insts.last_mut() {
            last.nop();
            last.target = None;
        }
        block.insts.extend(copied);
        block.exit = true;
    }
}

pub(super) fn optimize(graph: &mut Graph, consts: &mut Vec<Const>, version: Version) {
    for label in graph.order() {
        optimize_block(graph, label, consts, version);
        clean(graph, label, -1, version);
    }
    extend_blocks(graph, version);
    mark_reachable(graph);
    for label in graph.order() {
        let block = graph.block_mut(label);
        if block.predecessors == 0 {
            block.insts.clear();
            block.no_fallthrough = false;
        }
    }
    if version == Version::V3_10 {
        let mut before: Option<Label> = None;
        for label in graph.order() {
            let last = before.and_then(|label| graph.block(label).last());
            let line = last.map_or(-1, |last| last.loc.line);
            clean(graph, label, line, version);
            before = Some(label).filter(|label| !graph.block(*label).no_fallthrough);
        }
        graph.remove_empty_blocks(false);
    } else {
        graph.remove_empty_blocks(false);
        for label in graph.order() {
            clean(graph, label, -1, version);
        }
    }
    if remove_redundant_jumps(graph, version) {
        graph.remove_empty_blocks(false);
    }
}

fn remove_redundant_jumps(graph: &mut Graph, version: Version) -> bool {
    let mut changed = false;
    for label in graph.order() {
        let next = graph.block(label).next;
        let block = graph.block_mut(label);
        let Some(last) = block.insts.last_mut() else {
            continue;
        };
        if last.code.is_unconditional_jump() && last.target == next {
            last.nop();
            last.target = None;
            block.no_fallthrough = false;
            changed = true;
            if version == Version::V3_10 {
                clean(graph, label, -1, version);
            }
        }
    }
    changed
}

fn mark_reachable(graph: &mut Graph) {
    let entry = graph.entry;
    graph.block_mut(entry).predecessors = 1;
    let mut todo = vec![entry];
    while let Some(label) = todo.pop() {
        let block = graph.block(label);
        let next = block.next.filter(|_| !block.no_fallthrough);
        let targets = block.insts.iter().filter_map(Graph::leads_to);
        let successors: Vec<Label> = next.into_iter().chain(targets).collect();
        for successor in successors {
            let block = graph.block_mut(successor);
            if block.predecessors == 0 {
                todo.push(successor);
            }
            block.predecessors += 1;
        }
    }
}

/// Removes `NOP`s. `previous` is the line before the block, which only 3.10 looks at.
pub(super) fn clean(graph: &mut Graph, label: Label, previous: i32, version: Version) {
    let leading = graph
        .block(label)
        .insts
        .iter()
        .take_while(|inst| {
            inst.code == Op::Nop && (inst.loc.is_none() || inst.loc.line == previous)
        })
        .count();
    if version == Version::V3_10 && previous >= 0 {
        graph.block_mut(label).insts.drain(..leading);
    }
    graph.remove_redundant_nops(label, false);
}

fn optimize_block(graph: &mut Graph, label: Label, consts: &mut Vec<Const>, version: Version) {
    let mut pool = Pool { consts, version };
    let mut i = 0;
    while i < graph.block(label).insts.len() {
        let inst = graph.block(label).insts[i];
        if inst.code.is_jump() || inst.code.is_block_push() {
            skip_empty_target(graph, label, i);
        }
        let next = graph.block(label).insts.get(i + 1).copied();
        match inst.code {
            Code::Op(Op::LoadConst) => after_constant(graph, label, i, &pool),
            Code::Op(Op::BuildTuple) => build_tuple(graph, label, i, next, &mut pool),
            Code::Op(Op::RotN) => rotate(graph, label, i),
            Code::Op(Op::Swap) => {
                let block = graph.block_mut(label);
                if inst.arg == 1 {
                    block.insts[i].nop();
                } else {
                    swaps::shorten(block, &mut i);
                    swaps::apply_statically(block, i);
                }
            }
            Code::Op(Op::PushNull) => {
                let block = graph.block_mut(label);
                if let Some(next) = block.insts.get_mut(i + 1)
                    && next.code == Op::LoadGlobal
                {
                    next.arg |= 1;
                    block.insts[i].nop();
                }
            }
            // What the jump became is looked at again.
            code if code.is_jump() && thread(graph, label, i, version) => continue,
            _ => {}
        }
        i += 1;
    }
}

fn after_constant(graph: &mut Graph, label: Label, i: usize, pool: &Pool<'_>) {
    let jump = if pool.version >= Version::V3_11 {
        Code::Jump
    } else {
        Code::Op(Op::JumpAbsolute)
    };
    let block = graph.block_mut(label);
    let inst = block.insts[i];
    let Some(next) = block.insts.get(i + 1).copied() else {
        return;
    };
    let Some(value) = pool.value(inst.code, inst.arg) else {
        return;
    };
    let (if_true, pops) = match next.code {
        Code::Op(Op::PopJumpIfTrue) => (true, true),
        Code::Op(Op::PopJumpIfFalse) => (false, true),
        Code::Op(Op::JumpIfTrueOrPop) => (true, false),
        Code::Op(Op::JumpIfFalseOrPop) => (false, false),
        Code::Op(Op::IsOp) if pool.version >= Version::V3_11 && value == Const::None => {
            return test_for_none(block, i);
        }
        _ => return,
    };
    let Some(truth) = truth(&value) else { return };
    if pops {
        block.insts[i].nop();
    }
    if truth == if_true {
        block.insts[i + 1].code = jump;
        block.no_fallthrough = true;
    } else {
        block.insts[i].nop();
        block.insts[i + 1].nop();
        block.insts[i + 1].target = None;
    }
}

fn test_for_none(block: &mut super::graph::Block, i: usize) {
    let inverted = block.insts[i + 1].arg != 0;
    let Some(jump) = block.insts.get_mut(i + 2) else {
        return;
    };
    let not_none = match jump.code {
        Code::Op(Op::PopJumpIfFalse) => !inverted,
        Code::Op(Op::PopJumpIfTrue) => inverted,
        _ => return,
    };
    jump.code = Code::Op(if not_none {
        Op::PopJumpIfNotNone
    } else {
        Op::PopJumpIfNone
    });
    block.insts[i].nop();
    block.insts[i + 1].nop();
}

fn build_tuple(graph: &mut Graph, label: Label, i: usize, next: Option<Inst>, pool: &mut Pool<'_>) {
    let block = graph.block_mut(label);
    let count = block.insts[i].arg;
    let unpacked = next.is_some_and(|next| next.code == Op::UnpackSequence && next.arg == count);
    match (unpacked, count, pool.version) {
        (true, 1, _) => {
            block.insts[i].nop();
            block.insts[i + 1].nop();
        }
        (true, 2, Version::V3_10) => {
            block.insts[i].set(Op::RotTwo, 0);
            block.insts[i + 1].nop();
        }
        (true, 3, Version::V3_10) => {
            block.insts[i].set(Op::RotThree, 0);
            block.insts[i + 1].set(Op::RotTwo, 0);
        }
        // 3.10 does not go on to fold.
        (true, _, Version::V3_10) => {}
        (true, 2 | 3, _) => {
            block.insts[i].nop();
            block.insts[i + 1].set(Op::Swap, count);
        }
        _ => pool.fold_tuple(block, i),
    }
}

/// Rotations of up to four entries have operations of their own (3.10).
fn rotate(graph: &mut Graph, label: Label, i: usize) {
    let inst = &mut graph.block_mut(label).insts[i];
    let op = match inst.arg {
        0 | 1 => Op::Nop,
        2 => Op::RotTwo,
        3 => Op::RotThree,
        4 => Op::RotFour,
        _ => return,
    };
    inst.set(op, 0);
}

/// A jump to a jump goes on at once, if it has the same line.
fn thread(graph: &mut Graph, label: Label, i: usize, version: Version) -> bool {
    let inst = graph.block(label).insts[i];
    let Some(block) = inst.target else {
        return false;
    };
    let Some(target) = graph.first_inst(block).copied() else {
        return false;
    };
    let Code::Op(op) = inst.code else {
        return inst.code == Code::Jump
            && target.code == Code::Jump
            && retarget(graph, label, i, &target, inst.code);
    };
    let target_jumps = target.code.is_unconditional_jump() && target.code != Code::JumpNoInterrupt;
    match op {
        Op::JumpIfTrueOrPop | Op::JumpIfFalseOrPop => {
            let if_true = op == Op::JumpIfTrueOrPop;
            let (pop, other_pop, other) = if if_true {
                (Op::PopJumpIfTrue, Op::PopJumpIfFalse, Op::JumpIfFalseOrPop)
            } else {
                (Op::PopJumpIfFalse, Op::PopJumpIfTrue, Op::JumpIfTrueOrPop)
            };
            if target.code == pop {
                return retarget(graph, label, i, &target, Code::Op(pop));
            }
            if target_jumps || target.code == op {
                return retarget(graph, label, i, &target, inst.code);
            }
            if (target.code == other || target.code == other_pop)
                && inst.loc.line == target.loc.line
            {
                let next = graph.block(block).next;
                let inst = &mut graph.block_mut(label).insts[i];
                inst.code = Code::Op(pop);
                inst.target = next;
                return true;
            }
            false
        }
        Op::PopJumpIfTrue | Op::PopJumpIfFalse | Op::PopJumpIfNone | Op::PopJumpIfNotNone => {
            target_jumps && retarget(graph, label, i, &target, inst.code)
        }
        Op::JumpAbsolute | Op::JumpForward => {
            target_jumps && retarget(graph, label, i, &target, Code::Op(Op::JumpAbsolute))
        }
        Op::ForIter => {
            version == Version::V3_10
                && target.code == Op::JumpForward
                && retarget(graph, label, i, &target, inst.code)
        }
        _ => false,
    }
}

fn retarget(graph: &mut Graph, label: Label, i: usize, target: &Inst, code: Code) -> bool {
    let inst = &mut graph.block_mut(label).insts[i];
    if inst.loc.line != target.loc.line || inst.target == target.target {
        return false;
    }
    inst.target = target.target;
    inst.code = code;
    true
}
