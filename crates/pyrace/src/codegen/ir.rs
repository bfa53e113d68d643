//! Instructions before assembly.

use crate::code::{Op, Purpose};
use crate::source::Span;

/// The operation of an instruction: a real one, or one that only the compiler knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    Op(Op),
    /// A jump in either direction (3.11 and later).
    Jump,
    /// The same without a switch point.
    JumpNoInterrupt,
    /// Starts the protection of a handler that cleans up after another (3.11 and later).
    SetupCleanup,
    /// Stores a value that may be `NULL` (3.12 and later).
    StoreFastMaybeNull,
    /// Jumps if the top, which stays, is true (3.14 and later).
    JumpIfTrue,
    /// Jumps if the top, which stays, is false (3.14 and later).
    JumpIfFalse,
}

impl From<Op> for Code {
    fn from(op: Op) -> Self {
        Code::Op(op)
    }
}

impl PartialEq<Op> for Code {
    fn eq(&self, other: &Op) -> bool {
        *self == Code::Op(*other)
    }
}

impl Code {
    /// Jumps always.
    pub(super) fn is_unconditional_jump(self) -> bool {
        matches!(
            self,
            Code::Jump
                | Code::JumpNoInterrupt
                | Code::Op(
                    Op::JumpForward
                        | Op::JumpAbsolute
                        | Op::JumpBackward
                        | Op::JumpBackwardNoInterrupt
                )
        )
    }

    /// Jumps always or sometimes. Starting a handler block is no jump.
    pub(super) fn is_jump(self) -> bool {
        self.is_unconditional_jump()
            || matches!(
                self,
                Code::JumpIfTrue
                    | Code::JumpIfFalse
                    | Code::Op(
                        Op::PopJumpIfTrue
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
                            | Op::JumpIfFalseOrPop
                            | Op::JumpIfNotExcMatch
                            | Op::ForIter
                    )
            )
    }

    /// Starts a handler block.
    pub(super) fn is_block_push(self) -> bool {
        matches!(
            self,
            Code::SetupCleanup | Code::Op(Op::SetupFinally | Op::SetupWith)
        )
    }

    /// Names a place in the code.
    pub(super) fn has_target(self) -> bool {
        self.is_jump() || self.is_block_push() || self == Op::CallFinally
    }

    /// Leaves the frame.
    pub(super) fn exits_scope(self) -> bool {
        matches!(
            self,
            Code::Op(Op::ReturnValue | Op::ReturnConst | Op::RaiseVarargs | Op::Reraise)
        )
    }

    /// Nothing after it in a block is reached.
    pub(super) fn is_terminator(self) -> bool {
        self.is_jump() || self.exits_scope()
    }
}

/// Where an instruction comes from, and what for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Loc {
    /// The line, or -1 if there is none.
    pub(super) line: i32,
    pub(super) span: Span,
    pub(super) purpose: Purpose,
}

impl Loc {
    /// No place: the instruction is an artefact of the compiler.
    pub(super) const NONE: Loc = Loc::new(-1, Span { start: 0, end: 0 });

    /// A place in a line.
    pub(super) const fn new(line: i32, span: Span) -> Loc {
        Loc {
            line,
            span,
            purpose: Purpose::Plain,
        }
    }

    pub(super) fn is_none(self) -> bool {
        self.line < 0
    }
}

/// A place in the code: a label while it is generated, a block afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Label(pub(super) u32);

impl Label {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// An instruction with CPython's raw operand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inst {
    pub(super) code: Code,
    pub(super) arg: u32,
    pub(super) target: Option<Label>,
    pub(super) loc: Loc,
    /// The block that handles its exceptions (3.11 and later).
    pub(super) handler: Option<Label>,
}

impl Inst {
    pub(super) fn new(code: impl Into<Code>, arg: u32, loc: Loc) -> Self {
        Inst {
            code: code.into(),
            arg,
            target: None,
            loc,
            handler: None,
        }
    }

    pub(super) fn jump(code: impl Into<Code>, target: Label, loc: Loc) -> Self {
        Inst {
            target: Some(target),
            ..Inst::new(code, 0, loc)
        }
    }

    /// Turns the instruction into one without effect.
    pub(super) fn nop(&mut self) {
        self.set(Op::Nop, 0);
    }

    pub(super) fn set(&mut self, code: impl Into<Code>, arg: u32) {
        self.code = code.into();
        self.arg = arg;
    }
}

/// What the generator emits.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item {
    Inst(Inst),
    Label(Label),
}
