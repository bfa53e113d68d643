//! `try` with its handlers and `finally`.

use super::unit::{BlockKind, FrameBlock};
use super::{Context, Generator, Result};
use crate::code::{Compare, Const, Op, Version};
use crate::codegen::ir::{Code, Label, Loc};
use crate::syntax::ast::{ExceptHandler, Stmt};

/// The parts of a `try` statement without its `finally`.
#[derive(Clone, Copy)]
struct Guarded<'a> {
    body: &'a [Stmt],
    handlers: &'a [ExceptHandler],
    orelse: &'a [Stmt],
}

impl<'a> Generator<'a> {
    pub(super) fn try_statement(
        &mut self,
        loc: Loc,
        body: &'a [Stmt],
        handlers: &'a [ExceptHandler],
        orelse: &'a [Stmt],
        finally: &'a [Stmt],
    ) -> Result<()> {
        let guarded = Guarded {
            body,
            handlers,
            orelse,
        };
        match (finally.is_empty(), self.version) {
            (true, _) => self.try_except(loc, guarded),
            (false, Version::V3_8) => self.try_finally_subroutine(loc, guarded, finally),
            (false, _) => self.try_finally(loc, guarded, finally),
        }
    }

    fn guarded(&mut self, loc: Loc, guarded: Guarded<'a>) -> Result<()> {
        if guarded.handlers.is_empty() {
            self.statements(guarded.body)
        } else {
            self.try_except(loc, guarded)
        }
    }

    /// 3.8: the body of `finally` is a subroutine. It is generated first, because the rest depends
    /// on whether statements leave it early, and then put after the body of `try`.
    fn try_finally_subroutine(
        &mut self,
        loc: Loc,
        guarded: Guarded<'a>,
        finally: &'a [Stmt],
    ) -> Result<()> {
        let body = self.new_label();
        let end = self.new_label();
        let start = self.unit().items.len();
        self.use_label(end);
        self.push_block(FrameBlock::new(BlockKind::FinallyEnd, end, end));
        self.statements(finally)?;
        self.emit(loc, Op::EndFinally, 0);
        let left_early = self.unit().blocks.last().is_some_and(|b| b.left_early);
        if left_early {
            self.emit(loc, Op::PopTop, 0);
        }
        self.pop_block();
        let subroutine = self.unit().items.split_off(start);
        self.set_loc(loc);
        if left_early {
            // A place holder for the value of a `return`.
            self.load_const(loc, Const::None);
        }
        self.jump(loc, Op::SetupFinally, end);
        self.use_label(body);
        let kind = if left_early {
            BlockKind::FinallyTryWithPlaceholder
        } else {
            BlockKind::FinallyTry
        };
        self.push_block(FrameBlock::new(kind, body, end));
        self.guarded(loc, guarded)?;
        self.emit(loc, Op::PopBlock, 0);
        self.emit(loc, Op::BeginFinally, 0);
        self.pop_block();
        self.unit().items.extend(subroutine);
        // What follows has the line of what is before it, which is the subroutine.
        self.unit().loc.line = 0;
        Ok(())
    }

    /// From 3.9 on the body of `finally` is generated once for each way to reach it.
    fn try_finally(&mut self, loc: Loc, guarded: Guarded<'a>, finally: &'a [Stmt]) -> Result<()> {
        let body = self.new_label();
        let end = self.new_label();
        let exit = self.new_label();
        let cleanup = self.new_label();
        self.jump(loc, Op::SetupFinally, end);
        self.use_label(body);
        self.push_block(FrameBlock {
            finally,
            ..FrameBlock::new(BlockKind::FinallyTry, body, end)
        });
        self.guarded(loc, guarded)?;
        self.emit_nowhere(Op::PopBlock, 0);
        self.pop_block();
        self.statements(finally)?;
        let jump = self.quiet_jump();
        self.jump_nowhere(jump, exit);
        self.use_label(end);
        self.unset_loc_in(Version::V3_11);
        self.start_handler(Loc::NONE, cleanup);
        self.push_block(FrameBlock::new(BlockKind::FinallyEnd, end, end));
        self.statements(finally)?;
        self.pop_block();
        self.emit(Loc::NONE, Op::Reraise, 0);
        self.end_handler(cleanup);
        self.use_label(exit);
        Ok(())
    }

