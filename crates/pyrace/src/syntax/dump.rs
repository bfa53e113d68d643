//! The tree as text, to compare it with the one of CPython's own `ast` module.
//!
//! A node is `(Class@line:column-line:column field field …)` with the classes and the fields of
//! `Parser/Python.asdl`, in its order: a list in brackets, `-` for nothing, a name as it is, a text in
//! quotes with everything but printable ASCII as `\u{…}`, an `int` in decimal and a `float` as the bits
//! of its IEEE 754 form. Lines count from 1; columns count bytes from 0, as those of `ast` do.
//! Context (`Load`, `Store`), comments on types and type parameters are left out.

use std::fmt::Write as _;

use super::ast::{
    Alias, BinaryOp, BoolOp, CompareOp, ComprehensionKind, ExceptHandler, Expr, ExprKind,
    ForClause, Ident, KeywordArg, Parameter, Parameters, Stmt, StmtKind, UnaryOp, WithItem,
};
use crate::code::{Const, Version};
use crate::source::{Diagnostic, LineIndex, Span};

/// Parses a program and writes its tree in one line.
///
/// # Errors
///
/// What is wrong with the text, and what the version does not have yet, in source order.
pub fn dump(source: &str, version: Version) -> Result<String, Vec<Diagnostic>> {
    let parsed = super::parse(source)?;
    let too_new = parsed.too_new(version);
    if !too_new.is_empty() {
        return Err(too_new);
    }
    let mut dump = Dump {
        lines: LineIndex::new(source),
        out: String::new(),
    };
    dump.list(&parsed.module.body, Dump::statement);
    Ok(dump.out)
}

struct Dump {
    lines: LineIndex,
    out: String,
}

impl Dump {
    // Building blocks.

    fn place(&mut self, offset: u32) {
        let line = self.lines.line_of(offset);
        let column = offset - self.lines.start(line);
        self.write(format_args!("{line}:{column}"));
    }

