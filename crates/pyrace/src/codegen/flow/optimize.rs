//! The optimiser of the flow graph from 3.12 on (`Python/flowgraph.c`).

use super::constants::Pool;
use super::graph::{Graph, MAX_COPY_SIZE};
use super::{lines, swaps};
use crate::code::{Const, Op, Version};
use crate::codegen::ir::{Code, Inst, Label};

/// `COMPARE_OP` turns its result into a bool (3.13 and later).
const COMPARE_TO_BOOL: u32 = 16;

pub(super) fn optimize(graph: &mut Graph, consts: &mut Vec<Const>, version: Version) {
    let mut pool = Pool { consts, version };
    if version == Version::V3_12 {
        optimize_3_12(graph, &mut pool);
        return;
    }
    while inline_small_or_placeless(graph) {}
    remove_unreachable(graph, version);
    lines::duplicate_exits(graph, version);
    lines::propagate(graph, version);
    for label in graph.order() {
        pool.optimize_loads(graph.block_mut(label));
    }
    for label in graph.order() {
        optimize_block(graph, label, &mut pool);
        optimize_swaps(graph, label);
    }
    remove_redundant_pairs(graph);
    remove_unreachable(graph, version);
    graph.remove_redundant_nops_and_jumps();
}

fn optimize_3_12(graph: &mut Graph, pool: &mut Pool<'_>) {
    graph.remove_empty_blocks(true);
    for label in graph.order() {
        inline_small_exit(graph, label);
    }
    for label in graph.order() {
        optimize_block_3_12(graph, label, pool);
    }
    remove_redundant_pairs(graph);
    for label in graph.order() {
        inline_small_exit(graph, label);
    }
    remove_unreachable(graph, Version::V3_12);
    graph.remove_all_redundant_nops();
    graph.remove_empty_blocks(true);
    graph.remove_redundant_jumps();
}

/// A jump to a short exit becomes a copy of it (3.12).
fn inline_small_exit(graph: &mut Graph, label: Label) {
    let Some(last) = graph.block(label).last().copied() else {
        return;
    };
    let (true, Some(target)) = (last.code.is_unconditional_jump(), last.target) else {
        return;
    };
    let block = graph.block(target);
    if block.exits_scope() && block.insts.len() <= MAX_COPY_SIZE {
        append_copy(graph, label, target);
    }
}

/// Replaces the jump at the end of a block by a copy of its target.
fn append_copy(graph: &mut Graph, label: Label, target: Label) {
    let copied = graph.block(target).insts.clone();
    let block = graph.block_mut(label);
    if let Some(last) = block.insts.last_mut() {
        last.nop();
        last.target = None;
    }
    block.extend(copied);
}

/// Copies short exits, and blocks without a line that do not fall through, to where they are jumped
/// to (3.13 and later). Returns whether something changed.
fn inline_small_or_placeless(graph: &mut Graph) -> bool {
    let mut changed = false;
    for label in graph.order() {
        let Some(last) = graph.block(label).last().copied() else {
            continue;
        };
        let (true, Some(target)) = (last.code.is_unconditional_jump(), last.target) else {
            continue;
        };
        let block = graph.block(target);
        let small_exit = block.exits_scope() && block.insts.len() <= MAX_COPY_SIZE;
        let placeless = block.has_no_line() && !block.falls_through();
        if !small_exit && !placeless {
            continue;
        }
        append_copy(graph, label, target);
        if placeless
            && last.code == Code::Jump
            && let Some(new_last) = graph.block_mut(label).insts.last_mut()
            && new_last.code.is_unconditional_jump()
        {
            // The check for a thread switch must not get lost.
            new_last.code = Code::Jump;
        }
        let target = graph.block_mut(target);
        target.predecessors = target.predecessors.saturating_sub(1);
        changed = true;
    }
    changed
}

