//! The height of the stack at the start of each block.

use super::effect::{effect, effect_at_target};
use super::graph::Graph;
use crate::code::Version;

/// Computes the heights and returns the greatest one.
pub(super) fn compute(graph: &mut Graph, version: Version, generator: bool) -> u32 {
    for block in &mut graph.blocks {
        block.start_depth = -1;
    }
    // 3.11 and 3.12 count the value that the first resumption of a generator pushes.
    let at_start = generator && matches!(version, Version::V3_11 | Version::V3_12);
    let entry = graph.entry;
    graph.block_mut(entry).start_depth = i32::from(at_start);
    let mut todo = vec![entry];
    let mut greatest = 0;
    while let Some(label) = todo.pop() {
        let mut depth = graph.block(label).start_depth;
        let mut next = graph.block(label).next;
        for i in 0..graph.block(label).insts.len() {
            let inst = graph.block(label).insts[i];
            let change = effect(inst.code, inst.arg, version);
            greatest = greatest.max(depth + change.pushes as i32);
            if inst.code.has_target()
                && let Some(target) = inst.target
            {
                let there = depth + effect_at_target(inst.code, inst.arg, version);
                greatest = greatest.max(there);
                let block = graph.block_mut(target);
                if block.start_depth < there && block.start_depth < 100 {
                    block.start_depth = there;
                    todo.push(target);
                }
            }
            depth += change.net();
            greatest = greatest.max(depth);
            if inst.code.is_unconditional_jump() || inst.code.exits_scope() {
                next = None;
                break;
            }
        }
        if let Some(next) = next {
            let block = graph.block_mut(next);
            if block.start_depth < depth {
                block.start_depth = depth;
                todo.push(next);
            }
        }
    }
    u32::try_from(greatest).unwrap_or(0)
}
