//! The peephole optimiser of 3.8 and 3.9 (`Python/peephole.c`), which works on code units.
//!
//! A unit is an operation with eight bits of operand; `EXTENDED_ARG` units before it hold the rest.
//! Removed units leave their place to `NOP`s, which go at the end, so an instruction never needs more
//! units than it had.

use super::layout::size_of;
use crate::code::{Const, Op, Version};
use crate::codegen::fold::arithmetic::truth;
use crate::codegen::ir::{Code, Inst, Label, Loc};

/// Longer stretches of code on one line have a line table that the optimiser does not touch.
const LONGEST_LINE: u32 = 254;

/// A code unit; without an operation it is `EXTENDED_ARG`.
#[derive(Clone, Copy)]
struct CodeUnit {
    op: Option<Op>,
    arg: u8,
    loc: Loc,
}

/// Optimises instructions with operands in place. Returns the new ones with their offsets.
pub(super) fn optimize(
    insts: &[Inst],
    consts: &mut Vec<Const>,
    version: Version,
) -> (Vec<Inst>, Vec<u32>) {
    let mut units = Vec::new();
    for inst in insts {
        let Code::Op(op) = inst.code else { continue };
        let size = size_of(inst.arg);
        for i in (0..size).rev() {
            units.push(CodeUnit {
                op: (i == 0).then_some(op),
                arg: (inst.arg >> (8 * i)) as u8,
                loc: inst.loc,
            });
        }
    }
    if !has_long_line(&units) {
        let mut optimizer = Peephole {
            blocks: mark_blocks(&units, version),
            units: units.clone(),
            version,
        };
        // The constants are only changed if the result is used.
        let mut new_consts = consts.clone();
        optimizer.run(&mut new_consts);
        if let Some(optimized) = optimizer.without_nops() {
            units = optimized;
        }
        *consts = new_consts;
    }
    decode(&units)
}

fn has_long_line(units: &[CodeUnit]) -> bool {
    let mut line = 0;
    let mut length: u32 = 0;
    for unit in units {
        if unit.loc.line != line {
            line = unit.loc.line;
            length = 0;
        }
        length += 2;
        // The last stretch has no end in the table, but there is always a return on it.
        if length > LONGEST_LINE {
            return true;
        }
    }
    false
}

fn is_absolute_jump(op: Op) -> bool {
    matches!(
        op,
        Op::JumpAbsolute
            | Op::PopJumpIfTrue
            | Op::PopJumpIfFalse
            | Op::JumpIfTrueOrPop
            | Op::JumpIfFalseOrPop
            | Op::JumpIfNotExcMatch
    )
}

fn is_relative_jump(op: Op) -> bool {
    matches!(
        op,
        Op::ForIter | Op::JumpForward | Op::SetupFinally | Op::SetupWith | Op::CallFinally
    )
}

/// The operand of the unit at `i` with what stands before it.
fn arg_at(units: &[CodeUnit], i: usize) -> u32 {
    let mut arg = u32::from(units[i].arg);
    let mut shift = 8;
    let before = units[..i].iter().rev();
    for prefix in before.take_while(|unit| unit.op.is_none()).take(3) {
        arg |= u32::from(prefix.arg) << shift;
        shift += 8;
    }
    arg
}

/// The unit to which the one at `i` jumps.
fn jump_target(units: &[CodeUnit], i: usize) -> usize {
    let arg = arg_at(units, i) as usize / 2;
    match units[i].op {
        Some(op) if is_absolute_jump(op) => arg,
        _ => arg + i + 1,
    }
}

/// Numbers the basic blocks.
fn mark_blocks(units: &[CodeUnit], version: Version) -> Vec<u32> {
    let mut blocks = vec![0; units.len()];
    for (i, unit) in units.iter().enumerate() {
        let Some(op) = unit.op else { continue };
        // CALL_FINALLY is only in 3.8, JUMP_IF_NOT_EXC_MATCH only in 3.9.
        debug_assert!(op != Op::CallFinally || version == Version::V3_8);
        if (is_absolute_jump(op) || is_relative_jump(op))
            && let Some(block) = blocks.get_mut(jump_target(units, i))
        {
            *block = 1;
        }
    }
    let mut count = 0;
    for block in &mut blocks {
        count += *block;
        *block = count;
    }
    blocks
}

struct Peephole {
    units: Vec<CodeUnit>,
    blocks: Vec<u32>,
    version: Version,
}

impl Peephole {
    fn op(&self, i: usize) -> Option<Op> {
        self.units.get(i).and_then(|unit| unit.op)
    }

    fn is_prefix(&self, i: usize) -> bool {
        self.units.get(i).is_some_and(|unit| unit.op.is_none())
    }

    /// The operation that the units from `i` on belong to.
    fn find_op(&self, mut i: usize) -> usize {
        while self.is_prefix(i) {
            i += 1;
        }
        i
    }