/// Counts predecessors and empties blocks that nothing leads to.
fn remove_unreachable(graph: &mut Graph, version: Version) {
    for block in &mut graph.blocks {
        block.predecessors = 0;
    }
    graph.clear_visited();
    let entry = graph.entry;
    graph.block_mut(entry).predecessors = 1;
    graph.block_mut(entry).visited = true;
    let mut todo = vec![entry];
    while let Some(label) = todo.pop() {
        let block = graph.block(label);
        let next = block.next.filter(|_| block.falls_through());
        let targets = block.insts.iter().filter_map(Graph::leads_to);
        let successors: Vec<Label> = next.into_iter().chain(targets).collect();
        for successor in successors {
            let block = graph.block_mut(successor);
            block.predecessors += 1;
            if !block.visited {
                block.visited = true;
                todo.push(successor);
            }
        }
    }
    for label in graph.order() {
        let block = graph.block_mut(label);
        if block.predecessors == 0 {
            block.insts.clear();
            if version >= Version::V3_13 {
                block.handler = false;
            }
        }
    }
}

/// Removes values that are pushed and dropped at once.
fn remove_redundant_pairs(graph: &mut Graph) {
    loop {
        let mut done = true;
        let mut previous: Option<(Label, usize)> = None;
        graph.remove_all_redundant_nops();
        for label in graph.order() {
            if graph.block(label).labelled {
                previous = None;
            }
            for i in 0..graph.block(label).insts.len() {
                let is_pop = graph.block(label).insts[i].code == Op::PopTop;
                if let (true, Some((block, at))) = (is_pop, previous) {
                    let pushed = graph.block(block).insts[at];
                    let redundant = match pushed.code {
                        Code::Op(Op::LoadConst | Op::LoadSmallInt | Op::LoadCommonConstant) => true,
                        Code::Op(Op::Copy) => pushed.arg == 1,
                        _ => false,
                    };
                    if redundant {
                        graph.block_mut(block).insts[at].nop();
                        graph.block_mut(label).insts[i].nop();
                        done = false;
                    }
                }
                previous = Some((label, i));
            }
            let block = graph.block(label);
            let jumps = block.last().is_some_and(|last| last.code.is_jump());
            if jumps || !block.falls_through() {
                previous = None;
            }
        }
        if done {
            return;
        }
    }
}

fn optimize_block_3_12(graph: &mut Graph, label: Label, pool: &mut Pool<'_>) {
    let mut known: Option<(Code, u32)> = None;
    let mut i = 0;
    while i < graph.block(label).insts.len() {
        let inst = graph.block(label).insts[i];
        let copies = inst.code == Op::Copy
            && inst.arg == 1
            && known.is_some_and(|(code, _)| code == Op::LoadConst);
        if !copies {
            known = Some((inst.code, inst.arg));
        }
        let (code, arg) = known.unwrap_or((inst.code, inst.arg));
        let next = graph.block(label).insts.get(i + 1).copied();
        match code {
            Code::Op(Op::LoadConst) => {
                if let Some(value) = pool.value(code, arg) {
                    i = pool.after_constant(graph.block_mut(label), i, &value, arg);
                }
            }
            Code::Op(Op::BuildTuple) => build_tuple(graph, label, i, next, pool),
            Code::Op(Op::Swap) => {
                if arg == 1 {
                    graph.block_mut(label).insts[i].nop();
                } else {
                    let block = graph.block_mut(label);
                    swaps::shorten(block, &mut i);
                    swaps::apply_statically(block, i);
                }
            }
            Code::Op(Op::PushNull) => {
                let block = graph.block_mut(label);
                if let Some(next) = block.insts.get_mut(i + 1)
                    && next.code == Op::LoadGlobal
                    && next.arg & 1 == 0
                {
                    next.arg |= 1;
                    block.insts[i].nop();
                }
            }
            // What the jump became is looked at again.
            code if threads(code) && thread_3_12(graph, label, i) => continue,
            _ => {}
        }
        i += 1;
    }
}

