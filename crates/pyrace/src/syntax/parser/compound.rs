//! Statements with blocks.

use super::{Parser, Result, VersionNote};
use crate::code::Version;
use crate::source::{Diagnostic, Span};
use crate::syntax::ast::{ClassDef, ExceptHandler, Expr, ExprKind, Stmt, StmtKind, WithItem};
use crate::syntax::token::{Keyword, Op, TokenKind};

/// The name that is false unless a type checker reads the program.
const TYPE_CHECKING: &str = "TYPE_CHECKING";

impl Parser<'_> {
    /// A compound statement, or `None` if the line is something else.
    pub(super) fn compound(&mut self) -> Result<Option<Stmt>> {
        let mut start = self.span();
        let kind = match self.kind() {
            TokenKind::Indent => return Err(self.error_here("unexpected indent")),
            TokenKind::Op(Op::At) => {
                let decorators = self.decorators()?;
                // As in CPython the statement starts after its decorators.
                start = self.span();
                self.decorated(decorators)?
            }
            TokenKind::Keyword(keyword) => match keyword {
                Keyword::If => self.if_statement("if")?,
                Keyword::While => self.while_statement()?,
                Keyword::For => self.for_statement()?,
                Keyword::With => self.with_statement()?,
                Keyword::Try => self.try_statement()?,
                Keyword::Def => self.function(Vec::new())?,
                Keyword::Class => self.class(Vec::new())?,
                Keyword::Async => {
                    return Err(Parser::unsupported(
                        start,
                        "`async` is",
                        "the explorer runs threads, not coroutines",
                    ));
                }
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        let span = self.block_span(start);
        Ok(Some(Stmt { kind, span }))
    }

    /// The span from a start to the end of the last word: a block ends before the line end and the
    /// dedent after it.
    fn block_span(&self, start: Span) -> Span {
        Span::new(
            start.start,
            self.last_word().map_or(start.end, |word| word.end),
        )
    }

    /// `: statements` or an indented block, after a header that began at `header`.
    pub(super) fn block(&mut self, after: &str, header: Span) -> Result<Vec<Stmt>> {
        if !self.eat_op(Op::Colon) {
            if self.is_op(Op::Equal) {
                return Err(
                    self.error_here("invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
                );
            }
            let next_is_line_end = matches!(self.kind(), TokenKind::Newline | TokenKind::End);
            return Err(if next_is_line_end || self.starts_expression() {
                self.error_here("expected ':'")
            } else {
                self.unexpected()
            });
        }
        let mut body = Vec::new();
        if *self.kind() != TokenKind::Newline {
            if matches!(self.kind(), TokenKind::Keyword(k) if is_compound(*k)) || self.is_op(Op::At)
            {
                return Err(self.error_here("invalid syntax"));
            }
            self.statement_line(&mut body)?;
            return Ok(body);
        }
        self.at += 1;
        if *self.kind() != TokenKind::Indent {
            return Err(self.error_here(format!(
                "expected an indented block after {after} on line {}",
                self.header_line(header)
            )));
        }
        self.at += 1;
        while !matches!(self.kind(), TokenKind::Dedent | TokenKind::End) {
            self.statement_or_recover(&mut body);
            if self.diagnostics.len() >= super::MAX_DIAGNOSTICS {
                break;
            }
        }
        if *self.kind() == TokenKind::Dedent {
            self.at += 1;
        }
        Ok(body)
    }

    fn if_statement(&mut self, word: &str) -> Result<StmtKind> {
        let start = self.span();
        self.at += 1;
        let test = self.named_expression()?;
        let outer = self.for_type_checkers;
        self.for_type_checkers |= match &test.kind {
            ExprKind::Name(name) => name == TYPE_CHECKING,
            ExprKind::Attribute { name, .. } => name.name == TYPE_CHECKING,
            _ => false,
        };
        let body = self.block(&format!("'{word}' statement"), start);
        self.for_type_checkers = outer;
        let body = body?;
        let clause = self.span();
        let orelse = if self.is_keyword(Keyword::Elif) {
            let kind = self.nested(|p| p.if_statement("elif"))?;
            let span = self.block_span(clause);
            vec![Stmt { kind, span }]
        } else {
            self.else_block()?
        };
        Ok(StmtKind::If { test, body, orelse })
    }

    fn else_block(&mut self) -> Result<Vec<Stmt>> {
        let start = self.span();
        if !self.eat_keyword(Keyword::Else) {
            return Ok(Vec::new());
        }
        if self.is_keyword(Keyword::If) {
            return Err(self.error_here("expected ':'").with_hint("write `elif`"));
        }
        self.block("'else' statement", start)
    }

    fn while_statement(&mut self) -> Result<StmtKind> {
        let start = self.span();
        self.at += 1;
        let test = self.named_expression()?;
        let body = self.block("'while' statement", start)?;
        let orelse = self.else_block()?;
        Ok(StmtKind::While { test, body, orelse })
    }

    fn for_statement(&mut self) -> Result<StmtKind> {
        let start = self.span();
        self.at += 1;
        let target = self.for_target()?;
        self.expect_keyword(Keyword::In)?;
        let what = "a starred expression in the list of a `for`";
        let iter = self.star_expressions_since_3_9(what)?;
        if matches!(iter.kind, ExprKind::Starred(_)) {
            return Err(Diagnostic::new(
                iter.span,
                "can't use starred expression here",
            ));
        }
        let body = self.block("'for' statement", start)?;
        let orelse = self.else_block()?;
        Ok(StmtKind::For {
            target,
            iter,
            body,
            orelse,
        })
    }

    fn with_statement(&mut self) -> Result<StmtKind> {
        let start = self.span();
        self.at += 1;
        let items = match self.parenthesised_items()? {
            Some(items) => items,
            None => self.with_items()?,
        };
        let body = self.block("'with' statement", start)?;
        Ok(StmtKind::With { items, body })
    }

    fn with_items(&mut self) -> Result<Vec<WithItem>> {
        let mut items = Vec::new();
        loop {
            items.push(self.with_item()?);
            if !self.eat_op(Op::Comma) {
                return Ok(items);
            }
        }
    }

    fn with_item(&mut self) -> Result<WithItem> {
        let context = self.expression()?;
        let target = if self.eat_keyword(Keyword::As) {
            let target = self.nested(|p| p.binary(1))?;
            self.check_target(
                &target,
                "starred assignment target must be in a list or tuple",
            )?;
            Some(target)
        } else {
            None
        };
        Ok(WithItem { context, target })
    }

    /// `(a as x, b as y)` in parentheses. They are the statement's own only if a colon follows them
    /// and they hold an `as` or a trailing comma; otherwise they belong to an expression.
    fn parenthesised_items(&mut self) -> Result<Option<Vec<WithItem>>> {
        if !self.is_op(Op::LeftParen) {
            return Ok(None);
        }
        let Some((close, has_as, has_comma)) = self.survey_parentheses() else {
            return Ok(None);
        };
        if self.tokens[close + 1].kind != TokenKind::Op(Op::Colon) || !(has_as || has_comma) {
            return Ok(None);
        }
        let open = self.span();
        self.at += 1;
        let mut items = Vec::new();
        while !self.is_op(Op::RightParen) {
            items.push(self.with_item()?);
            if !self.eat_op(Op::Comma) {
                break;
            }
        }
        self.close(Op::RightParen)?;
        let span = self.span_from(open);
        if has_as {
            self.note(
                Version::V3_9,
                span,
                "parentheses around the items of a `with`",
            );
        } else {
            self.notes.push(VersionNote {
                since: Version::V3_9,
                span,
                message:
                    "before Python 3.9 these parentheses make a tuple, and a tuple in a `with` \
                          is not supported by the explorer"
                        .to_owned(),
            });
        }
        Ok(Some(items))
    }

    /// The token that closes the parenthesis at this place, and whether `as` and commas stand directly
    /// in it.
    fn survey_parentheses(&self) -> Option<(usize, bool, bool)> {
        let (mut depth, mut has_as, mut has_comma) = (0usize, false, false);
        for (i, token) in self.tokens.iter().enumerate().skip(self.at) {
            match token.kind {
                TokenKind::Op(Op::LeftParen | Op::LeftBracket | Op::LeftBrace) => depth += 1,
                TokenKind::Op(Op::RightParen | Op::RightBracket | Op::RightBrace) => {
                    depth -= 1;
                    if depth == 0 {
                        return Some((i, has_as, has_comma));
                    }
                }
                TokenKind::Keyword(Keyword::As) if depth == 1 => has_as = true,
                // `(yield a, b)` and generator expressions stay expressions.
                TokenKind::Keyword(Keyword::Yield | Keyword::For) if depth == 1 => return None,
                TokenKind::Op(Op::ColonEqual) if depth == 1 => return None,
                TokenKind::Op(Op::Comma) if depth == 1 => has_comma = true,
                TokenKind::Newline | TokenKind::End => return None,
                _ => {}
            }
        }
        None
    }

    fn try_statement(&mut self) -> Result<StmtKind> {
        let start = self.span();
        self.at += 1;
        let body = self.block("'try' statement", start)?;
        let mut handlers: Vec<ExceptHandler> = Vec::new();
        while self.is_keyword(Keyword::Except) {
            let handler = self.except_clause()?;
            if let Some(last) = handlers.last()
                && last.class.is_none()
            {
                return Err(Diagnostic::new(last.span, "default 'except:' must be last"));
            }
            handlers.push(handler);
        }
        let orelse = if handlers.is_empty() {
            Vec::new()
        } else {
            self.else_block()?
        };
        let finally_start = self.span();
        let finally = if self.eat_keyword(Keyword::Finally) {
            self.block("'finally' statement", finally_start)?
        } else {
            Vec::new()
        };
        if handlers.is_empty() && finally.is_empty() {
            return Err(self.error_here("expected 'except' or 'finally' block"));
        }
        Ok(StmtKind::Try {
            body,
            handlers,
            orelse,
            finally,
        })
    }

    fn except_clause(&mut self) -> Result<ExceptHandler> {
        let start = self.span();
        self.expect_keyword(Keyword::Except)?;
        if self.is_op(Op::Star) {
            return Err(Parser::unsupported(
                self.span_from(start).to(self.span()),
                "`except*` is",
                "write `except`",
            ));
        }
        let mut class = None;
        let mut name = None;
        if !self.is_op(Op::Colon) {
            let class_start = self.span();
            let first = self.expression()?;
            if self.is_op(Op::Comma) {
                let mut items = vec![first];
                while self.eat_op(Op::Comma) {
                    items.push(self.expression()?);
                }
                let span = self.span_from(class_start);
                if self.is_keyword(Keyword::As) {
                    return Err(Diagnostic::new(
                        span,
                        "multiple exception types must be parenthesized when using 'as'",
                    ));
                }
                self.note(
                    Version::V3_14,
                    span,
                    "several exception types without parentheses",
                );
                class = Some(self.node(ExprKind::Tuple(items), span)?);
            } else {
                class = Some(first);
            }
            if self.eat_keyword(Keyword::As) {
                let found = self.name()?;
                if !self.is_op(Op::Colon) && !matches!(self.kind(), TokenKind::Newline) {
                    return Err(Diagnostic::new(
                        found.span,
                        "cannot use except statement with anything but a name",
                    ));
                }
                name = Some(found);
            }
        }
        let body = self.block("'except' statement", start)?;
        let span = self.block_span(start);
        Ok(ExceptHandler {
            class,
            name,
            body,
            span,
        })
    }

    fn decorators(&mut self) -> Result<Vec<Expr>> {
        let mut decorators = Vec::new();
        while self.eat_op(Op::At) {
            let decorator = self.named_expression()?;
            self.note_decorator(&decorator);
            decorators.push(decorator);
            if *self.kind() != TokenKind::Newline {
                return Err(self.unexpected());
            }
            self.at += 1;
        }
        Ok(decorators)
    }

    fn decorated(&mut self, decorators: Vec<Expr>) -> Result<StmtKind> {
        match self.kind() {
            TokenKind::Keyword(Keyword::Def) => self.function(decorators),
            TokenKind::Keyword(Keyword::Class) => self.class(decorators),
            TokenKind::Keyword(Keyword::Async) => Err(Parser::unsupported(
                self.span(),
                "`async` is",
                "the explorer runs threads, not coroutines",
            )),
            _ => Err(self.unexpected()),
        }
    }

    fn class(&mut self, decorators: Vec<Expr>) -> Result<StmtKind> {
        let start = self.span();
        self.expect_keyword(Keyword::Class)?;
        let name = self.name()?;
        if self.is_op(Op::LeftBracket) {
            return Err(Parser::unsupported(
                self.span(),
                "type parameters are",
                "leave the brackets out, and write `T = TypeVar(\"T\")` before",
            ));
        }
        let (bases, keywords) = if self.is_op(Op::LeftParen) {
            let open = self.span();
            let (bases, keywords) = self.arguments()?;
            // Only a call lends its parentheses to a generator expression.
            if let Some(first) = bases.first().filter(|base| base.span.start == open.start) {
                return Err(Diagnostic::new(first.span, "invalid syntax")
                    .with_hint("put the generator expression into parentheses of its own"));
            }
            (bases, keywords)
        } else {
            (Vec::new(), Vec::new())
        };
        let body = self.block("class definition", start)?;
        Ok(StmtKind::Class(Box::new(ClassDef {
            name,
            bases,
            keywords,
            body,
            decorators,
        })))
    }
}

fn is_compound(keyword: Keyword) -> bool {
    matches!(
        keyword,
        Keyword::If
            | Keyword::While
            | Keyword::For
            | Keyword::With
            | Keyword::Try
            | Keyword::Def
            | Keyword::Class
            | Keyword::Async
    )
}
