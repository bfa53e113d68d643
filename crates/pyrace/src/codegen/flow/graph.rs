//! The control-flow graph: blocks in the order of the code, and where they may go.

use crate::code::{Op, Version};
use std::collections::VecDeque;

use crate::codegen::ir::{Inst, Item, Label};

/// Exit blocks up to this length are copied instead of jumped to.
pub(super) const MAX_COPY_SIZE: usize = 4;

/// Instructions that run one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) insts: Vec<Inst>,
    /// The handlers of instructions that stood after the last one before `NOP`s were removed. CPython
    /// 3.13 and 3.14 do not clear their memory, and an instruction that is added inherits the handler.
    pub(super) leftovers: VecDeque<Option<Label>>,
    /// The block that follows in the code.
    pub(super) next: Option<Label>,
    /// The block has a label (3.12 and later).
    pub(super) labelled: bool,
    pub(super) predecessors: u32,
    /// An instruction leaves the frame (3.10, 3.11).
    pub(super) exit: bool,
    /// The next block is not reached from the end of this one (3.10, 3.11).
    pub(super) no_fallthrough: bool,
    pub(super) visited: bool,
    pub(super) handler: bool,
    pub(super) cold: bool,
    pub(super) warm: bool,
    /// The handler pushes the place of the exception.
    pub(super) preserves_lasti: bool,
    /// The height of the stack at the start, -1 if it is unknown.
    pub(super) start_depth: i32,
}

impl Block {
    /// Adds an instruction at the end, where another one may have been.
    pub(super) fn add(&mut self, inst: Inst) {
        let handler = self.leftovers.pop_front().flatten();
        self.insts.push(Inst { handler, ..inst });
    }

    /// Adds copies of instructions at the end.
    pub(super) fn extend(&mut self, insts: Vec<Inst>) {
        self.overwrite(insts.len());
        self.insts.extend(insts);
    }

    /// Inserts an instruction, which moves the others on.
    pub(super) fn insert(&mut self, at: usize, inst: Inst) {
        self.overwrite(1);
        self.insts.insert(at, inst);
    }

    fn overwrite(&mut self, count: usize) {
        self.leftovers.drain(..count.min(self.leftovers.len()));
    }

    pub(super) fn last(&self) -> Option<&Inst> {
        self.insts.last()
    }

    /// Whether the end of the block leads to the next one (3.12 and later).
    pub(super) fn falls_through(&self) -> bool {
        self.last()
            .is_none_or(|last| !last.code.exits_scope() && !last.code.is_unconditional_jump())
    }

    pub(super) fn exits_scope(&self) -> bool {
        self.last().is_some_and(|last| last.code.exits_scope())
    }

    pub(super) fn has_no_line(&self) -> bool {
        self.insts.iter().all(|inst| inst.loc.is_none())
    }
}

/// The blocks of a code object.
#[derive(Debug)]
pub(super) struct Graph {
    pub(super) blocks: Vec<Block>,
    pub(super) entry: Label,
    /// Removed instructions leave their handlers behind (3.13, 3.14).
    leaves_handlers: bool,
}

impl Graph {
    /// Up to 3.11 a label is a block, used or not.
    pub(super) fn from_labels(items: Vec<Item>, labels: u32) -> Graph {
        let mut blocks = vec![Block::default(); labels as usize];
        let mut current = Label(0);
        for item in items {
            match item {
                Item::Label(label) => {
                    blocks[current.index()].next = Some(label);
                    current = label;
                }
                Item::Inst(inst) => blocks[current.index()].insts.push(inst),
            }
        }
        Graph {
            blocks,
            entry: Label(0),
            leaves_handlers: false,
        }
    }

