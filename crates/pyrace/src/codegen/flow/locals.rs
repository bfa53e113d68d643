//! Variables in slots: which may be empty, and pairs of operations (3.12 and later).

use super::graph::Graph;
use crate::code::Op;
use crate::codegen::ir::{Code, Inst, Label};

/// Slots beyond this number are only followed inside a block, as in CPython.
const TRACKED: u32 = 64;

/// Turns loads of slots that may be empty into `LOAD_FAST_CHECK`.
pub(super) fn check_loads(graph: &mut Graph, slots: u32, params: u32) {
    if slots == 0 {
        return;
    }
    if slots > TRACKED {
        check_many(graph, slots);
    }
    let tracked = slots.min(TRACKED);
    let unset: u64 = (params..tracked).map(|slot| 1u64 << slot).sum();
    let mut flow = MaybeEmpty {
        masks: vec![0; graph.blocks.len()],
        queued: vec![false; graph.blocks.len()],
        todo: Vec::new(),
    };
    flow.push(graph.entry, unset);
    // A `del` may empty a slot anywhere, so every block is looked at once.
    for label in graph.order() {
        flow.scan(graph, label);
    }
    while let Some(label) = flow.todo.pop() {
        flow.queued[label.index()] = false;
        flow.scan(graph, label);
    }
}

/// The slots that may be empty at the start of each block, as bits.
struct MaybeEmpty {
    masks: Vec<u64>,
    queued: Vec<bool>,
    todo: Vec<Label>,
}

impl MaybeEmpty {
    fn push(&mut self, label: Label, mask: u64) {
        let old = self.masks[label.index()];
        let new = old | mask;
        if new != old {
            self.masks[label.index()] = new;
            if !self.queued[label.index()] {
                self.queued[label.index()] = true;
                self.todo.push(label);
            }
        }
    }

    fn scan(&mut self, graph: &mut Graph, label: Label) {
        let mut mask = self.masks[label.index()];
        for i in 0..graph.block(label).insts.len() {
            let inst = graph.block(label).insts[i];
            if let Some(handler) = inst.handler {
                self.push(handler, mask);
            }
            if inst.arg >= TRACKED {
                continue;
            }
            let bit = 1u64 << inst.arg;
            match inst.code {
                Code::Op(Op::DeleteFast | Op::LoadFastAndClear) | Code::StoreFastMaybeNull => {
                    mask |= bit;
                }
                Code::Op(Op::StoreFast | Op::LoadFastCheck) => mask &= !bit,
                Code::Op(Op::LoadFast) => {
                    if mask & bit != 0 {
                        graph.block_mut(label).insts[i].code = Code::Op(Op::LoadFastCheck);
                    }
                    mask &= !bit;
                }
                _ => {}
            }
        }
        let block = graph.block(label);
        if let Some(next) = block.next
            && block.falls_through()
        {
            self.push(next, mask);
        }
        if let Some(last) = block.last()
            && let (true, Some(target)) = (last.code.is_jump(), last.target)
        {
            self.push(target, mask);
        }
    }
}

fn check_many(graph: &mut Graph, slots: u32) {
    let mut set_in = vec![0usize; (slots - TRACKED) as usize];
    for (number, label) in graph.order().into_iter().enumerate() {
        let number = number + 1;
        for inst in &mut graph.block_mut(label).insts {
            let Some(state) = inst
                .arg
                .checked_sub(TRACKED)
                .and_then(|slot| set_in.get_mut(slot as usize))
            else {
                continue;
            };
            match inst.code {
                Code::Op(Op::DeleteFast | Op::LoadFastAndClear) | Code::StoreFastMaybeNull => {
                    *state = number - 1;
                }
                Code::Op(Op::StoreFast) => *state = number,
                Code::Op(Op::LoadFast) => {
                    if *state != number {
                        inst.code = Code::Op(Op::LoadFastCheck);
                    }
                    *state = number;
                }
                _ => {}
            }
        }
    }
}

/// Joins two operations on slots into one (3.13 and later).
pub(super) fn join_pairs(graph: &mut Graph) {
    for label in graph.order() {
        let insts = &mut graph.block_mut(label).insts;
        for i in 1..insts.len() {
            let (first, second) = (insts[i - 1], insts[i]);
            let joined = match (first.code, second.code) {
                (Code::Op(Op::LoadFast), Code::Op(Op::LoadFast)) => Op::LoadFastLoadFast,
                (Code::Op(Op::StoreFast), Code::Op(Op::LoadFast)) => Op::StoreFastLoadFast,
                (Code::Op(Op::StoreFast), Code::Op(Op::StoreFast)) => Op::StoreFastStoreFast,
                _ => continue,
            };
            if may_join(&first, &second) {
                insts[i - 1].set(joined, first.arg << 4 | second.arg);
                insts[i].nop();
            }
        }
    }
    graph.remove_all_redundant_nops();
}

fn may_join(first: &Inst, second: &Inst) -> bool {
    let (a, b) = (first.loc.line, second.loc.line);
    let one_line = a < 0 || b < 0 || a == b;
    one_line && first.arg < 16 && second.arg < 16
}