    fn in_one_block(&self, start: usize, end: usize) -> bool {
        self.blocks.get(start) == self.blocks.get(end)
    }

    fn set(&mut self, i: usize, op: Option<Op>, arg: u8) {
        self.units[i].op = op;
        self.units[i].arg = arg;
    }

    fn fill_nops(&mut self, start: usize, end: usize) {
        for i in start..end {
            self.set(i, Some(Op::Nop), 0);
        }
    }

    /// Writes an operation so that it ends at `end`, with `NOP`s from `start` on. Returns its place,
    /// or nothing if there is too little room.
    fn write(&mut self, start: usize, end: usize, op: Op, arg: u32) -> Option<usize> {
        let size = size_of(arg) as usize;
        if start + size > end {
            return None;
        }
        for i in 0..size {
            let at = end - 1 - i;
            let op = (i == 0).then_some(op);
            self.set(at, op, (arg >> (8 * i)) as u8);
        }
        self.fill_nops(start, end - size);
        Some(end - 1)
    }

    /// Changes the operand of the operation at `i`.
    fn set_arg(&mut self, i: usize, op: Op, arg: u32) -> Option<usize> {
        let current = arg_at(&self.units, i);
        if current == arg {
            return Some(i);
        }
        let mut start = i;
        while start > 0 && self.is_prefix(start - 1) {
            start -= 1;
        }
        self.write(start, i + 1, op, arg)
    }

    fn run(&mut self, consts: &mut Vec<Const>) {
        // The length of the run of constants before the current operation.
        let mut constants = 0;
        let mut i = self.find_op(0);
        while i < self.units.len() {
            let Some(op) = self.op(i) else { break };
            let mut start = i;
            while start > 0 && self.is_prefix(start - 1) {
                start -= 1;
            }
            let mut next = self.find_op(i + 1);
            let run = constants;
            constants = 0;
            match op {
                Op::LoadConst => {
                    constants = run + 1;
                    let value = consts.get(arg_at(&self.units, i) as usize);
                    if self.op(next) == Some(Op::PopJumpIfFalse)
                        && self.in_one_block(start, i + 1)
                        && value.and_then(truth) == Some(true)
                    {
                        self.fill_nops(start, next + 1);
                        constants = 0;
                    }
                }
                Op::BuildTuple => self.build_tuple(start, i, next, run, consts),
                Op::JumpIfTrueOrPop | Op::JumpIfFalseOrPop => {
                    if let Some(again) = self.thread_test(i, op) {
                        next = again;
                    } else {
                        self.thread(start, i, op);
                    }
                }
                Op::PopJumpIfTrue | Op::PopJumpIfFalse | Op::JumpForward | Op::JumpAbsolute => {
                    self.thread(start, i, op);
                }
                Op::ReturnValue => next = self.remove_unreached(i).unwrap_or(next),
                _ => {}
            }
            i = next;
        }
    }

    /// `BUILD_TUPLE`: constants are folded, and packing for unpacking is an exchange.
    fn build_tuple(
        &mut self,
        start: usize,
        i: usize,
        next: usize,
        run: u32,
        consts: &mut Vec<Const>,
    ) {
        let count = arg_at(&self.units, i);
        if count > 0 && run >= count {
            let first = self.start_of_constants(start, count);
            if self.in_one_block(first, start) {
                self.fold_tuple(first, i + 1, count, consts);
                return;
            }
        }
        if self.op(next) != Some(Op::UnpackSequence)
            || !self.in_one_block(start, i + 1)
            || count != arg_at(&self.units, next)
        {
            return;
        }
        match count {
            0 | 1 => self.fill_nops(start, next + 1),
            2 => {
                self.set(start, Some(Op::RotTwo), 0);
                self.fill_nops(start + 1, next + 1);
            }
            3 => {
                self.set(start, Some(Op::RotThree), 0);
                self.set(start + 1, Some(Op::RotTwo), 0);
                self.fill_nops(start + 2, next + 1);
            }
            _ => {}
        }
    }

    /// Where the `count` constants before `i` start.
    fn start_of_constants(&self, mut i: usize, mut count: u32) -> usize {
        while i > 0 && count > 0 {
            i -= 1;
            if self.op(i) == Some(Op::LoadConst) {
                count -= 1;
            }
        }
        while i > 0 && self.is_prefix(i - 1) {
            i -= 1;
        }
        i
    }

    fn fold_tuple(&mut self, first: usize, end: usize, count: u32, consts: &mut Vec<Const>) {
        let mut values = Vec::new();
        let mut at = first;
        for _ in 0..count {
            at = self.find_op(at);
            match consts.get(arg_at(&self.units, at) as usize) {
                Some(value) => values.push(value.clone()),
                None => return,
            }
            at += 1;
        }
        let index = u32::try_from(consts.len()).unwrap_or(u32::MAX);
        consts.push(Const::Tuple(values));
        self.write(first, end, Op::LoadConst, index);
    }

