//! Number literals.

use super::{Lexer, Result, is_name_continue};
use crate::bigint::BigInt;
use crate::decimal;
use crate::source::Diagnostic;
use crate::syntax::token::TokenKind;

/// CPython's limit of the conversion from decimal text (`sys.int_info.default_max_str_digits`).
const MAX_DECIMAL_DIGITS: usize = 4300;
/// Other bases have no limit in CPython; nobody writes more by hand.
const MAX_DIGITS: usize = 100_000;

impl Lexer<'_> {
    pub(super) fn number(&mut self) -> Result<TokenKind> {
        let start = self.at;
        let base = match (self.peek(), self.peek_at(1)) {
            (Some('0'), Some('x' | 'X')) => Some((16, "hexadecimal")),
            (Some('0'), Some('o' | 'O')) => Some((8, "octal")),
            (Some('0'), Some('b' | 'B')) => Some((2, "binary")),
            _ => None,
        };
        if let Some((radix, name)) = base {
            self.at += 2;
            let digits = self.digits(radix, true, name)?;
            self.end_of_number(start, name)?;
            if digits.len() > MAX_DIGITS {
                return Err(self.too_many_digits(start, MAX_DIGITS));
            }
            return match BigInt::parse(&digits, radix) {
                Some(value) => Ok(TokenKind::Int(value)),
                None => Err(self.bad_number(start, name)),
            };
        }
        let whole = self.digits(10, false, "decimal")?;
        let mut text = whole.clone();
        let mut float = false;
        if self.peek() == Some('.') {
            float = true;
            self.at += 1;
            text.push('.');
            if self.peek() == Some('_') {
                return Err(self.bad_number(start, "decimal"));
            }
            text.push_str(&self.digits(10, false, "decimal")?);
        }
        let exponent_digit = match self.peek_at(1) {
            Some('+' | '-') => self.peek_at(2),
            other => other,
        };
        if matches!(self.peek(), Some('e' | 'E'))
            && exponent_digit.is_some_and(|c| c.is_ascii_digit())
        {
            float = true;
            text.push('e');
            self.at += 1;
            if let Some(sign @ ('+' | '-')) = self.peek() {
                text.push(sign);
                self.at += 1;
            }
            text.push_str(&self.digits(10, false, "decimal")?);
        }
        if matches!(self.peek(), Some('j' | 'J')) {
            self.at += 1;
            return Err(Diagnostic::new(
                self.span_from(start),
                "complex numbers are not supported by the explorer",
            )
            .with_hint("use an `int` or a `float`"));
        }
        self.end_of_number(start, "decimal")?;
        if float {
            let value = decimal::parse(&text).ok_or_else(|| self.bad_number(start, "decimal"))?;
            return Ok(TokenKind::Float(value));
        }
        if whole.len() > 1 && whole.starts_with('0') && whole.bytes().any(|b| b != b'0') {
            return Err(Diagnostic::new(
                self.span_from(start),
                "leading zeros in decimal integer literals are not permitted; \
                 use an 0o prefix for octal integers",
            ));
        }
        if whole.len() > MAX_DECIMAL_DIGITS {
            return Err(self.too_many_digits(start, MAX_DECIMAL_DIGITS));
        }
        match BigInt::parse(&whole, 10) {
            Some(value) => Ok(TokenKind::Int(value)),
            None => Err(self.bad_number(start, "decimal")),
        }
    }

    /// Reads digits with single underscores between them; an underscore may also come first in a
    /// number with a prefix.
    fn digits(&mut self, radix: u32, leading_underscore: bool, name: &str) -> Result<String> {
        let start = self.at;
        let mut digits = String::new();
        let mut after_digit = leading_underscore;
        loop {
            match self.peek() {
                Some('_') if after_digit => {
                    after_digit = false;
                    self.at += 1;
                }
                Some(c) if c.is_digit(radix) => {
                    after_digit = true;
                    digits.push(c);
                    self.at += 1;
                }
                Some(c) if c.is_ascii_digit() => {
                    return Err(Diagnostic::new(
                        self.span_from(start),
                        format!("invalid digit '{c}' in {name} literal"),
                    ));
                }
                Some('_') => return Err(self.bad_number(start, name)),
                _ => break,
            }
        }
        if !after_digit && self.at > start {
            return Err(self.bad_number(start, name));
        }
        Ok(digits)
    }

    /// A name may not follow a number directly, except a keyword such as in `1if ready else 0`.
    fn end_of_number(&mut self, start: usize, name: &str) -> Result<()> {
        if !self.peek().is_some_and(is_name_continue) {
            return Ok(());
        }
        let rest = &self.source[self.at..];
        let word_end = rest
            .find(|c: char| !is_name_continue(c))
            .unwrap_or(rest.len());
        if matches!(
            &rest[..word_end],
            "and" | "else" | "for" | "if" | "in" | "is" | "not" | "or"
        ) {
            return Ok(());
        }
        Err(self.bad_number(start, name))
    }

    fn bad_number(&self, start: usize, name: &str) -> Diagnostic {
        let end = (self.at.max(start) + 1).min(self.source.len());
        let end = (end..=self.source.len())
            .find(|end| self.source.is_char_boundary(*end))
            .unwrap_or(start);
        Diagnostic::new(
            crate::source::Span::new(start as u32, end as u32),
            format!("invalid {name} literal"),
        )
    }

    fn too_many_digits(&self, start: usize, limit: usize) -> Diagnostic {
        Diagnostic::new(
            self.span_from(start),
            format!("this integer literal has more than {limit} digits"),
        )
        .with_hint("compute it, for example 10 ** 5000")
    }
}
