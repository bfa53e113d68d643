//! Which handler each instruction has (3.11 and later).

use super::graph::Graph;
use crate::code::{Op, Version};
use crate::codegen::ir::{Code, Label};

/// The bit that marks a `RESUME` inside exactly one handler, from 3.13 on.
fn resume_depth_one(version: Version) -> u32 {
    if version >= Version::V3_15 { 8 } else { 4 }
}

/// The blocks at which instructions of the kind `is_block_push` point are handlers.
pub(super) fn mark(graph: &mut Graph) {
    for label in graph.order() {
        for i in 0..graph.block(label).insts.len() {
            let inst = graph.block(label).insts[i];
            if let Some(target) = inst.target
                && inst.code.is_block_push()
            {
                graph.block_mut(target).handler = true;
            }
        }
    }
}

/// Walks the graph with the stack of handlers and notes the innermost one at each instruction.
pub(super) fn label(graph: &mut Graph, version: Version) {
    graph.clear_visited();
    let entry = graph.entry;
    graph.block_mut(entry).visited = true;
    let mut todo: Vec<(Label, Vec<Label>)> = vec![(entry, Vec::new())];
    while let Some((at, mut handlers)) = todo.pop() {
        let falls_through = if version >= Version::V3_12 {
            graph.block(at).falls_through()
        } else {
            !graph.block(at).no_fallthrough
        };
        let mut yield_depth = None;
        for i in 0..graph.block(at).insts.len() {
            let inst = graph.block(at).insts[i];
            let mut handler = handlers.last().copied();
            let mut arg = inst.arg;
            let mut code = inst.code;
            if let (true, Some(target)) = (inst.code.is_block_push(), inst.target) {
                if !graph.block(target).visited {
                    graph.block_mut(target).visited = true;
                    todo.push((target, handlers.clone()));
                }
                if matches!(inst.code, Code::SetupCleanup | Code::Op(Op::SetupWith)) {
                    graph.block_mut(target).preserves_lasti = true;
                }
                handlers.push(target);
                handler = None;
            } else if inst.code == Op::PopBlock {
                handlers.pop();
                handler = None;
                if version >= Version::V3_13 {
                    code = Code::Op(Op::Nop);
                }
            } else if let (true, Some(target)) = (inst.code.is_jump(), inst.target) {
                if !graph.block(target).visited {
                    graph.block_mut(target).visited = true;
                    todo.push((target, handlers.clone()));
                }
            } else if inst.code == Op::YieldValue {
                let depth = handlers.len() as u32;
                yield_depth = Some(depth);
                if version == Version::V3_12 {
                    arg = depth;
                }
            } else if inst.code == Op::Resume && version >= Version::V3_13 {
                let after_yield = inst.arg != 0 && inst.arg != 4;
                if after_yield && yield_depth.take() == Some(1) {
                    arg |= resume_depth_one(version);
                }
            } else if inst.code == Op::ReturnGenerator && version >= Version::V3_15 {
                handler = None;
            }
            let inst = &mut graph.block_mut(at).insts[i];
            inst.code = code;
            inst.arg = arg;
            inst.handler = handler;
        }
        if let (true, Some(next)) = (falls_through, graph.block(at).next)
            && !graph.block(next).visited
        {
            graph.block_mut(next).visited = true;
            todo.push((next, handlers));
        }
    }
}
