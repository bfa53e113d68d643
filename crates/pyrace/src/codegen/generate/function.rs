//! Functions and lambdas.

use super::{Context, Generator, NewUnit, Result};
use crate::code::{CodeId, CodeKind, Const, Op, Params, Version};
use crate::codegen::fold::docstring;
use crate::codegen::generate::unit::{BlockKind, FrameBlock};
use crate::codegen::ir::{Code, Inst, Item, Loc};
use crate::codegen::symbols::{Place, ScopeKind};
use crate::source::Span;
use crate::syntax::ast::{Expr, FunctionDef, Parameter, Parameters};

/// The bits of `MAKE_FUNCTION`.
const DEFAULTS: u32 = 1;
const KEYWORD_DEFAULTS: u32 = 2;
pub(super) const ANNOTATIONS: u32 = 4;
const CLOSURE: u32 = 8;
/// From 3.14 on: the function that evaluates the annotations.
pub(super) const ANNOTATE: u32 = 16;

impl<'a> Generator<'a> {
    pub(super) fn function(&mut self, function: &'a FunctionDef, span: Span) -> Result<()> {
        self.exprs(&function.decorators)?;
        let loc = self.loc(span);
        let first_line = function
            .decorators
            .first()
            .map_or_else(|| self.line(span), |first| self.line(first.span));
        let mut parts = self.defaults(loc, &function.params)?;
        let scope = self.table.of(span);
        parts |= self.function_annotations(loc, function, scope)?;
        self.enter(NewUnit {
            scope,
            kind: CodeKind::Function,
            name: function.name.name.clone(),
            params: params(&function.params),
            first_line,
            span,
            class: None,
        });
        let doc = docstring(&function.body);
        let body = match doc {
            Some(_) if self.version >= Version::V3_10 => &function.body[1..],
            _ => &function.body[..],
        };
        match doc {
            Some(doc) => {
                let doc = if self.version >= Version::V3_13 {
                    clean_docstring(doc)
                } else {
                    doc.to_owned()
                };
                self.add_first_const(Const::Str(doc));
            }
            None if self.version <= Version::V3_13 => self.add_first_const(Const::None),
            None => {}
        }
        let generator = self.table.scopes[scope].generator;
        let guarded = generator && self.version >= Version::V3_12;
        if self.version >= Version::V3_13 {
            let start = self.new_label();
            self.use_label(start);
            if guarded {
                self.push_block(FrameBlock::new(BlockKind::StopIteration, start, start));
            }
        }
        self.statements(body)?;
        if guarded {
            self.guard_against_stop_iteration();
            if self.version >= Version::V3_13 {
                self.pop_block();
            }
        }
        let code = self.leave(true);
        self.set_loc(loc);
        self.make_closure(loc, code, parts)?;
        self.apply_decorators(loc, &function.decorators);
        self.name_op(loc, &function.name.name, Context::Store)
    }

    /// The first constant may be a docstring, so it is reserved.
    fn add_first_const(&mut self, value: Const) {
        if self.silent == 0 {
            self.add_const(value);
        }
    }

    pub(super) fn apply_decorators(&mut self, loc: Loc, decorators: &'a [Expr]) {
        for decorator in decorators.iter().rev() {
            if self.version <= Version::V3_10 {
                self.emit(loc, Op::CallFunction, 1);
                continue;
            }
            let at = self.loc(decorator.span);
            self.set_loc(at);
            self.emit_call(at, 0);
        }
        self.set_loc(loc);
    }

    pub(super) fn lambda(
        &mut self,
        parameters: &'a Parameters,
        body: &'a Expr,
        span: Span,
    ) -> Result<()> {
        let loc = self.loc(span);
        let defaults = self.defaults(loc, parameters)?;
        let scope = self.table.of(span);
        let first_line = self.line(span);
        self.enter(NewUnit {
            scope,
            kind: CodeKind::Lambda,
            name: "<lambda>".to_owned(),
            params: params(parameters),
            first_line,
            span,
            class: None,
        });
        if self.version <= Version::V3_13 {
            self.add_first_const(Const::None);
        }
        self.expr(body)?;
        let generator = self.table.scopes[scope].generator;
        if !generator {
            let at = if self.version >= Version::V3_13 {
                self.loc(body.span)
            } else {
                loc
            };
            self.emit(at, Op::ReturnValue, 0);
        }
        let code = self.leave(!generator);
        self.make_closure(loc, code, defaults)
    }

    /// Pushes the default values; returns the bits for `MAKE_FUNCTION`.
    fn defaults(&mut self, loc: Loc, params: &'a Parameters) -> Result<u32> {
        let positional = params.positional_only.iter().chain(&params.positional);
        let values: Vec<&'a Expr> = positional.filter_map(|p| p.default.as_ref()).collect();
        let mut bits = 0;
        if !values.is_empty() {
            for value in &values {
                self.expr(value)?;
            }
            self.emit(loc, Op::BuildTuple, values.len() as u32);
            bits |= DEFAULTS;
        }
        if self.keyword_defaults(loc, &params.keyword_only)? {
            bits |= KEYWORD_DEFAULTS;
        }
        Ok(bits)
    }

