//! The first walk: the names of each scope and what happens to them.

mod annotation;

use annotation::refuse_annotations;

use super::{ComprehensionScope, Scope, ScopeId, ScopeKind, Symbol, SymbolTable, Uses, mangle};
use crate::codegen::Target;
use crate::sorted::SortedMap;
use crate::source::{Diagnostic, Span};
use crate::syntax::ast::{
    Alias, Comprehension, ComprehensionKind, Expr, ExprKind, FunctionDef, Ident, Module,
    Parameters, Stmt, StmtKind,
};

type Result<T> = std::result::Result<T, Diagnostic>;

pub(super) fn collect(module: &Module, target: Target) -> Result<SymbolTable> {
    let mut builder = Builder {
        target,
        table: SymbolTable {
            scopes: vec![Scope::new(ScopeKind::Module, false)],
            by_span: SortedMap::new(),
        },
        stack: vec![SymbolTable::MODULE],
        class: None,
    };
    builder.statements(&module.body)?;
    Ok(builder.table)
}

struct Builder {
    target: Target,
    table: SymbolTable,
    stack: Vec<ScopeId>,
    /// The class whose private names are mangled.
    class: Option<String>,
}

impl Builder {
    fn current(&mut self) -> &mut Scope {
        let id = self.current_id();
        &mut self.table.scopes[id]
    }

    fn current_id(&self) -> ScopeId {
        *self.stack.last().expect("the module's scope stays open")
    }

    fn enter(&mut self, kind: ScopeKind, node: Span) {
        let id = self.new_scope(kind);
        self.table.by_span.insert(node, id);
        self.current().children.push(id);
        self.stack.push(id);
    }

    /// A scope inside the current one, which does not know it yet.
    fn new_scope(&mut self, kind: ScopeKind) -> ScopeId {
        let outer = self.current();
        let nested = outer.nested || outer.kind == ScopeKind::Function;
        self.table.scopes.push(Scope::new(kind, nested));
        self.table.scopes.len() - 1
    }

    fn leave(&mut self) {
        self.stack.pop();
    }

    fn add(&mut self, name: &str, uses: Uses, span: Span) -> Result<()> {
        let scope = self.current_id();
        self.add_to(scope, name, uses, span)
    }

    fn add_to(&mut self, id: ScopeId, name: &str, mut uses: Uses, span: Span) -> Result<()> {
        let mangled = mangle(self.class.as_deref(), name);
        let scope = &mut self.table.scopes[id];
        uses = uses.with(scope.uses(&mangled));
        if scope.in_iteration_target {
            if uses.any(Uses::GLOBAL.with(Uses::NONLOCAL)) {
                return Err(Diagnostic::new(
                    span,
                    format!(
                        "comprehension inner loop cannot rebind assignment expression target '{name}'"
                    ),
                ));
            }
            uses = uses.with(Uses::ITERATION);
        }
        scope.set(&mangled, Symbol { uses, place: None });
        if uses.any(Uses::GLOBAL) && id != SymbolTable::MODULE {
            let module = &mut self.table.scopes[SymbolTable::MODULE];
            let uses = module.uses(&mangled).with(Uses::GLOBAL);
            module.set(&mangled, Symbol { uses, place: None });
        }
        Ok(())
    }

    fn statements(&mut self, body: &[Stmt]) -> Result<()> {
        body.iter().try_for_each(|stmt| self.statement(stmt))
    }

