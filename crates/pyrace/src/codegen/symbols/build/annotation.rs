//! Annotations: in which scope their names are looked up.
//!
//! Up to 3.13 that is the scope they stand in. From 3.14 on they have a scope of their own, whose code is
//! called when somebody asks for them (PEP 649). After `from __future__ import annotations` they are
//! strings and no code at all.

use super::{Builder, Result};
use crate::code::Version;
use crate::codegen::symbols::{ScopeId, ScopeKind, Uses, mangle};
use crate::source::{Diagnostic, Span};
use crate::syntax::ast::{Expr, FunctionDef};

/// Refuses the names under which programs find annotations.
pub(super) fn refuse_annotations(name: &str, span: Span) -> Result<()> {
    let found = [
        "__annotations__",
        "__annotate__",
        "__conditional_annotations__",
    ];
    if !found.contains(&name) {
        return Ok(());
    }
    Err(Diagnostic::new(
        span,
        format!("the use of `{name}` is not supported by the explorer"),
    )
    .with_hint("keep the values in a dict of your own"))
}

impl Builder {
    pub(super) fn check_annotated(&mut self, name: &str, span: Span, simple: bool) -> Result<()> {
        let mangled = mangle(self.class.as_deref(), name);
        let known = self.current().uses(&mangled);
        if !simple || self.current().kind == ScopeKind::Module {
            return Ok(());
        }
        let word = if known.any(Uses::GLOBAL) {
            "global"
        } else if known.any(Uses::NONLOCAL) {
            "nonlocal"
        } else {
            return Ok(());
        };
        Err(Diagnostic::new(
            span,
            format!("annotated name '{name}' can't be {word}"),
        ))
    }

    /// The annotation of a variable.
    pub(super) fn variable_annotation(&mut self, annotation: &Expr) -> Result<()> {
        if self.target.version <= Version::V3_13 {
            return self.eager_annotations([annotation]);
        }
        let scope = self.current();
        let kind = scope.kind;
        let noted =
            kind == ScopeKind::Module || kind == ScopeKind::Class && scope.in_conditional_block;
        if noted && !scope.conditional_annotations {
            scope.conditional_annotations = true;
            self.add("__conditional_annotations__", Uses::READ, annotation.span)?;
        }
        match self.current().annotations {
            Some(id) => self.stack.push(id),
            None => {
                let id = self.enter_annotation(kind == ScopeKind::Class, annotation.span)?;
                self.table.scopes[id].is_unevaluated = kind == ScopeKind::Function;
                let outer = self.stack[self.stack.len() - 2];
                self.table.scopes[outer].annotations = Some(id);
            }
        }
        self.expression(annotation)?;
        self.leave();
        Ok(())
    }

    /// The annotations of parameters and of the result. The scope is `None` where they have none of
    /// their own.
    pub(super) fn function_annotations(
        &mut self,
        function: &FunctionDef,
    ) -> Result<Option<ScopeId>> {
        let params = &function.params;
        let annotations: Vec<&Expr> = params
            .positional_only
            .iter()
            .chain(&params.positional)
            .chain(&params.star_args)
            .chain(&params.star_kwargs)
            .chain(&params.keyword_only)
            .filter_map(|parameter| parameter.annotation.as_ref())
            .chain(&function.returns)
            .collect();
        if self.target.version <= Version::V3_13 {
            return self.eager_annotations(annotations).map(|()| None);
        }
        let Some(first) = annotations.first() else {
            return Ok(None);
        };
        let in_class = self.current().kind == ScopeKind::Class;
        let id = self.enter_annotation(in_class, first.span)?;
        self.expressions(annotations)?;
        self.leave();
        Ok(Some(id))
    }

    /// Annotations up to 3.13.
    fn eager_annotations<'e>(&mut self, all: impl IntoIterator<Item = &'e Expr>) -> Result<()> {
        let apart = self.target.annotations_are_strings && self.target.version >= Version::V3_10;
        if !apart {
            return self.expressions(all);
        }
        let id = self.new_scope(ScopeKind::Function);
        self.table.scopes[id].is_annotation = true;
        self.stack.push(id);
        self.expressions(all)?;
        self.leave();
        Ok(())
    }

    /// Opens a new scope for annotations. Those that are strings do not belong to any other scope.
    fn enter_annotation(&mut self, in_class: bool, span: Span) -> Result<ScopeId> {
        let id = self.new_scope(ScopeKind::Function);
        let strings = self.target.annotations_are_strings;
        if !strings {
            self.current().needs_class_dict |= in_class;
            self.current().children.push(id);
        }
        self.stack.push(id);
        self.add(".format", Uses::PARAM.with(Uses::READ), span)?;
        let scope = self.current();
        scope.is_annotation = true;
        scope.params.push(".format".to_owned());
        scope.sees_class = in_class && !strings;
        if scope.sees_class {
            self.add("__classdict__", Uses::READ, span)?;
        }
        Ok(id)
    }

    pub(super) fn refuse_in_annotation(&mut self, what: &str, span: Span) -> Result<()> {
        if !self.current().is_annotation {
            return Ok(());
        }
        let message = if self.target.version >= Version::V3_14 {
            format!("{what} cannot be used within an annotation")
        } else {
            format!("'{what}' can not be used within an annotation")
        };
        Err(Diagnostic::new(span, message))
    }

    /// Statements that may not run: the bodies of branches, loops, `try` and `with`.
    pub(super) fn conditionally(
        &mut self,
        statements: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let outer = std::mem::replace(&mut self.current().in_conditional_block, true);
        statements(self)?;
        self.current().in_conditional_block = outer;
        Ok(())
    }
}
