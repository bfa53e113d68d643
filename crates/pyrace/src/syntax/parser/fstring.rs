//! Strings next to each other, and f-strings.

use super::{Parser, Result};
use crate::code::{Const, Version};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind};
use crate::syntax::token::{FStringField, FStringPart, TokenKind};

/// Joins pieces of text that stand next to each other.
struct Pieces {
    items: Vec<Expr>,
    text: Option<(String, Span)>,
}

impl Pieces {
    fn new() -> Self {
        Pieces {
            items: Vec::new(),
            text: None,
        }
    }

    fn push_text(&mut self, text: &str, span: Span) {
        match &mut self.text {
            Some((joined, joined_span)) => {
                joined.push_str(text);
                *joined_span = joined_span.to(span);
            }
            None => self.text = Some((text.to_owned(), span)),
        }
    }

    fn push(&mut self, item: Expr) {
        self.flush();
        self.items.push(item);
    }

    fn flush(&mut self) {
        if let Some((text, span)) = self.text.take()
            && !text.is_empty()
        {
            self.items
                .push(Expr::new(ExprKind::Constant(Const::Str(text)), span));
        }
    }
}

impl Parser<'_> {
    /// One or more string literals, which Python joins.
    pub(super) fn strings(&mut self) -> Result<Expr> {
        let start = self.span();
        let mut pieces = Pieces::new();
        let mut formatted = false;
        loop {
            match self.kind() {
                TokenKind::Str(text) => pieces.push_text(text, self.span()),
                TokenKind::FString(fstring) => {
                    formatted = true;
                    if let Some(span) = fstring.needs_312 {
                        self.note(
                            Version::V3_12,
                            span,
                            "quotes of the same kind, backslashes, comments and line ends \
                             in a field of an f-string",
                        );
                    }
                    self.fstring_parts(&fstring.parts, &mut pieces)?;
                }
                _ => break,
            }
            self.at += 1;
        }
        let span = self.span_from(start);
        if formatted {
            pieces.flush();
            return self.node(ExprKind::FString(pieces.items), span);
        }
        let text = pieces.text.map_or_else(String::new, |(text, _)| text);
        self.node(ExprKind::Constant(Const::Str(text)), span)
    }

    fn fstring_parts(&mut self, parts: &[FStringPart], pieces: &mut Pieces) -> Result<()> {
        for part in parts {
            match part {
                FStringPart::Text(text, span) => pieces.push_text(text, *span),
                FStringPart::Field(field) => {
                    if let Some((text, span)) = &field.debug_text {
                        pieces.push_text(text, *span);
                    }
                    let value = self.nested(|p| p.fstring_field(field))?;
                    pieces.push(value);
                }
            }
        }
        Ok(())
    }

    fn fstring_field(&mut self, field: &FStringField) -> Result<Expr> {
        let mut inner = Parser {
            source: self.source,
            lines: self.lines,
            tokens: &field.tokens,
            at: 0,
            depth: self.depth,
            in_fstring: true,
            for_type_checkers: self.for_type_checkers,
            diagnostics: Vec::new(),
            first_mistake: 0,
            notes: Vec::new(),
        };
        let value = inner.field_value()?;
        self.notes.append(&mut inner.notes);
        let spec = match &field.spec {
            None => None,
            Some(parts) => {
                let mut pieces = Pieces::new();
                self.fstring_parts(parts, &mut pieces)?;
                pieces.flush();
                let spec = self.node(ExprKind::FString(pieces.items), field.spec_span)?;
                Some(Box::new(spec))
            }
        };
        // `{value=}` shows the `repr` unless told otherwise.
        let conversion = match (field.conversion, &field.debug_text, &spec) {
            (None, Some(_), None) => Some('r'),
            (conversion, _, _) => conversion,
        };
        let kind = ExprKind::FormattedValue {
            value: Box::new(value),
            conversion,
            spec,
        };
        self.node(kind, field.span)
    }

    /// The whole expression of a field.
    fn field_value(&mut self) -> Result<Expr> {
        let start = self.span();
        let value = if self.is_keyword(crate::syntax::token::Keyword::Yield) {
            self.yield_expression()?
        } else {
            self.star_named_expressions()?
        };
        if !self.at_end() {
            return Err(self.unexpected());
        }
        if matches!(value.kind, ExprKind::Starred(_)) {
            return Err(crate::source::Diagnostic::new(
                start,
                "f-string: cannot use starred expression here",
            ));
        }
        Ok(value)
    }
}
