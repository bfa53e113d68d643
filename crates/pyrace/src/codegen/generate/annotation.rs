//! Annotations.
//!
//! Up to 3.13 those of a function are evaluated where it is defined, and those of a module's or class's
//! variables where they stand. From 3.14 on `__annotate__` evaluates them later (PEP 649). The
//! annotations of local variables are never evaluated.

use super::function::{ANNOTATE, ANNOTATIONS};
use super::unit::DeferredAnnotation;
use super::{Context, Generator, NewUnit, Result};
use crate::bigint::BigInt;
use crate::code::{CodeKind, Common, Const, Op, Params, Version};
use crate::codegen::ir::Loc;
use crate::codegen::symbols::{ScopeId, ScopeKind};
use crate::syntax::ast::{CompareOp, Expr, ExprKind, FunctionDef};

/// The set in which a module or class notes which annotations it came by.
const CONDITIONAL: &str = "__conditional_annotations__";

impl<'a> Generator<'a> {
    /// Annotations are expressions that code evaluates later.
    fn defers_annotations(&self) -> bool {
        self.version >= Version::V3_14 && !self.annotations_are_strings
    }

    /// Makes the dict of annotations of a module or class.
    pub(super) fn setup_annotations(&mut self, loc: Loc) {
        let annotates = self.table.scopes[self.unit_ref().scope].annotates;
        if annotates && !self.defers_annotations() {
            self.emit(loc, Op::SetupAnnotations, 0);
        }
    }

    /// Makes the set of the annotations that the program came by.
    pub(super) fn start_conditional_annotations(&mut self, loc: Loc) {
        if !self.table.scopes[self.unit_ref().scope].conditional_annotations {
            return;
        }
        self.emit(loc, Op::BuildSet, 0);
        if self.unit_ref().kind == CodeKind::Class {
            let cell = self.cell_index(CONDITIONAL, true);
            self.emit(loc, Op::StoreDeref, cell);
        } else {
            self.emit_name(loc, Op::StoreName, CONDITIONAL, 0, 0);
        }
    }

    /// What `target: annotation` does beside the assignment.
    pub(super) fn annotation(
        &mut self,
        loc: Loc,
        target: &'a Expr,
        annotation: &'a Expr,
        assigned: bool,
        simple: bool,
    ) -> Result<()> {
        match &target.kind {
            ExprKind::Name(name) if simple && !self.in_function() => {
                if self.defers_annotations() {
                    self.defer(loc, name, annotation);
                    return Ok(());
                }
                self.annotation_value(annotation)?;
                self.emit_name(loc, Op::LoadName, "__annotations__", 0, 0);
                let mangled = self.mangled(name);
                self.load_const(loc, Const::Str(mangled));
                self.emit(loc, Op::StoreSubscr, 0);
            }
            ExprKind::Attribute { value, .. } if !assigned => self.evaluate(value)?,
            ExprKind::Subscript { value, index } if !assigned => {
                self.evaluate(value)?;
                self.evaluate_index(index)?;
            }
            _ => {}
        }
        // The older compilers did not think of strings here.
        let strings = self.annotations_are_strings && self.version >= Version::V3_10;
        if simple || strings || self.in_function() || self.version >= Version::V3_14 {
            return Ok(());
        }
        self.evaluate(annotation)
    }

    /// Evaluates an expression for its effects.
    fn evaluate(&mut self, expr: &'a Expr) -> Result<()> {
        self.expr(expr)?;
        let loc = self.loc(expr.span);
        self.emit(loc, Op::PopTop, 0);
        Ok(())
    }

    fn evaluate_index(&mut self, index: &'a Expr) -> Result<()> {
        match &index.kind {
            ExprKind::Slice { start, stop, step } => {
                for bound in [start, stop, step].into_iter().flatten() {
                    self.evaluate(bound)?;
                }
                Ok(())
            }
            // Up to 3.8 only slices made an index of several parts.
            ExprKind::Tuple(items)
                if self.version >= Version::V3_9
                    || items
                        .iter()
                        .any(|item| matches!(item.kind, ExprKind::Slice { .. })) =>
            {
                items.iter().try_for_each(|item| self.evaluate_index(item))
            }
            _ => self.evaluate(index),
        }
    }

    /// Pushes the value of an annotation, or its text.
    fn annotation_value(&mut self, annotation: &'a Expr) -> Result<()> {
        if !self.annotations_are_strings {
            return self.expr(annotation);
        }
        let text = super::unparse::unparse(annotation, self.version)?;
        let loc = self.loc(annotation.span);
        self.load_const(loc, Const::Str(text));
        Ok(())
    }

    /// Pushes the annotations of a function, if it has any; returns the bits for `MAKE_FUNCTION`.
    pub(super) fn function_annotations(
        &mut self,
        loc: Loc,
        function: &'a FunctionDef,
        scope: ScopeId,
    ) -> Result<u32> {
        let params = &function.params;
        // In the order in which CPython evaluates them.
        let mut by_position = [&params.positional, &params.positional_only];
        if self.version >= Version::V3_15 {
            by_position.reverse();
        }
        let all: Vec<(&'a str, &'a Expr)> = by_position
            .into_iter()
            .flatten()
            .chain(&params.star_args)
            .chain(&params.keyword_only)
            .chain(&params.star_kwargs)
            .filter_map(|p| Some((p.name.name.as_str(), p.annotation.as_ref()?)))
            .chain(function.returns.as_ref().map(|returns| ("return", returns)))
            .collect();
        if all.is_empty() {
            return Ok(0);
        }
        let count = all.len() as u32;
        if self.version >= Version::V3_14 {
            let Some(scope) = self.table.scopes[scope].signature else {
                return Ok(0);
            };
            self.enter_annotations(loc, scope);
            self.named_annotations(loc, &all)?;
            self.emit(loc, Op::BuildMap, count);
            self.leave_annotations(loc)?;
            return Ok(ANNOTATE);
        }
        if self.version >= Version::V3_10 {
            self.named_annotations(loc, &all)?;
            self.emit(loc, Op::BuildTuple, 2 * count);
            return Ok(ANNOTATIONS);
        }
        for (_, annotation) in &all {
            self.annotation_value(annotation)?;
        }
        let names = all.iter().map(|(name, _)| Const::Str(self.mangled(name)));
        let names = names.collect();
        self.load_const(loc, Const::Tuple(names));
        self.emit(loc, Op::BuildConstKeyMap, count);
        Ok(ANNOTATIONS)
    }