    /// From 3.11 on a handler sets the handled exception and restores it if it fails itself.
    pub(super) fn start_handler(&mut self, loc: Loc, cleanup: Label) {
        if self.version >= Version::V3_11 {
            self.jump(loc, Code::SetupCleanup, cleanup);
            self.emit(loc, Op::PushExcInfo, 0);
        }
    }

    /// The end of [`Self::start_handler`].
    pub(super) fn end_handler(&mut self, cleanup: Label) {
        if self.version >= Version::V3_11 {
            self.use_label(cleanup);
            self.emit(Loc::NONE, Op::Copy, 3);
            self.emit(Loc::NONE, Op::PopExcept, 0);
            self.emit(Loc::NONE, Op::Reraise, 1);
        }
    }

    fn try_except(&mut self, loc: Loc, guarded: Guarded<'a>) -> Result<()> {
        let body = self.new_label();
        let mut except = self.new_label();
        // Up to 3.10 the `else` part comes after the handlers.
        let orelse = (self.version <= Version::V3_10).then(|| self.new_label());
        let end = self.new_label();
        let cleanup = (self.version >= Version::V3_11).then(|| self.new_label());
        self.jump(loc, Op::SetupFinally, except);
        self.use_label(body);
        self.push_block(FrameBlock::new(BlockKind::TryExcept, body, end));
        self.statements(guarded.body)?;
        if self.version <= Version::V3_9 {
            self.emit(loc, Op::PopBlock, 0);
        }
        self.pop_block();
        if self.version >= Version::V3_10 {
            self.emit_nowhere(Op::PopBlock, 0);
        }
        let jump = self.quiet_jump();
        match orelse {
            Some(orelse) => self.jump_nowhere(jump, orelse),
            None => {
                self.statements(guarded.orelse)?;
                self.jump_nowhere(jump, end);
            }
        }
        self.use_label(except);
        if let Some(cleanup) = cleanup {
            self.unset_loc_in(Version::V3_11);
            self.start_handler(Loc::NONE, cleanup);
        }
        if self.version >= Version::V3_9 {
            self.push_block(FrameBlock::new(BlockKind::ExceptionHandler, end, end));
        }
        for handler in guarded.handlers {
            let handler_loc = self.loc(handler.span);
            self.set_loc(handler_loc);
            except = self.new_label();
            self.handler(handler, handler_loc, except, end)?;
            self.use_label(except);
        }
        if self.version >= Version::V3_9 {
            self.pop_block();
        }
        self.unset_loc();
        if self.version == Version::V3_8 {
            self.emit(loc, Op::EndFinally, 0);
        } else {
            self.emit(Loc::NONE, Op::Reraise, 0);
        }
        if let Some(cleanup) = cleanup {
            self.end_handler(cleanup);
        }
        if let Some(orelse) = orelse {
            self.use_label(orelse);
            self.statements(guarded.orelse)?;
        }
        self.use_label(end);
        Ok(())
    }

    fn handler(
        &mut self,
        handler: &'a ExceptHandler,
        loc: Loc,
        except: Label,
        end: Label,
    ) -> Result<()> {
        let old = self.version <= Version::V3_10;
        if let Some(class) = &handler.class {
            if old {
                self.emit(loc, Op::DupTop, 0);
            }
            self.expr(class)?;
            match self.version {
                Version::V3_8 => {
                    self.emit(loc, Op::CompareOp, Compare::ExceptionMatch as u32);
                    self.jump(loc, Op::PopJumpIfFalse, except);
                }
                Version::V3_9 | Version::V3_10 => {
                    self.jump(loc, Op::JumpIfNotExcMatch, except);
                    self.next_block();
                }
                _ => {
                    self.emit(loc, Op::CheckExcMatch, 0);
                    self.jump(loc, Op::PopJumpIfFalse, except);
                }
            }
        }
        if old {
            self.emit(loc, Op::PopTop, 0);
        }
        match &handler.name {
            Some(name) => self.named_handler(handler, &name.name, loc, end),
            None => self.plain_handler(handler, loc, end),
        }
    }

