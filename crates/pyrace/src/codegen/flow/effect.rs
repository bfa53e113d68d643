//! How instructions change the height of the stack.

use crate::code::{Op, Version};
use crate::codegen::ir::Code;

/// What an instruction pops and pushes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Effect {
    pub(super) pops: u32,
    pub(super) pushes: u32,
}

impl Effect {
    const fn new(pops: u32, pushes: u32) -> Effect {
        Effect { pops, pushes }
    }

    pub(super) fn net(self) -> i32 {
        self.pushes as i32 - self.pops as i32
    }
}

/// The effect of an instruction with a raw operand, if it does not jump. Instructions that start a
/// handler block have none.
pub(super) fn effect(code: Code, arg: u32, version: Version) -> Effect {
    let old = version <= Version::V3_10;
    let e = Effect::new;
    let op = match code {
        Code::Op(op) => op,
        Code::Jump | Code::JumpNoInterrupt | Code::SetupCleanup => return e(0, 0),
        Code::JumpIfTrue | Code::JumpIfFalse => return e(1, 1),
        Code::StoreFastMaybeNull => return e(1, 0),
    };
    match op {
        Op::Nop
        | Op::SetupAnnotations
        | Op::NotTaken
        | Op::Resume
        | Op::MakeCell
        | Op::CopyFreeVars
        | Op::KwNames
        | Op::Precall
        | Op::DeleteName
        | Op::DeleteGlobal
        | Op::DeleteFast
        | Op::DeleteDeref
        | Op::JumpForward
        | Op::JumpAbsolute
        | Op::JumpBackward
        | Op::JumpBackwardNoInterrupt
        | Op::SetupFinally
        | Op::PopBlock
        | Op::CallFinally
        | Op::ReturnConst => e(0, 0),
        Op::SetupWith => e(0, if old { 2 } else { 0 }),
        Op::PopTop
        | Op::StoreName
        | Op::StoreGlobal
        | Op::StoreFast
        | Op::StoreDeref
        | Op::ReturnValue
        | Op::GenStart
        | Op::PopJumpIfTrue
        | Op::PopJumpIfFalse
        | Op::PopJumpIfNone
        | Op::PopJumpIfNotNone
        | Op::PopJumpForwardIfTrue
        | Op::PopJumpForwardIfFalse
        | Op::PopJumpForwardIfNone
        | Op::PopJumpForwardIfNotNone
        | Op::PopJumpBackwardIfTrue
        | Op::PopJumpBackwardIfFalse
        | Op::PopJumpBackwardIfNone
        | Op::PopJumpBackwardIfNotNone
        | Op::JumpIfTrueOrPop
        | Op::JumpIfFalseOrPop => e(1, 0),
        Op::RotTwo => e(2, 2),
        Op::RotThree => e(3, 3),
        Op::RotFour => e(4, 4),
        Op::RotN | Op::Swap => e(arg, arg),
        Op::DupTop => e(1, 2),
        Op::DupTopTwo => e(2, 4),
        Op::Copy => e(arg, arg + 1),
        Op::UnaryPositive
        | Op::UnaryNegative
        | Op::UnaryNot
        | Op::UnaryInvert
        | Op::ToBool
        | Op::CallIntrinsic1
        | Op::ListToTuple
        | Op::ConvertValue
        | Op::FormatSimple
        | Op::YieldValue
        | Op::LoadFromDictOrDeref
        | Op::LoadFromDictOrGlobals => e(1, 1),
        Op::BinaryAdd
        | Op::BinarySubtract
        | Op::BinaryMultiply
        | Op::BinaryTrueDivide
        | Op::BinaryFloorDivide
        | Op::BinaryModulo
        | Op::BinaryPower
        | Op::BinaryMatrixMultiply
        | Op::BinaryLshift
        | Op::BinaryRshift
        | Op::BinaryAnd
        | Op::BinaryXor
        | Op::BinaryOr
        | Op::InplaceAdd
        | Op::InplaceSubtract
        | Op::InplaceMultiply
        | Op::InplaceTrueDivide
        | Op::InplaceFloorDivide
        | Op::InplaceModulo
        | Op::InplacePower
        | Op::InplaceMatrixMultiply
        | Op::InplaceLshift
        | Op::InplaceRshift
        | Op::InplaceAnd
        | Op::InplaceXor
        | Op::InplaceOr
        | Op::BinaryOp
        | Op::CompareOp
        | Op::ContainsOp
        | Op::IsOp
        | Op::BinarySubscr
        | Op::FormatWithSpec
        | Op::SetFunctionAttribute
        | Op::ImportName => e(2, 1),
        Op::StoreSubscr => e(3, 0),
        Op::DeleteSubscr | Op::StoreAttr | Op::StoreFastStoreFast => e(2, 0),
        Op::BinarySlice => e(3, 1),
        Op::StoreSlice => e(4, 0),
        Op::LoadAttr => e(1, 1 + u32::from(version >= Version::V3_12 && arg & 1 == 1)),
        Op::LoadMethod | Op::LoadSpecial | Op::ImportFrom | Op::PushExcInfo => e(1, 2),
        Op::DeleteAttr => e(1, 0),
        Op::LoadSuperAttr => e(3, 1 + (arg & 1)),
        Op::LoadConst
        | Op::LoadSmallInt
        | Op::LoadCommonConstant
        | Op::LoadAssertionError
        | Op::LoadName
        | Op::LoadFast
        | Op::LoadFastCheck
        | Op::LoadFastAndClear
        | Op::LoadFastBorrow
        | Op::LoadClosure
        | Op::LoadDeref
        | Op::LoadClassDeref
        | Op::LoadLocals
        | Op::LoadBuildClass
        | Op::PushNull => e(0, 1),
        Op::LoadGlobal => e(0, 1 + u32::from(version >= Version::V3_11 && arg & 1 == 1)),
        Op::LoadFastLoadFast | Op::LoadFastBorrowLoadFastBorrow => e(0, 2),
        Op::StoreFastLoadFast => e(1, 1),
        Op::BuildTuple
        | Op::BuildList
        | Op::BuildSet
        | Op::BuildString
        | Op::BuildSlice
        | Op::BuildListUnpack
        | Op::BuildTupleUnpack
        | Op::BuildTupleUnpackWithCall
        | Op::BuildSetUnpack
        | Op::BuildMapUnpack
        | Op::BuildMapUnpackWithCall => e(arg, 1),
        Op::BuildMap => e(arg * 2, 1),
        Op::BuildConstKeyMap => e(arg + 1, 1),
        Op::ListAppend | Op::SetAdd | Op::ListExtend | Op::SetUpdate => e(arg + 1, arg),
        Op::MapAdd => e(arg + 2, arg),
        Op::DictUpdate | Op::DictMerge => e(arg + 1, arg),
        Op::UnpackSequence => e(1, arg),
        Op::UnpackEx => e(1, (arg & 0xff) + 1 + (arg >> 8)),
        Op::MakeFunction if version >= Version::V3_13 => e(1, 1),
        Op::MakeFunction => e((arg & 0xf).count_ones() + 1 + u32::from(old), 1),
        Op::CallFunction => e(arg + 1, 1),
        Op::CallFunctionKw | Op::CallMethod => e(arg + 2, 1),
        Op::CallFunctionEx => match version {
            version if version >= Version::V3_14 => e(4, 1),
            version if version >= Version::V3_11 => e(3 + (arg & 1), 1),
            _ => e(2 + (arg & 1), 1),
        },
        Op::Call => e(arg + 2, 1),
        Op::CallKw => e(arg + 3, 1),
        Op::ReturnGenerator => e(0, u32::from(version >= Version::V3_13)),
        Op::GetIter => e(1, 1 + u32::from(version >= Version::V3_15)),
        Op::ForIter => {
            let iterator = 1 + u32::from(version >= Version::V3_15);
            e(iterator, iterator + 1)
        }
        Op::EndFor => e(if version == Version::V3_12 { 2 } else { 1 }, 0),
        Op::PopIter => e(1 + u32::from(version >= Version::V3_15), 0),
        Op::BeforeWith => e(1, 2),
        Op::BeginFinally => e(0, 6),
        Op::EndFinally | Op::PopFinally => e(6, 0),
        Op::PopExcept => e(if old { 3 } else { 1 }, 0),
        Op::RaiseVarargs => e(arg, 0),
        Op::Reraise if old => e(3, 0),
        Op::Reraise => e(arg + 1, arg),
        Op::JumpIfNotExcMatch => e(2, 0),
        Op::CheckExcMatch => e(2, 2),
        Op::WithCleanupStart => e(0, 2),
        Op::WithCleanupFinish => e(3, 0),
        Op::WithExceptStart => match version {
            version if version >= Version::V3_14 => e(5, 6),
            version if version >= Version::V3_11 => e(4, 5),
            _ => e(7, 8),
        },
        Op::FormatValue => e(1 + u32::from(arg & 4 != 0), 1),
    }
}

/// The change of height at the target of an instruction.
pub(super) fn effect_at_target(code: Code, arg: u32, version: Version) -> i32 {
    let old = version <= Version::V3_10;
    match code {
        Code::SetupCleanup => 2,
        Code::Op(Op::SetupFinally) if old => 6,
        Code::Op(Op::SetupWith) if old => 7,
        Code::Op(Op::SetupFinally | Op::SetupWith) => 1,
        Code::Op(Op::ForIter) if version <= Version::V3_11 => -1,
        Code::Op(Op::JumpIfTrueOrPop | Op::JumpIfFalseOrPop) => 0,
        Code::Op(Op::CallFinally) => 1,
        _ => effect(code, arg, version).net(),
    }
}
