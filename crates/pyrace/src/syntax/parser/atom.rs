//! Names, literals, displays and comprehensions.

use super::{Parser, Result};
use crate::code::{Const, Float, Version};
use crate::source::{Diagnostic, Span};
use crate::syntax::ast::{Comprehension, ComprehensionKind, Expr, ExprKind, ForClause};
use crate::syntax::token::{Keyword, Op, TokenKind};

impl Parser<'_> {
    pub(super) fn atom(&mut self) -> Result<Expr> {
        let span = self.span();
        let constant = match self.kind() {
            TokenKind::Name(name) => {
                let kind = ExprKind::Name(name.clone());
                self.at += 1;
                return self.node(kind, span);
            }
            TokenKind::Int(value) => Const::Int(value.clone()),
            TokenKind::Float(value) => Const::Float(Float(*value)),
            TokenKind::Str(_) | TokenKind::FString(_) => return self.strings(),
            TokenKind::Keyword(Keyword::None) => Const::None,
            TokenKind::Keyword(Keyword::True) => Const::Bool(true),
            TokenKind::Keyword(Keyword::False) => Const::Bool(false),
            TokenKind::Op(Op::Ellipsis) => Const::Ellipsis,
            TokenKind::Op(Op::LeftParen) => return self.parenthesised(),
            TokenKind::Op(Op::LeftBracket) => return self.list(),
            TokenKind::Op(Op::LeftBrace) => return self.braces(),
            TokenKind::Keyword(Keyword::Await) => {
                return Err(Parser::unsupported(
                    span,
                    "`await` is",
                    "the explorer runs threads, not coroutines",
                ));
            }
            TokenKind::Keyword(Keyword::Yield) => {
                return Err(self
                    .unexpected()
                    .with_hint("put parentheses around a `yield` inside an expression"));
            }
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        self.node(ExprKind::Constant(constant), span)
    }

    /// `()`, `(a)`, `(a, b)`, `(yield)` or a generator expression.
    fn parenthesised(&mut self) -> Result<Expr> {
        let start = self.span();
        self.expect_op(Op::LeftParen)?;
        if self.eat_op(Op::RightParen) {
            return self.node(ExprKind::Tuple(Vec::new()), self.span_from(start));
        }
        if self.is_keyword(Keyword::Yield) {
            let value = self.yield_expression()?;
            self.close(Op::RightParen)?;
            return Ok(value);
        }
        let first = self.star_named_expression()?;
        if self.starts_comprehension() {
            let clauses = self.for_clauses(&first)?;
            self.close(Op::RightParen)?;
            return self.comprehension(ComprehensionKind::Generator, first, None, clauses, start);
        }
        if !self.is_op(Op::Comma) {
            if self.is_op(Op::Equal) && !matches!(first.kind, ExprKind::Starred(_)) {
                return Err(self.equal_in_expression(&first));
            }
            self.close_after(first.span, Op::RightParen)?;
            if matches!(first.kind, ExprKind::Starred(_)) {
                return Err(Diagnostic::new(
                    first.span,
                    "cannot use starred expression here",
                ));
            }
            return Ok(first);
        }
        let items = self.rest_of_items(first, Op::RightParen, Self::star_named_expression)?;
        self.node(ExprKind::Tuple(items), self.span_from(start))
    }

    fn list(&mut self) -> Result<Expr> {
        let start = self.span();
        self.expect_op(Op::LeftBracket)?;
        if self.eat_op(Op::RightBracket) {
            return self.node(ExprKind::List(Vec::new()), self.span_from(start));
        }
        let first = self.star_named_expression()?;
        if self.starts_comprehension() {
            let clauses = self.for_clauses(&first)?;
            self.close(Op::RightBracket)?;
            return self.comprehension(ComprehensionKind::List, first, None, clauses, start);
        }
        let items = self.rest_of_items(first, Op::RightBracket, Self::star_named_expression)?;
        self.node(ExprKind::List(items), self.span_from(start))
    }

    /// The rest of `first, b, c` and the closing bracket.
    fn rest_of_items(
        &mut self,
        first: Expr,
        close: Op,
        item: fn(&mut Self) -> Result<Expr>,
    ) -> Result<Vec<Expr>> {
        let mut items = vec![first];
        while self.eat_op(Op::Comma) {
            if self.is_op(close) {
                break;
            }
            items.push(item(self)?);
        }
        let last = items[items.len() - 1].span;
        self.close_after(last, close)?;
        Ok(items)
    }

    fn set_item(&mut self) -> Result<Expr> {
        let start = self.span();
        let item = self.star_named_expression()?;
        let what = "`:=` in a set without parentheses";
        self.note_bare_walrus(&item, start, Version::V3_9, what);
        Ok(item)
    }

    /// A dict, a set, or a comprehension of one.
    fn braces(&mut self) -> Result<Expr> {
        let start = self.span();
        self.expect_op(Op::LeftBrace)?;
        if self.eat_op(Op::RightBrace) {
            return self.node(ExprKind::Dict(Vec::new()), self.span_from(start));
        }
        if self.is_op(Op::DoubleStar) {
            return self.dict(Vec::new(), start);
        }
        let first = self.set_item()?;
        if self.eat_op(Op::Colon) {
            let value = self.dict_value()?;
            if self.starts_comprehension() {
                let clauses = self.for_clauses(&first)?;
                self.close(Op::RightBrace)?;
                let kind = ComprehensionKind::Dict;
                return self.comprehension(kind, first, Some(value), clauses, start);
            }
            return self.dict(vec![(Some(first), value)], start);
        }
        if self.starts_comprehension() {
            let clauses = self.for_clauses(&first)?;
            self.close(Op::RightBrace)?;
            return self.comprehension(ComprehensionKind::Set, first, None, clauses, start);
        }
        let items = self.rest_of_items(first, Op::RightBrace, Self::set_item)?;
        self.node(ExprKind::Set(items), self.span_from(start))
    }

    /// The rest of a dict display after its first items.
    fn dict(&mut self, mut items: Vec<(Option<Expr>, Expr)>, start: Span) -> Result<Expr> {
        if !items.is_empty() && !self.is_op(Op::RightBrace) {
            if !self.is_op(Op::Comma) {
                self.close_after(items[0].1.span, Op::RightBrace)?;
            }
            self.expect_op(Op::Comma)?;
        }
        while !self.is_op(Op::RightBrace) {
            let item = self.span();
            if self.eat_op(Op::DoubleStar) {
                let value = self.nested(|p| p.binary(1))?;
                if self.starts_comprehension() {
                    return Err(unpacking_in_comprehension(
                        Span::new(item.start, item.start + 2),
                        "write two `for`: {key: part[key] for part in parts for key in part}",
                    ));
                }
                items.push((None, value));
            } else {
                let key = self.expression()?;
                if !self.eat_op(Op::Colon) {
                    return Err(Diagnostic::new(
                        key.span,
                        "':' expected after dictionary key",
                    ));
                }
                items.push((Some(key), self.dict_value()?));
            }
            if !self.eat_op(Op::Comma) {
                self.close_after(items[items.len() - 1].1.span, Op::RightBrace)?;
                return self.node(ExprKind::Dict(items), self.span_from(start));
            }
        }
        self.close(Op::RightBrace)?;
        self.node(ExprKind::Dict(items), self.span_from(start))
    }

    fn dict_value(&mut self) -> Result<Expr> {
        if matches!(self.kind(), TokenKind::Op(Op::Comma | Op::RightBrace)) {
            return Err(Diagnostic::new(
                self.tokens[self.at - 1].span,
                "expression expected after dictionary key and ':'",
            ));
        }
        if self.is_op(Op::Star) {
            return Err(self.error_here("cannot use a starred expression in a dictionary value"));
        }
        self.expression()
    }

    pub(super) fn starts_comprehension(&self) -> bool {
        matches!(
            self.kind(),
            TokenKind::Keyword(Keyword::For | Keyword::Async)
        )
    }

    /// The `for` and `if` clauses after an element.
    pub(super) fn for_clauses(&mut self, element: &Expr) -> Result<Vec<ForClause>> {
        if matches!(element.kind, ExprKind::Starred(_)) {
            return Err(unpacking_in_comprehension(
                element.span,
                "write a second `for`: [x for part in parts for x in part]",
            ));
        }
        let mut clauses = Vec::new();
        loop {
            if self.is_keyword(Keyword::Async) {
                return Err(Parser::unsupported(
                    self.span(),
                    "`async` is",
                    "the explorer runs threads, not coroutines",
                ));
            }
            if !self.eat_keyword(Keyword::For) {
                return Ok(clauses);
            }
            let target = self.for_target()?;
            self.expect_keyword(Keyword::In)?;
            let iter = self.nested(Self::disjunction)?;
            let mut tests = Vec::new();
            while self.eat_keyword(Keyword::If) {
                tests.push(self.nested(|p| {
                    let test = p.disjunction()?;
                    p.walrus_after(test)
                })?);
            }
            clauses.push(ForClause {
                target,
                iter,
                tests,
            });
        }
    }

    /// `name := value` where only a disjunction may stand on the left.
    fn walrus_after(&mut self, target: Expr) -> Result<Expr> {
        if !self.is_op(Op::ColonEqual) {
            return Ok(target);
        }
        let ExprKind::Name(_) = target.kind else {
            return Err(self.unexpected());
        };
        self.at += 1;
        let start = target.span;
        let value = self.disjunction()?;
        let kind = ExprKind::Named {
            target: Box::new(target),
            value: Box::new(value),
        };
        self.node(kind, self.span_from(start))
    }

    pub(super) fn comprehension(
        &mut self,
        kind: ComprehensionKind,
        element: Expr,
        value: Option<Expr>,
        clauses: Vec<ForClause>,
        start: Span,
    ) -> Result<Expr> {
        let kind = ExprKind::Comprehension(Box::new(Comprehension {
            kind,
            element,
            value,
            clauses,
        }));
        self.node(kind, self.span_from(start))
    }

    /// `yield` or `yield value`
    pub(super) fn yield_expression(&mut self) -> Result<Expr> {
        let start = self.span();
        self.expect_keyword(Keyword::Yield)?;
        if self.is_keyword(Keyword::From) {
            return Err(Parser::unsupported(
                self.span_from(start).to(self.span()),
                "`yield from` is",
                "write a loop: for item in items: yield item",
            ));
        }
        let value = if self.starts_expression() && !self.is_keyword(Keyword::Yield) {
            Some(Box::new(self.star_expressions()?))
        } else {
            None
        };
        self.node(ExprKind::Yield(value), self.span_from(start))
    }

    /// The message for `a = b` where an expression is expected.
    pub(super) fn equal_in_expression(&self, left: &Expr) -> Diagnostic {
        let message = match &left.kind {
            ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => {
                "invalid syntax. Maybe you meant '==' or ':=' instead of '='?".to_owned()
            }
            other => format!(
                "cannot assign to {} here. Maybe you meant '==' instead of '='?",
                other.describe()
            ),
        };
        Diagnostic::new(left.span, message)
    }

    pub(super) fn since(&mut self, version: Version, span: Span, what: &'static str) {
        self.note(version, span, what);
    }
}

/// Came with 3.15 (PEP 798).
fn unpacking_in_comprehension(span: Span, hint: &str) -> Diagnostic {
    let message = "unpacking in a comprehension is not supported by the explorer";
    Diagnostic::new(span, message).with_hint(hint)
}
