//! The order of the code: offsets, jump operands, inline caches, and decoded operands.

use super::graph::Graph;
use crate::code::{Handler, Instr, Op, Version};
use crate::codegen::ir::{Code, Inst, Label};

/// The instructions of a graph one after the other. A target is an index into them.
pub(super) struct Listing {
    pub(super) insts: Vec<Inst>,
    pub(super) table: Vec<Handler>,
}

/// Puts the blocks one after the other.
pub(super) fn flatten(graph: &Graph) -> Listing {
    let order = graph.order();
    let mut start = vec![Label(0); graph.blocks.len()];
    let mut count = 0;
    for label in &order {
        start[label.index()] = Label(count);
        count += u32::try_from(graph.block(*label).insts.len()).unwrap_or(0);
    }
    let mut insts: Vec<Inst> = Vec::with_capacity(count as usize);
    let mut table: Vec<Handler> = Vec::new();
    let mut current: Option<Handler> = None;
    for label in order {
        for inst in &graph.block(label).insts {
            let at = u32::try_from(insts.len()).unwrap_or(u32::MAX);
            let target = inst.handler.map(|handler| start[handler.index()].0);
            if current.map(|handler| handler.target) != target {
                table.extend(current.take().map(|handler| Handler { end: at, ..handler }));
                current = inst.handler.map(|handler| {
                    let block = graph.block(handler);
                    let below = 1 + i32::from(block.preserves_lasti);
                    Handler {
                        start: at,
                        end: at,
                        target: start[handler.index()].0,
                        depth: u32::try_from(block.start_depth - below).unwrap_or(0),
                        lasti: block.preserves_lasti,
                    }
                });
            }
            insts.push(Inst {
                target: inst.target.map(|target| start[target.index()]),
                ..*inst
            });
        }
    }
    table.extend(current.map(|handler| Handler {
        end: count,
        ..handler
    }));
    Listing { insts, table }
}

/// The number of code units that an operand takes with its operation.
pub(super) fn size_of(arg: u32) -> u32 {
    match arg {
        0..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xff_ffff => 3,
        _ => 4,
    }
}

fn op_of(inst: &Inst) -> Op {
    match inst.code {
        Code::Op(op) => op,
        // All others were replaced before.
        _ => Op::Nop,
    }
}

/// Whether the operand of a jump is counted from the jump itself.
fn is_relative(op: Op, version: Version) -> bool {
    let relative = matches!(
        op,
        Op::JumpForward | Op::ForIter | Op::SetupFinally | Op::SetupWith | Op::CallFinally
    );
    match version {
        version if version >= Version::V3_12 => true,
        Version::V3_11 => true,
        _ => relative,
    }
}

/// Computes offsets and operands.
pub(super) fn lay_out(insts: &mut [Inst], version: Version) -> Vec<u32> {
    // Up to 3.9 jumps count bytes, later code units.
    let scale = if version <= Version::V3_9 { 2 } else { 1 };
    let mut offsets = vec![0; insts.len() + 1];
    let mut sizes: Vec<u32> = insts.iter().map(|inst| size_of(inst.arg)).collect();
    loop {
        let mut offset = 0;
        for (i, inst) in insts.iter().enumerate() {
            offsets[i] = offset;
            offset += sizes[i] + caches(op_of(inst), version);
        }
        offsets[insts.len()] = offset;
        let mut changed = false;
        for i in 0..insts.len() {
            let Some(target) = insts[i].target else {
                continue;
            };
            let to = offsets.get(target.index()).copied().unwrap_or(offset);
            let end = offsets[i + 1];
            insts[i].arg = if is_relative(op_of(&insts[i]), version) {
                to.abs_diff(end) * scale
            } else {
                to * scale
            };
            let size = size_of(insts[i].arg);
            changed |= size != sizes[i];
            sizes[i] = size;
        }
        if !changed {
            break;
        }
    }
    // The offset of an instruction is the one after its prefixes.
    (0..insts.len())
        .map(|i| (offsets[i] + sizes[i] - 1) * 2)
        .collect()
}

/// The number of inline cache entries after an instruction.
pub(crate) fn caches(op: Op, version: Version) -> u32 {
    match version {
        Version::V3_8 | Version::V3_9 | Version::V3_10 => 0,
        Version::V3_11 => match op {
            Op::BinarySubscr | Op::StoreAttr | Op::LoadAttr | Op::Call => 4,
            Op::StoreSubscr | Op::UnpackSequence | Op::BinaryOp | Op::Precall => 1,
            Op::CompareOp => 2,
            Op::LoadGlobal => 5,
            Op::LoadMethod => 10,
            _ => 0,
        },
        _ => caches_3_12(op, version),
    }
}