    fn plain_handler(&mut self, handler: &'a ExceptHandler, loc: Loc, end: Label) -> Result<()> {
        let body = self.new_label();
        self.emit(loc, Op::PopTop, 0);
        if self.version <= Version::V3_10 {
            self.emit(loc, Op::PopTop, 0);
        }
        self.use_label(body);
        self.push_block(FrameBlock::new(BlockKind::HandlerCleanup, body, body));
        self.statements(&handler.body)?;
        if self.version == Version::V3_8 {
            self.emit(loc, Op::PopExcept, 0);
            self.pop_block();
            self.jump(loc, Op::JumpForward, end);
            return Ok(());
        }
        self.pop_block();
        self.unset_loc();
        if self.version >= Version::V3_11 {
            self.emit(Loc::NONE, Op::PopBlock, 0);
        }
        self.emit(Loc::NONE, Op::PopExcept, 0);
        let jump = self.quiet_jump();
        self.jump(Loc::NONE, jump, end);
        Ok(())
    }

    /// `except E as name`: the body is guarded, because `name` is deleted however it ends.
    fn named_handler(
        &mut self,
        handler: &'a ExceptHandler,
        name: &'a str,
        loc: Loc,
        end: Label,
    ) -> Result<()> {
        let cleanup_end = self.new_label();
        let body = self.new_label();
        self.name_op(loc, name, Context::Store)?;
        if self.version <= Version::V3_10 {
            self.emit(loc, Op::PopTop, 0);
        }
        let setup = if self.version >= Version::V3_11 {
            Code::SetupCleanup
        } else {
            Code::Op(Op::SetupFinally)
        };
        self.jump(loc, setup, cleanup_end);
        self.use_label(body);
        self.push_block(FrameBlock {
            name: Some(name),
            ..FrameBlock::new(BlockKind::HandlerCleanup, body, cleanup_end)
        });
        self.statements(&handler.body)?;
        if self.version == Version::V3_8 {
            self.emit(loc, Op::PopBlock, 0);
            self.emit(loc, Op::BeginFinally, 0);
            self.pop_block();
            self.use_label(cleanup_end);
            self.push_block(FrameBlock::new(
                BlockKind::FinallyEnd,
                cleanup_end,
                cleanup_end,
            ));
            self.forget_exception(loc, name)?;
            self.emit(loc, Op::EndFinally, 0);
            self.emit(loc, Op::PopExcept, 0);
            self.pop_block();
            self.jump(loc, Op::JumpForward, end);
            return Ok(());
        }
        self.pop_block();
        self.unset_loc();
        self.emit(Loc::NONE, Op::PopBlock, 0);
        if self.version >= Version::V3_11 {
            self.emit(Loc::NONE, Op::PopBlock, 0);
        }
        self.emit(Loc::NONE, Op::PopExcept, 0);
        self.forget_exception(Loc::NONE, name)?;
        let jump = self.quiet_jump();
        self.jump(Loc::NONE, jump, end);
        self.use_label(cleanup_end);
        self.unset_loc();
        self.forget_exception(Loc::NONE, name)?;
        let lasti = u32::from(self.version >= Version::V3_10);
        self.emit(Loc::NONE, Op::Reraise, lasti);
        Ok(())
    }

    /// `name = None; del name`
    pub(super) fn forget_exception(&mut self, loc: Loc, name: &str) -> Result<()> {
        self.load_const(loc, Const::None);
        self.name_op(loc, name, Context::Store)?;
        self.name_op(loc, name, Context::Delete)
    }
}
