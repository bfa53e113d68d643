//! Simple statements.

use super::{Parser, Result};
use crate::code::Version;
use crate::source::{Diagnostic, Span};
use crate::syntax::ast::{Alias, BinaryOp, Expr, ExprKind, Ident, Stmt, StmtKind};
use crate::syntax::modules::{COMPILED_ONLY, MODULES, instead_of};
use crate::syntax::token::{Keyword, Op, TokenKind};

fn augmented(op: Op) -> Option<BinaryOp> {
    Some(match op {
        Op::PlusEqual => BinaryOp::Add,
        Op::MinusEqual => BinaryOp::Subtract,
        Op::StarEqual => BinaryOp::Multiply,
        Op::SlashEqual => BinaryOp::Divide,
        Op::PercentEqual => BinaryOp::Modulo,
        Op::PipeEqual => BinaryOp::Or,
        Op::AmpersandEqual => BinaryOp::And,
        Op::CaretEqual => BinaryOp::Xor,
        Op::AtEqual => BinaryOp::MatrixMultiply,
        Op::DoubleStarEqual => BinaryOp::Power,
        Op::DoubleSlashEqual => BinaryOp::FloorDivide,
        Op::LeftShiftEqual => BinaryOp::LeftShift,
        Op::RightShiftEqual => BinaryOp::RightShift,
        _ => return None,
    })
}