    /// From 3.12 on blocks start at labels and after jumps; from 3.13 on only at labels that are the
    /// target of an instruction.
    pub(super) fn from_items(items: &[Item], labels: u32, version: Version) -> Graph {
        let mut is_target = vec![version <= Version::V3_12; labels as usize];
        for item in items {
            if let Item::Inst(inst) = item
                && let Some(target) = inst.target
            {
                is_target[target.index()] = true;
            }
        }
        // Labels at one place are one.
        let mut graph = Graph {
            blocks: vec![Block::default()],
            entry: Label(0),
            leaves_handlers: matches!(version, Version::V3_13 | Version::V3_14),
        };
        let mut block_of = vec![Label(0); labels as usize];
        let mut pending: Vec<Label> = Vec::new();
        let mut current = Label(0);
        for item in items {
            match item {
                Item::Label(label) => pending.push(*label),
                Item::Inst(inst) => {
                    let labelled = pending.iter().any(|label| is_target[label.index()]);
                    let block = &graph.blocks[current.index()];
                    let terminated = block.last().is_some_and(|last| last.code.is_terminator());
                    if terminated || (labelled && (!block.insts.is_empty() || block.labelled)) {
                        current = graph.append(current);
                    }
                    graph.block_mut(current).labelled |= labelled;
                    for label in pending.drain(..) {
                        block_of[label.index()] = current;
                    }
                    graph.block_mut(current).insts.push(*inst);
                }
            }
        }
        for block in &mut graph.blocks {
            for inst in &mut block.insts {
                inst.target = inst.target.map(|label| block_of[label.index()]);
            }
        }
        graph
    }

    /// A new block after another one.
    fn append(&mut self, after: Label) -> Label {
        let label = self.new_block();
        self.block_mut(after).next = Some(label);
        label
    }

    pub(super) fn new_block(&mut self) -> Label {
        let label = Label(u32::try_from(self.blocks.len()).unwrap_or(u32::MAX));
        self.blocks.push(Block {
            start_depth: -1,
            ..Block::default()
        });
        label
    }

    pub(super) fn block(&self, label: Label) -> &Block {
        &self.blocks[label.index()]
    }

    pub(super) fn block_mut(&mut self, label: Label) -> &mut Block {
        &mut self.blocks[label.index()]
    }

    /// The blocks in the order of the code.
    pub(super) fn order(&self) -> Vec<Label> {
        let mut order = Vec::new();
        let mut at = Some(self.entry);
        while let Some(label) = at {
            order.push(label);
            at = self.block(label).next;
        }
        order
    }

    /// All blocks, newest first: the order of CPython's list of blocks.
    pub(super) fn newest_first(&self) -> impl Iterator<Item = Label> + use<> {
        let count = u32::try_from(self.blocks.len()).unwrap_or(u32::MAX);
        (0..count).rev().map(Label)
    }

    /// The first block with instructions from this one on.
    pub(super) fn nonempty(&self, from: Option<Label>) -> Option<Label> {
        let mut at = from;
        while let Some(label) = at
            && self.block(label).insts.is_empty()
        {
            at = self.block(label).next;
        }
        at
    }

    /// The first instruction at a target.
    pub(super) fn first_inst(&self, label: Label) -> Option<&Inst> {
        self.nonempty(Some(label))
            .and_then(|label| self.block(label).insts.first())
    }

    pub(super) fn clear_visited(&mut self) {
        for block in &mut self.blocks {
            block.visited = false;
        }
    }

    /// Takes empty blocks out of the chain, and out of the way of jumps and handlers.
    pub(super) fn remove_empty_blocks(&mut self, handlers_too: bool) {
        for label in self.order() {
            let next = self.block(label).next;
            let target = match self.nonempty(next) {
                // The last block stays even if it is empty (3.10, 3.11).
                None if !handlers_too => self.last_of_chain(next),
                found => found,
            };
            self.block_mut(label).next = target;
        }
        if handlers_too && let Some(entry) = self.nonempty(Some(self.entry)) {
            self.entry = entry;
        }
        for label in self.order() {
            let count = self.block(label).insts.len();
            for i in 0..count {
                let inst = self.block(label).insts[i];
                let relevant = if handlers_too {
                    inst.code.has_target()
                } else {
                    i + 1 == count && (inst.code.is_jump() || inst.code.is_block_push())
                };
                if let Some(target) = inst.target
                    && relevant
                    && let Some(found) = self.nonempty(Some(target))
                    && found != target
                {
                    self.block_mut(found).labelled = true;
                    self.block_mut(label).insts[i].target = Some(found);
                }
            }
        }
    }

