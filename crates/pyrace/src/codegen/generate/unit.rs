//! The code object under construction.

use crate::code::{CodeKind, Const, Params, Purpose};
use crate::codegen::ir::{Item, Label, Loc};
use crate::codegen::symbols::ScopeId;
use crate::sorted::{SortedMap, SortedSet};
use crate::source::Span;
use crate::syntax::ast::{Expr, Stmt};

/// Names in the order of their first use, as in a Python dict.
#[derive(Clone, Debug, Default)]
pub(in crate::codegen) struct Names {
    list: Vec<String>,
    index: SortedMap<String, u32>,
}

impl Names {
    pub(in crate::codegen) fn new(names: Vec<String>) -> Self {
        let mut table = Names::default();
        for name in names {
            table.add(&name);
        }
        table
    }

    /// The number of a name, which is added if it is new.
    pub(in crate::codegen) fn add(&mut self, name: &str) -> u32 {
        if let Some(index) = self.index.get(name) {
            return *index;
        }
        let index = self.len();
        self.list.push(name.to_owned());
        self.index.insert(name.to_owned(), index);
        index
    }

    pub(in crate::codegen) fn get(&self, name: &str) -> Option<u32> {
        self.index.get(name).copied()
    }

    pub(in crate::codegen) fn len(&self) -> u32 {
        u32::try_from(self.list.len()).unwrap_or(u32::MAX)
    }

    pub(in crate::codegen) fn list(&self) -> &[String] {
        &self.list
    }

    pub(in crate::codegen) fn into_list(self) -> Vec<String> {
        self.list
    }
}

/// What a statement that leaves a block early must undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::codegen) enum BlockKind {
    WhileLoop,
    ForLoop,
    /// The body of a `try` with handlers.
    TryExcept,
    /// The body of a `try` with a `finally`.
    FinallyTry,
    /// The same, with a place holder below (3.8).
    FinallyTryWithPlaceholder,
    /// The body of a `finally`.
    FinallyEnd,
    With,
    /// The body of an `except` clause.
    HandlerCleanup,
    /// A value on the stack.
    PopValue,
    ExceptionHandler,
    /// A generator's protection against `StopIteration`.
    StopIteration,
}

/// A block that statements may leave early.
#[derive(Clone, Copy, Debug)]
pub(in crate::codegen) struct FrameBlock<'a> {
    pub(in crate::codegen) kind: BlockKind,
    pub(in crate::codegen) block: Label,
    pub(in crate::codegen) exit: Label,
    /// The statements of the `finally`.
    pub(in crate::codegen) finally: &'a [Stmt],
    /// The variable of the `except` clause.
    pub(in crate::codegen) name: Option<&'a str>,
    /// The place of the `with` statement.
    pub(in crate::codegen) loc: Loc,
    /// The text of its context manager.
    pub(in crate::codegen) manager: Span,
    /// A statement left the body of the `finally` early (3.8).
    pub(in crate::codegen) left_early: bool,
}

/// A module, function, class body or comprehension while its code is generated.
#[derive(Debug)]
pub(in crate::codegen) struct Unit<'a> {
    pub(in crate::codegen) scope: ScopeId,
    pub(in crate::codegen) kind: CodeKind,
    pub(in crate::codegen) name: String,
    pub(in crate::codegen) qualname: String,
    /// The class whose private names are mangled.
    pub(in crate::codegen) class: Option<String>,
    pub(in crate::codegen) params: Params,
    pub(in crate::codegen) first_line: u32,
    pub(in crate::codegen) span: Span,
    pub(in crate::codegen) consts: Vec<Const>,
    pub(in crate::codegen) names: Names,
    pub(in crate::codegen) varnames: Names,
    pub(in crate::codegen) cellvars: Names,
    pub(in crate::codegen) freevars: Names,
    pub(in crate::codegen) items: Vec<Item>,
    pub(in crate::codegen) labels: u32,
    pub(in crate::codegen) blocks: Vec<FrameBlock<'a>>,
    /// The place of the next instruction (to 3.11).
    pub(in crate::codegen) loc: Loc,
    /// What the next instructions are for, and the text of the context manager that they are about.
    pub(in crate::codegen) purpose: Option<(Purpose, Span)>,
    /// The next instruction starts a block (3.11).
    pub(in crate::codegen) starts_block: bool,
    /// Names that an inlined comprehension keeps in slots although the scope is no function.
    pub(in crate::codegen) hidden_slots: SortedSet<String>,
    pub(in crate::codegen) inlined_comprehensions: u32,
    /// Attributes that methods of a class assign to `self` (3.13 and later).
    pub(in crate::codegen) static_attributes: SortedSet<String>,
    /// Annotations of variables that are evaluated later (3.14 and later).
    pub(in crate::codegen) deferred: Deferred<'a>,
}

/// Annotations of variables that are evaluated when somebody asks for them.
#[derive(Debug, Default)]
pub(in crate::codegen) struct Deferred<'a> {
    pub(in crate::codegen) all: Vec<DeferredAnnotation<'a>>,
    /// How many are noted when the program comes by.
    pub(in crate::codegen) noted: u32,
    /// How many branches, loops, `try` and `with` statements are open.
    pub(in crate::codegen) conditional_blocks: u32,
}

#[derive(Debug)]
pub(in crate::codegen) struct DeferredAnnotation<'a> {
    pub(in crate::codegen) name: &'a str,
    pub(in crate::codegen) annotation: &'a Expr,
    pub(in crate::codegen) loc: Loc,
    /// Its number among those that are noted.
    pub(in crate::codegen) number: Option<u32>,
}

impl Unit<'_> {
    pub(in crate::codegen) fn new_label(&mut self) -> Label {
        let label = Label(self.labels);
        self.labels += 1;
        label
    }
}

impl FrameBlock<'_> {
    pub(in crate::codegen) fn new(kind: BlockKind, block: Label, exit: Label) -> Self {
        FrameBlock {
            kind,
            block,
            exit,
            finally: &[],
            name: None,
            loc: Loc::NONE,
            manager: Span::default(),
            left_early: false,
        }
    }
}