fn threads(code: Code) -> bool {
    matches!(
        code,
        Code::Jump
            | Code::Op(
                Op::PopJumpIfTrue | Op::PopJumpIfFalse | Op::PopJumpIfNone | Op::PopJumpIfNotNone
            )
    )
}

/// A jump to a jump goes to the end at once, if no line is lost.
fn thread_3_12(graph: &mut Graph, label: Label, i: usize) -> bool {
    let inst = graph.block(label).insts[i];
    let Some(target) = inst
        .target
        .and_then(|target| graph.first_inst(target))
        .copied()
    else {
        return false;
    };
    let same_line = inst.loc.line == target.loc.line || target.loc.is_none();
    if target.code != Code::Jump || !same_line || inst.target == target.target {
        return false;
    }
    graph.block_mut(label).insts[i].target = target.target;
    true
}

/// Packing values into a tuple to unpack it at once is an exchange on the stack.
fn build_tuple(graph: &mut Graph, label: Label, i: usize, next: Option<Inst>, pool: &mut Pool<'_>) {
    let block = graph.block_mut(label);
    let count = block.insts[i].arg;
    if let Some(next) = next
        && next.code == Op::UnpackSequence
        && next.arg == count
    {
        match count {
            1 => {
                block.insts[i].nop();
                block.insts[i + 1].nop();
                return;
            }
            2 | 3 => {
                block.insts[i].nop();
                block.insts[i + 1].set(Op::Swap, count);
                return;
            }
            _ => {}
        }
    }
    pool.fold_tuple(block, i);
}

/// 3.13 and later.
fn optimize_block(graph: &mut Graph, label: Label, pool: &mut Pool<'_>) {
    let folds = pool.version >= Version::V3_14;
    let mut i = 0;
    while i < graph.block(label).insts.len() {
        let inst = graph.block(label).insts[i];
        let next = graph.block(label).insts.get(i + 1).copied();
        let next_code = next.map(|next| next.code);
        match inst.code {
            Code::Op(Op::BuildTuple) => build_tuple(graph, label, i, next, pool),
            Code::Op(Op::BuildList | Op::BuildSet) if folds => {
                pool.fold_list_or_set(graph.block_mut(label), i, next_code);
            }
            Code::Op(Op::UnaryInvert | Op::UnaryNegative) if folds => {
                pool.fold_unary(graph.block_mut(label), i);
            }
            Code::Op(Op::CallIntrinsic1) if folds && inst.arg == 6 => {
                let block = graph.block_mut(label);
                if next_code == Some(Code::Op(Op::GetIter)) {
                    block.insts[i].nop();
                } else {
                    pool.fold_list_to_tuple(block, i);
                }
            }
            Code::Op(Op::CallIntrinsic1) if folds && inst.arg == 5 => {
                pool.fold_unary(graph.block_mut(label), i);
            }
            Code::Op(Op::BinaryOp) if folds => pool.fold_binary(graph.block_mut(label), i),
            Code::JumpIfTrue | Code::JumpIfFalse => {
                if thread_pseudo(graph, label, i) {
                    continue;
                }
            }
            Code::JumpNoInterrupt => {
                if thread(graph, label, i) {
                    continue;
                }
            }
            code if threads(code) => {
                if thread(graph, label, i) {
                    continue;
                }
            }
            _ => peephole(graph, label, i, pool),
        }
        i += 1;
    }
}

