//! Statements without handlers.

use super::{Generator, Result};
use crate::code::{Common, Const, Op, Version};
use crate::codegen::fold::arithmetic::truth;
use crate::codegen::generate::unit::{BlockKind, FrameBlock};
use crate::codegen::ir::Loc;
use crate::syntax::ast::{Expr, ExprKind, Stmt, StmtKind};

impl<'a> Generator<'a> {
    pub(super) fn statements(&mut self, body: &'a [Stmt]) -> Result<()> {
        body.iter().try_for_each(|stmt| self.statement(stmt))
    }

    fn statement(&mut self, stmt: &'a Stmt) -> Result<()> {
        self.check_size(stmt.span)?;
        let loc = self.loc(stmt.span);
        self.set_loc(loc);
        let conditional = matches!(
            stmt.kind,
            StmtKind::For { .. }
                | StmtKind::While { .. }
                | StmtKind::If { .. }
                | StmtKind::With { .. }
                | StmtKind::Try { .. }
        );
        self.unit().deferred.conditional_blocks += u32::from(conditional);
        self.statement_at(loc, stmt)?;
        self.unit().deferred.conditional_blocks -= u32::from(conditional);
        Ok(())
    }

    fn statement_at(&mut self, loc: Loc, stmt: &'a Stmt) -> Result<()> {
        match &stmt.kind {
            StmtKind::Function(function) => self.function(function, stmt.span),
            StmtKind::Class(class) => self.class(class, stmt.span),
            StmtKind::Return(value) => self.return_statement(loc, value.as_ref()),
            StmtKind::Delete(targets) => targets.iter().try_for_each(|t| self.delete(t)),
            StmtKind::Assign { targets, value } => {
                self.expr(value)?;
                for (i, target) in targets.iter().enumerate() {
                    if i + 1 < targets.len() {
                        self.duplicate(loc);
                    }
                    self.store(target)?;
                }
                Ok(())
            }
            StmtKind::AugAssign { target, op, value } => {
                self.augmented_assignment(loc, target, *op, value)
            }
            StmtKind::AnnAssign {
                target,
                annotation,
                value,
                simple,
            } => {
                if let Some(value) = value {
                    self.expr(value)?;
                    self.store(target)?;
                }
                self.annotation(loc, target, annotation, value.is_some(), *simple)
            }
            StmtKind::For {
                target,
                iter,
                body,
                orelse,
            } => self.for_loop(loc, target, iter, body, orelse),
            StmtKind::While { test, body, orelse } => self.while_loop(loc, test, body, orelse),
            StmtKind::If { test, body, orelse } => self.if_statement(test, body, orelse),
            StmtKind::With { items, body } => self.with_statement(loc, items, body),
            StmtKind::Raise { exception, cause } => {
                let mut count = 0;
                for value in [exception, cause].into_iter().flatten() {
                    self.expr(value)?;
                    count += 1;
                }
                self.emit(loc, Op::RaiseVarargs, count);
                self.next_block();
                Ok(())
            }
            StmtKind::Try {
                body,
                handlers,
                orelse,
                finally,
            } => self.try_statement(loc, body, handlers, orelse, finally),
            StmtKind::Assert { test, message } => {
                self.assert_statement(loc, test, message.as_ref())
            }
            StmtKind::Import(names) => self.import(loc, names),
            StmtKind::ImportFrom { module, names } => {
                self.import_from(loc, stmt.span, module, names)
            }
            StmtKind::Global(_) | StmtKind::Nonlocal(_) => Ok(()),
            StmtKind::Expr(value) => self.expression_statement(loc, value),
            StmtKind::Pass => {
                if self.version >= Version::V3_10 {
                    self.emit(loc, Op::Nop, 0);
                }
                Ok(())
            }
            StmtKind::Break => self.break_statement(loc, stmt.span),
            StmtKind::Continue => self.continue_statement(loc, stmt.span),
        }
    }

    fn expression_statement(&mut self, loc: Loc, value: &'a Expr) -> Result<()> {
        if let ExprKind::Constant(_) = value.kind {
            if self.version >= Version::V3_10 {
                self.emit(loc, Op::Nop, 0);
            }
            return Ok(());
        }
        self.expr(value)?;
        self.unset_loc();
        self.emit(Loc::NONE, Op::PopTop, 0);
        Ok(())
    }

    pub(super) fn push_block(&mut self, block: FrameBlock<'a>) {
        self.unit().blocks.push(block);
    }

