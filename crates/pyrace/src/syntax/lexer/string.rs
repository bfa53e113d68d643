//! String literals and their escapes.

use super::{Lexer, Result};
use crate::source::{Diagnostic, LineIndex, Span};
use crate::syntax::token::TokenKind;

/// Whether a word before a quote is a string prefix.
pub(super) fn is_prefix(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "r" | "u" | "b" | "f" | "t" | "br" | "rb" | "fr" | "rf" | "tr" | "rt"
    )
}

/// The quotes around a string.
#[derive(Clone, Copy)]
pub(super) struct Quote {
    pub(super) char: char,
    pub(super) triple: bool,
}

impl Quote {
    pub(super) fn len(self) -> usize {
        if self.triple { 3 } else { 1 }
    }

    /// Whether the text starts with the closing quote.
    pub(super) fn closes(self, text: &str) -> bool {
        if self.triple {
            let mut chars = text.chars();
            (0..3).all(|_| chars.next() == Some(self.char))
        } else {
            text.starts_with(self.char)
        }
    }
}

impl Lexer<'_> {
    /// Reads a string whose prefix, already consumed, is given.
    pub(super) fn string_token(&mut self, start: usize, prefix: &str) -> Result<()> {
        let prefix = prefix.to_ascii_lowercase();
        let prefix_span = Span::new(start as u32, (start + prefix.len()) as u32);
        if prefix.contains('b') {
            return Err(
                Diagnostic::new(prefix_span, "bytes are not supported by the explorer")
                    .with_hint("use a string"),
            );
        }
        if prefix.contains('t') {
            return Err(Diagnostic::new(
                prefix_span,
                "template strings are not supported by the explorer",
            )
            .with_hint("use an f-string"));
        }
        let quote = self.open_quote();
        let raw = prefix.contains('r');
        let kind = if prefix.contains('f') {
            TokenKind::FString(self.fstring(start, quote, raw)?)
        } else {
            TokenKind::Str(self.plain_string(start, quote, raw)?)
        };
        self.push(kind, start);
        Ok(())
    }

    fn open_quote(&mut self) -> Quote {
        let char = self.peek().expect("the caller saw a quote");
        let triple = Quote { char, triple: true };
        let quote = if triple.closes(&self.source[self.at..]) {
            triple
        } else {
            Quote {
                char,
                triple: false,
            }
        };
        self.at += quote.len();
        quote
    }

    fn plain_string(&mut self, start: usize, quote: Quote, raw: bool) -> Result<String> {
        let mut text = String::new();
        loop {
            if quote.closes(&self.source[self.at..]) {
                self.at += quote.len();
                return Ok(text);
            }
            match self.peek() {
                None => return Err(self.unterminated(start, quote, "string literal")),
                Some('\n' | '\r') if !quote.triple => {
                    return Err(self.unterminated(start, quote, "string literal"));
                }
                Some('\n' | '\r') => self.line_end_in(&mut text),
                Some('\\') => self.escape(&mut text, raw)?,
                Some(c) => {
                    text.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
    }

    /// Every line end in a string is a `\n`.
    pub(super) fn line_end_in(&mut self, text: &mut String) {
        self.skip_line_end();
        text.push('\n');
    }

    /// Reads a backslash and what it escapes.
    pub(super) fn escape(&mut self, text: &mut String, raw: bool) -> Result<()> {
        let start = self.at;
        self.at += 1;
        let Some(c) = self.peek() else {
            text.push('\\');
            return Ok(());
        };
        if raw {
            text.push('\\');
            if matches!(c, '\n' | '\r') {
                self.line_end_in(text);
            } else {
                text.push(c);
                self.at += c.len_utf8();
            }
            return Ok(());
        }
        if matches!(c, '\n' | '\r') {
            self.skip_line_end();
            return Ok(());
        }
        self.at += c.len_utf8();
        let simple = match c {
            '\\' | '\'' | '"' => c,
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            '0'..='7' => {
                let mut value = c.to_digit(8).unwrap_or(0);
                for _ in 0..2 {
                    let Some(digit) = self.peek().and_then(|c| c.to_digit(8)) else {
                        break;
                    };
                    value = value * 8 + digit;
                    self.at += 1;
                }
                self.character(start, value)?
            }
            'x' => self.hexadecimal(start, 2)?,
            'u' => self.hexadecimal(start, 4)?,
            'U' => self.hexadecimal(start, 8)?,
            'N' => {
                return Err(Diagnostic::new(
                    self.span_from(start),
                    "characters by name (\\N) are not supported by the explorer",
                )
                .with_hint("write the character itself, or \\u and its four digits"));
            }
            other => {
                // CPython warns about an unknown escape and keeps the backslash.
                text.push('\\');
                other
            }
        };
        text.push(simple);
        Ok(())
    }

    fn hexadecimal(&mut self, start: usize, digits: usize) -> Result<char> {
        let mut value = 0;
        for _ in 0..digits {
            let Some(digit) = self.peek().and_then(|c| c.to_digit(16)) else {
                let kind = ["\\xXX", "\\uXXXX", "\\UXXXXXXXX"][digits.ilog2() as usize - 1];
                return Err(Diagnostic::new(
                    self.span_from(start),
                    format!("(unicode error) truncated {kind} escape"),
                ));
            };
            value = value * 16 + digit;
            self.at += 1;
        }
        self.character(start, value)
    }

    fn character(&self, start: usize, value: u32) -> Result<char> {
        char::from_u32(value).ok_or_else(|| {
            let diagnostic = |message| Diagnostic::new(self.span_from(start), message);
            if value > 0x10_ffff {
                return diagnostic("(unicode error) illegal Unicode character");
            }
            diagnostic("lone surrogates in strings are not supported by the explorer")
                .with_hint("write the character itself, or \\U and its eight digits")
        })
    }

    pub(super) fn unterminated(&self, start: usize, quote: Quote, what: &str) -> Diagnostic {
        let lines = LineIndex::new(self.source);
        let triple = if quote.triple { "triple-quoted " } else { "" };
        // The end of the file belongs to its last line.
        let ended = self.at == self.source.len() && self.source.ends_with(['\n', '\r']);
        let line = lines.line_of((self.at - usize::from(ended)) as u32);
        let quote_at = self.source[start..]
            .find(quote.char)
            .map_or(start, |offset| start + offset);
        Diagnostic::new(
            Span::new(start as u32, (quote_at + 1) as u32),
            format!("unterminated {triple}{what} (detected at line {line})"),
        )
    }
}
