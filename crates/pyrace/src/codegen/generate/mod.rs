//! From the syntax tree to instructions with labels, as `Python/compile.c` (from 3.14 on
//! `Python/codegen.c`) of each version does.

mod annotation;
mod assignment;
mod call;
mod class;
mod compare;
mod comprehension;
mod display;
mod emit;
mod expression;
mod fstring;
mod function;
mod import;
mod leave;
mod name;
mod statement;
mod try_statement;
pub(super) mod unit;
mod unparse;
mod with;

use unit::{Names, Unit};

use super::Target;
use super::flow;
use super::fold::docstring;
use super::ir::{Item, Label, Loc};
use super::symbols::{Place, ScopeId, ScopeKind, SymbolTable, Uses, mangle};
use crate::code::{CodeId, CodeKind, CodeObject, Const, Op, Params, Version};
use crate::source::{Diagnostic, LineIndex, Span};
use crate::syntax::ast::{Module, Stmt};

type Result<T> = std::result::Result<T, Diagnostic>;

/// How a name is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Context {
    Load,
    Store,
    Delete,
}

/// Generates the code of a module and of all that is in it.
pub(super) fn generate<'s>(
    source: &'s str,
    module: &'s Module,
    table: SymbolTable,
    target: Target,
) -> Result<Vec<CodeObject>> {
    let mut generator = Generator {
        version: target.version,
        annotations_are_strings: target.annotations_are_strings,
        end_of_future: target.end_of_future,
        lines: LineIndex::new(source),
        table,
        codes: Vec::new(),
        units: Vec::new(),
        silent: 0,
        emitted: 0,
        source,
        fstring: None,
        line_shift: 0,
    };
    generator.module(module, source)?;
    let codes = generator.codes.into_iter();
    Ok(codes
        .map(|code| code.expect("every scope that was entered was left"))
        .collect())
}

struct Generator<'a> {
    version: Version,
    annotations_are_strings: bool,
    end_of_future: u32,
    lines: LineIndex,
    table: SymbolTable,
    /// Finished code objects; an outer one has its place before the inner ones.
    codes: Vec<Option<CodeObject>>,
    units: Vec<(CodeId, Unit<'a>)>,
    /// How many surrounding branches are known not to run: nothing is emitted (3.8, 3.9).
    silent: u32,
    /// How many statements and instructions there were so far, in all code objects.
    emitted: usize,
    source: &'a str,
    /// The string literal whose parts are generated, if they all have its place (to 3.11).
    fstring: Option<Loc>,
    /// What is added to the lines of the tree (in 3.8, inside strings).
    line_shift: i32,
}

/// The most instructions of a program. Its text limits them, too, but not where they multiply: the body of a
/// `finally` is compiled for each way that leads to it.
const MAX_EMITTED: usize = 300_000;

/// What describes a new code object.
struct NewUnit {
    scope: ScopeId,
    kind: CodeKind,
    name: String,
    params: Params,
    first_line: u32,
    span: Span,
    /// The class whose private names are mangled, if it is another one.
    class: Option<String>,
}

impl<'a> Generator<'a> {
    /// Refuses what gets too large or too deep; asked before each statement and each item of a `with`.
    fn check_size(&mut self, span: Span) -> Result<()> {
        // Statements count where nothing is emitted, too.
        self.emitted += 1;
        // `CO_MAXBLOCKS`, and how `compiler_push_fblock` compares with it.
        let most = if self.version >= Version::V3_13 {
            21
        } else {
            20
        };
        if self.unit_ref().blocks.len() > most {
            let message = "too many statically nested blocks";
            return Err(Diagnostic::new(span, message)
                .with_hint("put the inner ones into a function of their own"));
        }
        if self.emitted > MAX_EMITTED {
            let message = "this program gets too large for the explorer when it is compiled";
            return Err(Diagnostic::new(span, message).with_hint(
                "write it shorter: the body of each `finally` is compiled several times",
            ));
        }
        Ok(())
    }

