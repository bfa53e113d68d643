//! Parameters, lambdas and function definitions.

use super::{Parser, Result};
use crate::sorted::SortedSet;
use crate::source::{Diagnostic, Span};
use crate::syntax::ast::{Expr, ExprKind, FunctionDef, Parameter, Parameters, StmtKind};
use crate::syntax::token::{Keyword, Op, TokenKind};

impl Parser<'_> {
    pub(super) fn lambda(&mut self) -> Result<Expr> {
        let start = self.span();
        self.expect_keyword(Keyword::Lambda)?;
        let params = self.parameters(Op::Colon, false)?;
        self.expect_op(Op::Colon)?;
        let body = self.expression()?;
        let kind = ExprKind::Lambda {
            params: Box::new(params),
            body: Box::new(body),
        };
        self.node(kind, self.span_from(start))
    }

    /// `def name(parameters) -> returns: body`, after the decorators.
    pub(super) fn function(&mut self, decorators: Vec<Expr>) -> Result<StmtKind> {
        let start = self.span();
        self.expect_keyword(Keyword::Def)?;
        let name = self.name()?;
        if self.is_op(Op::LeftBracket) {
            return Err(Parser::unsupported(
                self.span(),
                "type parameters are",
                "leave the brackets out, and write `T = TypeVar(\"T\")` before",
            ));
        }
        self.expect_op(Op::LeftParen)?;
        let params = self.parameters(Op::RightParen, true)?;
        self.close(Op::RightParen)?;
        let returns = if self.eat_op(Op::Arrow) {
            Some(self.expression()?)
        } else {
            None
        };
        let body = self.block("function definition", start)?;
        Ok(StmtKind::Function(Box::new(FunctionDef {
            name,
            params,
            returns,
            body,
            decorators,
        })))
    }

    /// Parameters up to the token `end`, which is not consumed.
    fn parameters(&mut self, end: Op, annotations: bool) -> Result<Parameters> {
        let mut params = Parameters::default();
        let mut star: Option<Span> = None;
        let mut default_seen = false;
        while !self.is_op(end) {
            let span = self.span();
            if params.star_kwargs.is_some() {
                return Err(self.error_here("arguments cannot follow var-keyword argument"));
            }
            if self.eat_op(Op::DoubleStar) {
                params.star_kwargs = Some(self.parameter(annotations)?);
                self.no_default("var-keyword")?;
            } else if self.eat_op(Op::Star) {
                if star.is_some() {
                    return Err(Diagnostic::new(span, "* argument may appear only once"));
                }
                star = Some(span);
                if !matches!(self.kind(), TokenKind::Op(Op::Comma)) {
                    if self.is_op(end) {
                        return Err(Diagnostic::new(span, "named arguments must follow bare *"));
                    }
                    params.star_args = Some(self.parameter(annotations)?);
                    self.no_default("var-positional")?;
                }
            } else if self.eat_op(Op::Slash) {
                let message = if !params.positional_only.is_empty() {
                    Some("/ may appear only once")
                } else if star.is_some() {
                    Some("/ must be ahead of *")
                } else if params.positional.is_empty() {
                    Some("at least one parameter must precede /")
                } else {
                    None
                };
                if let Some(message) = message {
                    return Err(Diagnostic::new(span, message));
                }
                params.positional_only = std::mem::take(&mut params.positional);
            } else {
                let mut parameter = self.parameter(annotations)?;
                if self.eat_op(Op::Equal) {
                    if matches!(self.kind(), TokenKind::Op(Op::Comma | Op::RightParen)) {
                        return Err(Diagnostic::new(
                            self.tokens[self.at - 1].span,
                            "expected default value expression",
                        ));
                    }
                    parameter.default = Some(self.expression()?);
                }
                if star.is_some() {
                    params.keyword_only.push(parameter);
                } else {
                    if default_seen && parameter.default.is_none() {
                        return Err(Diagnostic::new(
                            parameter.name.span,
                            "parameter without a default follows parameter with a default",
                        ));
                    }
                    default_seen |= parameter.default.is_some();
                    params.positional.push(parameter);
                }
            }
            if !self.eat_op(Op::Comma) {
                break;
            }
        }
        if let Some(span) = star
            && params.star_args.is_none()
            && params.keyword_only.is_empty()
        {
            return Err(Diagnostic::new(span, "named arguments must follow bare *"));
        }
        self.check_distinct(&params)?;
        Ok(params)
    }

    fn parameter(&mut self, annotations: bool) -> Result<Parameter> {
        if self.is_op(Op::LeftParen) {
            let message = "Function parameters cannot be parenthesized";
            return Err(self.error_here(message));
        }
        let start = self.span();
        let name = self.name()?;
        let annotation = if annotations && self.eat_op(Op::Colon) {
            if self.is_op(Op::Star) {
                return Err(Parser::unsupported(
                    self.span(),
                    "a starred annotation is",
                    "annotate with the type of one argument",
                ));
            }
            Some(self.expression()?)
        } else {
            None
        };
        Ok(Parameter {
            name,
            annotation,
            default: None,
            span: self.span_from(start),
        })
    }

    fn no_default(&self, kind: &str) -> Result<()> {
        if self.is_op(Op::Equal) {
            return Err(self.error_here(format!("{kind} argument cannot have default value")));
        }
        Ok(())
    }

    fn check_distinct(&self, params: &Parameters) -> Result<()> {
        let mut seen = SortedSet::new();
        for parameter in params.in_slot_order() {
            let name = &parameter.name;
            if name.name == "__debug__" {
                return Err(Diagnostic::new(name.span, "cannot assign to __debug__"));
            }
            if !seen.insert(name.name.as_str()) {
                let message = format!("duplicate argument '{}' in function definition", name.name);
                return Err(Diagnostic::new(name.span, message));
            }
        }
        Ok(())
    }
}