    /// Opens a node that has a place.
    fn open(&mut self, class: &str, span: Span) {
        self.write(format_args!("({class}@"));
        self.place(span.start);
        self.out.push('-');
        self.place(span.end);
    }

    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        self.out.write_fmt(text).expect("a string takes any text");
    }

    fn word(&mut self, word: &str) {
        self.out.push(' ');
        self.out.push_str(word);
    }

    fn list<T>(&mut self, items: impl IntoIterator<Item = T>, write: impl Fn(&mut Self, T)) {
        self.out.push('[');
        for (i, item) in items.into_iter().enumerate() {
            if i > 0 {
                self.out.push(' ');
            }
            write(self, item);
        }
        self.out.push(']');
    }

    fn field(&mut self, value: &Expr) {
        self.out.push(' ');
        self.expression(value);
    }

    fn optional(&mut self, value: Option<&Expr>) {
        match value {
            Some(value) => self.field(value),
            None => self.word("-"),
        }
    }

    fn fields<'e>(&mut self, values: impl IntoIterator<Item = &'e Expr>) {
        self.out.push(' ');
        self.list(values, Self::expression);
    }

    fn optional_fields<'e>(&mut self, values: impl IntoIterator<Item = Option<&'e Expr>>) {
        self.out.push(' ');
        self.list(values, |dump, value| match value {
            Some(value) => dump.expression(value),
            None => dump.out.push('-'),
        });
    }

    fn body(&mut self, body: &[Stmt]) {
        self.out.push(' ');
        self.list(body, Self::statement);
    }

    fn names(&mut self, names: &[Ident]) {
        self.out.push(' ');
        self.list(names, |dump, name| dump.out.push_str(&name.name));
    }

    fn name_or_nothing(&mut self, name: Option<&Ident>) {
        self.word(name.map_or("-", |name| &name.name));
    }

    fn text(&mut self, text: &str) {
        self.out.push('"');
        for c in text.chars() {
            if matches!(c, ' '..='~') && c != '"' && c != '\\' {
                self.out.push(c);
            } else {
                self.write(format_args!("\\u{{{:x}}}", u32::from(c)));
            }
        }
        self.out.push('"');
    }

    // Statements.

    fn statement(&mut self, statement: &Stmt) {
        self.open(class_of(&statement.kind), statement.span);
        match &statement.kind {
            StmtKind::Function(function) => {
                self.word(&function.name.name);
                self.parameters(&function.params);
                self.body(&function.body);
                self.fields(&function.decorators);
                self.optional(function.returns.as_ref());
            }
            StmtKind::Class(class) => {
                self.word(&class.name.name);
                self.fields(&class.bases);
                self.keywords(&class.keywords);
                self.body(&class.body);
                self.fields(&class.decorators);
            }
            StmtKind::Return(value) => self.optional(value.as_ref()),
            StmtKind::Delete(targets) => self.fields(targets),
            StmtKind::Assign { targets, value } => {
                self.fields(targets);
                self.field(value);
            }
            StmtKind::AugAssign { target, op, value } => {
                self.field(target);
                self.word(binary(*op));
                self.field(value);
            }
            StmtKind::AnnAssign {
                target,
                annotation,
                value,
                simple,
            } => {
                self.field(target);
                self.field(annotation);
                self.optional(value.as_ref());
                self.word(if *simple { "1" } else { "0" });
            }
            StmtKind::For {
                target,
                iter,
                body,
                orelse,
            } => {
                self.field(target);
                self.field(iter);
                self.body(body);
                self.body(orelse);
            }
            StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
                self.field(test);
                self.body(body);
                self.body(orelse);
            }
            StmtKind::With { items, body } => {
                self.out.push(' ');
                self.list(items, Self::with_item);
                self.body(body);
            }
            StmtKind::Raise { exception, cause } => {
                self.optional(exception.as_ref());
                self.optional(cause.as_ref());
            }
            StmtKind::Try {
                body,
                handlers,
                orelse,
                finally,
            } => {
                self.body(body);
                self.out.push(' ');
                self.list(handlers, Self::handler);
                self.body(orelse);
                self.body(finally);
            }
            StmtKind::Assert { test, message } => {
                self.field(test);
                self.optional(message.as_ref());
            }
            StmtKind::Import(names) => {
                self.out.push(' ');
                self.list(names, Self::alias);
            }
            StmtKind::ImportFrom { module, names } => {
                self.word(&module.name);
                self.out.push(' ');
                self.list(names, Self::alias);
                // No relative imports.
                self.word("0");
            }
            StmtKind::Global(names) | StmtKind::Nonlocal(names) => self.names(names),
            StmtKind::Expr(value) => self.field(value),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => {}
        }
        self.out.push(')');
    }

    fn with_item(&mut self, item: &WithItem) {
        self.out.push_str("(withitem");
        self.field(&item.context);
        self.optional(item.target.as_ref());
        self.out.push(')');
    }

    fn handler(&mut self, handler: &ExceptHandler) {
        self.open("ExceptHandler", handler.span);
        self.optional(handler.class.as_ref());
        self.name_or_nothing(handler.name.as_ref());
        self.body(&handler.body);
        self.out.push(')');
    }

    fn alias(&mut self, alias: &Alias) {
        self.open("alias", alias.span);
        self.word(&alias.name.name);
        self.name_or_nothing(alias.alias.as_ref());
        self.out.push(')');
    }

    fn keywords(&mut self, keywords: &[KeywordArg]) {
        self.out.push(' ');
        self.list(keywords, |dump, keyword| {
            dump.open("keyword", keyword.span);
            dump.name_or_nothing(keyword.name.as_ref());
            dump.field(&keyword.value);
            dump.out.push(')');
        });
    }

    fn parameters(&mut self, params: &Parameters) {
        let by_position = || params.positional_only.iter().chain(&params.positional);
        self.out.push_str(" (arguments ");
        self.list(&params.positional_only, Self::parameter);
        self.out.push(' ');
        self.list(&params.positional, Self::parameter);
        self.parameter_or_nothing(params.star_args.as_ref());
        self.out.push(' ');
        self.list(&params.keyword_only, Self::parameter);
        self.optional_fields(params.keyword_only.iter().map(|p| p.default.as_ref()));
        self.parameter_or_nothing(params.star_kwargs.as_ref());
        self.fields(by_position().filter_map(|p| p.default.as_ref()));
        self.out.push(')');
    }

    fn parameter(&mut self, parameter: &Parameter) {
        self.open("arg", parameter.span);
        self.word(&parameter.name.name);
        self.optional(parameter.annotation.as_ref());
        self.out.push(')');
    }

    fn parameter_or_nothing(&mut self, parameter: Option<&Parameter>) {
        self.out.push(' ');
        match parameter {
            Some(parameter) => self.parameter(parameter),
            None => self.out.push('-'),
        }
    }

    // Expressions.

    fn expression(&mut self, expr: &Expr) {
        self.open(class_of_expression(&expr.kind), expr.span);
        match &expr.kind {
            ExprKind::Constant(value) => self.constant(value),
            ExprKind::Name(name) => self.word(name),
            ExprKind::Bool { op, values } => {
                self.word(match op {
                    BoolOp::And => "And",
                    BoolOp::Or => "Or",
                });
                self.fields(values);
            }
            ExprKind::Named { target, value } => {
                self.field(target);
                self.field(value);
            }
            ExprKind::Binary { left, op, right } => {
                self.field(left);
                self.word(binary(*op));
                self.field(right);
            }
            ExprKind::Unary { op, operand } => {
                self.word(match op {
                    UnaryOp::Plus => "UAdd",
                    UnaryOp::Minus => "USub",
                    UnaryOp::Not => "Not",
                    UnaryOp::Invert => "Invert",
                });
                self.field(operand);
            }
            ExprKind::Lambda { params, body } => {
                self.parameters(params);
                self.field(body);
            }
            ExprKind::Conditional { test, body, orelse } => {
                self.field(test);
                self.field(body);
                self.field(orelse);
            }
            ExprKind::Dict(items) => {
                self.optional_fields(items.iter().map(|(key, _)| key.as_ref()));
                self.fields(items.iter().map(|(_, value)| value));
            }
            ExprKind::Set(items)
            | ExprKind::List(items)
            | ExprKind::Tuple(items)
            | ExprKind::FString(items) => self.fields(items),
            ExprKind::Comprehension(comprehension) => {
                self.field(&comprehension.element);
                if let Some(value) = &comprehension.value {
                    self.field(value);
                }
                self.out.push(' ');
                self.list(&comprehension.clauses, Self::clause);
            }
            ExprKind::Yield(value) => self.optional(value.as_deref()),
            ExprKind::Compare { left, ops } => {
                self.field(left);
                self.out.push(' ');
                self.list(ops, |dump, (op, _)| dump.out.push_str(comparison(*op)));
                self.fields(ops.iter().map(|(_, operand)| operand));
            }
            ExprKind::Call {
                function,
                args,
                keywords,
            } => {
                self.field(function);
                self.fields(args);
                self.keywords(keywords);
            }
            ExprKind::FormattedValue {
                value,
                conversion,
                spec,
            } => {
                self.field(value);
                let code = conversion.map_or(-1, |c| i64::from(u32::from(c)));
                self.write(format_args!(" {code}"));
                self.optional(spec.as_deref());
            }
            ExprKind::Attribute { value, name } => {
                self.field(value);
                self.word(&name.name);
            }
            ExprKind::Subscript { value, index } => {
                self.field(value);
                self.field(index);
            }
            ExprKind::Slice { start, stop, step } => {
                for bound in [start, stop, step] {
                    self.optional(bound.as_deref());
                }
            }
            ExprKind::Starred(value) => self.field(value),
        }
        self.out.push(')');
    }

    fn clause(&mut self, clause: &ForClause) {
        self.out.push_str("(comprehension");
        self.field(&clause.target);
        self.field(&clause.iter);
        self.fields(&clause.tests);
        // Never asynchronous.
        self.out.push_str(" 0)");
    }

    fn constant(&mut self, value: &Const) {
        self.out.push(' ');
        match value {
            Const::None => self.out.push_str("None"),
            Const::Bool(true) => self.out.push_str("True"),
            Const::Bool(false) => self.out.push_str("False"),
            Const::Ellipsis => self.out.push_str("Ellipsis"),
            Const::Int(value) => self.write(format_args!("{value}")),
            Const::Float(value) => self.write(format_args!("{:016x}", value.0.to_bits())),
            Const::Str(text) => self.text(text),
            // The folder makes these; it has not run.
            other => self.write(format_args!("{other:?}")),
        }
    }
}

