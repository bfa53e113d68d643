//! Formatted strings.
//!
//! Up to 3.11 all parts of a string have the place of the whole, and in 3.8 the lines of what is in the
//! braces are guessed.

use super::expression::STACK_USE_GUIDELINE;
use super::{Generator, Result};
use crate::code::{Const, Op, Version};
use crate::codegen::ir::Loc;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind};

impl<'a> Generator<'a> {
    /// The place of an expression; for a part of a string literal up to 3.11 that of the literal.
    pub(super) fn place_in_fstring(&self, expr: &Expr) -> Loc {
        match (self.fstring, &expr.kind) {
            (
                Some(loc),
                ExprKind::Constant(_) | ExprKind::FormattedValue { .. } | ExprKind::FString(_),
            ) => loc,
            _ => self.loc(expr.span),
        }
    }

    fn text(&self, span: Span) -> &'a str {
        let range = span.start as usize..span.end as usize;
        self.source.get(range).unwrap_or("")
    }

    /// Whether a formatted string is written as such; folding makes others from `%`.
    fn is_literal(&self, span: Span, parts: &[Expr]) -> bool {
        let mut fields = parts
            .iter()
            .filter(|part| matches!(part.kind, ExprKind::FormattedValue { .. }));
        span != crate::codegen::NOWHERE
            && fields.all(|field| self.text(field.span).starts_with('{'))
    }

    /// The value in the braces at `span`.
    fn field_value(&mut self, span: Span, plain: bool, value: &'a Expr) -> Result<()> {
        let outer = self.fstring.take();
        let saved = self.line_shift;
        if let (Some(string), Version::V3_8) = (outer, self.version) {
            let guess = if plain {
                string.line + self.guessed_lines(string.span, span)
            } else {
                string.line
            };
            self.line_shift += guess - self.line_at(span.start);
        }
        self.expr(value)?;
        self.line_shift = saved;
        self.fstring = outer;
        Ok(())
    }

    /// 3.8 looks for the text of the field in the first literal of a string, and takes the line there
    /// (the first line, if it is not there).
    fn guessed_lines(&self, string: Span, field: Span) -> i32 {
        let first = first_literal(self.text(string));
        let found = first.find(self.text(field)).unwrap_or(0);
        first[..found].matches('\n').count() as i32
    }

    pub(super) fn fstring(&mut self, loc: Loc, span: Span, parts: &'a [Expr]) -> Result<()> {
        let outer = self.fstring;
        if self.fstring.is_none() && self.version <= Version::V3_11 && self.is_literal(span, parts)
        {
            self.fstring = Some(loc);
        }
        self.fstring_parts(loc, parts)?;
        self.fstring = outer;
        Ok(())
    }

    fn fstring_parts(&mut self, loc: Loc, parts: &'a [Expr]) -> Result<()> {
        if self.version >= Version::V3_10 && parts.len() > STACK_USE_GUIDELINE {
            self.load_const(loc, Const::Str(String::new()));
            self.load_method(loc, "join");
            self.emit(loc, Op::BuildList, 0);
            for part in parts {
                self.expr(part)?;
                self.emit(loc, Op::ListAppend, 1);
            }
            if self.version >= Version::V3_11 {
                self.emit_call(loc, 1);
            } else {
                self.emit(loc, Op::CallMethod, 1);
            }
            return Ok(());
        }
        self.exprs(parts)?;
        if parts.is_empty() && self.version >= Version::V3_13 {
            self.load_const(loc, Const::Str(String::new()));
        } else if parts.len() != 1 {
            self.emit(loc, Op::BuildString, parts.len() as u32);
        }
        Ok(())
    }

    pub(super) fn formatted_value(
        &mut self,
        loc: Loc,
        span: Span,
        value: &'a Expr,
        conversion: Option<char>,
        spec: Option<&'a Expr>,
    ) -> Result<()> {
        let plain = conversion.is_none() && spec.is_none();
        self.field_value(span, plain, value)?;
        let conversion = match conversion {
            None => 0,
            Some('s') => 1,
            Some('r') => 2,
            Some(_) => 3,
        };
        if self.version >= Version::V3_13 {
            if conversion > 0 {
                self.emit(loc, Op::ConvertValue, conversion);
            }
            match spec {
                Some(spec) => {
                    self.expr(spec)?;
                    self.emit(loc, Op::FormatWithSpec, 0);
                }
                None => self.emit(loc, Op::FormatSimple, 0),
            }
            return Ok(());
        }
        match spec.map(|spec| &spec.kind) {
            // The parser of 3.12 puts an empty text after a field at the end of a specification.
            Some(ExprKind::FString(parts))
                if self.version == Version::V3_12 && ends_in_field(parts) =>
            {
                self.exprs(parts)?;
                self.load_const(loc, Const::Str(String::new()));
                self.emit(loc, Op::BuildString, parts.len() as u32 + 1);
            }
            _ => {
                if let Some(spec) = spec {
                    self.expr(spec)?;
                }
            }
        }
        let with_spec = if spec.is_some() { 4 } else { 0 };
        self.emit(loc, Op::FormatValue, conversion | with_spec);
        Ok(())
    }
}

fn ends_in_field(parts: &[Expr]) -> bool {
    let last = parts.last().map(|part| &part.kind);
    matches!(last, Some(ExprKind::FormattedValue { .. }))
}

/// The first of the literals at the start of a text.
fn first_literal(text: &str) -> &str {
    let Some(start) = text.find(['\'', '"']) else {
        return text;
    };
    let quote = &text[start..start + 1];
    let triple = quote.repeat(3);
    let end = if text[start..].starts_with(&triple) {
        triple.as_str()
    } else {
        quote
    };
    let mut at = start + end.len();
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(end) {
            return &text[..at + end.len()];
        }
        let escaped = rest.starts_with('\\');
        let mut chars = rest.chars();
        let first = chars.next().map_or(1, char::len_utf8);
        let second = chars.next().filter(|_| escaped).map_or(0, char::len_utf8);
        at += first + second;
    }
    text
}