    fn keyword_defaults(&mut self, loc: Loc, params: &'a [Parameter]) -> Result<bool> {
        let with_default: Vec<(&'a str, &'a Expr)> = params
            .iter()
            .filter_map(|p| Some((p.name.name.as_str(), p.default.as_ref()?)))
            .collect();
        if with_default.is_empty() {
            return Ok(false);
        }
        let count = with_default.len() as u32;
        let mut names = Vec::new();
        for (name, value) in with_default {
            let name = Const::Str(self.mangled(name));
            if self.version >= Version::V3_14 {
                self.load_const(loc, name);
            } else {
                names.push(name);
            }
            self.expr(value)?;
        }
        if self.version >= Version::V3_14 {
            self.emit(loc, Op::BuildMap, count);
        } else {
            self.load_const(loc, Const::Tuple(names));
            self.emit(loc, Op::BuildConstKeyMap, count);
        }
        Ok(true)
    }

    /// Pushes a function made from a code object.
    pub(super) fn make_closure(&mut self, loc: Loc, code: CodeId, mut bits: u32) -> Result<()> {
        let (free, qualname) = match &self.codes[code.0 as usize] {
            Some(code) => (code.freevars.clone(), code.qualname.clone()),
            None => (Vec::new(), String::new()),
        };
        for name in &free {
            let place = self.table.scopes[self.unit_ref().scope].place(name);
            let class_cell = self.scope_kind() == ScopeKind::Class
                && matches!(
                    name.as_str(),
                    "__class__" | "__classdict__" | "__conditional_annotations__"
                );
            let cell = place == Some(Place::Cell) || class_cell;
            let arg = self.cell_index(name, cell);
            self.emit(loc, Op::LoadClosure, arg);
        }
        if !free.is_empty() {
            bits |= CLOSURE;
            self.emit(loc, Op::BuildTuple, free.len() as u32);
        }
        self.load_const(loc, Const::Code(code));
        if self.version <= Version::V3_10 {
            let name = match &self.codes[code.0 as usize] {
                // A class has its plain name here.
                Some(code) if code.kind == CodeKind::Class => code.name.clone(),
                _ => qualname,
            };
            self.load_const(loc, Const::Str(name));
        }
        if self.version <= Version::V3_12 {
            self.emit(loc, Op::MakeFunction, bits);
            return Ok(());
        }
        self.emit(loc, Op::MakeFunction, 0);
        for bit in [CLOSURE, ANNOTATIONS, ANNOTATE, KEYWORD_DEFAULTS, DEFAULTS] {
            if bits & bit != 0 {
                self.emit(loc, Op::SetFunctionAttribute, bit);
            }
        }
        Ok(())
    }

    /// From 3.12 on a generator turns a `StopIteration` that leaves it into a `RuntimeError` with a
    /// handler around everything.
    pub(super) fn guard_against_stop_iteration(&mut self) {
        let handler = self.new_label();
        let at = if self.version >= Version::V3_15 {
            // After RETURN_GENERATOR and POP_TOP.
            let items = &self.unit().items;
            let start = items
                .iter()
                .position(|item| matches!(item, Item::Inst(i) if i.code == Op::ReturnGenerator));
            start.map_or(0, |start| start + 2)
        } else {
            0
        };
        if self.silent == 0 {
            let setup = Inst::jump(Code::SetupCleanup, handler, Loc::NONE);
            self.unit().items.insert(at, Item::Inst(setup));
        }
        self.load_const(Loc::NONE, Const::None);
        self.emit(Loc::NONE, Op::ReturnValue, 0);
        self.use_label(handler);
        self.emit(Loc::NONE, Op::CallIntrinsic1, 3);
        self.emit(Loc::NONE, Op::Reraise, 1);
    }
}

/// The parameters of a code object.
fn params(params: &Parameters) -> Params {
    let positional_only = params.positional_only.len();
    Params {
        positional: (positional_only + params.positional.len()) as u32,
        positional_only: positional_only as u32,
        keyword_only: params.keyword_only.len() as u32,
        star_args: params.star_args.is_some(),
        star_kwargs: params.star_kwargs.is_some(),
    }
}

/// Removes the common indentation of a docstring, as `_PyCompile_CleanDoc`: tabs become spaces, the
/// first line loses its leading spaces, the others the smallest indentation among them.
pub(super) fn clean_docstring(text: &str) -> String {
    let expanded = expand_tabs(text);
    let mut lines = expanded.split('\n');
    let first = lines.next().unwrap_or("").trim_start_matches(' ');
    let rest: Vec<&str> = lines.collect();
    let margin = rest
        .iter()
        .filter(|line| !line.trim_start_matches(' ').is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    if first.len() == expanded.split('\n').next().map_or(0, str::len) && margin == 0 {
        return expanded;
    }
    let mut cleaned = first.to_owned();
    for line in rest {
        cleaned.push('\n');
        let indent = line.len() - line.trim_start_matches(' ').len();
        cleaned.push_str(&line[indent.min(margin)..]);
    }
    cleaned
}

fn expand_tabs(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let width = 8 - column % 8;
                out.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            '\n' | '\r' => {
                out.push(c);
                column = 0;
            }
            c => {
                out.push(c);
                column += 1;
            }
        }
    }
    out
}