    fn statement(&mut self, stmt: &Stmt) -> Result<()> {
        match &stmt.kind {
            StmtKind::Function(function) => {
                // The annotations of a method could see the class, even where there are none.
                let sees_class = !self.target.annotations_are_strings;
                let scope = self.current();
                scope.needs_class_dict |= scope.kind == ScopeKind::Class && sees_class;
                self.function(function, stmt.span)
            }
            StmtKind::Class(class) => {
                self.add(&class.name.name, Uses::LOCAL, class.name.span)?;
                self.expressions(&class.decorators)?;
                self.expressions(&class.bases)?;
                for keyword in &class.keywords {
                    self.expression(&keyword.value)?;
                }
                self.enter(ScopeKind::Class, stmt.span);
                let outer = self.class.replace(class.name.name.clone());
                self.statements(&class.body)?;
                self.class = outer;
                self.leave();
                Ok(())
            }
            StmtKind::Return(value) => self.maybe(value.as_ref()),
            StmtKind::Delete(targets) => targets.iter().try_for_each(|t| self.target(t)),
            StmtKind::Assign { targets, value } => {
                targets.iter().try_for_each(|t| self.target(t))?;
                self.expression(value)
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.target(target)?;
                self.expression(value)
            }
            StmtKind::AnnAssign {
                target,
                annotation,
                value,
                simple,
            } => {
                self.current().annotates = true;
                if let ExprKind::Name(name) = &target.kind {
                    self.check_annotated(name, stmt.span, *simple)?;
                    if *simple {
                        self.add(name, Uses::ANNOTATED.with(Uses::LOCAL), target.span)?;
                    } else if value.is_some() {
                        self.add(name, Uses::LOCAL, target.span)?;
                    }
                } else {
                    self.target(target)?;
                }
                self.variable_annotation(annotation)?;
                self.maybe(value.as_ref())
            }
            StmtKind::For {
                target,
                iter,
                body,
                orelse,
            } => {
                self.target(target)?;
                self.expression(iter)?;
                self.conditionally(|builder| {
                    builder.statements(body)?;
                    builder.statements(orelse)
                })
            }
            StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
                self.expression(test)?;
                self.conditionally(|builder| {
                    builder.statements(body)?;
                    builder.statements(orelse)
                })
            }
            StmtKind::With { items, body } => {
                for item in items {
                    self.expression(&item.context)?;
                    if let Some(target) = &item.target {
                        self.target(target)?;
                    }
                }
                self.conditionally(|builder| builder.statements(body))
            }
            StmtKind::Raise { exception, cause } => {
                self.maybe(exception.as_ref())?;
                self.maybe(cause.as_ref())
            }
            StmtKind::Try {
                body,
                handlers,
                orelse,
                finally,
            } => self.conditionally(|builder| {
                builder.statements(body)?;
                builder.statements(orelse)?;
                for handler in handlers {
                    builder.maybe(handler.class.as_ref())?;
                    if let Some(name) = &handler.name {
                        builder.add(&name.name, Uses::LOCAL, name.span)?;
                    }
                    builder.statements(&handler.body)?;
                }
                builder.statements(finally)
            }),
            StmtKind::Assert { test, message } => {
                self.expression(test)?;
                self.maybe(message.as_ref())
            }
            StmtKind::Import(names) | StmtKind::ImportFrom { names, .. } => {
                names.iter().try_for_each(|alias| self.import(alias))
            }
            StmtKind::Global(names) => self.declare(names, Uses::GLOBAL, "global", stmt.span),
            StmtKind::Nonlocal(names) => self.declare(names, Uses::NONLOCAL, "nonlocal", stmt.span),
            StmtKind::Expr(value) => self.expression(value),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => Ok(()),
        }
    }

    fn import(&mut self, alias: &Alias) -> Result<()> {
        let bound = alias.alias.as_ref().unwrap_or(&alias.name);
        let name = bound.name.split('.').next().unwrap_or(&bound.name);
        self.add(name, Uses::IMPORT, bound.span)
    }

    fn declare(&mut self, names: &[Ident], uses: Uses, word: &str, span: Span) -> Result<()> {
        for ident in names {
            let mangled = mangle(self.class.as_deref(), &ident.name);
            let known = self.current().uses(&mangled);
            let name = &ident.name;
            let message = if known.any(Uses::PARAM) {
                Some(format!("name '{name}' is parameter and {word}"))
            } else if known.any(Uses::READ) {
                Some(format!("name '{name}' is used prior to {word} declaration"))
            } else if known.any(Uses::ANNOTATED) {
                Some(format!("annotated name '{name}' can't be {word}"))
            } else if known.any(Uses::LOCAL) {
                Some(format!(
                    "name '{name}' is assigned to before {word} declaration"
                ))
            } else {
                None
            };
            if let Some(message) = message {
                return Err(Diagnostic::new(span, message)
                    .with_hint(format!("move the `{word}` statement up")));
            }
            self.add(name, uses, ident.span)?;
            self.current().directives.push((mangled, span));
        }
        Ok(())
    }

    fn function(&mut self, function: &FunctionDef, span: Span) -> Result<()> {
        self.add(&function.name.name, Uses::LOCAL, function.name.span)?;
        self.defaults(&function.params)?;
        self.expressions(&function.decorators)?;
        let signature = self.function_annotations(function)?;
        self.enter(ScopeKind::Function, span);
        self.current().signature = signature;
        self.parameters(&function.params)?;
        self.statements(&function.body)?;
        self.leave();
        Ok(())
    }

    fn defaults(&mut self, params: &Parameters) -> Result<()> {
        for parameter in params.in_slot_order() {
            self.maybe(parameter.default.as_ref())?;
        }
        Ok(())
    }

    fn parameters(&mut self, params: &Parameters) -> Result<()> {
        for parameter in params.in_slot_order() {
            self.parameter(&parameter.name)?;
        }
        Ok(())
    }

    fn parameter(&mut self, name: &Ident) -> Result<()> {
        self.add(&name.name, Uses::PARAM, name.span)?;
        let mangled = mangle(self.class.as_deref(), &name.name);
        self.current().params.push(mangled);
        Ok(())
    }

    fn expressions<'e>(&mut self, all: impl IntoIterator<Item = &'e Expr>) -> Result<()> {
        all.into_iter().try_for_each(|expr| self.expression(expr))
    }

    fn maybe(&mut self, expr: Option<&Expr>) -> Result<()> {
        expr.map_or(Ok(()), |expr| self.expression(expr))
    }

    /// What is assigned to or deleted: names in it become local.
    fn target(&mut self, target: &Expr) -> Result<()> {
        match &target.kind {
            ExprKind::Name(name) => {
                refuse_annotations(name, target.span)?;
                self.add(name, Uses::LOCAL, target.span)
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().try_for_each(|item| self.target(item))
            }
            ExprKind::Starred(inner) => self.target(inner),
            _ => self.expression(target),
        }
    }

    fn expression(&mut self, expr: &Expr) -> Result<()> {
        match &expr.kind {
            ExprKind::Constant(_) => Ok(()),
            ExprKind::Name(_) if self.current().is_unevaluated => Ok(()),
            ExprKind::Name(name) => {
                refuse_annotations(name, expr.span)?;
                self.add(name, Uses::READ, expr.span)?;
                // `super` needs the class around the method.
                if name == "super" && self.current().kind == ScopeKind::Function {
                    self.add("__class__", Uses::READ, expr.span)?;
                }
                Ok(())
            }
            ExprKind::Bool { values, .. } => self.expressions(values),
            ExprKind::Named { target, value } => self.named(target, value),
            ExprKind::Binary { left, right, .. } => {
                self.expression(left)?;
                self.expression(right)
            }
            ExprKind::Unary { operand, .. } => self.expression(operand),
            ExprKind::Lambda { params, body } => {
                self.defaults(params)?;
                self.enter(ScopeKind::Function, expr.span);
                self.parameters(params)?;
                self.expression(body)?;
                self.leave();
                Ok(())
            }
            ExprKind::Conditional { test, body, orelse } => {
                self.expression(test)?;
                self.expression(body)?;
                self.expression(orelse)
            }
            ExprKind::Dict(items) => {
                self.expressions(items.iter().filter_map(|(key, _)| key.as_ref()))?;
                self.expressions(items.iter().map(|(_, value)| value))
            }
            ExprKind::Set(items)
            | ExprKind::List(items)
            | ExprKind::Tuple(items)
            | ExprKind::FString(items) => self.expressions(items),
            ExprKind::Comprehension(comprehension) => self.comprehension(comprehension, expr.span),
            ExprKind::Yield(value) => self.yield_expression(value.as_deref(), expr.span),
            ExprKind::Compare { left, ops } => {
                self.expression(left)?;
                self.expressions(ops.iter().map(|(_, right)| right))
            }
            ExprKind::Call {
                function,
                args,
                keywords,
            } => {
                self.expression(function)?;
                self.expressions(args)?;
                self.expressions(keywords.iter().map(|k| &k.value))
            }
            ExprKind::FormattedValue { value, spec, .. } => {
                self.expression(value)?;
                self.maybe(spec.as_deref())
            }
            ExprKind::Attribute { value, .. } | ExprKind::Starred(value) => self.expression(value),
            ExprKind::Subscript { value, index } => {
                self.expression(value)?;
                self.expression(index)
            }
            ExprKind::Slice { start, stop, step } => {
                for bound in [start, stop, step] {
                    self.maybe(bound.as_deref())?;
                }
                Ok(())
            }
        }
    }

    fn yield_expression(&mut self, value: Option<&Expr>, span: Span) -> Result<()> {
        self.refuse_in_annotation("yield expression", span)?;
        self.maybe(value)?;
        let scope = self.current();
        if scope.comprehension.is_some() {
            return Err(Diagnostic::new(
                span,
                "'yield' inside a comprehension or generator expression",
            )
            .with_hint("write a loop"));
        }
        if scope.kind != ScopeKind::Function {
            return Err(Diagnostic::new(span, "'yield' outside function"));
        }
        scope.generator = true;
        Ok(())
    }

    fn comprehension(&mut self, comprehension: &Comprehension, span: Span) -> Result<()> {
        let generator = comprehension.kind == ComprehensionKind::Generator;
        let first = &comprehension.clauses[0];
        // The first iterable belongs to the scope around the comprehension.
        self.current().comprehension_iterables += 1;
        self.expression(&first.iter)?;
        self.current().comprehension_iterables -= 1;
        self.enter(ScopeKind::Function, span);
        self.current().comprehension = Some(if generator {
            ComprehensionScope::Generator
        } else {
            ComprehensionScope::Inlinable
        });
        self.parameter(&Ident {
            name: ".0".to_owned(),
            span,
        })?;
        for (i, clause) in comprehension.clauses.iter().enumerate() {
            self.current().in_iteration_target = true;
            self.target(&clause.target)?;
            self.current().in_iteration_target = false;
            if i > 0 {
                self.current().comprehension_iterables += 1;
                self.expression(&clause.iter)?;
                self.current().comprehension_iterables -= 1;
            }
            self.expressions(&clause.tests)?;
        }
        self.maybe(comprehension.value.as_ref())?;
        self.expression(&comprehension.element)?;
        self.current().generator = generator;
        self.leave();
        Ok(())
    }

    /// `target := value`. In a comprehension the name belongs to the function around it.
    fn named(&mut self, target: &Expr, value: &Expr) -> Result<()> {
        let span = target.span.to(value.span);
        self.refuse_in_annotation("named expression", span)?;
        if self.current().comprehension_iterables > 0 {
            return Err(Diagnostic::new(
                span,
                "assignment expression cannot be used in a comprehension iterable expression",
            ));
        }
        if self.current().comprehension.is_some()
            && let ExprKind::Name(name) = &target.kind
        {
            self.named_in_comprehension(name, target.span)?;
        }
        self.expression(value)?;
        self.target(target)
    }

    fn named_in_comprehension(&mut self, name: &str, span: Span) -> Result<()> {
        let mangled = mangle(self.class.as_deref(), name);
        for id in self.stack.clone().into_iter().rev() {
            let scope = &self.table.scopes[id];
            let uses = scope.uses(&mangled);
            if scope.comprehension.is_some() {
                if uses.any(Uses::ITERATION) && uses.any(Uses::LOCAL) {
                    return Err(Diagnostic::new(
                        span,
                        format!(
                            "assignment expression cannot rebind comprehension iteration variable '{name}'"
                        ),
                    ));
                }
                continue;
            }
            let (here, there) = match scope.kind {
                ScopeKind::Function if uses.any(Uses::GLOBAL) => (Uses::GLOBAL, Uses::LOCAL),
                ScopeKind::Function => (Uses::NONLOCAL, Uses::LOCAL),
                ScopeKind::Module => (Uses::GLOBAL, Uses::GLOBAL),
                ScopeKind::Class => {
                    return Err(Diagnostic::new(
                        span,
                        "assignment expression within a comprehension cannot be used in a class body",
                    ));
                }
            };
            self.add(name, here, span)?;
            self.current().directives.push((mangled, span));
            return self.add_to(id, name, there, span);
        }
        Ok(())
    }
}
