//! The arguments of calls and class headers.

use super::{Parser, Result};
use crate::code::Version;
use crate::source::Diagnostic;
use crate::syntax::ast::{ComprehensionKind, Expr, ExprKind, Ident, KeywordArg};
use crate::syntax::token::{Op, TokenKind};

impl Parser<'_> {
    /// `(a, *b, name=c, **d)`
    pub(super) fn arguments(&mut self) -> Result<(Vec<Expr>, Vec<KeywordArg>)> {
        let open = self.span();
        self.expect_op(Op::LeftParen)?;
        let mut args = Vec::new();
        let mut keywords: Vec<KeywordArg> = Vec::new();
        while !self.is_op(Op::RightParen) {
            let start = self.span();
            if self.eat_op(Op::DoubleStar) {
                let value = self.expression()?;
                keywords.push(KeywordArg {
                    name: None,
                    value,
                    span: self.span_from(start),
                });
            } else if let Some(name) = self.keyword_name()? {
                if keywords
                    .iter()
                    .any(|k| k.name.as_ref().is_some_and(|n| n.name == name.name))
                {
                    return Err(Diagnostic::new(
                        name.span,
                        format!("keyword argument repeated: {}", name.name),
                    ));
                }
                if matches!(self.kind(), TokenKind::Op(Op::Comma | Op::RightParen)) {
                    return Err(Diagnostic::new(
                        self.span_from(start),
                        "expected argument value expression",
                    ));
                }
                let value = self.expression()?;
                keywords.push(KeywordArg {
                    name: Some(name),
                    value,
                    span: self.span_from(start),
                });
            } else {
                args.push(self.positional_argument(open, args.len(), &keywords)?);
            }
            if !self.eat_op(Op::Comma) {
                self.close_after(start, Op::RightParen)?;
                return Ok((args, keywords));
            }
        }
        self.close(Op::RightParen)?;
        Ok((args, keywords))
    }

    /// Reads `name =`.
    fn keyword_name(&mut self) -> Result<Option<Ident>> {
        if *self.kind_ahead(1) != TokenKind::Op(Op::Equal) {
            return Ok(None);
        }
        match self.kind() {
            TokenKind::Name(_) => {
                let name = self.name()?;
                self.at += 1;
                Ok(Some(name))
            }
            TokenKind::Keyword(keyword) if matches!(keyword.text(), "None" | "True" | "False") => {
                let span = self.span();
                Err(Diagnostic::new(
                    span,
                    format!("cannot assign to {}", keyword.text()),
                ))
            }
            _ => Ok(None),
        }
    }

    fn positional_argument(
        &mut self,
        open: crate::source::Span,
        before: usize,
        keywords: &[KeywordArg],
    ) -> Result<Expr> {
        let start = self.span();
        if self.is_op(Op::Star) {
            self.at += 1;
            let value = self.expression()?;
            if keywords.iter().any(|k| k.name.is_none()) {
                return Err(Diagnostic::new(
                    self.span_from(start),
                    "iterable argument unpacking follows keyword argument unpacking",
                ));
            }
            return self.node(ExprKind::Starred(Box::new(value)), self.span_from(start));
        }
        let value = self.named_expression()?;
        if self.starts_comprehension() {
            let clauses = self.for_clauses(&value)?;
            let alone = before == 0 && keywords.is_empty() && self.is_op(Op::RightParen);
            if !alone {
                return Err(Diagnostic::new(
                    self.span_from(start),
                    "Generator expression must be parenthesized",
                ));
            }
            let what = "`:=` in a generator expression without parentheses of its own";
            self.note_bare_walrus(&value, start, Version::V3_9, what);
            // The call's parentheses belong to the generator expression.
            let mut generator =
                self.comprehension(ComprehensionKind::Generator, value, None, clauses, start)?;
            generator.span = open.to(self.span());
            return Ok(generator);
        }
        if self.is_op(Op::Equal) {
            return Err(Diagnostic::new(
                value.span,
                "expression cannot contain assignment, perhaps you meant \"==\"?",
            ));
        }
        if let Some(keyword) = keywords.first() {
            let message = if keywords.iter().any(|k| k.name.is_none()) {
                "positional argument follows keyword argument unpacking"
            } else {
                "positional argument follows keyword argument"
            };
            return Err(Diagnostic::new(keyword.span.to(value.span), message));
        }
        Ok(value)
    }
}
