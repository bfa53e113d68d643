//! What CPython's compiler computes on the syntax tree.
//!
//! Up to 3.13 it folds constant expressions there (`Python/ast_opt.c`); from 3.14 on that happens in
//! the flow graph, and only `__debug__` and simple `%` formats are left here
//! (`Python/ast_preprocess.c`).

pub(super) mod arithmetic;
mod format;

use arithmetic::{binary, index, truth, unary};

use crate::code::{Const, Version};
use crate::codegen::Target;
use crate::syntax::ast::{
    BinaryOp, CompareOp, Expr, ExprKind, Module, Parameters, Stmt, StmtKind, UnaryOp,
};

/// Folds the expressions of a module in place.
pub(super) fn fold(module: &mut Module, target: Target) {
    let version = target.version;
    // 3.8 folds annotations even where they become strings.
    let annotations = !target.annotations_are_strings || version == Version::V3_8;
    let folder = Folder {
        version,
        annotations,
    };
    folder.body(&mut module.body);
}

struct Folder {
    version: Version,
    /// Annotations are expressions, not strings.
    annotations: bool,
}

impl Folder {
    fn folds_constants(&self) -> bool {
        self.version <= Version::V3_13
    }

    fn statements(&self, body: &mut [Stmt]) {
        body.iter_mut().for_each(|stmt| self.statement(stmt));
    }

    /// A body that may start with a docstring. A string that only folding makes is none.
    fn body(&self, body: &mut [Stmt]) {
        let had_docstring = docstring(body).is_some();
        self.statements(body);
        if !had_docstring
            && docstring(body).is_some()
            && let Some(StmtKind::Expr(value)) = body.first_mut().map(|stmt| &mut stmt.kind)
        {
            let inner = value.clone();
            *value = Expr::new(ExprKind::FString(vec![inner]), value.span);
        }
    }

