//! Compiled programs: what the machine executes and what `dis` lists.
//!
//! [`compile`] turns source text into one [`Program`] per CPython [`Version`]. The instructions are
//! those of the real compiler of that version, without inline caches and `EXTENDED_ARG` prefixes;
//! operands are decoded, so that an [`Op`] means the same whatever its version packs into the raw
//! operand. The raw operand and the byte offset are kept for listings.

mod constant;
mod op;
mod operand;
mod version;

pub use crate::codegen::compile;
pub use constant::{Const, Float, write_str_repr};
pub use op::Op;
pub use operand::{Binary, Common, Compare, Special};
pub use version::{ParseVersionError, Version};

use crate::source::Span;

/// A module and everything defined in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// The version whose instructions these are.
    pub version: Version,
    /// The code objects; the first is the module, an outer one comes before the inner ones.
    pub codes: Vec<CodeObject>,
}

impl Program {
    /// The code of the module itself.
    #[must_use]
    pub fn module(&self) -> &CodeObject {
        &self.codes[0]
    }

    /// The code object of a [`Const::Code`].
    #[must_use]
    pub fn code(&self, id: CodeId) -> &CodeObject {
        &self.codes[id.0 as usize]
    }
}

/// The position of a code object in [`Program::codes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeId(pub u32);

/// What a code object was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// A whole file.
    Module,
    /// A `def`.
    Function,
    /// A `lambda`.
    Lambda,
    /// The body of a `class`.
    Class,
    /// A list, set or dict comprehension that is a function of its own (all of them to 3.11; those in a
    /// class body that see cells never differ later: from 3.12 on there are none).
    Comprehension,
    /// A generator expression.
    GeneratorExpression,
    /// `__annotate__`, which evaluates annotations when somebody asks for them (3.14 and later).
    Annotate,
}

/// The parameters of a function. Their names are the first of [`CodeObject::varnames`]: positional
/// ones, then keyword-only ones, then `*args`, then `**kwargs`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Params {
    /// How many can be given by position, the positional-only ones included.
    pub positional: u32,
    /// How many of these can be given by position only.
    pub positional_only: u32,
    /// How many can be given by keyword only.
    pub keyword_only: u32,
    /// There is a `*args`.
    pub star_args: bool,
    /// There is a `**kwargs`.
    pub star_kwargs: bool,
}

impl Params {
    /// The number of slots that a call fills.
    #[must_use]
    pub fn slots(self) -> u32 {
        self.positional
            + self.keyword_only
            + u32::from(self.star_args)
            + u32::from(self.star_kwargs)
    }
}

/// Facts about how a code object runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// A call makes a generator. Up to 3.10 the call does so itself; from 3.11 on
    /// [`Op::ReturnGenerator`] does.
    pub generator: bool,
    /// The locals are slots, not a namespace (`CO_OPTIMIZED`): functions and comprehensions.
    pub optimized: bool,
    /// Defined inside a function (`CO_NESTED`).
    pub nested: bool,
}

/// The code of a module, function, class body or comprehension.
///
/// # Slots
///
/// A frame has [`slots`](Self::slots) for variables, and every operation on variables has a slot
/// number as `arg`: first [`varnames`](Self::varnames), then the cell variables that are no
/// parameters (3.11 and later) or all [`cellvars`](Self::cellvars) (to 3.10), then
/// [`freevars`](Self::freevars).
///
/// Up to 3.10 the call creates a cell for each of `cellvars`; a cell variable that is also a
/// parameter takes its content from the parameter's slot ([`cell_params`](Self::cell_params)), and
/// the closure's cells go into the slots of `freevars`. From 3.11 on the call does neither:
/// [`Op::MakeCell`] and [`Op::CopyFreeVars`] do it.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeObject {
    /// The name, such as `transfer`, `<lambda>` or `<module>`.
    pub name: String,
    /// The dotted name, such as `Bank.transfer` or `main.<locals>.worker`.
    pub qualname: String,
    /// What it was made from.
    pub kind: CodeKind,
    /// The parameters.
    pub params: Params,
    /// How it runs.
    pub flags: Flags,
    /// The line of its `def`, `class`, `lambda` (or first decorator); 1 for a module.
    pub first_line: u32,
    /// Its source text.
    pub span: Span,
    /// Constants, in CPython's order.
    pub consts: Vec<Const>,
    /// Names of globals, attributes and modules.
    pub names: Vec<String>,
    /// Local variables that live in slots, parameters first.
    pub varnames: Vec<String>,
    /// Local variables that inner functions use.
    pub cellvars: Vec<String>,
    /// Variables of outer functions.
    pub freevars: Vec<String>,
    /// The names of all slots of a frame.
    pub slots: Vec<String>,
    /// Up to 3.10: `(cell slot, parameter slot)` for each cell that starts with a parameter's value.
    pub cell_params: Vec<(u32, u32)>,
    /// The instructions.
    pub instrs: Vec<Instr>,
    /// The handlers (3.11 and later), sorted by `start`, without overlap.
    pub exception_table: Vec<Handler>,
    /// The greatest height of the stack (an upper bound; it may differ from `co_stacksize`).
    pub stack_size: u32,
}

impl CodeObject {
    /// The handler of an exception raised by the instruction with index `at` (3.11 and later).
    #[must_use]
    pub fn handler(&self, at: u32) -> Option<&Handler> {
        let after = self.exception_table.partition_point(|h| h.start <= at);
        self.exception_table[..after]
            .last()
            .filter(|handler| at < handler.end)
    }
}

/// One line of the exception table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handler {
    /// The first instruction (an index) that is covered.
    pub start: u32,
    /// The instruction after the last one that is covered.
    pub end: u32,
    /// The first instruction of the handler.
    pub target: u32,
    /// The height to which the stack is cut.
    pub depth: u32,
    /// Push the position of the failing instruction before the exception.
    pub lasti: bool,
}

/// One instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instr {
    /// What it does.
    pub op: Op,
    /// The operand, with the meaning that [`Op`] gives it; 0 if there is none.
    pub arg: u32,
    /// The second operand of an operation on two slots and of [`Op::UnpackEx`].
    pub arg2: u32,
    /// The variant of the operation that [`Op`] describes.
    pub flag: bool,
    /// Where a jump goes, or the handler of a block: an index into [`CodeObject::instrs`].
    pub target: u32,
    /// The operand as CPython encodes it, prefixes included.
    pub raw: u32,
    /// The byte offset that `dis` prints.
    pub offset: u32,
    /// The line, counted from 1; 0 for an instruction without one.
    pub line: u32,
    /// The source text that the instruction belongs to.
    pub span: Span,
    /// What it is for, if its text does not say so.
    pub purpose: Purpose,
}

/// What an instruction is for.
///
/// The line table of 3.8 and 3.9 gives the call of `__exit__` the last line of the body, and that of the
/// other versions gives it the line of the `with`, as it gives the call of `__enter__`: neither place
/// tells what happens there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// What its text says.
    #[default]
    Plain,
    /// Enters the context manager that its text is.
    Enter,
    /// Leaves the context manager that its text is.
    Leave,
}