fn caches_3_12(op: Op, version: Version) -> u32 {
    let since = |first: Version, count: u32| if version >= first { count } else { 0 };
    match op {
        Op::StoreSubscr | Op::UnpackSequence | Op::ForIter | Op::CompareOp | Op::LoadSuperAttr => 1,
        Op::BinarySubscr => 1,
        Op::StoreAttr | Op::LoadGlobal => 4,
        Op::LoadAttr => 9,
        Op::BinaryOp => 1 + since(Version::V3_14, 4),
        Op::Call => 3,
        Op::ContainsOp
        | Op::JumpBackward
        | Op::PopJumpIfTrue
        | Op::PopJumpIfFalse
        | Op::PopJumpIfNone
        | Op::PopJumpIfNotNone => since(Version::V3_13, 1),
        Op::ToBool => since(Version::V3_13, 3),
        Op::CallKw => since(Version::V3_14, 3),
        Op::GetIter | Op::CallFunctionEx | Op::Resume => since(Version::V3_15, 1),
        _ => 0,
    }
}

/// Decodes the operands.
pub(super) fn instrs(insts: &[Inst], offsets: &[u32], version: Version, locals: u32) -> Vec<Instr> {
    insts
        .iter()
        .zip(offsets)
        .map(|(inst, offset)| decode(insts, inst, *offset, version, locals))
        .collect()
}

fn decode(insts: &[Inst], inst: &Inst, offset: u32, version: Version, locals: u32) -> Instr {
    let op = op_of(inst);
    let raw = inst.arg;
    let new = |since: Version| version >= since;
    let (arg, arg2, flag) = match op {
        Op::LoadGlobal if new(Version::V3_11) => (raw >> 1, 0, raw & 1 != 0),
        Op::LoadAttr if new(Version::V3_12) => (raw >> 1, 0, raw & 1 != 0),
        Op::LoadSuperAttr => (raw >> 2, 0, raw & 1 != 0),
        Op::CompareOp if new(Version::V3_13) => (raw >> 5, 0, raw & 16 != 0),
        Op::CompareOp if new(Version::V3_12) => (raw >> 4, 0, false),
        Op::ContainsOp | Op::IsOp | Op::PopFinally => (raw, 0, raw != 0),
        Op::FormatValue => (raw & 3, 0, raw & 4 != 0),
        Op::CallFunctionEx => (raw, 0, new(Version::V3_14) || raw & 1 != 0),
        // `RESUME_OPARG_LOCATION_MASK`; the start of a generator expression came with 3.15.
        Op::Resume => (raw & if new(Version::V3_15) { 7 } else { 3 }, 0, false),
        Op::UnpackEx => (raw & 0xff, raw >> 8, false),
        Op::LoadFastLoadFast
        | Op::LoadFastBorrowLoadFastBorrow
        | Op::StoreFastLoadFast
        | Op::StoreFastStoreFast => (raw >> 4, raw & 15, false),
        Op::ImportName if new(Version::V3_15) => (raw >> 2, 0, false),
        Op::GetIter | Op::ForIter | Op::PopIter => (raw, 0, new(Version::V3_15)),
        Op::LoadClosure | Op::LoadDeref | Op::StoreDeref | Op::DeleteDeref | Op::LoadClassDeref
            if version <= Version::V3_10 =>
        {
            (locals + raw, 0, false)
        }
        _ => (raw, 0, false),
    };
    let arg = if inst.target.is_some() { 0 } else { arg };
    let mut target = inst.target.map_or(0, |target| target.0);
    if op == Op::ForIter {
        target += landing(insts, target as usize, version);
    }
    Instr {
        op,
        arg,
        arg2,
        flag,
        target,
        raw,
        offset,
        line: u32::try_from(inst.loc.line).unwrap_or(0),
        span: inst.loc.span,
        purpose: inst.loc.purpose,
    }
}

/// How many instructions at its target an exhausted iterator skips.
fn landing(insts: &[Inst], target: usize, version: Version) -> u32 {
    let ends = insts
        .get(target)
        .is_some_and(|inst| inst.code == Op::EndFor);
    match version {
        _ if !ends => 0,
        Version::V3_13 => 2,
        _ => 1,
    }
}
