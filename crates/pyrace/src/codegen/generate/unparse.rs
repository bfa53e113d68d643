//! The text of an annotation that is a string, as `Python/ast_unparse.c` writes it.

use super::Result;
use crate::code::{Const, Float, Version, write_str_repr};
use crate::source::{Diagnostic, Span};
use crate::syntax::ast::{BinaryOp, Expr, ExprKind, KeywordArg, UnaryOp};

/// How tightly operators bind; from here on there are none.
const TUPLE: u32 = 0;
const TEST: u32 = 1;
const NOT: u32 = 4;
const EXPR: u32 = 6;
const FACTOR: u32 = 12;
const ATOM: u32 = 15;

fn operator(op: BinaryOp) -> (&'static str, u32) {
    match op {
        BinaryOp::Or => ("|", 6),
        BinaryOp::Xor => ("^", 7),
        BinaryOp::And => ("&", 8),
        BinaryOp::LeftShift => ("<<", 9),
        BinaryOp::RightShift => (">>", 9),
        BinaryOp::Add => ("+", 10),
        BinaryOp::Subtract => ("-", 10),
        BinaryOp::Multiply => ("*", 11),
        BinaryOp::MatrixMultiply => ("@", 11),
        BinaryOp::Divide => ("/", 11),
        BinaryOp::FloorDivide => ("//", 11),
        BinaryOp::Modulo => ("%", 11),
        BinaryOp::Power => ("**", 13),
    }
}

/// The text of an annotation.
pub(super) fn unparse(annotation: &Expr, version: Version) -> Result<String> {
    let mut writer = Writer {
        text: String::new(),
        version,
    };
    writer.expr(annotation, TEST)?;
    Ok(writer.text)
}

struct Writer {
    text: String,
    version: Version,
}

impl Writer {
    fn expr(&mut self, expr: &Expr, level: u32) -> Result<()> {
        match &expr.kind {
            ExprKind::Constant(value) => return self.constant(value, expr.span),
            ExprKind::Name(name) => self.text.push_str(name),
            ExprKind::Attribute { value, name } => {
                self.expr(value, ATOM)?;
                if matches!(value.kind, ExprKind::Constant(Const::Int(_))) {
                    self.text.push(' ');
                }
                self.text.push('.');
                self.text.push_str(&name.name);
            }
            ExprKind::Subscript { value, index } => {
                self.expr(value, ATOM)?;
                self.text.push('[');
                self.expr(index, TUPLE)?;
                self.text.push(']');
            }
            ExprKind::Starred(value) => {
                self.text.push('*');
                self.expr(value, EXPR)?;
            }
            ExprKind::List(items) => {
                self.text.push('[');
                self.list(items, &[])?;
                self.text.push(']');
            }
            ExprKind::Tuple(items) => {
                let parentheses = level > TUPLE || items.is_empty();
                return self.parenthesised(parentheses, |writer| {
                    writer.list(items, &[])?;
                    if items.len() == 1 {
                        writer.text.push(',');
                    }
                    Ok(())
                });
            }
            ExprKind::Call {
                function,
                args,
                keywords,
            } => {
                self.expr(function, ATOM)?;
                self.text.push('(');
                self.list(args, keywords)?;
                self.text.push(')');
            }
            ExprKind::Binary { left, op, right } => {
                let (symbol, binds) = operator(*op);
                let from_the_right = u32::from(*op == BinaryOp::Power);
                return self.parenthesised(level > binds, |writer| {
                    writer.expr(left, binds + from_the_right)?;
                    for part in [" ", symbol, " "] {
                        writer.text.push_str(part);
                    }
                    writer.expr(right, binds + 1 - from_the_right)
                });
            }
            ExprKind::Unary { op, operand } => {
                let (symbol, binds) = match op {
                    UnaryOp::Plus => ("+", FACTOR),
                    UnaryOp::Minus => ("-", FACTOR),
                    UnaryOp::Invert => ("~", FACTOR),
                    UnaryOp::Not => ("not ", NOT),
                };
                return self.parenthesised(level > binds, |writer| {
                    writer.text.push_str(symbol);
                    writer.expr(operand, binds)
                });
            }
            _ => return Err(refused(expr.span)),
        }
        Ok(())
    }

    fn parenthesised(
        &mut self,
        parentheses: bool,
        inside: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        if parentheses {
            self.text.push('(');
        }
        inside(self)?;
        if parentheses {
            self.text.push(')');
        }
        Ok(())
    }

    fn list(&mut self, items: &[Expr], keywords: &[KeywordArg]) -> Result<()> {
        for (i, item) in items.iter().enumerate() {
            self.comma(i);
            self.expr(item, TEST)?;
        }
        for (i, keyword) in keywords.iter().enumerate() {
            self.comma(items.len() + i);
            match &keyword.name {
                Some(name) => {
                    self.text.push_str(&name.name);
                    self.text.push('=');
                    self.expr(&keyword.value, TEST)?;
                }
                None => {
                    self.text.push_str("**");
                    self.expr(&keyword.value, EXPR)?;
                }
            }
        }
        Ok(())
    }

    fn comma(&mut self, at: usize) {
        if at > 0 {
            self.text.push_str(", ");
        }
    }

    fn constant(&mut self, value: &Const, span: Span) -> Result<()> {
        match value {
            Const::None => self.text.push_str("None"),
            Const::Bool(true) => self.text.push_str("True"),
            Const::Bool(false) => self.text.push_str("False"),
            Const::Ellipsis => self.text.push_str("..."),
            Const::Int(value) => self.text.push_str(&value.to_string()),
            // From 3.9 on infinity is written as a number that is too large.
            Const::Float(Float(value)) if value.is_infinite() && self.version >= Version::V3_9 => {
                self.text.push_str("1e309");
            }
            Const::Float(value) => self.text.push_str(&value.to_string()),
            // Writing to a string does not fail.
            Const::Str(text) => _ = write_str_repr(&mut self.text, text),
            // 3.8 has folded the annotation.
            Const::Tuple(items) => {
                return self.parenthesised(true, |writer| {
                    for (i, item) in items.iter().enumerate() {
                        writer.comma(i);
                        writer.constant(item, span)?;
                    }
                    if items.len() == 1 {
                        writer.text.push(',');
                    }
                    Ok(())
                });
            }
            _ => return Err(refused(span)),
        }
        Ok(())
    }
}

fn refused(span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        "an annotation of this form is not supported by the explorer after `from __future__ import \
         annotations`",
    )
    .with_hint("give the type a name before, and annotate with the name")
}