    fn module(&mut self, module: &'a Module, source: &str) -> Result<()> {
        let span = Span::new(0, u32::try_from(source.len()).unwrap_or(u32::MAX));
        self.enter(NewUnit {
            scope: SymbolTable::MODULE,
            kind: CodeKind::Module,
            name: "<module>".to_owned(),
            params: Params::default(),
            first_line: 1,
            span,
            class: None,
        });
        let first = Loc::new(1, Span::new(0, 0));
        if self.version == Version::V3_11 {
            self.unit().loc = first;
        }
        let start = module
            .body
            .first()
            .map_or(first, |stmt| self.loc(stmt.span));
        self.start_conditional_annotations(start);
        self.body(start, &module.body)?;
        self.leave(true);
        Ok(())
    }

    /// The body of a module or class that starts at `start`: its docstring is stored, its annotations
    /// are collected.
    fn body(&mut self, start: Loc, body: &'a [Stmt]) -> Result<()> {
        if !body.is_empty() && self.unit_ref().kind == CodeKind::Module {
            self.set_loc(start);
        }
        self.setup_annotations(start);
        let mut rest = body;
        if let Some(text) = docstring(body) {
            let loc = self.loc(body[0].span);
            let text = self.clean_docstring(text);
            let saved = self.unit().loc;
            self.set_loc(loc);
            self.load_const(loc, Const::Str(text));
            self.set_loc(saved);
            self.unset_loc_in(Version::V3_11);
            self.name_op(Loc::NONE, "__doc__", Context::Store)?;
            rest = &body[1..];
        }
        self.statements(rest)?;
        self.deferred_annotations(start)
    }

    /// From 3.13 on the indentation of a docstring is removed (`inspect.cleandoc`).
    fn clean_docstring(&self, text: &str) -> String {
        if self.version < Version::V3_13 {
            return text.to_owned();
        }
        function::clean_docstring(text)
    }

    // Units.