fn class_of(kind: &StmtKind) -> &'static str {
    match kind {
        StmtKind::Function(_) => "FunctionDef",
        StmtKind::Class(_) => "ClassDef",
        StmtKind::Return(_) => "Return",
        StmtKind::Delete(_) => "Delete",
        StmtKind::Assign { .. } => "Assign",
        StmtKind::AugAssign { .. } => "AugAssign",
        StmtKind::AnnAssign { .. } => "AnnAssign",
        StmtKind::For { .. } => "For",
        StmtKind::While { .. } => "While",
        StmtKind::If { .. } => "If",
        StmtKind::With { .. } => "With",
        StmtKind::Raise { .. } => "Raise",
        StmtKind::Try { .. } => "Try",
        StmtKind::Assert { .. } => "Assert",
        StmtKind::Import(_) => "Import",
        StmtKind::ImportFrom { .. } => "ImportFrom",
        StmtKind::Global(_) => "Global",
        StmtKind::Nonlocal(_) => "Nonlocal",
        StmtKind::Expr(_) => "Expr",
        StmtKind::Pass => "Pass",
        StmtKind::Break => "Break",
        StmtKind::Continue => "Continue",
    }
}

fn class_of_expression(kind: &ExprKind) -> &'static str {
    match kind {
        ExprKind::Constant(_) => "Constant",
        ExprKind::Name(_) => "Name",
        ExprKind::Bool { .. } => "BoolOp",
        ExprKind::Named { .. } => "NamedExpr",
        ExprKind::Binary { .. } => "BinOp",
        ExprKind::Unary { .. } => "UnaryOp",
        ExprKind::Lambda { .. } => "Lambda",
        ExprKind::Conditional { .. } => "IfExp",
        ExprKind::Dict(_) => "Dict",
        ExprKind::Set(_) => "Set",
        ExprKind::Comprehension(comprehension) => match comprehension.kind {
            ComprehensionKind::List => "ListComp",
            ComprehensionKind::Set => "SetComp",
            ComprehensionKind::Dict => "DictComp",
            ComprehensionKind::Generator => "GeneratorExp",
        },
        ExprKind::Yield(_) => "Yield",
        ExprKind::Compare { .. } => "Compare",
        ExprKind::Call { .. } => "Call",
        ExprKind::FString(_) => "JoinedStr",
        ExprKind::FormattedValue { .. } => "FormattedValue",
        ExprKind::Attribute { .. } => "Attribute",
        ExprKind::Subscript { .. } => "Subscript",
        ExprKind::Slice { .. } => "Slice",
        ExprKind::Starred(_) => "Starred",
        ExprKind::List(_) => "List",
        ExprKind::Tuple(_) => "Tuple",
    }
}

fn binary(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "Add",
        BinaryOp::Subtract => "Sub",
        BinaryOp::Multiply => "Mult",
        BinaryOp::MatrixMultiply => "MatMult",
        BinaryOp::Divide => "Div",
        BinaryOp::FloorDivide => "FloorDiv",
        BinaryOp::Modulo => "Mod",
        BinaryOp::Power => "Pow",
        BinaryOp::LeftShift => "LShift",
        BinaryOp::RightShift => "RShift",
        BinaryOp::And => "BitAnd",
        BinaryOp::Or => "BitOr",
        BinaryOp::Xor => "BitXor",
    }
}

fn comparison(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Less => "Lt",
        CompareOp::LessEqual => "LtE",
        CompareOp::Equal => "Eq",
        CompareOp::NotEqual => "NotEq",
        CompareOp::Greater => "Gt",
        CompareOp::GreaterEqual => "GtE",
        CompareOp::In => "In",
        CompareOp::NotIn => "NotIn",
        CompareOp::Is => "Is",
        CompareOp::IsNot => "IsNot",
    }
}
