//! Comparisons, conditions and boolean operators.

use super::{Generator, Result};
use crate::code::{Compare, Op, Version};
use crate::codegen::ir::{Code, Label, Loc};
use crate::syntax::ast::{BoolOp, CompareOp, Expr, ExprKind, UnaryOp};

impl<'a> Generator<'a> {
    pub(super) fn compare_op(&mut self, loc: Loc, op: CompareOp) {
        let compare = match op {
            CompareOp::Less => Compare::Lt,
            CompareOp::LessEqual => Compare::Le,
            CompareOp::Equal => Compare::Eq,
            CompareOp::NotEqual => Compare::Ne,
            CompareOp::Greater => Compare::Gt,
            CompareOp::GreaterEqual => Compare::Ge,
            CompareOp::In => Compare::In,
            CompareOp::NotIn => Compare::NotIn,
            CompareOp::Is => Compare::Is,
            CompareOp::IsNot => Compare::IsNot,
        };
        if self.version >= Version::V3_9 {
            let inverted = matches!(op, CompareOp::NotIn | CompareOp::IsNot);
            match op {
                CompareOp::In | CompareOp::NotIn => {
                    return self.emit(loc, Op::ContainsOp, u32::from(inverted));
                }
                CompareOp::Is | CompareOp::IsNot => {
                    return self.emit(loc, Op::IsOp, u32::from(inverted));
                }
                _ => {}
            }
        }
        let arg = compare as u32;
        // From 3.12 on the operand also has a mask for specialised versions of the operation.
        let mask = match compare {
            Compare::Lt => 2,
            Compare::Le => 2 | 8,
            Compare::Eq => 8,
            Compare::Ne => 1 | 2 | 4,
            Compare::Gt => 4,
            _ => 4 | 8,
        };
        let arg = match self.version {
            Version::V3_12 => arg << 4 | mask,
            version if version >= Version::V3_13 => arg << 5 | mask,
            _ => arg,
        };
        self.emit(loc, Op::CompareOp, arg);
    }

    /// Pushes the second operand of a chain a second time, below the first.
    fn keep_operand(&mut self, loc: Loc) {
        if self.version >= Version::V3_11 {
            self.emit(loc, Op::Swap, 2);
            self.emit(loc, Op::Copy, 2);
        } else {
            self.emit(loc, Op::DupTop, 0);
            self.emit(loc, Op::RotThree, 0);
        }
    }

    pub(super) fn compare(
        &mut self,
        loc: Loc,
        left: &'a Expr,
        ops: &'a [(CompareOp, Expr)],
    ) -> Result<()> {
        self.expr(left)?;
        let Some(((last_op, last), chain)) = ops.split_last() else {
            return Ok(());
        };
        if chain.is_empty() {
            self.expr(last)?;
            self.compare_op(loc, *last_op);
            return Ok(());
        }
        let cleanup = self.new_label();
        for (op, right) in chain {
            self.expr(right)?;
            self.keep_operand(loc);
            self.compare_op(loc, *op);
            if self.version >= Version::V3_12 {
                self.emit(loc, Op::Copy, 1);
                self.bool_of(loc);
                self.jump(loc, Op::PopJumpIfFalse, cleanup);
                self.emit(loc, Op::PopTop, 0);
            } else {
                self.jump(loc, Op::JumpIfFalseOrPop, cleanup);
                self.next_block();
            }
        }
        self.expr(last)?;
        self.compare_op(loc, *last_op);
        let end = self.new_label();
        let jump = self.quiet_jump();
        self.jump_nowhere(jump, end);
        self.use_label(cleanup);
        self.swap2(loc);
        self.emit(loc, Op::PopTop, 0);
        self.use_label(end);
        Ok(())
    }

