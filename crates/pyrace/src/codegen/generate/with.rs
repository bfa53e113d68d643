//! `with` statements.

use super::unit::{BlockKind, FrameBlock};
use super::{Generator, Result};
use crate::code::{Const, Op, Purpose, Special, Version};
use crate::codegen::ir::{Code, Label, Loc};
use crate::source::Span;
use crate::syntax::ast::{Stmt, WithItem};

impl<'a> Generator<'a> {
    pub(super) fn with_statement(
        &mut self,
        stmt: Loc,
        items: &'a [WithItem],
        body: &'a [Stmt],
    ) -> Result<()> {
        let Some((item, rest)) = items.split_first() else {
            return self.statements(body);
        };
        let block = self.new_label();
        let handler = self.new_label();
        let exit = self.new_label();
        let cleanup = self.new_label();
        self.expr(&item.context)?;
        let loc = if self.version >= Version::V3_13 {
            self.loc(item.context.span)
        } else {
            stmt
        };
        let manager = item.context.span;
        self.with_purpose(Purpose::Enter, manager, |generator| {
            generator.enter_manager(loc);
            generator.jump(loc, Op::SetupWith, handler);
        });
        self.use_label(block);
        self.push_block(FrameBlock {
            loc,
            manager,
            ..FrameBlock::new(BlockKind::With, block, handler)
        });
        match &item.target {
            Some(target) => self.store(target)?,
            None => self.emit(loc, Op::PopTop, 0),
        }
        match rest.first() {
            None => self.statements(body)?,
            Some(next) => {
                self.check_size(next.context.span)?;
                self.with_statement(stmt, rest, body)?;
            }
        }
        self.unset_loc();
        self.emit(Loc::NONE, Op::PopBlock, 0);
        self.pop_block();
        if self.version == Version::V3_8 {
            self.with_purpose(Purpose::Leave, manager, |generator| {
                generator.emit(loc, Op::BeginFinally, 0);
                generator.use_label(handler);
                generator.emit(loc, Op::WithCleanupStart, 0);
                generator.emit(loc, Op::WithCleanupFinish, 0);
                generator.emit(loc, Op::EndFinally, 0);
            });
            return Ok(());
        }
        if self.version >= Version::V3_10 {
            self.set_loc(stmt);
        }
        self.with_purpose(Purpose::Leave, manager, |generator| {
            generator.call_exit_with_nones(loc);
            generator.emit(loc, Op::PopTop, 0);
            let jump = generator.forward_jump();
            generator.jump(loc, jump, exit);
            generator.use_label(handler);
            generator.start_handler(loc, cleanup);
            generator.emit(loc, Op::WithExceptStart, 0);
            generator.finish_exceptional_exit(cleanup);
        });
        self.use_label(exit);
        Ok(())
    }

    /// Emits instructions that enter or leave a context manager: their text is the manager's.
    pub(super) fn with_purpose(
        &mut self,
        purpose: Purpose,
        manager: Span,
        emit: impl FnOnce(&mut Self),
    ) {
        self.unit().purpose = Some((purpose, manager));
        emit(self);
        self.unit().purpose = None;
    }

    /// Calls `__enter__`; up to 3.10 `SETUP_WITH` does it.
    fn enter_manager(&mut self, loc: Loc) {
        if self.version >= Version::V3_14 {
            self.emit(loc, Op::Copy, 1);
            self.emit(loc, Op::LoadSpecial, Special::Exit as u32);
            self.emit(loc, Op::Swap, 2);
            self.emit(loc, Op::Swap, 3);
            self.emit(loc, Op::LoadSpecial, Special::Enter as u32);
            self.emit(loc, Op::Call, 0);
        } else if self.version >= Version::V3_11 {
            self.emit(loc, Op::BeforeWith, 0);
        }
    }

    /// `__exit__(None, None, None)` after the body has ended normally.
    pub(super) fn call_exit_with_nones(&mut self, loc: Loc) {
        self.load_const(loc, Const::None);
        match self.version {
            Version::V3_8 | Version::V3_9 | Version::V3_10 => {
                self.emit(loc, Op::DupTop, 0);
                self.emit(loc, Op::DupTop, 0);
                self.emit(loc, Op::CallFunction, 3);
            }
            _ => {
                self.load_const(loc, Const::None);
                self.load_const(loc, Const::None);
                let args = if self.version >= Version::V3_14 { 3 } else { 2 };
                self.emit_call(loc, args);
            }
        }
    }

    /// `__exit__` was called with an exception: swallow it or raise it again.
    fn finish_exceptional_exit(&mut self, cleanup: Label) {
        self.unset_loc_in(Version::V3_11);
        let suppress = self.new_label();
        self.bool_of(Loc::NONE);
        self.jump(Loc::NONE, Op::PopJumpIfTrue, suppress);
        self.next_block();
        match self.version {
            Version::V3_9 => self.emit(Loc::NONE, Op::Reraise, 0),
            Version::V3_10 => self.emit(Loc::NONE, Op::Reraise, 1),
            _ => self.emit(Loc::NONE, Op::Reraise, 2),
        }
        if self.version == Version::V3_11 {
            self.end_handler(cleanup);
        }
        self.use_label(suppress);
        self.emit(Loc::NONE, Op::PopTop, 0);
        match self.version {
            Version::V3_9 | Version::V3_10 => {
                self.emit(Loc::NONE, Op::PopTop, 0);
                self.emit(Loc::NONE, Op::PopTop, 0);
            }
            _ => self.emit(Loc::NONE, Op::PopBlock, 0),
        }
        self.emit(Loc::NONE, Op::PopExcept, 0);
        self.emit(Loc::NONE, Op::PopTop, 0);
        if self.version >= Version::V3_11 {
            self.emit(Loc::NONE, Op::PopTop, 0);
        }
        if self.version >= Version::V3_14 {
            self.emit(Loc::NONE, Op::PopTop, 0);
        }
        if self.version >= Version::V3_12 {
            let exit = self.new_label();
            let jump = if self.version >= Version::V3_13 {
                Code::JumpNoInterrupt
            } else {
                Code::Jump
            };
            self.jump(Loc::NONE, jump, exit);
            self.end_handler(cleanup);
            self.use_label(exit);
        }
    }
}
