//! Lines for instructions that have none, so that every exit from a frame has one (PEP 626).

use super::graph::{Block, Graph};
use crate::code::{Op, Version};
use crate::codegen::ir::{Code, Label, Loc};

/// Whether a block leaves the frame (from 3.13 on also: may switch threads) and has no line.
fn needs_line(block: &Block, version: Version) -> bool {
    match version {
        Version::V3_10 => block.exit && block.insts.first().is_some_and(|i| i.loc.is_none()),
        Version::V3_11 => block.exit && block.has_no_line(),
        Version::V3_12 => block.exits_scope() && block.has_no_line(),
        _ => (block.exits_scope() || has_eval_break(block, version)) && block.has_no_line(),
    }
}

/// Whether an instruction of the block checks for a thread switch.
fn has_eval_break(block: &Block, version: Version) -> bool {
    block.insts.iter().any(|inst| match inst.code {
        Code::Jump => true,
        Code::Op(Op::CallKw) => version == Version::V3_13,
        Code::Op(op) => matches!(
            op,
            Op::Resume | Op::JumpBackward | Op::Call | Op::CallFunctionEx
        ),
        _ => false,
    })
}

fn falls_through(graph: &Graph, label: Label, version: Version) -> bool {
    if version >= Version::V3_12 {
        graph.block(label).falls_through()
    } else {
        !graph.block(label).no_fallthrough
    }
}

/// Gives each jump to an exit without a line a copy of the exit with the line of the jump.
pub(super) fn duplicate_exits(graph: &mut Graph, version: Version) {
    let old = version <= Version::V3_11;
    if old {
        for label in graph.newest_first() {
            duplicate_exit(graph, label, version);
        }
    } else {
        let mut at = Some(graph.entry);
        while let Some(label) = at {
            duplicate_exit(graph, label, version);
            at = graph.block(label).next;
        }
    }
    if old {
        skip_empty_successors(graph);
    }
    let labels: Vec<Label> = if old {
        graph.newest_first().collect()
    } else {
        graph.order()
    };
    for label in labels {
        let (Some(next), Some(last)) =
            (graph.block(label).next, graph.block(label).last().copied())
        else {
            continue;
        };
        if falls_through(graph, label, version)
            && needs_line(graph.block(next), version)
            && let Some(first) = graph.block_mut(next).insts.first_mut()
        {
            first.loc = last.loc;
        }
    }
}

fn duplicate_exit(graph: &mut Graph, label: Label, version: Version) {
    let Some(last) = graph.block(label).last().copied() else {
        return;
    };
    let (true, Some(target)) = (last.code.is_jump(), last.target) else {
        return;
    };
    let target = if version >= Version::V3_13 {
        graph.nonempty(Some(target)).unwrap_or(target)
    } else {
        target
    };
    let block = graph.block(target);
    if !needs_line(block, version) || block.predecessors < 2 {
        return;
    }
    let copy = graph.new_block();
    let original = graph.block_mut(target);
    original.predecessors -= 1;
    let mut insts = original.insts.clone();
    if let Some(first) = insts.first_mut() {
        first.loc = last.loc;
    }
    let (exit, no_fallthrough) = (original.exit, original.no_fallthrough);
    let next = original.next.replace(copy);
    *graph.block_mut(copy) = Block {
        insts,
        next,
        labelled: true,
        predecessors: 1,
        exit,
        no_fallthrough,
        start_depth: -1,
        ..Block::default()
    };
    if let Some(last) = graph.block_mut(label).insts.last_mut() {
        last.target = Some(copy);
    }
}

fn skip_empty_successors(graph: &mut Graph) {
    for label in graph.newest_first() {
        while let Some(next) = graph.block(label).next
            && graph.block(next).insts.is_empty()
        {
            graph.block_mut(label).next = graph.block(next).next;
        }
    }
}

/// Instructions without a line get the one before them; so do blocks with one predecessor.
pub(super) fn propagate(graph: &mut Graph, version: Version) {
    for label in graph.order() {
        let Some(last) = graph.block(label).last().copied() else {
            continue;
        };
        let mut previous = Loc::NONE;
        for inst in &mut graph.block_mut(label).insts {
            if inst.loc.is_none() {
                inst.loc = previous;
            } else {
                previous = inst.loc;
            }
        }
        if let (true, Some(next)) = (
            falls_through(graph, label, version),
            graph.block(label).next,
        ) && graph.block(next).predecessors == 1
        {
            give_line(graph, next, previous);
        }
        if let (true, Some(mut target)) = (last.code.is_jump(), last.target) {
            if version >= Version::V3_15 {
                while graph.block(target).insts.is_empty()
                    && graph.block(target).predecessors == 1
                    && let Some(next) = graph.block(target).next
                {
                    target = next;
                }
            }
            if graph.block(target).predecessors == 1 {
                give_line(graph, target, previous);
            }
        }
    }
}

fn give_line(graph: &mut Graph, label: Label, loc: Loc) {
    if let Some(first) = graph.block_mut(label).insts.first_mut()
        && first.loc.is_none()
    {
        first.loc = loc;
    }
}

/// Returns that still have no line get the last one before them (to 3.12).
pub(super) fn guarantee(graph: &mut Graph, first_line: u32) {
    let mut line = i32::try_from(first_line).unwrap_or(i32::MAX);
    for label in graph.order() {
        let Some(last) = graph.block(label).last().copied() else {
            continue;
        };
        if !last.loc.is_none() {
            line = last.loc.line;
        } else if last.code == Op::ReturnValue {
            for inst in &mut graph.block_mut(label).insts {
                inst.loc.line = line;
            }
        }
    }
}