    fn statement(&self, stmt: &mut Stmt) {
        match &mut stmt.kind {
            StmtKind::Function(function) => {
                self.parameters(&mut function.params);
                self.body(&mut function.body);
                self.all(&mut function.decorators);
                self.annotation(function.returns.as_mut());
            }
            StmtKind::Class(class) => {
                self.all(&mut class.bases);
                for keyword in &mut class.keywords {
                    self.expr(&mut keyword.value);
                }
                self.body(&mut class.body);
                self.all(&mut class.decorators);
            }
            StmtKind::Return(value) => self.maybe(value.as_mut()),
            StmtKind::Delete(targets) => targets.iter_mut().for_each(|t| self.target(t)),
            StmtKind::Assign { targets, value } => {
                targets.iter_mut().for_each(|t| self.target(t));
                self.expr(value);
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.target(target);
                self.expr(value);
            }
            StmtKind::AnnAssign {
                target,
                annotation,
                value,
                ..
            } => {
                self.target(target);
                self.annotation(Some(annotation));
                self.maybe(value.as_mut());
            }
            StmtKind::For {
                target,
                iter,
                body,
                orelse,
            } => {
                self.target(target);
                self.expr(iter);
                self.statements(body);
                self.statements(orelse);
                self.iterable(iter);
            }
            StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
                self.expr(test);
                self.statements(body);
                self.statements(orelse);
            }
            StmtKind::With { items, body } => {
                for item in items {
                    self.expr(&mut item.context);
                    if let Some(target) = &mut item.target {
                        self.target(target);
                    }
                }
                self.statements(body);
            }
            StmtKind::Raise { exception, cause } => {
                self.maybe(exception.as_mut());
                self.maybe(cause.as_mut());
            }
            StmtKind::Try {
                body,
                handlers,
                orelse,
                finally,
            } => {
                self.statements(body);
                for handler in handlers {
                    self.maybe(handler.class.as_mut());
                    self.statements(&mut handler.body);
                }
                self.statements(orelse);
                self.statements(finally);
            }
            StmtKind::Assert { test, message } => {
                self.expr(test);
                self.maybe(message.as_mut());
            }
            StmtKind::Expr(value) => self.expr(value),
            StmtKind::Import(_)
            | StmtKind::ImportFrom { .. }
            | StmtKind::Global(_)
            | StmtKind::Nonlocal(_)
            | StmtKind::Pass
            | StmtKind::Break
            | StmtKind::Continue => {}
        }
    }

    fn parameters(&self, params: &mut Parameters) {
        let all = params
            .positional_only
            .iter_mut()
            .chain(&mut params.positional)
            .chain(&mut params.star_args)
            .chain(&mut params.keyword_only)
            .chain(&mut params.star_kwargs);
        for parameter in all {
            self.annotation(parameter.annotation.as_mut());
            self.maybe(parameter.default.as_mut());
        }
    }

    fn annotation(&self, expr: Option<&mut Expr>) {
        if self.annotations {
            self.maybe(expr);
        }
    }

    fn all(&self, exprs: &mut [Expr]) {
        exprs.iter_mut().for_each(|expr| self.expr(expr));
    }

    fn maybe(&self, expr: Option<&mut Expr>) {
        if let Some(expr) = expr {
            self.expr(expr);
        }
    }

    /// Folds inside a target, which itself is never a constant.
    fn target(&self, target: &mut Expr) {
        match &mut target.kind {
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter_mut().for_each(|item| self.target(item));
            }
            ExprKind::Starred(inner) => self.target(inner),
            ExprKind::Attribute { value, .. } => self.expr(value),
            ExprKind::Subscript { value, index } => {
                self.expr(value);
                self.expr(index);
            }
            _ => {}
        }
    }

    fn expr(&self, expr: &mut Expr) {
        match &mut expr.kind {
            ExprKind::Constant(_) => {}
            ExprKind::Name(name) => {
                if name == "__debug__" {
                    expr.kind = ExprKind::Constant(Const::Bool(true));
                }
            }
            ExprKind::Bool { values, .. } => self.all(values),
            // The older compilers forgot it.
            ExprKind::Named { .. } if self.version <= Version::V3_9 => {}
            ExprKind::Named { value, .. } => self.expr(value),
            ExprKind::Binary { left, right, .. } => {
                self.expr(left);
                self.expr(right);
                self.binary(expr);
            }
            ExprKind::Unary { operand, .. } => {
                self.expr(operand);
                if self.folds_constants() {
                    self.unary(expr);
                }
            }
            ExprKind::Lambda { params, body } => {
                self.parameters(params);
                self.expr(body);
            }
            ExprKind::Conditional { test, body, orelse } => {
                self.expr(test);
                self.expr(body);
                self.expr(orelse);
            }
            ExprKind::Dict(items) => {
                for (key, value) in items {
                    self.maybe(key.as_mut());
                    self.expr(value);
                }
            }
            ExprKind::Set(items) | ExprKind::List(items) | ExprKind::FString(items) => {
                self.all(items);
            }
            ExprKind::Tuple(items) => {
                self.all(items);
                if self.folds_constants()
                    && let Some(constants) = constants(items)
                {
                    expr.kind = ExprKind::Constant(Const::Tuple(constants));
                }
            }
            ExprKind::Comprehension(comprehension) => {
                self.expr(&mut comprehension.element);
                self.maybe(comprehension.value.as_mut());
                for clause in &mut comprehension.clauses {
                    self.target(&mut clause.target);
                    self.expr(&mut clause.iter);
                    self.all(&mut clause.tests);
                    self.iterable(&mut clause.iter);
                }
            }
            ExprKind::Yield(value) => self.maybe(value.as_deref_mut()),
            ExprKind::Compare { left, ops } => {
                self.expr(left);
                ops.iter_mut().for_each(|(_, right)| self.expr(right));
                if let Some((CompareOp::In | CompareOp::NotIn, right)) = ops.last_mut() {
                    self.iterable(right);
                }
            }
            ExprKind::Call {
                function,
                args,
                keywords,
            } => {
                self.expr(function);
                self.all(args);
                for keyword in keywords {
                    self.expr(&mut keyword.value);
                }
            }
            ExprKind::FormattedValue { value, spec, .. } => {
                self.expr(value);
                self.maybe(spec.as_deref_mut());
            }
            ExprKind::Attribute { value, .. } | ExprKind::Starred(value) => self.expr(value),
            ExprKind::Subscript { value, index } => {
                self.expr(value);
                self.expr(index);
                self.subscript(expr);
            }
            ExprKind::Slice { start, stop, step } => {
                for bound in [start, stop, step] {
                    self.maybe(bound.as_deref_mut());
                }
            }
        }
    }

    fn binary(&self, expr: &mut Expr) {
        let ExprKind::Binary { left, op, right } = &expr.kind else {
            return;
        };
        let ExprKind::Constant(left_value) = &left.kind else {
            return;
        };
        if self.version >= Version::V3_11
            && *op == BinaryOp::Modulo
            && let (Const::Str(template), ExprKind::Tuple(items)) = (left_value, &right.kind)
        {
            if let Some(formatted) = format::percent_format(template, items) {
                expr.kind = formatted;
            }
            return;
        }
        let ExprKind::Constant(right_value) = &right.kind else {
            return;
        };
        if self.folds_constants()
            && let Some(value) = binary(left_value, *op, right_value)
        {
            expr.kind = ExprKind::Constant(value);
        }
    }

    fn unary(&self, expr: &mut Expr) {
        let ExprKind::Unary { op, operand } = &mut expr.kind else {
            return;
        };
        if let ExprKind::Constant(value) = &operand.kind {
            let folded = match op {
                UnaryOp::Not => truth(value).map(|truth| Const::Bool(!truth)),
                _ => unary(*op, value),
            };
            if let Some(value) = folded {
                expr.kind = ExprKind::Constant(value);
            }
            return;
        }
        if *op != UnaryOp::Not {
            return;
        }
        // `not a in b` is `a not in b`. Other comparisons have no exact opposite.
        let ExprKind::Compare { ops, .. } = &mut operand.kind else {
            return;
        };
        let [(op, _)] = ops.as_mut_slice() else {
            return;
        };
        *op = match op {
            CompareOp::Is => CompareOp::IsNot,
            CompareOp::IsNot => CompareOp::Is,
            CompareOp::In => CompareOp::NotIn,
            CompareOp::NotIn => CompareOp::In,
            _ => return,
        };
        // The comparison takes the place of the `not` expression.
        *expr = (**operand).clone();
    }

    fn subscript(&self, expr: &mut Expr) {
        let ExprKind::Subscript { value, index: key } = &expr.kind else {
            return;
        };
        if let (ExprKind::Constant(value), ExprKind::Constant(key)) = (&value.kind, &key.kind)
            && self.folds_constants()
            && let Some(item) = index(value, key)
        {
            expr.kind = ExprKind::Constant(item);
        }
    }

    /// What is only iterated or searched needs no list and no set.
    fn iterable(&self, iter: &mut Expr) {
        if !self.folds_constants() {
            return;
        }
        match &mut iter.kind {
            ExprKind::List(items) => {
                if items.iter().any(|i| matches!(i.kind, ExprKind::Starred(_))) {
                    return;
                }
                iter.kind = match constants(items) {
                    Some(constants) => ExprKind::Constant(Const::Tuple(constants)),
                    None => ExprKind::Tuple(std::mem::take(items)),
                };
            }
            ExprKind::Set(items) => {
                if let Some(constants) = constants(items) {
                    iter.kind = ExprKind::Constant(arithmetic::frozen_set(constants));
                }
            }
            _ => {}
        }
    }
}

/// The values if all are constants.
pub(super) fn constants(items: &[Expr]) -> Option<Vec<Const>> {
    items
        .iter()
        .map(|item| match &item.kind {
            ExprKind::Constant(value) => Some(value.clone()),
            _ => None,
        })
        .collect()
}

/// The docstring of a body.
pub(super) fn docstring(body: &[Stmt]) -> Option<&str> {
    match body.first().map(|stmt| &stmt.kind) {
        Some(StmtKind::Expr(Expr {
            kind: ExprKind::Constant(Const::Str(text)),
            ..
        })) => Some(text),
        _ => None,
    }
}