    /// Ends the innermost block.
    pub(super) fn pop_block(&mut self) -> FrameBlock<'a> {
        let block = self.unit().blocks.pop();
        block.expect("every block is pushed before it is popped")
    }

    fn for_loop(
        &mut self,
        loc: Loc,
        target: &'a Expr,
        iter: &'a Expr,
        body: &'a [Stmt],
        orelse: &'a [Stmt],
    ) -> Result<()> {
        let start = self.new_label();
        let body_label = self.new_label();
        let cleanup = self.new_label();
        let end = self.new_label();
        self.push_block(FrameBlock::new(BlockKind::ForLoop, start, end));
        self.expr(iter)?;
        let iter_loc = if self.version >= Version::V3_13 {
            self.loc(iter.span)
        } else {
            loc
        };
        self.emit(iter_loc, Op::GetIter, 0);
        self.use_label(start);
        self.jump(iter_loc, Op::ForIter, cleanup);
        if self.version >= Version::V3_13 {
            let target_loc = self.loc(target.span);
            self.emit(target_loc, Op::Nop, 0);
        }
        self.use_label(body_label);
        self.store(target)?;
        self.statements(body)?;
        self.unset_loc();
        let jump = self.any_jump();
        self.jump(Loc::NONE, jump, start);
        self.use_label(cleanup);
        self.end_for();
        self.pop_block();
        self.statements(orelse)?;
        self.use_label(end);
        Ok(())
    }

    /// Cleans up after a loop, from 3.12 on.
    pub(super) fn end_for(&mut self) {
        if self.version >= Version::V3_12 {
            self.emit(Loc::NONE, Op::EndFor, 0);
        }
        if self.version >= Version::V3_14 {
            self.emit(Loc::NONE, Op::PopIter, 0);
        } else if self.version >= Version::V3_13 {
            self.emit(Loc::NONE, Op::PopTop, 0);
        }
    }

    fn while_loop(
        &mut self,
        loc: Loc,
        test: &'a Expr,
        body: &'a [Stmt],
        orelse: &'a [Stmt],
    ) -> Result<()> {
        if self.version <= Version::V3_9 {
            return self.old_while_loop(test, body, orelse);
        }
        let loop_label = self.new_label();
        let body_label = self.new_label();
        let anchor = self.new_label();
        let end = self.new_label();
        self.use_label(loop_label);
        self.push_block(FrameBlock::new(BlockKind::WhileLoop, loop_label, end));
        self.jump_if(test, anchor, false)?;
        if self.version >= Version::V3_14 {
            self.statements(body)?;
            let jump = self.any_jump();
            self.jump(Loc::NONE, jump, loop_label);
        } else {
            // The test is repeated at the end of the body.
            self.use_label(body_label);
            self.statements(body)?;
            self.set_loc(loc);
            self.jump_if(test, body_label, true)?;
        }
        self.pop_block();
        self.use_label(anchor);
        self.statements(orelse)?;
        self.use_label(end);
        Ok(())
    }

    /// 3.8 and 3.9 jump back to the test, and leave a constant test out.
    fn old_while_loop(
        &mut self,
        test: &'a Expr,
        body: &'a [Stmt],
        orelse: &'a [Stmt],
    ) -> Result<()> {
        let constant = constant_truth(test);
        if constant == Some(false) {
            self.silent += 1;
            let unused = self.new_label();
            self.push_block(FrameBlock::new(BlockKind::WhileLoop, unused, unused));
            self.statements(body)?;
            self.pop_block();
            self.silent -= 1;
            return self.statements(orelse);
        }
        let loop_label = self.new_label();
        let end = self.new_label();
        let anchor = self.new_label();
        let loc = self.unit().loc;
        self.use_label(loop_label);
        self.push_block(FrameBlock::new(BlockKind::WhileLoop, loop_label, end));
        if constant.is_none() {
            self.jump_if(test, anchor, false)?;
        }
        self.statements(body)?;
        self.jump(loc, Op::JumpAbsolute, loop_label);
        if constant.is_none() {
            self.use_label(anchor);
        }
        self.pop_block();
        self.statements(orelse)?;
        self.use_label(end);
        Ok(())
    }

    fn if_statement(&mut self, test: &'a Expr, body: &'a [Stmt], orelse: &'a [Stmt]) -> Result<()> {
        let end = self.new_label();
        if self.version <= Version::V3_9
            && let Some(truth) = constant_truth(test)
        {
            self.silenced(!truth, body)?;
            self.silenced(truth, orelse)?;
            self.use_label(end);
            return Ok(());
        }
        let next = if orelse.is_empty() {
            end
        } else {
            self.new_label()
        };
        self.jump_if(test, next, false)?;
        self.statements(body)?;
        if !orelse.is_empty() {
            let jump = self.quiet_jump();
            self.jump_nowhere(jump, end);
            self.use_label(next);
            self.statements(orelse)?;
        }
        self.use_label(end);
        Ok(())
    }

    /// Statements that are checked, but emit nothing if they never run.
    fn silenced(&mut self, silent: bool, body: &'a [Stmt]) -> Result<()> {
        self.silent += u32::from(silent);
        self.statements(body)?;
        self.silent -= u32::from(silent);
        Ok(())
    }

    fn assert_statement(
        &mut self,
        loc: Loc,
        test: &'a Expr,
        message: Option<&'a Expr>,
    ) -> Result<()> {
        let end = self.new_label();
        self.jump_if(test, end, true)?;
        if self.version >= Version::V3_14 {
            self.emit(loc, Op::LoadCommonConstant, Common::AssertionError as u32);
        } else if self.version >= Version::V3_9 {
            self.emit(loc, Op::LoadAssertionError, 0);
        } else {
            self.emit_name(loc, Op::LoadGlobal, "AssertionError", 0, 0);
        }
        if let Some(message) = message {
            self.expr(message)?;
            if self.version >= Version::V3_11 {
                // The class takes the place of `self`: one argument less.
                self.emit_call(loc, 0);
            } else {
                self.emit(loc, Op::CallFunction, 1);
            }
        }
        let raise_loc = if self.version >= Version::V3_13 {
            self.loc(test.span)
        } else {
            loc
        };
        self.emit(raise_loc, Op::RaiseVarargs, 1);
        self.use_label(end);
        Ok(())
    }
}

/// What a constant test always is.
pub(super) fn constant_truth(test: &Expr) -> Option<bool> {
    match &test.kind {
        ExprKind::Constant(value) => truth(value),
        _ => None,
    }
}

/// Whether a `return` keeps its value on the stack while it leaves blocks. Constants are loaded
/// afterwards.
pub(super) fn is_constant(value: &Expr) -> Option<&Const> {
    match &value.kind {
        ExprKind::Constant(value) => Some(value),
        _ => None,
    }
}