    fn last_of_chain(&self, from: Option<Label>) -> Option<Label> {
        let mut at = from;
        while let Some(label) = at
            && let Some(next) = self.block(label).next
        {
            at = Some(next);
        }
        at
    }

    /// Removes instructions without effect where no line is lost. Returns how many.
    pub(super) fn remove_redundant_nops(&mut self, label: Label, skip_placeless: bool) -> usize {
        let next_line = self.line_at(self.block(label).next, skip_placeless);
        self.remove_nops_before(label, next_line)
    }

    /// As [`Graph::remove_redundant_nops`] where the line is known at which the code goes on.
    fn remove_nops_before(&mut self, label: Label, next_line: Option<i32>) -> usize {
        let leaves_handlers = self.leaves_handlers;
        let block = self.block_mut(label);
        let before = block.insts.len();
        let mut kept: Vec<Inst> = Vec::with_capacity(before);
        let mut previous_line = -1;
        for i in 0..before {
            let inst = block.insts[i];
            let line = inst.loc.line;
            if inst.code == Op::Nop {
                if line < 0 || previous_line == line {
                    continue;
                }
                if i + 1 < before {
                    let next = &mut block.insts[i + 1];
                    if next.loc.line == line {
                        continue;
                    }
                    if next.loc.line < 0 {
                        next.loc = inst.loc;
                        continue;
                    }
                } else if next_line == Some(line) {
                    continue;
                }
            }
            kept.push(inst);
            previous_line = line;
        }
        let removed = before - kept.len();
        let old = std::mem::replace(&mut block.insts, kept);
        if leaves_handlers && removed > 0 {
            let handlers = old[before - removed..].iter().map(|inst| inst.handler);
            let handlers: VecDeque<_> = handlers.chain(block.leftovers.drain(..)).collect();
            block.leftovers = handlers;
        }
        removed
    }

    /// The line of the first instruction from a block on.
    fn line_at(&self, from: Option<Label>, skip_placeless: bool) -> Option<i32> {
        let next = self.nonempty(from)?;
        let mut insts = self.block(next).insts.iter();
        let line = insts
            .find(|inst| !(skip_placeless && inst.code == Op::Nop && inst.loc.is_none()))
            .map_or(-1, |inst| inst.loc.line);
        Some(line)
    }

    pub(super) fn remove_all_redundant_nops(&mut self) -> usize {
        let order = self.order();
        // A block gets empty only when its turn comes, so what follows each of them is known before; to look
        // for it each time would be quadratic where many are empty.
        let mut next_lines = vec![None; order.len()];
        for at in (1..order.len()).rev() {
            next_lines[at - 1] = if self.block(order[at]).insts.is_empty() {
                next_lines[at]
            } else {
                self.line_at(Some(order[at]), true)
            };
        }
        let removed = order
            .into_iter()
            .zip(next_lines)
            .map(|(label, next_line)| self.remove_nops_before(label, next_line));
        removed.sum()
    }

    /// Drops jumps to the block that follows anyway. Returns how many.
    pub(super) fn remove_redundant_jumps(&mut self) -> usize {
        let mut removed = 0;
        for label in self.order() {
            let block = self.block(label);
            let Some(last) = block.last() else { continue };
            if !last.code.is_unconditional_jump() {
                continue;
            }
            let target = self.nonempty(last.target);
            if target.is_some() && target == self.nonempty(block.next) {
                removed += 1;
                if let Some(last) = self.block_mut(label).insts.last_mut() {
                    last.nop();
                    last.target = None;
                }
            }
        }
        removed
    }

    pub(super) fn remove_redundant_nops_and_jumps(&mut self) {
        while self.remove_all_redundant_nops() + self.remove_redundant_jumps() > 0 {}
    }

    /// Where control may go from an instruction, jumps and handlers alike.
    pub(super) fn leads_to(inst: &Inst) -> Option<Label> {
        let leads = inst.code.is_jump() || inst.code.is_block_push();
        inst.target.filter(|_| leads)
    }
}
