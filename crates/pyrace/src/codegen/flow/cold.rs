//! Code that only runs after an exception goes to the end (3.12 and later).

use super::graph::Graph;
use crate::code::Version;
use crate::codegen::ir::{Code, Inst, Label, Loc};

pub(super) fn move_to_end(graph: &mut Graph, version: Version) {
    let entry = graph.entry;
    if graph.block(entry).next.is_none() {
        return;
    }
    mark_warm(graph);
    mark_cold(graph);
    jump_from_cold_to_warm(graph, version);
    let moved = unlink_cold(graph);
    if moved {
        if version >= Version::V3_13 {
            graph.remove_redundant_nops_and_jumps();
        } else {
            graph.remove_redundant_jumps();
        }
    }
}

/// Marks what is reached without an exception.
fn mark_warm(graph: &mut Graph) {
    graph.clear_visited();
    let entry = graph.entry;
    graph.block_mut(entry).visited = true;
    let mut todo = vec![entry];
    while let Some(label) = todo.pop() {
        graph.block_mut(label).warm = true;
        for successor in successors(graph, label) {
            if !graph.block(successor).visited {
                graph.block_mut(successor).visited = true;
                todo.push(successor);
            }
        }
    }
}

/// Marks what is reached from handlers and is not warm.
fn mark_cold(graph: &mut Graph) {
    graph.clear_visited();
    let mut todo = Vec::new();
    for label in graph.order() {
        if graph.block(label).handler {
            graph.block_mut(label).visited = true;
            todo.push(label);
        }
    }
    while let Some(label) = todo.pop() {
        graph.block_mut(label).cold = true;
        for successor in successors(graph, label) {
            let block = graph.block(successor);
            if !block.warm && !block.visited {
                graph.block_mut(successor).visited = true;
                todo.push(successor);
            }
        }
    }
}

fn successors(graph: &Graph, label: Label) -> Vec<Label> {
    let block = graph.block(label);
    let next = block.next.filter(|_| block.falls_through());
    let jumps = block.insts.iter().filter(|inst| inst.code.is_jump());
    next.into_iter()
        .chain(jumps.filter_map(|inst| inst.target))
        .collect()
}

/// A cold block that goes on into a warm one will need a jump.
fn jump_from_cold_to_warm(graph: &mut Graph, version: Version) {
    for label in graph.order() {
        let block = graph.block(label);
        let (true, true, Some(next)) = (block.cold, block.falls_through(), block.next) else {
            continue;
        };
        if !graph.block(next).warm {
            continue;
        }
        let code = if version >= Version::V3_13 {
            Code::JumpNoInterrupt
        } else {
            Code::Jump
        };
        let jump = graph.new_block();
        graph.block_mut(next).labelled = true;
        let block = graph.block_mut(jump);
        block.insts.push(Inst::jump(code, next, Loc::NONE));
        block.cold = true;
        block.next = Some(next);
        if version >= Version::V3_13 {
            block.predecessors = 1;
        }
        graph.block_mut(label).next = Some(jump);
    }
}

/// Moves runs of cold blocks behind the others, in their order. The first block stays.
fn unlink_cold(graph: &mut Graph) -> bool {
    let order = graph.order();
    let Some((first, rest)) = order.split_first() else {
        return false;
    };
    let (cold, warm): (Vec<Label>, Vec<Label>) =
        rest.iter().partition(|label| graph.block(**label).cold);
    let moved = !cold.is_empty();
    let new_order: Vec<Label> = std::iter::once(*first).chain(warm).chain(cold).collect();
    for pair in new_order.windows(2) {
        graph.block_mut(pair[0]).next = Some(pair[1]);
    }
    if let Some(last) = new_order.last() {
        graph.block_mut(*last).next = None;
    }
    moved
}
