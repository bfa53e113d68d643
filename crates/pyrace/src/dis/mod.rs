//! Listings of compiled programs as the `dis` module of each CPython version prints them.

mod argument;
mod text;

use crate::code::{CodeKind, CodeObject, Instr, Op, Program, Version};
use crate::codegen::caches;

pub use argument::write_const;
pub use text::{disassemble, write_code, write_program};

/// One line of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The line in the source, if the instruction has one. The start of a module has line 0.
    pub line: Option<u32>,
    /// The offset in bytes.
    pub offset: u32,
    /// The name of the operation; `EXTENDED_ARG` for a prefix.
    pub name: &'static str,
    /// The operand as it is encoded.
    pub arg: Option<u32>,
    /// What the operand means, empty if it speaks for itself or is a jump.
    pub meaning: String,
    /// The offset to which a jump goes.
    pub jump: Option<u32>,
    /// The index of the instruction in [`CodeObject::instrs`].
    pub instr: u32,
}

/// The lines of the listing of a code object.
#[must_use]
pub fn entries(program: &Program, code: &CodeObject) -> Vec<Entry> {
    let version = program.version;
    let mut entries = Vec::with_capacity(code.instrs.len());
    let mut end = 0;
    // From 3.11 on a module starts with instructions on line 0, behind those that make its cells.
    let mut at_start = code.kind == CodeKind::Module && version >= Version::V3_11;
    for (index, instr) in code.instrs.iter().enumerate() {
        let instr_index = u32::try_from(index).unwrap_or(u32::MAX);
        at_start &= instr.line == 0;
        let on_line_0 = at_start && instr.op != Op::MakeCell;
        let line = (instr.line != 0 || on_line_0).then_some(instr.line);
        let prefixes = instr.offset.saturating_sub(end) / 2;
        for i in 0..prefixes {
            entries.push(Entry {
                line,
                offset: end + 2 * i,
                name: "EXTENDED_ARG",
                arg: Some(instr.raw >> (8 * (prefixes - i))),
                meaning: String::new(),
                jump: None,
                instr: instr_index,
            });
        }
        end = end_of(instr, version);
        entries.push(Entry {
            line,
            offset: instr.offset,
            name: instr.op.name(),
            arg: has_arg(instr.op, version).then_some(instr.raw),
            meaning: argument::meaning(program, code, instr),
            jump: jump(instr, version),
            instr: instr_index,
        });
    }
    entries
}

/// The number of bytes of the code.
#[must_use]
pub fn size(program: &Program, code: &CodeObject) -> u32 {
    let last = code.instrs.last();
    last.map_or(0, |instr| end_of(instr, program.version))
}

/// The offset after an instruction and its inline caches.
fn end_of(instr: &Instr, version: Version) -> u32 {
    instr.offset + 2 + 2 * caches(instr.op, version)
}

/// The offset to which an instruction jumps, as `dis` computes it from the operand.
fn jump(instr: &Instr, version: Version) -> Option<u32> {
    let op = instr.op;
    let relative = matches!(
        op,
        Op::JumpForward | Op::ForIter | Op::SetupFinally | Op::SetupWith | Op::CallFinally
    );
    let tests = matches!(
        op,
        Op::PopJumpIfTrue
            | Op::PopJumpIfFalse
            | Op::PopJumpIfNone
            | Op::PopJumpIfNotNone
            | Op::JumpIfTrueOrPop
            | Op::JumpIfFalseOrPop
    );
    let forward = matches!(
        op,
        Op::PopJumpForwardIfTrue
            | Op::PopJumpForwardIfFalse
            | Op::PopJumpForwardIfNone
            | Op::PopJumpForwardIfNotNone
    );
    let backward = matches!(
        op,
        Op::JumpBackward
            | Op::JumpBackwardNoInterrupt
            | Op::PopJumpBackwardIfTrue
            | Op::PopJumpBackwardIfFalse
            | Op::PopJumpBackwardIfNone
            | Op::PopJumpBackwardIfNotNone
    );
    let scale = if version <= Version::V3_9 { 1 } else { 2 };
    let distance = instr.raw * scale;
    let end = end_of(instr, version);
    if backward {
        Some(end.saturating_sub(distance))
    } else if relative || forward || (tests && version >= Version::V3_11) {
        Some(end + distance)
    } else if tests || matches!(op, Op::JumpAbsolute | Op::JumpIfNotExcMatch) {
        Some(distance)
    } else {
        None
    }
}

/// Whether `dis` shows an operand.
fn has_arg(op: Op, version: Version) -> bool {
    match op {
        Op::MakeFunction => version <= Version::V3_12,
        Op::CallFunctionEx => version <= Version::V3_13,
        Op::YieldValue => version >= Version::V3_12,
        Op::GetIter => version >= Version::V3_15,
        Op::Reraise => version >= Version::V3_10,
        _ => !NO_ARG.contains(&op),
    }
}

const NO_ARG: &[Op] = &[
    Op::PopTop,
    Op::RotTwo,
    Op::RotThree,
    Op::RotFour,
    Op::DupTop,
    Op::DupTopTwo,
    Op::Nop,
    Op::UnaryPositive,
    Op::UnaryNegative,
    Op::UnaryNot,
    Op::UnaryInvert,
    Op::BinaryAdd,
    Op::BinarySubtract,
    Op::BinaryMultiply,
    Op::BinaryTrueDivide,
    Op::BinaryFloorDivide,
    Op::BinaryModulo,
    Op::BinaryPower,
    Op::BinaryMatrixMultiply,
    Op::BinaryLshift,
    Op::BinaryRshift,
    Op::BinaryAnd,
    Op::BinaryXor,
    Op::BinaryOr,
    Op::InplaceAdd,
    Op::InplaceSubtract,
    Op::InplaceMultiply,
    Op::InplaceTrueDivide,
    Op::InplaceFloorDivide,
    Op::InplaceModulo,
    Op::InplacePower,
    Op::InplaceMatrixMultiply,
    Op::InplaceLshift,
    Op::InplaceRshift,
    Op::InplaceAnd,
    Op::InplaceXor,
    Op::InplaceOr,
    Op::BinarySubscr,
    Op::StoreSubscr,
    Op::DeleteSubscr,
    Op::LoadAssertionError,
    Op::ListToTuple,
    Op::SetupAnnotations,
    Op::LoadBuildClass,
    Op::ReturnValue,
    Op::PopBlock,
    Op::PopExcept,
    Op::WithExceptStart,
    Op::PushNull,
    Op::ReturnGenerator,
    Op::BeforeWith,
    Op::PushExcInfo,
    Op::CheckExcMatch,
    Op::BinarySlice,
    Op::StoreSlice,
    Op::LoadLocals,
    Op::EndFor,
    Op::ToBool,
    Op::FormatSimple,
    Op::FormatWithSpec,
    Op::NotTaken,
    Op::PopIter,
    Op::BeginFinally,
    Op::EndFinally,
    Op::WithCleanupStart,
    Op::WithCleanupFinish,
];