/// Rules for an instruction and the one after it.
fn peephole(graph: &mut Graph, label: Label, i: usize, pool: &mut Pool<'_>) {
    let block = graph.block_mut(label);
    let inst = block.insts[i];
    let next = block.insts.get(i + 1).copied();
    let next_is = |op: Op| next.is_some_and(|next| next.code == op);
    match inst.code {
        Code::Op(Op::StoreFast) => {
            if let Some(next) = next
                && next.code == Op::StoreFast
                && next.arg == inst.arg
                && next.loc.line == inst.loc.line
            {
                block.insts[i].set(Op::PopTop, 0);
            }
        }
        Code::Op(Op::Swap) if inst.arg == 1 => block.insts[i].nop(),
        Code::Op(Op::LoadGlobal) if next_is(Op::PushNull) && inst.arg & 1 == 0 => {
            block.insts[i].arg |= 1;
            block.insts[i + 1].nop();
        }
        Code::Op(Op::CompareOp) if next_is(Op::ToBool) => {
            block.insts[i].nop();
            block.insts[i + 1].set(Op::CompareOp, inst.arg | COMPARE_TO_BOOL);
        }
        Code::Op(op @ (Op::ContainsOp | Op::IsOp)) => {
            if next_is(Op::ToBool) {
                block.insts[i].nop();
                block.insts[i + 1].set(op, inst.arg);
            } else if next_is(Op::UnaryNot) && pool.version >= Version::V3_14 {
                block.insts[i].nop();
                block.insts[i + 1].set(op, inst.arg ^ 1);
            }
        }
        Code::Op(Op::ToBool) if next_is(Op::ToBool) => block.insts[i].nop(),
        Code::Op(Op::UnaryNot) => {
            if next_is(Op::ToBool) {
                block.insts[i].nop();
                block.insts[i + 1].set(Op::UnaryNot, 0);
            } else if next_is(Op::UnaryNot) {
                block.insts[i].nop();
                block.insts[i + 1].nop();
            } else if pool.version >= Version::V3_14 {
                pool.fold_unary(block, i);
            }
        }
        _ => {}
    }
}

/// A jump to a jump: a new jump to its target follows the old one, which only keeps its line.
fn thread(graph: &mut Graph, label: Label, i: usize) -> bool {
    let inst = graph.block(label).insts[i];
    let Some(target) = inst
        .target
        .and_then(|target| graph.first_inst(target))
        .copied()
    else {
        return false;
    };
    let code = match (inst.code, target.code) {
        (Code::Jump | Code::JumpNoInterrupt, Code::Jump) => Code::Jump,
        (code @ (Code::Jump | Code::JumpNoInterrupt), Code::JumpNoInterrupt) => code,
        (code @ Code::Op(_), Code::Jump) => code,
        _ => return false,
    };
    append_threaded(graph, label, i, code, &target)
}

/// 3.14 and later: conditional jumps that keep the value.
fn thread_pseudo(graph: &mut Graph, label: Label, i: usize) -> bool {
    let inst = graph.block(label).insts[i];
    let target_block = inst.target.and_then(|target| graph.nonempty(Some(target)));
    let Some(target) = target_block
        .and_then(|target| graph.first_inst(target))
        .copied()
    else {
        return false;
    };
    if target.code == Code::Jump || target.code == inst.code {
        return append_threaded(graph, label, i, inst.code, &target);
    }
    let opposite = matches!(target.code, Code::JumpIfTrue | Code::JumpIfFalse);
    if let (true, Some(block)) = (opposite, inst.target) {
        graph.block_mut(label).insts[i].target = graph.block(block).next;
        return true;
    }
    false
}

fn append_threaded(graph: &mut Graph, label: Label, i: usize, code: Code, target: &Inst) -> bool {
    let inst = graph.block(label).insts[i];
    let Some(end) = target.target.filter(|_| inst.target != target.target) else {
        return false;
    };
    let block = graph.block_mut(label);
    block.insts[i].nop();
    block.insts[i].target = None;
    block.add(Inst::jump(code, end, target.loc));
    true
}

fn optimize_swaps(graph: &mut Graph, label: Label) {
    let block = graph.block_mut(label);
    let mut i = 0;
    while i < block.insts.len() {
        if block.insts[i].code == Op::Swap {
            swaps::shorten(block, &mut i);
            swaps::apply_statically(block, i);
        }
        i += 1;
    }
}
