//! `return`, `break` and `continue`: leaving blocks early.

use super::statement::is_constant;
use super::unit::{BlockKind, FrameBlock};
use super::{Generator, Result};
use crate::code::{Const, Op, Purpose, Version};
use crate::codegen::ir::Loc;
use crate::source::{Diagnostic, Span};
use crate::syntax::ast::Expr;

impl<'a> Generator<'a> {
    pub(super) fn return_statement(&mut self, stmt: Loc, value: Option<&'a Expr>) -> Result<()> {
        if !self.in_function() {
            return Err(Diagnostic::new(stmt.span, "'return' outside function"));
        }
        let constant = value.and_then(is_constant);
        let keep_top = value.is_some() && constant.is_none();
        let mut loc = stmt;
        match value {
            Some(value) if keep_top => self.expr(value)?,
            Some(value) if self.version >= Version::V3_10 => {
                loc = self.loc(value.span);
                self.set_loc(loc);
                self.emit(loc, Op::Nop, 0);
            }
            _ => {}
        }
        let other_line = value.is_none_or(|value| self.loc(value.span).line != stmt.line);
        if self.version >= Version::V3_10 && other_line {
            loc = stmt;
            self.set_loc(loc);
            self.emit(loc, Op::Nop, 0);
        }
        self.unwind(&mut loc, keep_top, false)?;
        match (value, constant) {
            (None, _) => self.load_const(loc, Const::None),
            (Some(value), Some(constant)) => {
                if self.version <= Version::V3_9 {
                    self.expr(value)?;
                } else {
                    self.load_const(loc, constant.clone());
                }
            }
            _ => {}
        }
        self.emit(loc, Op::ReturnValue, 0);
        self.next_block();
        Ok(())
    }

    pub(super) fn break_statement(&mut self, stmt: Loc, span: Span) -> Result<()> {
        let mut loc = stmt;
        if self.version >= Version::V3_10 {
            self.emit(loc, Op::Nop, 0);
        }
        let Some(inner) = self.unwind(&mut loc, false, true)? else {
            return Err(Diagnostic::new(span, "'break' outside loop"));
        };
        self.unwind_block(&mut loc, inner, false)?;
        let jump = self.any_jump();
        self.jump(loc, jump, inner.exit);
        self.next_block();
        Ok(())
    }

    pub(super) fn continue_statement(&mut self, stmt: Loc, span: Span) -> Result<()> {
        let mut loc = stmt;
        if self.version >= Version::V3_10 {
            self.emit(loc, Op::Nop, 0);
        }
        let Some(inner) = self.unwind(&mut loc, false, true)? else {
            return Err(Diagnostic::new(span, "'continue' not properly in loop"));
        };
        let jump = self.any_jump();
        self.jump(loc, jump, inner.block);
        self.next_block();
        Ok(())
    }