    pub(super) fn boolean(&mut self, loc: Loc, op: BoolOp, values: &'a [Expr]) -> Result<()> {
        let Some((last, values)) = values.split_last() else {
            return Ok(());
        };
        let or = op == BoolOp::Or;
        let end = self.new_label();
        for value in values {
            self.expr(value)?;
            match self.version {
                Version::V3_8 | Version::V3_9 | Version::V3_10 | Version::V3_11 => {
                    let op = if or {
                        Op::JumpIfTrueOrPop
                    } else {
                        Op::JumpIfFalseOrPop
                    };
                    self.jump(loc, op, end);
                    self.next_block();
                }
                Version::V3_12 | Version::V3_13 => {
                    self.emit(loc, Op::Copy, 1);
                    self.bool_of(loc);
                    self.jump(loc, pop_jump(or), end);
                    self.emit(loc, Op::PopTop, 0);
                }
                _ => {
                    let code = if or {
                        Code::JumpIfTrue
                    } else {
                        Code::JumpIfFalse
                    };
                    self.jump(loc, code, end);
                    self.emit(loc, Op::PopTop, 0);
                }
            }
        }
        self.expr(last)?;
        self.use_label(end);
        Ok(())
    }

    pub(super) fn conditional(
        &mut self,
        test: &'a Expr,
        body: &'a Expr,
        orelse: &'a Expr,
    ) -> Result<()> {
        let end = self.new_label();
        let next = self.new_label();
        self.jump_if(test, next, false)?;
        self.expr(body)?;
        let jump = self.quiet_jump();
        self.jump_nowhere(jump, end);
        self.use_label(next);
        self.expr(orelse)?;
        self.use_label(end);
        Ok(())
    }

    /// Jumps to `next` if the truth value of a test is `condition`.
    pub(super) fn jump_if(&mut self, test: &'a Expr, next: Label, condition: bool) -> Result<()> {
        match &test.kind {
            ExprKind::Unary {
                op: UnaryOp::Not,
                operand,
            } => return self.jump_if(operand, next, !condition),
            ExprKind::Bool { op, values } => {
                let Some((last, values)) = values.split_last() else {
                    return Ok(());
                };
                let or = *op == BoolOp::Or;
                let inner = if or == condition {
                    next
                } else {
                    self.new_label()
                };
                for value in values {
                    self.jump_if(value, inner, or)?;
                }
                self.jump_if(last, next, condition)?;
                if inner != next {
                    self.use_label(inner);
                }
                return Ok(());
            }
            ExprKind::Conditional { test, body, orelse } => {
                let end = self.new_label();
                let other = self.new_label();
                self.jump_if(test, other, false)?;
                self.jump_if(body, next, condition)?;
                let jump = self.quiet_jump();
                self.jump_nowhere(jump, end);
                self.use_label(other);
                self.jump_if(orelse, next, condition)?;
                self.use_label(end);
                return Ok(());
            }
            ExprKind::Compare { left, ops } => {
                let test_loc = self.loc(test.span);
                // The place of the test stays the current one.
                if self.version >= Version::V3_10 {
                    self.set_loc(test_loc);
                }
                if ops.len() > 1 {
                    return self.jump_if_chain(test_loc, left, ops, next, condition);
                }
            }
            _ => {}
        }
        self.expr(test)?;
        let test_loc = self.loc(test.span);
        self.bool_of(test_loc);
        self.jump(test_loc, pop_jump(condition), next);
        self.next_block();
        Ok(())
    }

    fn jump_if_chain(
        &mut self,
        loc: Loc,
        left: &'a Expr,
        ops: &'a [(CompareOp, Expr)],
        next: Label,
        condition: bool,
    ) -> Result<()> {
        let cleanup = self.new_label();
        self.expr(left)?;
        let Some(((last_op, last), chain)) = ops.split_last() else {
            return Ok(());
        };
        for (op, right) in chain {
            self.expr(right)?;
            self.keep_operand(loc);
            self.compare_op(loc, *op);
            self.bool_of(loc);
            self.jump(loc, Op::PopJumpIfFalse, cleanup);
            self.next_block();
        }
        self.expr(last)?;
        self.compare_op(loc, *last_op);
        self.bool_of(loc);
        self.jump(loc, pop_jump(condition), next);
        self.next_block();
        let end = self.new_label();
        let jump = self.quiet_jump();
        self.jump_nowhere(jump, end);
        self.use_label(cleanup);
        self.emit(loc, Op::PopTop, 0);
        if !condition {
            self.jump_nowhere(jump, next);
        }
        self.use_label(end);
        Ok(())
    }
}

fn pop_jump(condition: bool) -> Op {
    if condition {
        Op::PopJumpIfTrue
    } else {
        Op::PopJumpIfFalse
    }
}
