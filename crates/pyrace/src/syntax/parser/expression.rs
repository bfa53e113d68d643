//! Expressions with operators.

use super::{Parser, Result};
use crate::code::Version;
use crate::source::{Diagnostic, Span};
use crate::syntax::ast::{BinaryOp, BoolOp, CompareOp, Expr, ExprKind, UnaryOp};
use crate::syntax::token::{Keyword, Op, TokenKind};

/// Left-associative binary operators; a higher number binds tighter.
fn binary_operator(kind: &TokenKind) -> Option<(BinaryOp, u8)> {
    let TokenKind::Op(op) = kind else { return None };
    Some(match op {
        Op::Pipe => (BinaryOp::Or, 1),
        Op::Caret => (BinaryOp::Xor, 2),
        Op::Ampersand => (BinaryOp::And, 3),
        Op::LeftShift => (BinaryOp::LeftShift, 4),
        Op::RightShift => (BinaryOp::RightShift, 4),
        Op::Plus => (BinaryOp::Add, 5),
        Op::Minus => (BinaryOp::Subtract, 5),
        Op::Star => (BinaryOp::Multiply, 6),
        Op::Slash => (BinaryOp::Divide, 6),
        Op::DoubleSlash => (BinaryOp::FloorDivide, 6),
        Op::Percent => (BinaryOp::Modulo, 6),
        Op::At => (BinaryOp::MatrixMultiply, 6),
        _ => return None,
    })
}