    /// Leaves the blocks from the inside out, up to a loop if asked for. Returns the loop.
    fn unwind(
        &mut self,
        loc: &mut Loc,
        keep_top: bool,
        to_loop: bool,
    ) -> Result<Option<FrameBlock<'a>>> {
        // While a block is left, it does not count: a `finally` may hold statements like this one.
        let mut left = Vec::new();
        let mut found = None;
        while let Some(block) = self.unit().blocks.pop() {
            if to_loop && matches!(block.kind, BlockKind::WhileLoop | BlockKind::ForLoop) {
                self.unit().blocks.push(block);
                found = Some(block);
                break;
            }
            let early = self.unwind_block(loc, block, keep_top)?;
            left.push(FrameBlock {
                left_early: block.left_early || early,
                ..block
            });
        }
        self.unit().blocks.extend(left.into_iter().rev());
        Ok(found)
    }

    /// Undoes a block. Returns whether it was the body of a `finally`.
    fn unwind_block(
        &mut self,
        loc: &mut Loc,
        block: FrameBlock<'a>,
        keep_top: bool,
    ) -> Result<bool> {
        let at = *loc;
        match block.kind {
            BlockKind::WhileLoop | BlockKind::ExceptionHandler | BlockKind::StopIteration => {}
            BlockKind::ForLoop => {
                // From 3.15 on an iterator takes two entries.
                let two = self.version >= Version::V3_15;
                if keep_top && two {
                    self.emit(at, Op::Swap, 3);
                } else if keep_top {
                    self.swap2(at);
                }
                self.emit(at, Op::PopTop, 0);
                if two {
                    self.emit(at, Op::PopTop, 0);
                }
            }
            BlockKind::TryExcept => self.emit(at, Op::PopBlock, 0),
            BlockKind::FinallyTry | BlockKind::FinallyTryWithPlaceholder
                if self.version == Version::V3_8 =>
            {
                self.call_finally(at, block, keep_top);
            }
            BlockKind::FinallyTry | BlockKind::FinallyTryWithPlaceholder => {
                self.emit(at, Op::PopBlock, 0);
                if keep_top {
                    let unused = block.block;
                    self.push_block(FrameBlock::new(BlockKind::PopValue, unused, unused));
                }
                let saved = self.unit().loc;
                self.statements(block.finally)?;
                if self.version <= Version::V3_9 {
                    self.set_loc(saved);
                }
                if keep_top {
                    self.pop_block();
                }
                *loc = Loc::NONE;
                self.unset_loc();
            }
            BlockKind::FinallyEnd => {
                self.leave_finally(at, keep_top);
                return Ok(true);
            }
            BlockKind::With => {
                *loc = block.loc;
                self.with_purpose(Purpose::Leave, block.manager, |generator| {
                    generator.leave_with(block.loc, keep_top);
                });
                *loc = Loc::NONE;
                self.unset_loc();
            }
            BlockKind::HandlerCleanup => self.leave_handler(at, block, keep_top)?,
            BlockKind::PopValue => {
                if keep_top {
                    self.swap2(at);
                }
                self.emit(at, Op::PopTop, 0);
            }
        }
        Ok(false)
    }

    /// Runs the body of a `finally` as a subroutine (3.8).
    fn call_finally(&mut self, at: Loc, block: FrameBlock<'a>, keep_top: bool) {
        self.emit(at, Op::PopBlock, 0);
        let placeholder = block.kind == BlockKind::FinallyTryWithPlaceholder;
        if placeholder && keep_top {
            self.emit(at, Op::RotTwo, 0);
            self.emit(at, Op::PopTop, 0);
        }
        self.jump(at, Op::CallFinally, block.exit);
        if placeholder && !keep_top {
            self.emit(at, Op::PopTop, 0);
        }
    }

    fn leave_finally(&mut self, at: Loc, keep_top: bool) {
        match self.version {
            Version::V3_8 => {
                self.emit(at, Op::PopFinally, u32::from(keep_top));
                if keep_top {
                    self.emit(at, Op::RotTwo, 0);
                }
                self.emit(at, Op::PopTop, 0);
            }
            Version::V3_9 | Version::V3_10 => {
                if keep_top {
                    self.emit(at, Op::RotFour, 0);
                }
                for _ in 0..3 {
                    self.emit(at, Op::PopTop, 0);
                }
                if keep_top {
                    self.emit(at, Op::RotFour, 0);
                }
                self.emit(at, Op::PopExcept, 0);
            }
            _ => {
                if keep_top {
                    self.emit(at, Op::Swap, 2);
                }
                self.emit(at, Op::PopTop, 0);
                if keep_top {
                    self.emit(at, Op::Swap, 2);
                }
                self.emit(at, Op::PopBlock, 0);
                self.emit(at, Op::PopExcept, 0);
            }
        }
    }

    fn leave_with(&mut self, at: Loc, keep_top: bool) {
        if self.version >= Version::V3_10 {
            self.set_loc(at);
        }
        self.emit(at, Op::PopBlock, 0);
        if keep_top && self.version >= Version::V3_14 {
            self.emit(at, Op::Swap, 3);
        }
        if keep_top {
            self.swap2(at);
        }
        if self.version == Version::V3_8 {
            self.emit(at, Op::BeginFinally, 0);
            self.emit(at, Op::WithCleanupStart, 0);
            self.emit(at, Op::WithCleanupFinish, 0);
            self.emit(at, Op::PopFinally, 0);
            return;
        }
        self.call_exit_with_nones(at);
        self.emit(at, Op::PopTop, 0);
    }

    fn leave_handler(&mut self, at: Loc, block: FrameBlock<'a>, keep_top: bool) -> Result<()> {
        let name = block.name;
        if self.version == Version::V3_8 {
            if keep_top {
                self.emit(at, Op::RotFour, 0);
            }
            if name.is_some() {
                self.emit(at, Op::PopBlock, 0);
            }
            self.emit(at, Op::PopExcept, 0);
            if name.is_some() {
                self.jump(at, Op::CallFinally, block.exit);
            }
            return Ok(());
        }
        if name.is_some() {
            self.emit(at, Op::PopBlock, 0);
        }
        if keep_top {
            let old = self.version <= Version::V3_10;
            let (op, arg) = if old { (Op::RotFour, 0) } else { (Op::Swap, 2) };
            self.emit(at, op, arg);
        }
        if self.version >= Version::V3_11 {
            self.emit(at, Op::PopBlock, 0);
        }
        self.emit(at, Op::PopExcept, 0);
        if let Some(name) = name {
            self.forget_exception(at, name)?;
        }
        Ok(())
    }
}