    /// A test whose result decides the test at its target. Returns where to go on.
    fn thread_test(&mut self, i: usize, op: Op) -> Option<usize> {
        let target = self.find_op(arg_at(&self.units, i) as usize / 2);
        let if_true = match self.op(target)? {
            Op::PopJumpIfTrue | Op::JumpIfTrueOrPop => true,
            Op::PopJumpIfFalse | Op::JumpIfFalseOrPop => false,
            _ => return None,
        };
        let (new_op, arg) = if if_true == (op == Op::JumpIfTrueOrPop) {
            let arg = arg_at(&self.units, target);
            (self.op(target)?, arg)
        } else {
            let pop = if op == Op::JumpIfTrueOrPop {
                Op::PopJumpIfTrue
            } else {
                Op::PopJumpIfFalse
            };
            (pop, u32::try_from(target + 1).ok()? * 2)
        };
        let at = self.set_arg(i, op, arg)?;
        self.units[at].op = Some(new_op);
        Some(at)
    }

    /// A jump to a jump, or to a return.
    fn thread(&mut self, start: usize, i: usize, op: Op) {
        let target = self.find_op(jump_target(&self.units, i));
        let unconditional = |op: Op| matches!(op, Op::JumpAbsolute | Op::JumpForward);
        match self.op(target) {
            Some(Op::ReturnValue) if unconditional(op) => {
                self.set(start, Some(Op::ReturnValue), 0);
                self.fill_nops(start + 1, i + 1);
            }
            Some(next) if unconditional(next) => {
                let arg = jump_target(&self.units, target) * 2;
                let op = if op == Op::JumpForward {
                    Op::JumpAbsolute
                } else {
                    op
                };
                self.write(start, i + 1, op, u32::try_from(arg).unwrap_or(u32::MAX));
            }
            _ => {}
        }
    }

    /// Removes what follows a return in its block. Returns the next operation.
    fn remove_unreached(&mut self, i: usize) -> Option<usize> {
        let mut end = i + 1;
        while end < self.units.len() && self.in_one_block(i, end) {
            let stops = match self.op(end) {
                Some(Op::EndFinally) => break,
                Some(Op::SetupFinally) => true,
                Some(Op::Reraise) => self.version == Version::V3_9,
                _ => false,
            };
            if stops {
                while end > i + 1 && self.is_prefix(end - 1) {
                    end -= 1;
                }
                break;
            }
            end += 1;
        }
        if end == i + 1 {
            return None;
        }
        self.fill_nops(i + 1, end);
        Some(self.find_op(end))
    }

    /// Takes the `NOP`s out and corrects the jumps, unless one would grow.
    fn without_nops(self) -> Option<Vec<CodeUnit>> {
        let Peephole { units, .. } = self;
        let mut new_index = Vec::with_capacity(units.len() + 1);
        let mut count = 0usize;
        for unit in &units {
            new_index.push(count);
            count += usize::from(unit.op != Some(Op::Nop));
        }
        new_index.push(count);
        let place = |i: usize| new_index.get(i).copied().unwrap_or(count);
        let mut result = Vec::with_capacity(count);
        let mut start = 0;
        for i in 0..units.len() {
            let Some(op) = units[i].op else { continue };
            if op == Op::Nop {
                start = i + 1;
                continue;
            }
            let mut arg = arg_at(&units, i);
            if is_absolute_jump(op) {
                arg = u32::try_from(place(jump_target(&units, i)) * 2).ok()?;
            } else if is_relative_jump(op) {
                let distance = place(jump_target(&units, i)).checked_sub(place(i) + 1)?;
                arg = u32::try_from(distance * 2).ok()?;
            }
            let size = i + 1 - start;
            if size_of(arg) as usize > size {
                return None;
            }
            for k in (0..size).rev() {
                result.push(CodeUnit {
                    op: (k == 0).then_some(op),
                    arg: (arg >> (8 * k)) as u8,
                    loc: units[i].loc,
                });
            }
            start = i + 1;
        }
        Some(result)
    }
}

/// Joins operations with their prefixes, and finds the targets.
fn decode(units: &[CodeUnit]) -> (Vec<Inst>, Vec<u32>) {
    let mut index_of = vec![0u32; units.len() + 1];
    let mut count = 0;
    for (i, unit) in units.iter().enumerate() {
        index_of[i] = count;
        count += u32::from(unit.op.is_some());
    }
    index_of[units.len()] = count;
    let mut insts = Vec::new();
    let mut offsets = Vec::new();
    for (i, unit) in units.iter().enumerate() {
        let Some(op) = unit.op else { continue };
        let jumps = is_absolute_jump(op) || is_relative_jump(op);
        let target = jumps.then(|| {
            let at = jump_target(units, i).min(units.len());
            Label(index_of[at])
        });
        insts.push(Inst {
            target,
            ..Inst::new(op, arg_at(units, i), unit.loc)
        });
        offsets.push(u32::try_from(i * 2).unwrap_or(u32::MAX));
    }
    (insts, offsets)
}