    fn named_annotations(&mut self, loc: Loc, all: &[(&'a str, &'a Expr)]) -> Result<()> {
        for (name, annotation) in all {
            let name = self.mangled(name);
            self.load_const(loc, Const::Str(name));
            self.annotation_value(annotation)?;
        }
        Ok(())
    }

    // Annotations that are evaluated later.

    /// Keeps an annotation for the end of the scope, and notes that the program came by.
    fn defer(&mut self, loc: Loc, name: &'a str, annotation: &'a Expr) {
        let unit = self.unit();
        let class = unit.kind == CodeKind::Class;
        let deferred = &mut unit.deferred;
        let noted = !class || deferred.conditional_blocks > 0;
        let number = noted.then_some(deferred.noted);
        deferred.noted += u32::from(noted);
        deferred.all.push(DeferredAnnotation {
            name,
            annotation,
            loc,
            number,
        });
        let Some(number) = number else { return };
        if class {
            let cell = self.cell_index(CONDITIONAL, true);
            self.emit(loc, Op::LoadDeref, cell);
        } else {
            self.emit_name(loc, Op::LoadName, CONDITIONAL, 0, 0);
        }
        self.load_const(loc, Const::Int(BigInt::from(number)));
        self.emit(loc, Op::SetAdd, 1);
        self.emit(loc, Op::PopTop, 0);
    }

    /// Makes `__annotate__` of a module or class; a module does so before anything else.
    pub(super) fn deferred_annotations(&mut self, loc: Loc) -> Result<()> {
        let deferred = std::mem::take(&mut self.unit().deferred.all);
        let Some(scope) = self.table.scopes[self.unit_ref().scope].annotations else {
            return Ok(());
        };
        if deferred.is_empty() {
            return Ok(());
        }
        let class = self.scope_kind() == ScopeKind::Class;
        let before = if class {
            Vec::new()
        } else {
            std::mem::take(&mut self.unit().items)
        };
        self.enter_annotations(loc, scope);
        self.emit(loc, Op::BuildMap, 0);
        for one in deferred {
            let not_set = self.new_label();
            if let Some(number) = one.number {
                self.load_const(one.loc, Const::Int(BigInt::from(number)));
                if class {
                    let cell = self.cell_index(CONDITIONAL, false);
                    self.emit(one.loc, Op::LoadDeref, cell);
                } else {
                    self.emit_name(one.loc, Op::LoadGlobal, CONDITIONAL, 1, 0);
                }
                self.compare_op(one.loc, CompareOp::In);
                self.jump(one.loc, Op::PopJumpIfFalse, not_set);
            }
            self.expr(one.annotation)?;
            self.emit(one.loc, Op::Copy, 2);
            let mangled = self.mangled(one.name);
            self.load_const(one.loc, Const::Str(mangled));
            self.emit(loc, Op::StoreSubscr, 0);
            self.use_label(not_set);
        }
        self.leave_annotations(loc)?;
        let name = if class {
            "__annotate_func__"
        } else {
            "__annotate__"
        };
        self.name_op(loc, name, Context::Store)?;
        if !class {
            // After RESUME.
            let made = std::mem::replace(&mut self.unit().items, before);
            self.unit().items.splice(1..1, made);
        }
        Ok(())
    }

    /// Starts `__annotate__(format)`, which refuses formats that it does not know.
    fn enter_annotations(&mut self, loc: Loc, scope: ScopeId) {
        self.enter(NewUnit {
            scope,
            kind: CodeKind::Annotate,
            name: "__annotate__".to_owned(),
            params: Params {
                positional: 1,
                positional_only: 1,
                ..Params::default()
            },
            first_line: u32::try_from(loc.line).unwrap_or(1),
            span: loc.span,
            class: None,
        });
        self.emit(loc, Op::LoadFast, 0);
        // `annotationlib.Format.VALUE_WITH_FAKE_GLOBALS`
        self.load_const(loc, Const::Int(BigInt::from(2)));
        self.compare_op(loc, CompareOp::Greater);
        let body = self.new_label();
        self.jump(loc, Op::PopJumpIfFalse, body);
        self.emit(
            loc,
            Op::LoadCommonConstant,
            Common::NotImplementedError as u32,
        );
        self.emit(loc, Op::RaiseVarargs, 1);
        self.use_label(body);
    }

    /// Ends `__annotate__` and pushes the function.
    fn leave_annotations(&mut self, loc: Loc) -> Result<()> {
        self.emit(loc, Op::ReturnValue, 0);
        let code = self.leave(true);
        // In the symbol table the parameter has a name that no annotation can mean.
        if let Some(code) = &mut self.codes[code.0 as usize] {
            for names in [&mut code.varnames, &mut code.slots] {
                names[0] = "format".to_owned();
            }
        }
        self.make_closure(loc, code, 0)
    }
}