impl Parser<'_> {
    /// A line of simple statements, or one compound statement.
    pub(super) fn statement_line(&mut self, body: &mut Vec<Stmt>) -> Result<()> {
        if let Some(compound) = self.nested(Self::compound)? {
            body.push(compound);
            return Ok(());
        }
        loop {
            let start = self.span();
            let kind = self.simple()?;
            let span = self.span_from(start);
            body.push(Stmt { kind, span });
            if self.eat_op(Op::Semicolon) {
                if *self.kind() == TokenKind::Newline {
                    self.at += 1;
                    return Ok(());
                }
                continue;
            }
            if *self.kind() == TokenKind::Newline {
                self.at += 1;
                return Ok(());
            }
            return Err(self.after_statement(&body[body.len() - 1]));
        }
    }

    /// The message for what follows a complete statement on its line.
    fn after_statement(&self, statement: &Stmt) -> Diagnostic {
        if let StmtKind::Expr(Expr {
            kind: ExprKind::Name(name),
            ..
        }) = &statement.kind
        {
            if (name == "print" || name == "exec") && self.starts_expression() {
                return Diagnostic::new(
                    statement.span.to(self.span()),
                    format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?"),
                );
            }
            let what = match name.as_str() {
                "match" => Some(("`match` is", "write it as `if` and `elif`")),
                "type" => Some(("the `type` statement is", "leave it out")),
                "lazy" => Some(("a lazy import is", "write a plain `import`")),
                _ => None,
            };
            if let Some((what, hint)) = what
                && (self.starts_expression() || matches!(self.kind(), TokenKind::Keyword(_)))
            {
                return Parser::unsupported(statement.span, what, hint);
            }
        }
        // `match (order):` reads as a call up to the colon.
        if self.is_op(Op::Colon)
            && let StmtKind::Expr(Expr {
                kind:
                    ExprKind::Call { function, .. }
                    | ExprKind::Subscript {
                        value: function, ..
                    },
                ..
            }) = &statement.kind
            && matches!(&function.kind, ExprKind::Name(name) if name == "match")
        {
            return Parser::unsupported(function.span, "`match` is", "write it as `if` and `elif`");
        }
        if self.is_op(Op::Equal) {
            return self.error_here("invalid syntax");
        }
        self.unexpected()
    }

    fn simple(&mut self) -> Result<StmtKind> {
        let TokenKind::Keyword(keyword) = self.kind() else {
            return self.expression_statement();
        };
        match keyword {
            Keyword::Pass => Ok(self.word(StmtKind::Pass)),
            Keyword::Break => Ok(self.word(StmtKind::Break)),
            Keyword::Continue => Ok(self.word(StmtKind::Continue)),
            Keyword::Return => {
                self.at += 1;
                let value = if self.ends_statement() {
                    None
                } else {
                    let value = self.star_expressions()?;
                    if matches!(value.kind, ExprKind::Starred(_)) {
                        return Err(Diagnostic::new(
                            value.span,
                            "can't use starred expression here",
                        ));
                    }
                    Some(value)
                };
                Ok(StmtKind::Return(value))
            }
            Keyword::Raise => self.raise(),
            Keyword::Global => {
                self.at += 1;
                Ok(StmtKind::Global(self.names()?))
            }
            Keyword::Nonlocal => {
                self.at += 1;
                Ok(StmtKind::Nonlocal(self.names()?))
            }
            Keyword::Del => self.delete(),
            Keyword::Assert => {
                self.at += 1;
                let test = self.expression()?;
                if self.is_op(Op::Equal) {
                    return Err(self.equal_in_expression(&test));
                }
                let message = if self.eat_op(Op::Comma) {
                    Some(self.expression()?)
                } else {
                    None
                };
                Ok(StmtKind::Assert { test, message })
            }
            Keyword::Import => self.import(),
            Keyword::From => self.import_from(),
            _ => self.expression_statement(),
        }
    }

    fn word(&mut self, kind: StmtKind) -> StmtKind {
        self.at += 1;
        kind
    }

    fn ends_statement(&self) -> bool {
        matches!(
            self.kind(),
            TokenKind::Newline | TokenKind::End | TokenKind::Op(Op::Semicolon)
        )
    }

    fn names(&mut self) -> Result<Vec<Ident>> {
        let mut names = vec![self.name()?];
        while self.eat_op(Op::Comma) {
            names.push(self.name()?);
        }
        Ok(names)
    }

    fn raise(&mut self) -> Result<StmtKind> {
        self.at += 1;
        if self.ends_statement() {
            return Ok(StmtKind::Raise {
                exception: None,
                cause: None,
            });
        }
        let exception = Some(self.expression()?);
        let cause = if self.eat_keyword(Keyword::From) {
            Some(self.expression()?)
        } else {
            None
        };
        Ok(StmtKind::Raise { exception, cause })
    }

    fn delete(&mut self) -> Result<StmtKind> {
        self.at += 1;
        let mut targets = Vec::new();
        loop {
            let target = self.star_expression()?;
            self.check_delete_target(&target)?;
            targets.push(target);
            if !self.eat_op(Op::Comma) || self.ends_statement() {
                return Ok(StmtKind::Delete(targets));
            }
        }
    }

    fn expression_statement(&mut self) -> Result<StmtKind> {
        let start = self.at;
        let first = self.value_or_yield()?;
        match self.kind() {
            TokenKind::Op(Op::Colon) if self.annotation_follows(&first) => {
                self.annotated_assignment(first, start)
            }
            TokenKind::Op(Op::Equal) => self.assignment(first),
            TokenKind::Op(op) => {
                let Some(op) = augmented(*op) else {
                    return self.plain_expression(first);
                };
                match &first.kind {
                    ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => {
                        self.check_target(&first, "")?;
                    }
                    other => {
                        return Err(Diagnostic::new(
                            first.span,
                            format!(
                                "'{}' is an illegal expression for augmented assignment",
                                other.describe()
                            ),
                        ));
                    }
                }
                self.at += 1;
                let value = if self.is_keyword(Keyword::Yield) {
                    self.yield_expression()?
                } else {
                    let what = "a starred expression after an augmented assignment";
                    self.star_expressions_since_3_9(what)?
                };
                refuse_starred(&value)?;
                Ok(StmtKind::AugAssign {
                    target: first,
                    op,
                    value,
                })
            }
            _ => self.plain_expression(first),
        }
    }

    fn plain_expression(&self, value: Expr) -> Result<StmtKind> {
        refuse_starred(&value)?;
        if self.is_op(Op::ColonEqual) {
            return Err(self.error_here("invalid syntax").with_hint(
                "`:=` is for assignments inside expressions; a statement is written with `=`",
            ));
        }
        Ok(StmtKind::Expr(value))
    }

    fn value_or_yield(&mut self) -> Result<Expr> {
        if self.is_keyword(Keyword::Yield) {
            self.yield_expression()
        } else {
            self.star_expressions()
        }
    }

    fn assignment(&mut self, first: Expr) -> Result<StmtKind> {
        let mut targets = Vec::new();
        let mut value = first;
        while self.is_op(Op::Equal) {
            if matches!(value.kind, ExprKind::Yield(_)) {
                return Err(Diagnostic::new(
                    value.span,
                    "assignment to yield expression not possible",
                ));
            }
            self.check_assignment_target(&value)?;
            self.at += 1;
            targets.push(value);
            value = self.value_or_yield()?;
        }
        refuse_starred(&value)?;
        Ok(StmtKind::Assign { targets, value })
    }

    /// Whether the colon after an expression starts an annotation: an expression follows on the line
    /// and the line is no header of a block.
    fn annotation_follows(&self, target: &Expr) -> bool {
        let header = matches!(&target.kind, ExprKind::Call { function, .. }
            if matches!(&function.kind, ExprKind::Name(name) if name == "match"));
        !header && *self.kind_ahead(1) != TokenKind::Newline
    }

    fn annotated_assignment(&mut self, target: Expr, start: usize) -> Result<StmtKind> {
        let simple = match &target.kind {
            ExprKind::Name(_) => matches!(self.tokens[start].kind, TokenKind::Name(_)),
            ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => false,
            ExprKind::Tuple(_) | ExprKind::List(_) => {
                let what = target.kind.describe();
                return Err(Diagnostic::new(
                    target.span,
                    format!("only single target (not {what}) can be annotated"),
                ));
            }
            _ => {
                return Err(Diagnostic::new(
                    target.span,
                    "illegal target for annotation",
                ));
            }
        };
        self.expect_op(Op::Colon)?;
        let annotation = self.expression()?;
        let value = if self.eat_op(Op::Equal) {
            Some(self.value_or_yield()?)
        } else {
            None
        };
        Ok(StmtKind::AnnAssign {
            target,
            annotation,
            value,
            simple,
        })
    }

    fn import(&mut self) -> Result<StmtKind> {
        self.at += 1;
        self.expect_names()?;
        let mut names = Vec::new();
        loop {
            let start = self.span();
            let name = self.module_name()?;
            let alias = self.alias()?;
            let span = self.span_from(start);
            names.push(Alias { name, alias, span });
            if !self.eat_op(Op::Comma) {
                return Ok(StmtKind::Import(names));
            }
        }
    }

    fn expect_names(&self) -> Result<()> {
        if matches!(self.kind(), TokenKind::Newline) {
            return Err(self.error_here("Expected one or more names after 'import'"));
        }
        Ok(())
    }

    fn import_from(&mut self) -> Result<StmtKind> {
        self.at += 1;
        if matches!(self.kind(), TokenKind::Op(Op::Dot | Op::Ellipsis)) {
            return Err(Parser::unsupported(
                self.span(),
                "a relative import is",
                "put everything into one file",
            ));
        }
        let module = self.module_name()?;
        self.expect_keyword(Keyword::Import)?;
        if self.is_op(Op::Star) {
            return Err(Parser::unsupported(
                self.span(),
                "`import *` is",
                "name what you import",
            ));
        }
        self.expect_names()?;
        let parenthesised = self.eat_op(Op::LeftParen);
        let mut names = Vec::new();
        loop {
            let start = self.span();
            let name = self.name()?;
            let alias = self.alias()?;
            let span = self.span_from(start);
            names.push(Alias { name, alias, span });
            if !self.eat_op(Op::Comma) {
                break;
            }
            if parenthesised && self.is_op(Op::RightParen) {
                break;
            }
            if !parenthesised && self.ends_statement() {
                return Err(
                    self.error_here("trailing comma not allowed without surrounding parentheses")
                );
            }
        }
        if parenthesised {
            self.close(Op::RightParen)?;
        }
        Ok(StmtKind::ImportFrom { module, names })
    }

    fn module_name(&mut self) -> Result<Ident> {
        let mut name = self.name()?;
        while self.eat_op(Op::Dot) {
            let part = self.name()?;
            name.name = format!("{}.{}", name.name, part.name);
            name.span = name.span.to(part.span);
        }
        let known = MODULES.iter().chain([&COMPILED_ONLY]).any(|module| {
            *module == name.name
                || module
                    .strip_prefix(name.name.as_str())
                    .is_some_and(|rest| rest.starts_with('.'))
        });
        if known || self.for_type_checkers {
            return Ok(name);
        }
        Err(Diagnostic::new(
            name.span,
            format!(
                "the module `{}` is not supported by the explorer",
                name.name
            ),
        )
        .with_hint(instead_of(&name.name)))
    }

    fn alias(&mut self) -> Result<Option<Ident>> {
        if self.eat_keyword(Keyword::As) {
            return Ok(Some(self.name()?));
        }
        Ok(None)
    }

    /// Decorators of any form came with 3.9; before, they were dotted names and calls of them.
    pub(super) fn note_decorator(&mut self, decorator: &Expr) {
        fn dotted(expr: &Expr) -> bool {
            match &expr.kind {
                ExprKind::Name(_) => true,
                ExprKind::Attribute { value, .. } => dotted(value),
                _ => false,
            }
        }
        let old = match &decorator.kind {
            ExprKind::Call { function, .. } => dotted(function),
            _ => dotted(decorator),
        };
        if !old {
            self.since(Version::V3_9, decorator.span, "a decorator of this form");
        }
    }

    /// The place of a header, for messages about its block.
    pub(super) fn header_line(&self, header: Span) -> u32 {
        self.lines.line_of(header.start)
    }
}

fn refuse_starred(value: &Expr) -> Result<()> {
    if matches!(value.kind, ExprKind::Starred(_)) {
        return Err(Diagnostic::new(
            value.span,
            "can't use starred expression here",
        ));
    }
    Ok(())
}