impl Parser<'_> {
    /// Expressions with commas: the value of an assignment, `return` or `for`.
    pub(super) fn star_expressions(&mut self) -> Result<Expr> {
        Ok(self.comma_list(Self::star_expression)?.0)
    }

    /// As [`Self::star_expressions`], where unpacking without parentheses came with 3.9.
    pub(super) fn star_expressions_since_3_9(&mut self, what: &'static str) -> Result<Expr> {
        let (value, bare_tuple) = self.comma_list(Self::star_expression)?;
        if let ExprKind::Tuple(items) = &value.kind
            && bare_tuple
            && items.iter().any(|i| matches!(i.kind, ExprKind::Starred(_)))
        {
            self.note(Version::V3_9, value.span, what);
        }
        Ok(value)
    }

    /// As [`Self::star_expressions`], where `:=` is allowed without parentheses (an index).
    pub(super) fn star_named_expressions(&mut self) -> Result<Expr> {
        Ok(self.comma_list(Self::star_named_expression)?.0)
    }

    /// The expression, and whether it is a tuple without parentheses.
    fn comma_list(&mut self, item: fn(&mut Self) -> Result<Expr>) -> Result<(Expr, bool)> {
        let start = self.span();
        let first = item(self)?;
        if !self.is_op(Op::Comma) {
            return Ok((first, false));
        }
        let mut items = vec![first];
        while self.eat_op(Op::Comma) {
            if !self.starts_expression() {
                break;
            }
            items.push(item(self)?);
        }
        let tuple = self.node(ExprKind::Tuple(items), self.span_from(start))?;
        Ok((tuple, true))
    }

    /// Notes that `:=` stands without parentheses in an expression that began at `start`, in a place
    /// that allows it from a version on.
    pub(super) fn note_bare_walrus(
        &mut self,
        value: &Expr,
        start: Span,
        version: Version,
        what: &'static str,
    ) {
        // The parentheses around an expression are no part of it.
        if matches!(value.kind, ExprKind::Named { .. }) && value.span.start == start.start {
            self.note(version, value.span, what);
        }
    }

    /// Whether the token can begin an expression. After a comma that decides if the list goes on.
    pub(super) fn starts_expression(&self) -> bool {
        match self.kind() {
            TokenKind::Name(_)
            | TokenKind::Int(_)
            | TokenKind::Float(_)
            | TokenKind::Str(_)
            | TokenKind::FString(_) => true,
            TokenKind::Keyword(keyword) => matches!(
                keyword,
                Keyword::None
                    | Keyword::True
                    | Keyword::False
                    | Keyword::Not
                    | Keyword::Lambda
                    | Keyword::Await
                    | Keyword::Yield
            ),
            TokenKind::Op(op) => matches!(
                op,
                Op::LeftParen
                    | Op::LeftBracket
                    | Op::LeftBrace
                    | Op::Plus
                    | Op::Minus
                    | Op::Tilde
                    | Op::Star
                    | Op::Ellipsis
            ),
            _ => false,
        }
    }

    pub(super) fn star_expression(&mut self) -> Result<Expr> {
        if self.is_op(Op::Star) {
            return self.starred();
        }
        self.expression()
    }

    pub(super) fn star_named_expression(&mut self) -> Result<Expr> {
        if self.is_op(Op::Star) {
            return self.starred();
        }
        self.named_expression()
    }

    fn starred(&mut self) -> Result<Expr> {
        let start = self.span();
        self.expect_op(Op::Star)?;
        let value = self.nested(|p| p.binary(1))?;
        self.node(ExprKind::Starred(Box::new(value)), self.span_from(start))
    }

    /// An expression or `name := expression`.
    pub(super) fn named_expression(&mut self) -> Result<Expr> {
        let start = self.span();
        let target = self.expression()?;
        if !self.is_op(Op::ColonEqual) {
            return Ok(target);
        }
        if !matches!(target.kind, ExprKind::Name(_)) {
            let what = target.kind.describe();
            return Err(Diagnostic::new(
                target.span,
                format!("cannot use assignment expressions with {what}"),
            ));
        }
        self.at += 1;
        let value = self.expression()?;
        let kind = ExprKind::Named {
            target: Box::new(target),
            value: Box::new(value),
        };
        self.node(kind, self.span_from(start))
    }

    /// A conditional expression, a lambda, or what binds tighter.
    pub(super) fn expression(&mut self) -> Result<Expr> {
        self.nested(|p| {
            if p.is_keyword(Keyword::Lambda) {
                return p.lambda();
            }
            let start = p.span();
            let body = p.disjunction()?;
            if !p.is_keyword(Keyword::If) {
                return Ok(body);
            }
            p.at += 1;
            let test = p.disjunction()?;
            if !p.is_keyword(Keyword::Else) {
                return Err(Diagnostic::new(
                    p.span_from(start),
                    "expected 'else' after 'if' expression",
                ));
            }
            p.at += 1;
            let orelse = p.expression()?;
            let kind = ExprKind::Conditional {
                test: Box::new(test),
                body: Box::new(body),
                orelse: Box::new(orelse),
            };
            p.node(kind, p.span_from(start))
        })
    }

    pub(super) fn disjunction(&mut self) -> Result<Expr> {
        self.boolean(Keyword::Or, BoolOp::Or, |p| {
            p.boolean(Keyword::And, BoolOp::And, Self::inversion)
        })
    }

    fn boolean(
        &mut self,
        keyword: Keyword,
        op: BoolOp,
        operand: impl Fn(&mut Self) -> Result<Expr>,
    ) -> Result<Expr> {
        let start = self.span();
        let first = operand(self)?;
        if !self.is_keyword(keyword) {
            return Ok(first);
        }
        let mut values = vec![first];
        while self.eat_keyword(keyword) {
            values.push(operand(self)?);
        }
        self.node(ExprKind::Bool { op, values }, self.span_from(start))
    }

    fn inversion(&mut self) -> Result<Expr> {
        if !self.is_keyword(Keyword::Not) {
            return self.comparison();
        }
        let start = self.span();
        self.at += 1;
        let operand = self.nested(Self::inversion)?;
        let kind = ExprKind::Unary {
            op: UnaryOp::Not,
            operand: Box::new(operand),
        };
        self.node(kind, self.span_from(start))
    }

    fn comparison(&mut self) -> Result<Expr> {
        let start = self.span();
        let left = self.binary(1)?;
        let mut ops = Vec::new();
        while let Some(op) = self.comparison_operator() {
            ops.push((op, self.binary(1)?));
        }
        if ops.is_empty() {
            return Ok(left);
        }
        let kind = ExprKind::Compare {
            left: Box::new(left),
            ops,
        };
        self.node(kind, self.span_from(start))
    }

    fn comparison_operator(&mut self) -> Option<CompareOp> {
        let (op, length) = match self.kind() {
            TokenKind::Op(op) => match op {
                Op::Less => (CompareOp::Less, 1),
                Op::LessEqual => (CompareOp::LessEqual, 1),
                Op::EqualEqual => (CompareOp::Equal, 1),
                Op::NotEqual => (CompareOp::NotEqual, 1),
                Op::Greater => (CompareOp::Greater, 1),
                Op::GreaterEqual => (CompareOp::GreaterEqual, 1),
                _ => return None,
            },
            TokenKind::Keyword(Keyword::In) => (CompareOp::In, 1),
            TokenKind::Keyword(Keyword::Not)
                if *self.kind_ahead(1) == TokenKind::Keyword(Keyword::In) =>
            {
                (CompareOp::NotIn, 2)
            }
            TokenKind::Keyword(Keyword::Is) => {
                if *self.kind_ahead(1) == TokenKind::Keyword(Keyword::Not) {
                    (CompareOp::IsNot, 2)
                } else {
                    (CompareOp::Is, 1)
                }
            }
            _ => return None,
        };
        self.at += length;
        Some(op)
    }

    /// Binary operators that bind at least as tightly as `min_power`.
    pub(super) fn binary(&mut self, min_power: u8) -> Result<Expr> {
        let start = self.span();
        let mut left = self.unary()?;
        while let Some((op, power)) = binary_operator(self.kind()) {
            if power < min_power {
                break;
            }
            self.at += 1;
            let right = self.nested(|p| p.binary(power + 1))?;
            let kind = ExprKind::Binary {
                left: Box::new(left),
                op,
                right: Box::new(right),
            };
            left = self.node(kind, self.span_from(start))?;
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr> {
        let op = match self.kind() {
            TokenKind::Op(Op::Plus) => UnaryOp::Plus,
            TokenKind::Op(Op::Minus) => UnaryOp::Minus,
            TokenKind::Op(Op::Tilde) => UnaryOp::Invert,
            _ => return self.power(),
        };
        let start = self.span();
        self.at += 1;
        let operand = self.nested(Self::unary)?;
        let kind = ExprKind::Unary {
            op,
            operand: Box::new(operand),
        };
        self.node(kind, self.span_from(start))
    }

    fn power(&mut self) -> Result<Expr> {
        let start = self.span();
        let base = self.primary()?;
        if !self.eat_op(Op::DoubleStar) {
            return Ok(base);
        }
        let exponent = self.nested(Self::unary)?;
        let kind = ExprKind::Binary {
            left: Box::new(base),
            op: BinaryOp::Power,
            right: Box::new(exponent),
        };
        self.node(kind, self.span_from(start))
    }

    /// An atom with attributes, indexes and calls after it.
    pub(super) fn primary(&mut self) -> Result<Expr> {
        let start = self.span();
        let mut value = self.nested(Self::atom)?;
        loop {
            let kind = match self.kind() {
                TokenKind::Op(Op::Dot) => {
                    self.at += 1;
                    ExprKind::Attribute {
                        value: Box::new(value),
                        name: self.name()?,
                    }
                }
                TokenKind::Op(Op::LeftParen) => {
                    let (args, keywords) = self.arguments()?;
                    ExprKind::Call {
                        function: Box::new(value),
                        args,
                        keywords,
                    }
                }
                TokenKind::Op(Op::LeftBracket) => ExprKind::Subscript {
                    value: Box::new(value),
                    index: Box::new(self.index()?),
                },
                _ => return Ok(value),
            };
            value = self.node(kind, self.span_from(start))?;
        }
    }

    /// `[index]`: expressions and slices with commas.
    fn index(&mut self) -> Result<Expr> {
        self.expect_op(Op::LeftBracket)?;
        let start = self.span();
        if self.is_op(Op::RightBracket) {
            return Err(self.unexpected());
        }
        let first = self.slice()?;
        let mut comma = false;
        let mut items = vec![first];
        while self.eat_op(Op::Comma) {
            comma = true;
            if self.is_op(Op::RightBracket) {
                break;
            }
            items.push(self.slice()?);
        }
        let span = self.span_from(start);
        self.close_after(items[items.len() - 1].span, Op::RightBracket)?;
        if let Some(star) = items
            .iter()
            .find(|e| matches!(e.kind, ExprKind::Starred(_)))
        {
            let span = star.span;
            self.note(Version::V3_11, span, "a starred expression in an index");
            comma = true;
        }
        match (items.pop(), comma) {
            (Some(only), false) => Ok(only),
            (last, _) => {
                items.extend(last);
                self.node(ExprKind::Tuple(items), span)
            }
        }
    }

    fn slice(&mut self) -> Result<Expr> {
        let start = self.span();
        let mut bounds = [None, None, None];
        let mut colons = 0;
        if !self.is_op(Op::Colon) {
            let first = self.star_named_expression()?;
            if !self.is_op(Op::Colon) {
                let what = "`:=` in an index without parentheses";
                self.note_bare_walrus(&first, start, Version::V3_10, what);
                return Ok(first);
            }
            bounds[0] = Some(Box::new(first));
        }
        while colons < 2 && self.eat_op(Op::Colon) {
            colons += 1;
            if !matches!(
                self.kind(),
                TokenKind::Op(Op::Colon | Op::Comma | Op::RightBracket)
            ) {
                bounds[colons] = Some(Box::new(self.expression()?));
            }
        }
        let [start_bound, stop, step] = bounds;
        let kind = ExprKind::Slice {
            start: start_bound,
            stop,
            step,
        };
        self.node(kind, self.span_from(start))
    }

    /// Expects a closing bracket after an expression that began at `last`; if another one follows instead,
    /// a comma is probably missing.
    pub(super) fn close_after(&mut self, last: Span, op: Op) -> Result<()> {
        let follows_operand = matches!(
            self.kind(),
            TokenKind::Name(_)
                | TokenKind::Int(_)
                | TokenKind::Float(_)
                | TokenKind::Str(_)
                | TokenKind::FString(_)
        );
        if follows_operand {
            // As in CPython the place is both expressions: the comma belongs to the first one's line.
            return Err(Diagnostic::new(
                last.to(self.span()),
                "invalid syntax. Perhaps you forgot a comma?",
            ));
        }
        self.close(op)
    }

    pub(super) fn close(&mut self, op: Op) -> Result<()> {
        if self.eat_op(op) {
            return Ok(());
        }
        Err(self.unexpected())
    }
}
