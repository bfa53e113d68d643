//! f-strings: text and replacement fields, by the rules of PEP 701 (3.12). What older versions
//! refuse is noted, so that the text can be judged for each version.

use super::string::Quote;
use super::{Lexer, Result};
use crate::source::{Diagnostic, Span};
use crate::syntax::token::{FString, FStringField, FStringPart, Op, Token, TokenKind};

/// How deep fields may nest, in strings in fields and in format specifications.
const MAX_FIELD_DEPTH: usize = 20;

/// What surrounds the part of the f-string that is read.
#[derive(Clone, Copy)]
struct Context {
    start: usize,
    quote: Quote,
    raw: bool,
    /// Inside a format specification, which ends at `}`.
    spec: bool,
}

/// The tokens of the expression of a field, and the text of `{value=}` with its place.
type FieldTokens = (Vec<Token>, Option<(String, Span)>);

impl Lexer<'_> {
    pub(super) fn fstring(&mut self, start: usize, quote: Quote, raw: bool) -> Result<FString> {
        let mut needs_312 = None;
        let context = Context {
            start,
            quote,
            raw,
            spec: false,
        };
        let parts = self.fstring_parts(context, &mut needs_312)?;
        self.at += quote.len();
        Ok(FString { parts, needs_312 })
    }

    /// Reads up to the closing quote, or up to the `}` after a format specification.
    fn fstring_parts(
        &mut self,
        context: Context,
        needs_312: &mut Option<Span>,
    ) -> Result<Vec<FStringPart>> {
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut text_start = self.at;
        loop {
            let rest = &self.source[self.at..];
            let done = if context.quote.closes(rest) {
                if context.spec {
                    return Err(self.expected_brace());
                }
                true
            } else {
                context.spec && rest.starts_with('}')
            };
            let field = rest.starts_with('{') && (context.spec || !rest.starts_with("{{"));
            if (done || field) && !text.is_empty() {
                let span = self.span_from(text_start);
                parts.push(FStringPart::Text(std::mem::take(&mut text), span));
            }
            if done {
                return Ok(parts);
            }
            match self.peek() {
                None => {
                    return Err(self.unterminated(
                        context.start,
                        context.quote,
                        "f-string literal",
                    ));
                }
                Some('{') if context.spec && rest.starts_with("{{") => {
                    // To 3.12 a field begins here; later a plain brace, after a first field.
                    return Err(Diagnostic::new(
                        Span::new(self.at as u32, self.at as u32 + 2),
                        "`{{` in a format specification is not supported by the explorer",
                    )
                    .with_hint("give the value in the braces a name first"));
                }
                Some('{') if field => {
                    parts.push(FStringPart::Field(Box::new(
                        self.fstring_field(context, needs_312)?,
                    )));
                    text_start = self.at;
                }
                Some('{') => {
                    text.push('{');
                    self.at += 2;
                }
                Some('}') if rest.starts_with("}}") => {
                    text.push('}');
                    self.at += 2;
                }
                Some('}') => {
                    return Err(Diagnostic::new(
                        Span::new(self.at as u32, self.at as u32 + 1),
                        "f-string: single '}' is not allowed",
                    )
                    .with_hint("write }} for a brace in the text"));
                }
                Some('\n' | '\r') if !context.quote.triple => {
                    return Err(self.unterminated(
                        context.start,
                        context.quote,
                        "f-string literal",
                    ));
                }
                Some('\n' | '\r') => self.line_end_in(&mut text),
                // A brace after a raw backslash still opens a field.
                Some('\\') if context.raw && matches!(self.peek_at(1), Some('{' | '}')) => {
                    text.push('\\');
                    self.at += 1;
                }
                Some('\\') => self.escape(&mut text, context.raw)?,
                Some(c) => {
                    text.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
    }

    fn fstring_field(
        &mut self,
        context: Context,
        needs_312: &mut Option<Span>,
    ) -> Result<FStringField> {
        let start = self.at;
        if self.field_depth >= MAX_FIELD_DEPTH {
            return Err(Diagnostic::new(
                Span::new(start as u32, start as u32 + 1),
                "f-string: expressions nested too deeply",
            ));
        }
        self.at += 1;
        self.field_depth += 1;
        let (tokens, debug_text) = self.field_tokens(context, start, needs_312)?;
        let mut conversion = None;
        if self.peek() == Some('!') {
            self.at += 1;
            conversion = Some(self.conversion()?);
        }
        let mut spec = None;
        let spec_start = self.at;
        if self.peek() == Some(':') {
            self.at += 1;
            let inner = Context {
                spec: true,
                ..context
            };
            spec = Some(self.fstring_parts(inner, needs_312)?);
        }
        let spec_span = self.span_from(spec_start);
        if self.peek() != Some('}') {
            return Err(self.expected_brace());
        }
        self.at += 1;
        self.field_depth -= 1;
        Ok(FStringField {
            tokens,
            debug_text,
            conversion,
            spec,
            spec_span,
            span: self.span_from(start),
        })
    }

    /// Reads the tokens of the expression. Stops before `!`, `:` or `}` outside brackets.
    fn field_tokens(
        &mut self,
        context: Context,
        start: usize,
        needs_312: &mut Option<Span>,
    ) -> Result<FieldTokens> {
        let outer_tokens = std::mem::take(&mut self.tokens);
        let outer_brackets = std::mem::take(&mut self.brackets);
        let text_start = self.at;
        let mut debug_text = None;
        loop {
            self.skip_field_blanks(context, needs_312)?;
            let rest = &self.source[self.at..];
            let Some(c) = self.peek() else {
                return Err(self.unterminated(context.start, context.quote, "f-string literal"));
            };
            if self.brackets.is_empty() {
                let equal = rest.starts_with('=') && !rest.starts_with("==");
                if equal && !self.tokens.is_empty() {
                    self.at += 1;
                    self.skip_field_blanks(context, needs_312)?;
                    let text = self.source[text_start..self.at].to_owned();
                    debug_text = Some((text, self.span_from(text_start)));
                    break;
                }
                if c == ':' || c == '}' || (c == '!' && !rest.starts_with("!=")) {
                    break;
                }
            }
            let closes = context.quote.closes(rest);
            if closes {
                // From 3.12 on this may open a string inside the field; before, it ends the f-string.
                if self.operand_ended() {
                    return Err(self.expected_brace());
                }
                needs_312.get_or_insert(Span::new(self.at as u32, self.at as u32 + 1));
            }
            if matches!(c, '"' | '\'') && c == context.quote.char && !context.quote.triple {
                needs_312.get_or_insert(Span::new(self.at as u32, self.at as u32 + 1));
            }
            let token_start = self.at;
            let missing_brace = self.expected_brace();
            self.token()
                .map_err(|error| if closes { missing_brace } else { error })?;
            let written = &self.source[token_start..self.at];
            if written.contains('\\') {
                needs_312.get_or_insert(Span::new(token_start as u32, self.at as u32));
            }
        }
        if let Some((open, at)) = self.brackets.last() {
            return Err(Diagnostic::new(
                Span::new(*at as u32, *at as u32 + 1),
                format!("f-string: '{}' was never closed", open.text()),
            ));
        }
        if self.tokens.is_empty() {
            let found = self.peek().filter(|c| *c != '}');
            let message = match found {
                Some(c) => format!("f-string: valid expression required before '{c}'"),
                None => "f-string: valid expression required before '}'".to_owned(),
            };
            return Err(Diagnostic::new(self.span_from(start), message));
        }
        let end = self.at;
        self.push(TokenKind::End, end);
        self.brackets = outer_brackets;
        let tokens = std::mem::replace(&mut self.tokens, outer_tokens);
        Ok((tokens, debug_text))
    }

    /// Whether an operand that is no string has just ended, so that no string can start.
    fn operand_ended(&self) -> bool {
        self.tokens.last().is_some_and(|token| match &token.kind {
            TokenKind::Op(op) => {
                matches!(op, Op::RightParen | Op::RightBracket | Op::RightBrace)
            }
            TokenKind::Keyword(_) | TokenKind::Str(_) | TokenKind::FString(_) => false,
            _ => true,
        })
    }

    /// Blanks, and in a field also line ends and comments, which single-quoted f-strings allow from
    /// 3.12 on.
    fn skip_field_blanks(&mut self, context: Context, needs_312: &mut Option<Span>) -> Result<()> {
        loop {
            self.skip_blanks_in_field(needs_312)?;
            if !matches!(self.peek(), Some('\n' | '\r')) {
                return Ok(());
            }
            if !context.quote.triple {
                needs_312.get_or_insert(Span::new(self.at as u32, self.at as u32 + 1));
            }
            self.skip_line_end();
        }
    }

    fn skip_blanks_in_field(&mut self, needs_312: &mut Option<Span>) -> Result<()> {
        let start = self.at;
        self.skip_blanks()?;
        if self.source[start..self.at].contains(['#', '\\']) {
            needs_312.get_or_insert(self.span_from(start));
        }
        Ok(())
    }

    fn conversion(&mut self) -> Result<char> {
        let start = self.at;
        let rest = &self.source[start..];
        let length = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let name = &rest[..length];
        self.at += length;
        match name {
            "s" | "r" | "a" => Ok(name.chars().next().unwrap_or('s')),
            "" => Err(Diagnostic::new(
                Span::new(start as u32 - 1, start as u32),
                "f-string: missing conversion character",
            )),
            other => Err(Diagnostic::new(
                self.span_from(start),
                format!(
                    "f-string: invalid conversion character '{other}': expected 's', 'r', or 'a'"
                ),
            )),
        }
    }

    fn expected_brace(&self) -> Diagnostic {
        let end = self.source[self.at..]
            .chars()
            .next()
            .map_or(self.at, |c| self.at + c.len_utf8());
        Diagnostic::new(
            Span::new(self.at as u32, end as u32),
            "f-string: expecting '}'",
        )
    }
}