    fn unit(&mut self) -> &mut Unit<'a> {
        &mut self.units.last_mut().expect("a unit is open").1
    }

    fn unit_ref(&self) -> &Unit<'a> {
        &self.units.last().expect("a unit is open").1
    }

    fn scope_kind(&self) -> ScopeKind {
        self.table.scopes[self.unit_ref().scope].kind
    }

    fn in_function(&self) -> bool {
        self.scope_kind() == ScopeKind::Function
    }

    fn enter(&mut self, new: NewUnit) {
        let scope = &self.table.scopes[new.scope];
        let mut cells = scope.sorted(|symbol| {
            let inlined = self.version >= Version::V3_12 && symbol.uses.any(Uses::INLINED_CELL);
            symbol.place == Some(Place::Cell) || inlined
        });
        if scope.needs_class_cell {
            cells.push("__class__".to_owned());
        }
        if scope.needs_class_dict && self.version >= Version::V3_14 {
            cells.push("__classdict__".to_owned());
        }
        if scope.conditional_annotations {
            cells.push("__conditional_annotations__".to_owned());
        }
        let free = scope.sorted(|symbol| {
            symbol.place == Some(Place::Free) || symbol.uses.any(Uses::FREE_IN_CLASS)
        });
        let qualname = self.qualname(&new);
        let class = new
            .class
            .or_else(|| self.units.last().and_then(|(_, outer)| outer.class.clone()));
        let is_class = new.kind == CodeKind::Class;
        let line = i32::try_from(new.first_line).unwrap_or(i32::MAX);
        let loc = Loc::new(
            if self.version == Version::V3_11 {
                line
            } else {
                0
            },
            Span::new(new.span.start, new.span.start),
        );
        let unit = Unit {
            scope: new.scope,
            kind: new.kind,
            name: new.name,
            qualname,
            class,
            params: new.params,
            first_line: new.first_line,
            span: new.span,
            consts: Vec::new(),
            names: Names::default(),
            varnames: Names::new(scope.params.clone()),
            cellvars: Names::new(cells),
            freevars: Names::new(free),
            items: Vec::new(),
            labels: 1,
            blocks: Vec::new(),
            loc,
            purpose: None,
            starts_block: false,
            hidden_slots: Default::default(),
            inlined_comprehensions: 0,
            static_attributes: Default::default(),
            deferred: Default::default(),
        };
        debug_assert!(is_class || !scope.needs_class_cell);
        let id = CodeId(u32::try_from(self.codes.len()).unwrap_or(u32::MAX));
        self.codes.push(None);
        let is_module = unit.kind == CodeKind::Module;
        self.units.push((id, unit));
        self.prologue(line, is_module);
    }

    /// The first instructions, from 3.11 on.
    fn prologue(&mut self, line: i32, is_module: bool) {
        if self.version < Version::V3_11 {
            return;
        }
        let span = self.unit().loc.span;
        if self.version >= Version::V3_15 && self.table.scopes[self.unit_ref().scope].generator {
            let loc = Loc::new(line, span);
            self.emit(loc, Op::ReturnGenerator, 0);
            self.emit(loc, Op::PopTop, 0);
        }
        let loc = Loc::new(if is_module { 0 } else { line }, span);
        self.set_loc(loc);
        self.emit(loc, Op::Resume, 0);
        if is_module {
            self.unset_loc_in(Version::V3_11);
        }
    }

    fn qualname(&self, new: &NewUnit) -> String {
        // The module itself is no part of the name.
        let units = match self.units.as_slice() {
            // The code of annotations is no part of the name.
            [outer @ .., (_, last)] if last.kind == CodeKind::Annotate => outer,
            units => units,
        };
        let [.., (_, parent)] = units else {
            return new.name.clone();
        };
        let named = matches!(new.kind, CodeKind::Function | CodeKind::Class);
        if named && self.units.len() > 1 {
            let mangled = mangle(parent.class.as_deref(), &new.name);
            if self.table.scopes[parent.scope].place(&mangled) == Some(Place::GlobalExplicit) {
                return new.name.clone();
            }
        }
        match parent.kind {
            CodeKind::Module => new.name.clone(),
            CodeKind::Function | CodeKind::Lambda => {
                format!("{}.<locals>.{}", parent.qualname, new.name)
            }
            _ => format!("{}.{}", parent.qualname, new.name),
        }
    }

    /// Finishes the innermost unit. Falling off its end returns `None`, if asked for.
    fn leave(&mut self, add_none: bool) -> CodeId {
        let last_block = self.unit_ref().items.iter().rev();
        let returns = last_block
            .map_while(|item| match item {
                Item::Inst(inst) => Some(inst),
                Item::Label(_) => None,
            })
            .any(|inst| inst.code == Op::ReturnValue);
        if self.version >= Version::V3_12 || !returns {
            self.unset_loc();
            if add_none {
                self.load_const(Loc::NONE, Const::None);
            }
            self.emit(Loc::NONE, Op::ReturnValue, 0);
        }
        let (id, unit) = self.units.pop().expect("a unit is open");
        let code = flow::assemble(unit, &self.table, self.version);
        self.codes[id.0 as usize] = Some(code);
        id
    }

    /// The place of a node.
    fn loc(&self, span: Span) -> Loc {
        if span == super::NOWHERE {
            return Loc::NONE;
        }
        Loc::new(self.line_at(span.start), span)
    }

    fn end_line(&self, span: Span) -> i32 {
        self.line_at(span.end.saturating_sub(1).max(span.start))
    }

    fn line(&self, span: Span) -> u32 {
        u32::try_from(self.line_at(span.start)).unwrap_or(0)
    }

    fn line_at(&self, offset: u32) -> i32 {
        let line = i32::try_from(self.lines.line_of(offset)).unwrap_or(i32::MAX);
        line.saturating_add(self.line_shift)
    }

    fn new_label(&mut self) -> Label {
        self.unit().new_label()
    }

    fn too_complex(&self, span: Span) -> Diagnostic {
        Diagnostic::new(span, "this program is nested too deeply for the explorer")
            .with_hint("split it with variables or functions")
    }
}
