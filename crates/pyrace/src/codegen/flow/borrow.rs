//! Loads that need no reference of their own (3.14 and later).
//!
//! A load may borrow the reference of the slot if the value leaves the stack inside the block, while
//! the slot still holds it. Each entry of a simulated stack remembers which load it comes from.

use super::effect::effect;
use super::graph::{Block, Graph};
use crate::code::{Op, Version};
use crate::codegen::ir::{Code, Inst, Label};

/// Where an entry of the stack comes from.
#[derive(Clone, Copy)]
struct Entry {
    /// The instruction that pushed it, if it is in this block.
    inst: Option<usize>,
    /// The slot that it was loaded from.
    slot: Option<u32>,
}

const UNKNOWN: Entry = Entry {
    inst: None,
    slot: None,
};

/// Simulates the blocks that are reached and rewrites their loads.
pub(super) fn borrow_loads(graph: &mut Graph, version: Version) {
    graph.clear_visited();
    let entry = graph.entry;
    graph.block_mut(entry).visited = true;
    graph.block_mut(entry).start_depth = 0;
    let mut todo = vec![entry];
    while let Some(label) = todo.pop() {
        let block = graph.block(label);
        let mut simulation = Simulation::new(block, version);
        let mut targets = Vec::new();
        for (i, inst) in block.insts.iter().enumerate() {
            if let (true, Some(target)) = (inst.code.has_target(), inst.target) {
                targets.push(target);
            }
            simulation.run(i, inst);
        }
        // 3.14 does not go on behind a block that has become empty.
        let stops = version == Version::V3_14 && block.insts.is_empty();
        if let Some(next) = block.next
            && block.falls_through()
            && !stops
        {
            targets.push(next);
        }
        let keeps = simulation.finish();
        for (inst, keeps) in graph.block_mut(label).insts.iter_mut().zip(keeps) {
            if keeps {
                continue;
            }
            match inst.code {
                Code::Op(Op::LoadFast) => inst.code = Code::Op(Op::LoadFastBorrow),
                Code::Op(Op::LoadFastLoadFast) => {
                    inst.code = Code::Op(Op::LoadFastBorrowLoadFastBorrow);
                }
                _ => {}
            }
        }
        for target in targets {
            visit(graph, target, &mut todo);
        }
    }
}

fn visit(graph: &mut Graph, target: Label, todo: &mut Vec<Label>) {
    if !graph.block(target).visited {
        graph.block_mut(target).visited = true;
        todo.push(target);
    }
}

struct Simulation {
    version: Version,
    stack: Vec<Entry>,
    /// Whether the value of an instruction needs a reference of its own.
    keeps: Vec<bool>,
}

impl Simulation {
    fn new(block: &Block, version: Version) -> Self {
        Simulation {
            version,
            stack: vec![UNKNOWN; usize::try_from(block.start_depth).unwrap_or(0)],
            keeps: vec![false; block.insts.len()],
        }
    }

    fn pop(&mut self) -> Entry {
        self.stack.pop().unwrap_or(UNKNOWN)
    }

    fn push(&mut self, inst: usize, slot: Option<u32>) {
        self.stack.push(Entry {
            inst: Some(inst),
            slot,
        });
    }

    fn keep(&mut self, entry: Entry) {
        if let Some(keeps) = entry.inst.and_then(|inst| self.keeps.get_mut(inst)) {
            *keeps = true;
        }
    }

    /// The slot loses its value: what was loaded from it and is still there needs a reference.
    fn kill(&mut self, slot: u32) {
        for i in 0..self.stack.len() {
            if self.stack[i].slot == Some(slot) {
                self.keep(self.stack[i]);
            }
        }
    }

    fn store(&mut self, slot: u32) {
        let value = self.pop();
        self.kill(slot);
        self.keep(value);
    }

    fn run(&mut self, i: usize, inst: &Inst) {
        let arg = inst.arg;
        let Code::Op(op) = inst.code else {
            return self.consume_all(i, inst);
        };
        match op {
            Op::DeleteFast => self.kill(arg),
            Op::LoadFast => self.push(i, Some(arg)),
            Op::LoadFastAndClear => {
                self.kill(arg);
                self.push(i, Some(arg));
            }
            Op::LoadFastLoadFast => {
                self.push(i, Some(arg >> 4));
                self.push(i, Some(arg & 15));
            }
            Op::StoreFast => self.store(arg),
            Op::StoreFastLoadFast => {
                self.store(arg >> 4);
                self.push(i, Some(arg & 15));
            }
            Op::StoreFastStoreFast => {
                self.store(arg >> 4);
                self.store(arg & 15);
            }
            Op::Copy => {
                let depth = (arg as usize).max(1);
                let at = self.stack.len().checked_sub(depth);
                let entry = at.map_or(UNKNOWN, |at| self.stack[at]);
                self.stack.push(entry);
            }
            Op::Swap => {
                let top = self.stack.len();
                if let (Some(last), Some(other)) =
                    (top.checked_sub(1), top.checked_sub(arg as usize))
                {
                    self.stack.swap(last, other);
                }
            }
            Op::FormatSimple | Op::ImportFrom | Op::WithExceptStart => self.push_more(i, inst),
            Op::GetIter if self.version >= Version::V3_15 => self.push_more(i, inst),
            Op::DictMerge
            | Op::DictUpdate
            | Op::ListAppend
            | Op::ListExtend
            | Op::MapAdd
            | Op::Reraise
            | Op::SetAdd
            | Op::SetUpdate => {
                for _ in 0..-effect(inst.code, arg, self.version).net() {
                    self.pop();
                }
            }
            Op::SetFunctionAttribute => {
                let function = self.pop();
                self.pop();
                self.stack.push(function);
            }
            Op::CheckExcMatch => {
                self.pop();
                self.push(i, None);
            }
            Op::ForIter => self.push(i, None),
            Op::LoadAttr | Op::LoadSuperAttr => {
                let object = self.pop();
                if op == Op::LoadSuperAttr {
                    self.pop();
                    self.pop();
                }
                self.push(i, None);
                if arg & 1 == 1 {
                    self.stack.push(object);
                }
            }
            Op::LoadSpecial | Op::PushExcInfo => {
                let top = self.pop();
                self.push(i, None);
                self.stack.push(top);
            }
            _ => self.consume_all(i, inst),
        }
    }

    /// The operation leaves its operands on the stack and pushes more. In 3.14 the new entries are
    /// taken for those of the first instructions, by a slip in CPython that changes listings.
    fn push_more(&mut self, i: usize, inst: &Inst) {
        let net = effect(inst.code, inst.arg, self.version).net();
        for j in 0..usize::try_from(net).unwrap_or(0) {
            let from = if self.version == Version::V3_14 { j } else { i };
            self.push(from, None);
        }
    }

    fn consume_all(&mut self, i: usize, inst: &Inst) {
        if inst.code.is_block_push() {
            return;
        }
        let effect = effect(inst.code, inst.arg, self.version);
        for _ in 0..effect.pops {
            self.pop();
        }
        for _ in 0..effect.pushes {
            self.push(i, None);
        }
    }

    /// What is still on the stack needs references.
    fn finish(mut self) -> Vec<bool> {
        for i in 0..self.stack.len() {
            self.keep(self.stack[i]);
        }
        self.keeps
    }
}
