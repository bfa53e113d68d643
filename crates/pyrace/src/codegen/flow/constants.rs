//! Constants in the flow graph.

use super::graph::{Block, Graph};
use crate::bigint::BigInt;
use crate::code::{Binary, Common, Const, Op, Version};
use crate::codegen::fold::arithmetic;
use crate::codegen::ir::{Code, Inst, Loc};
use crate::syntax::ast::{BinaryOp, UnaryOp};

/// CPython's limit of values on the stack.
const STACK_USE_GUIDELINE: u32 = 30;
/// Shorter lists and sets of constants are built item by item.
const MIN_CONST_SEQUENCE: u32 = 3;

/// The constants of a code object while they are folded.
pub(super) struct Pool<'c> {
    pub(super) consts: &'c mut Vec<Const>,
    pub(super) version: Version,
}

impl Pool<'_> {
    /// The value that an instruction pushes, if it is a constant.
    pub(super) fn value(&self, code: Code, arg: u32) -> Option<Const> {
        match code {
            Code::Op(Op::LoadConst) => self.consts.get(arg as usize).cloned(),
            Code::Op(Op::LoadSmallInt) => Some(Const::Int(BigInt::from(arg))),
            Code::Op(Op::LoadCommonConstant) if self.version >= Version::V3_15 => {
                match Common::from_arg(arg)? {
                    Common::None => Some(Const::None),
                    Common::True => Some(Const::Bool(true)),
                    Common::False => Some(Const::Bool(false)),
                    Common::EmptyStr => Some(Const::Str(String::new())),
                    Common::MinusOne => Some(Const::Int(BigInt::from(-1))),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether an instruction pushes a constant. In 3.15 classes and functions count as well.
    fn loads_const(&self, code: Code) -> bool {
        matches!(code, Code::Op(Op::LoadConst | Op::LoadSmallInt))
            || self.version >= Version::V3_15 && code == Op::LoadCommonConstant
    }

    pub(super) fn add(&mut self, value: Const) -> u32 {
        // Not even a nan is equal to a nan.
        let nan = matches!(&value, Const::Float(value) if value.0.is_nan());
        let known = self.consts.iter().position(|known| *known == value && !nan);
        let index = known.unwrap_or_else(|| {
            self.consts.push(value);
            self.consts.len() - 1
        });
        u32::try_from(index).unwrap_or(u32::MAX)
    }

    /// Makes an instruction push a value.
    fn make_load(&mut self, inst: &mut Inst, value: Const) {
        if self.version >= Version::V3_14 && make_small_int(inst, &value) {
            return;
        }
        if self.version >= Version::V3_15 && make_common(inst, &value) {
            return;
        }
        let index = self.add(value);
        inst.set(Op::LoadConst, index);
    }

    /// The `count` instructions before `end` that push constants, with nothing but `NOP`s between.
    fn constants_before(&self, block: &Block, end: usize, count: u32) -> Option<Vec<usize>> {
        let mut found = Vec::new();
        for (i, inst) in block.insts[..end].iter().enumerate().rev() {
            if found.len() == count as usize {
                break;
            }
            if inst.code == Op::Nop {
                continue;
            }
            if !self.loads_const(inst.code) {
                return None;
            }
            found.push(i);
        }
        found.reverse();
        (found.len() == count as usize).then_some(found)
    }

    fn values(&self, block: &Block, at: &[usize]) -> Option<Vec<Const>> {
        at.iter()
            .map(|i| self.value(block.insts[*i].code, block.insts[*i].arg))
            .collect()
    }

    /// `BUILD_TUPLE` of constants. To 3.13 they must be next to it.
    pub(super) fn fold_tuple(&mut self, block: &mut Block, i: usize) {
        let count = block.insts[i].arg;
        if self.version <= Version::V3_13 {
            let Some(start) = i.checked_sub(count as usize) else {
                return;
            };
            if block.insts[start..i]
                .iter()
                .any(|inst| inst.code != Op::LoadConst)
            {
                return;
            }
            let at: Vec<usize> = (start..i).collect();
            let Some(values) = self.values(block, &at) else {
                return;
            };
            let index = self.add(Const::Tuple(values));
            block.insts[start..i].iter_mut().for_each(Inst::nop);
            block.insts[i].set(Op::LoadConst, index);
            return;
        }
        if count > STACK_USE_GUIDELINE {
            return;
        }
        let Some(at) = self.constants_before(block, i, count) else {
            return;
        };
        let Some(values) = self.values(block, &at) else {
            return;
        };
        remove(block, &at);
        self.make_load(&mut block.insts[i], Const::Tuple(values));
    }

    /// A list or set of constants is built from one constant; if it is only iterated or searched,
    /// the constant will do (3.14 and later).
    pub(super) fn fold_list_or_set(&mut self, block: &mut Block, i: usize, next: Option<Code>) {
        let inst = block.insts[i];
        let is_list = inst.code == Op::BuildList;
        let only_read = matches!(next, Some(Code::Op(Op::GetIter | Op::ContainsOp)));
        if inst.arg > STACK_USE_GUIDELINE || (inst.arg < MIN_CONST_SEQUENCE && !only_read) {
            return;
        }
        let at = self.constants_before(block, i, inst.arg);
        let values = at.as_ref().and_then(|at| self.values(block, at));
        let (Some(at), Some(values)) = (at, values) else {
            if only_read && is_list {
                block.insts[i].set(Op::BuildTuple, inst.arg);
            }
            return;
        };
        let value = if is_list {
            Const::Tuple(values)
        } else {
            arithmetic::frozen_set(values)
        };
        let index = self.add(value);
        remove(block, &at);
        if only_read {
            block.insts[i].set(Op::LoadConst, index);
            return;
        }
        // There are at least three constants before it.
        block.insts[i - 2].loc = inst.loc;
        block.insts[i - 2].set(inst.code, 0);
        block.insts[i - 1].set(Op::LoadConst, index);
        let extend = if is_list {
            Op::ListExtend
        } else {
            Op::SetUpdate
        };
        block.insts[i].set(extend, 1);
    }

    /// A long tuple of constants, which is built as a list (3.14 and later).
    pub(super) fn fold_list_to_tuple(&mut self, block: &mut Block, i: usize) {
        let mut values = Vec::new();
        let mut expects_append = true;
        for at in (0..i).rev() {
            let inst = block.insts[at];
            if inst.code == Op::Nop {
                continue;
            }
            if inst.code == Op::BuildList && inst.arg == 0 {
                if !expects_append {
                    return;
                }
                values.reverse();
                for inst in &mut block.insts[at..i] {
                    if inst.code != Op::Nop {
                        inst.nop();
                        inst.loc = Loc::NONE;
                    }
                }
                self.make_load(&mut block.insts[i], Const::Tuple(values));
                return;
            }
            if expects_append {
                if inst.code != Op::ListAppend || inst.arg != 1 {
                    return;
                }
            } else {
                match self.value(inst.code, inst.arg) {
                    Some(value) => values.push(value),
                    None => return,
                }
            }
            expects_append = !expects_append;
        }
    }

    /// An operator with constant operands (3.14 and later).
    pub(super) fn fold_binary(&mut self, block: &mut Block, i: usize) {
        let Some(at) = self.constants_before(block, i, 2) else {
            return;
        };
        let Some(values) = self.values(block, &at) else {
            return;
        };
        let folded = match Binary::from_arg(block.insts[i].arg) {
            Some(Binary::Subscript) => arithmetic::index(&values[0], &values[1]),
            Some(op) => operator(op).and_then(|op| arithmetic::binary(&values[0], op, &values[1])),
            None => None,
        };
        if let Some(value) = folded {
            remove(block, &at);
            self.make_load(&mut block.insts[i], value);
        }
    }

    /// An operator with a constant operand (3.14 and later).
    pub(super) fn fold_unary(&mut self, block: &mut Block, i: usize) {
        let Some(at) = self.constants_before(block, i, 1) else {
            return;
        };
        let operand = block.insts[at[0]];
        let Some(value) = self.value(operand.code, operand.arg) else {
            return;
        };
        let folded = match block.insts[i].code {
            Code::Op(Op::UnaryNot) => arithmetic::truth(&value).map(|truth| Const::Bool(!truth)),
            Code::Op(Op::UnaryNegative) => arithmetic::unary(UnaryOp::Minus, &value),
            // Deprecated for bools.
            Code::Op(Op::UnaryInvert) if matches!(value, Const::Bool(_)) => None,
            Code::Op(Op::UnaryInvert) => arithmetic::unary(UnaryOp::Invert, &value),
            _ => arithmetic::unary(UnaryOp::Plus, &value),
        };
        if let Some(value) = folded {
            remove(block, &at);
            self.make_load(&mut block.insts[i], value);
        }
    }

    /// What follows a constant: conditional jumps, tests for `None`, returns (3.12 and later).
    pub(super) fn optimize_loads(&mut self, block: &mut Block) {
        let mut known: Option<(Code, u32)> = None;
        let mut i = 0;
        while i < block.insts.len() {
            if self.version >= Version::V3_14 && block.insts[i].code == Op::LoadConst {
                let value = self.value(block.insts[i].code, block.insts[i].arg);
                if let Some(value) = value {
                    make_small_int(&mut block.insts[i], &value);
                }
            }
            let inst = block.insts[i];
            let copies = inst.code == Op::Copy
                && inst.arg == 1
                && known.is_some_and(|(code, _)| code == Op::LoadConst);
            if !copies {
                known = Some((inst.code, inst.arg));
            }
            let constant = known.and_then(|(code, arg)| self.value(code, arg));
            let loads = known.is_some_and(|(code, _)| self.loads_const(code));
            let (Some(value), true) = (constant, loads) else {
                i += 1;
                continue;
            };
            let arg = known.map_or(0, |(_, arg)| arg);
            i = self.after_constant(block, i, &value, arg);
            if self.version >= Version::V3_15 && block.insts[i].code == Op::LoadConst {
                let value = self.value(block.insts[i].code, block.insts[i].arg);
                if let Some(value) = value {
                    make_common(&mut block.insts[i], &value);
                }
            }
            i += 1;
        }
    }

    /// Simplifies what follows a constant at `i`. Returns the last instruction that is done with.
    pub(super) fn after_constant(
        &mut self,
        block: &mut Block,
        i: usize,
        value: &Const,
        arg: u32,
    ) -> usize {
        let Some(next) = block.insts.get(i + 1).copied() else {
            return i;
        };
        match next.code {
            Code::Op(Op::PopJumpIfTrue | Op::PopJumpIfFalse)
            | Code::JumpIfTrue
            | Code::JumpIfFalse => {
                let Some(truth) = arithmetic::truth(value) else {
                    return i;
                };
                if matches!(next.code, Code::Op(_)) {
                    block.insts[i].nop();
                }
                let if_true = matches!(next.code, Code::JumpIfTrue | Code::Op(Op::PopJumpIfTrue));
                if truth == if_true {
                    block.insts[i + 1].code = Code::Jump;
                } else {
                    block.insts[i + 1].nop();
                    block.insts[i + 1].target = None;
                }
            }
            Code::Op(Op::IsOp) if *value == Const::None => self.test_for_none(block, i),
            Code::Op(Op::ReturnValue) if self.version <= Version::V3_13 => {
                block.insts[i].nop();
                block.insts[i + 1].set(Op::ReturnConst, arg);
                return i + 1;
            }
            Code::Op(Op::ToBool) => {
                let Some(truth) = arithmetic::truth(value) else {
                    return i;
                };
                let index = self.add(Const::Bool(truth));
                block.insts[i].nop();
                block.insts[i + 1].set(Op::LoadConst, index);
            }
            _ => {}
        }
        i
    }

    /// `is None` before a conditional jump is part of the jump.
    fn test_for_none(&self, block: &mut Block, i: usize) {
        let mut jump = i + 2;
        if self.version >= Version::V3_13
            && block
                .insts
                .get(jump)
                .is_some_and(|inst| inst.code == Op::ToBool)
        {
            block.insts[jump].nop();
            jump += 1;
        }
        let Some(code) = block.insts.get(jump).map(|inst| inst.code) else {
            return;
        };
        let inverted = block.insts[i + 1].arg != 0;
        let not_none = match code {
            Code::Op(Op::PopJumpIfFalse) => !inverted,
            Code::Op(Op::PopJumpIfTrue) => inverted,
            _ => return,
        };
        block.insts[i].nop();
        block.insts[i + 1].nop();
        block.insts[jump].code = Code::Op(if not_none {
            Op::PopJumpIfNotNone
        } else {
            Op::PopJumpIfNone
        });
    }
}

fn remove(block: &mut Block, at: &[usize]) {
    for i in at {
        block.insts[*i].nop();
        block.insts[*i].loc = Loc::NONE;
    }
}

/// Small integers have an instruction of their own (3.14 and later).
fn make_small_int(inst: &mut Inst, value: &Const) -> bool {
    if let Const::Int(value) = value
        && let Some(value @ 0..=255) = value.to_i64()
    {
        inst.set(Op::LoadSmallInt, value as u32);
        return true;
    }
    false
}

/// So have some other constants (3.15).
fn make_common(inst: &mut Inst, value: &Const) -> bool {
    let common = match value {
        Const::None => Common::None,
        Const::Bool(true) => Common::True,
        Const::Bool(false) => Common::False,
        Const::Str(text) if text.is_empty() => Common::EmptyStr,
        Const::Int(value) if value.to_i64() == Some(-1) => Common::MinusOne,
        _ => return false,
    };
    inst.set(Op::LoadCommonConstant, common as u32);
    true
}

fn operator(op: Binary) -> Option<BinaryOp> {
    Some(match op {
        Binary::Add => BinaryOp::Add,
        Binary::Subtract => BinaryOp::Subtract,
        Binary::Multiply => BinaryOp::Multiply,
        Binary::TrueDivide => BinaryOp::Divide,
        Binary::FloorDivide => BinaryOp::FloorDivide,
        Binary::Remainder => BinaryOp::Modulo,
        Binary::Power => BinaryOp::Power,
        Binary::Lshift => BinaryOp::LeftShift,
        Binary::Rshift => BinaryOp::RightShift,
        Binary::And => BinaryOp::And,
        Binary::Or => BinaryOp::Or,
        Binary::Xor => BinaryOp::Xor,
        _ => return None,
    })
}

/// Drops constants that nothing loads; the first may be a docstring and stays (3.12 and later).
pub(super) fn remove_unused(graph: &mut Graph, consts: &mut Vec<Const>) {
    let mut used = vec![false; consts.len()];
    if let Some(first) = used.first_mut() {
        *first = true;
    }
    let order = graph.order();
    for label in &order {
        for inst in &graph.block(*label).insts {
            if has_const(inst.code)
                && let Some(used) = used.get_mut(inst.arg as usize)
            {
                *used = true;
            }
        }
    }
    let mut new_index = vec![0u32; consts.len()];
    let mut count = 0;
    for (i, used) in used.iter().enumerate() {
        new_index[i] = count;
        count += u32::from(*used);
    }
    let mut keep = used.into_iter();
    consts.retain(|_| keep.next().unwrap_or(false));
    for label in order {
        for inst in &mut graph.block_mut(label).insts {
            if has_const(inst.code)
                && let Some(index) = new_index.get(inst.arg as usize)
            {
                inst.arg = *index;
            }
        }
    }
}

/// Drops constants after the last one that is loaded (3.10, 3.11).
pub(super) fn trim_unused(graph: &Graph, consts: &mut Vec<Const>) {
    let used = graph.order().into_iter().flat_map(|label| {
        let insts = graph.block(label).insts.iter();
        insts
            .filter(|inst| has_const(inst.code))
            .map(|inst| inst.arg)
    });
    let last = used.max().unwrap_or(0);
    consts.truncate(last as usize + 1);
}

fn has_const(code: Code) -> bool {
    matches!(
        code,
        Code::Op(Op::LoadConst | Op::KwNames | Op::ReturnConst)
    )
}
