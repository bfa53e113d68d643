//! Source text to tokens: indentation, brackets, names, operators.

mod coding;
mod fstring;
mod number;
mod string;

use super::token::{Keyword, Op, Token, TokenKind};
use crate::source::{Diagnostic, LineIndex, Span};

/// CPython's limits (`MAXINDENT` and `MAXLEVEL` of its tokenizer).
const MAX_INDENTS: usize = 100;
const MAX_BRACKETS: usize = 200;

type Result<T> = std::result::Result<T, Diagnostic>;
type Step = std::result::Result<(), (Diagnostic, LexErrorKind)>;

/// The tokens of a program, and what stopped the lexer.
pub(super) struct Lexed {
    /// The last one is always [`TokenKind::End`].
    pub(super) tokens: Vec<Token>,
    pub(super) error: Option<LexError>,
}

/// What stopped the lexer. As in CPython a mistake that the parser finds before that place may be the
/// one to tell.
pub(super) struct LexError {
    pub(super) diagnostic: Diagnostic,
    pub(super) kind: LexErrorKind,
    /// How many tokens were read before.
    pub(super) tokens: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LexErrorKind {
    /// A character, a literal or a bracket that fits nowhere: goes before mistakes of the parser.
    Text,
    /// The indentation of a line: comes after mistakes in the lines before.
    Indentation,
    /// A bracket that stays open: comes after mistakes up to the line of the bracket.
    Unclosed,
}

/// Cuts a program into tokens, up to the first mistake.
pub(super) fn tokenize(source: &str) -> Lexed {
    let mut lexer = Lexer {
        source,
        at: if source.starts_with('\u{feff}') { 3 } else { 0 },
        tokens: Vec::new(),
        indents: vec![Indent::default()],
        brackets: Vec::new(),
        field_depth: 0,
    };
    let found = whole(source).and_then(|()| lexer.run());
    let error = found.err().map(|(diagnostic, kind)| {
        let tokens = lexer.tokens.len();
        let end = lexer
            .tokens
            .last()
            .map_or(0, |token| token.span.end as usize);
        lexer.at = end;
        lexer.push(TokenKind::End, end);
        LexError {
            diagnostic,
            kind,
            tokens,
        }
    });
    Lexed {
        tokens: lexer.tokens,
        error,
    }
}

/// What forbids a text as a whole.
fn whole(source: &str) -> Step {
    let at = |start: usize, message: &str| {
        let start = start as u32;
        let diagnostic = Diagnostic::new(Span::new(start, start), message);
        Err((diagnostic, LexErrorKind::Text))
    };
    if u32::try_from(source.len()).is_err() {
        return at(0, "the program is too large");
    }
    if let Some(found) = source.find('\0') {
        return at(found, "source code cannot contain null bytes").map_err(|(found, kind)| {
            let hint = "save the program as plain text, in UTF-8";
            (found.with_hint(hint), kind)
        });
    }
    match coding::declared(source) {
        Some(name) if !name.is_utf8(source) => {
            let message = format!(
                "the encoding `{}` is not supported by the explorer",
                name.text
            );
            let diagnostic = Diagnostic::new(name.span, message)
                .with_hint("save the program as UTF-8 and leave the declaration out");
            Err((diagnostic, LexErrorKind::Text))
        }
        _ => Ok(()),
    }
}

/// The width of an indentation with tabs to multiples of 8 and with tabs of width 1. Python demands
/// that both order two indentations alike.
#[derive(Clone, Copy, Default)]
struct Indent {
    column: u32,
    alternative: u32,
}

struct Lexer<'s> {
    source: &'s str,
    at: usize,
    tokens: Vec<Token>,
    indents: Vec<Indent>,
    brackets: Vec<(Op, usize)>,
    /// How many replacement fields of f-strings are open.
    field_depth: usize,
}

impl<'s> Lexer<'s> {
    fn run(&mut self) -> Step {
        let text = |diagnostic| (diagnostic, LexErrorKind::Text);
        let layout = |diagnostic| (diagnostic, LexErrorKind::Indentation);
        let mut line_start = true;
        loop {
            if line_start {
                line_start = false;
                if !self.indentation().map_err(layout)? {
                    line_start = self.at < self.source.len();
                    if line_start {
                        continue;
                    }
                }
            }
            self.skip_blanks().map_err(text)?;
            match self.peek() {
                None => break,
                Some('\n' | '\r') => {
                    let start = self.at;
                    self.skip_line_end();
                    if self.brackets.is_empty() {
                        self.push(TokenKind::Newline, start);
                        line_start = true;
                    }
                }
                Some(_) => self.token().map_err(text)?,
            }
        }
        self.finish()
            .map_err(|diagnostic| (diagnostic, LexErrorKind::Unclosed))
    }

    fn finish(&mut self) -> Result<()> {
        if let Some((open, at)) = self.brackets.last() {
            return Err(Diagnostic::new(
                Span::new(*at as u32, *at as u32 + 1),
                format!("'{}' was never closed", open.text()),
            ));
        }
        let end = self.source.len();
        let open_line = self
            .tokens
            .last()
            .is_some_and(|t| !matches!(t.kind, TokenKind::Newline | TokenKind::Dedent));
        if open_line {
            self.push(TokenKind::Newline, end);
        }
        for _ in 1..self.indents.len() {
            self.push(TokenKind::Dedent, end);
        }
        self.push(TokenKind::End, end);
        Ok(())
    }

    /// Reads the indentation of a line. Returns whether the line has code on it; a line without is
    /// skipped.
    fn indentation(&mut self) -> Result<bool> {
        let start = self.at;
        let mut indent = Indent::default();
        loop {
            match self.peek() {
                Some(' ') => {
                    indent.column += 1;
                    indent.alternative += 1;
                }
                Some('\t') => {
                    indent.column = (indent.column / 8 + 1) * 8;
                    indent.alternative += 1;
                }
                Some('\u{c}') => indent = Indent::default(),
                Some('\\') if self.line_continues() => {
                    // The versions differ in which of the lines then has the indentation.
                    return Err(Diagnostic::new(
                        Span::new(self.at as u32, self.at as u32 + 1),
                        "a backslash before the first word of a line is not supported by the explorer",
                    )
                    .with_hint("take the backslash and the line end after it out"));
                }
                _ => break,
            }
            self.at += 1;
        }
        match self.peek() {
            Some('#') => {
                self.skip_comment();
                self.skip_line_end();
                return Ok(false);
            }
            Some('\n' | '\r') => {
                self.skip_line_end();
                return Ok(false);
            }
            None => return Ok(false),
            Some(_) => {}
        }
        let span = self.span_from(start);
        let current = *self
            .indents
            .last()
            .expect("the outermost indentation stays");
        let order = indent.column.cmp(&current.column);
        if order != indent.alternative.cmp(&current.alternative) {
            return Err(inconsistent_tabs(span));
        }
        if order.is_gt() {
            if self.indents.len() >= MAX_INDENTS {
                return Err(Diagnostic::new(span, "too many levels of indentation"));
            }
            self.indents.push(indent);
            self.push(TokenKind::Indent, start);
        }
        while indent.column < self.indents.last().map_or(0, |i| i.column) {
            self.indents.pop();
            self.tokens.push(Token {
                kind: TokenKind::Dedent,
                span: Span::new(self.at as u32, self.at as u32),
            });
        }
        let outer = *self
            .indents
            .last()
            .expect("the outermost indentation stays");
        if indent.column != outer.column {
            return Err(Diagnostic::new(
                span,
                "unindent does not match any outer indentation level",
            ));
        }
        if indent.alternative != outer.alternative {
            return Err(inconsistent_tabs(span));
        }
        Ok(true)
    }

    fn skip_blanks(&mut self) -> Result<()> {
        loop {
            match self.peek() {
                Some(' ' | '\t' | '\u{c}') => self.at += 1,
                Some('#') => self.skip_comment(),
                Some('\\') => {
                    if !self.line_continues() {
                        let at = self.at as u32;
                        let message = if self.at + 1 >= self.source.len() {
                            "unexpected EOF while parsing"
                        } else {
                            "unexpected character after line continuation character"
                        };
                        return Err(Diagnostic::new(Span::new(at, at + 1), message));
                    }
                    let backslash = self.at;
                    self.at += 1;
                    self.skip_line_end();
                    if self.at >= self.source.len() {
                        return Err(Diagnostic::new(
                            Span::new(backslash as u32, backslash as u32 + 1),
                            "unexpected EOF while parsing",
                        ));
                    }
                }
                _ => return Ok(()),
            }
        }
    }

    /// Reads one token that is no line end and no indentation.
    fn token(&mut self) -> Result<()> {
        let start = self.at;
        let c = self.peek().expect("the caller saw a character");
        if c.is_ascii_digit() || (c == '.' && self.peek_at(1).is_some_and(|c| c.is_ascii_digit())) {
            let kind = self.number()?;
            self.push(kind, start);
            return Ok(());
        }
        if c == '"' || c == '\'' {
            return self.string_token(start, "");
        }
        if is_name_start(c) {
            return self.name_or_prefixed_string(start);
        }
        let rest = &self.source[start..];
        if let Some(op) = Op::ALL.iter().find(|op| rest.starts_with(op.text())) {
            self.at += op.text().len();
            self.bracket(*op, start)?;
            self.push(TokenKind::Op(*op), start);
            return Ok(());
        }
        Err(self.invalid_character(c))
    }

    fn name_or_prefixed_string(&mut self, start: usize) -> Result<()> {
        while self.peek().is_some_and(is_name_continue) {
            self.at += self.peek().map_or(1, char::len_utf8);
        }
        if let Some(c) = self.peek()
            && c.is_alphanumeric()
            && !c.is_ascii()
        {
            return Err(self.invalid_character(c));
        }
        let text = &self.source[start..self.at];
        if matches!(self.peek(), Some('"' | '\'')) && string::is_prefix(text) {
            return self.string_token(start, text);
        }
        let keyword = Keyword::ALL.iter().find(|k| k.text() == text);
        let kind = keyword.map_or_else(
            || TokenKind::Name(text.to_owned()),
            |k| TokenKind::Keyword(*k),
        );
        self.push(kind, start);
        Ok(())
    }

    fn bracket(&mut self, op: Op, start: usize) -> Result<()> {
        let span = Span::new(start as u32, self.at as u32);
        match op {
            Op::LeftParen | Op::LeftBracket | Op::LeftBrace => {
                if self.brackets.len() >= MAX_BRACKETS {
                    return Err(Diagnostic::new(span, "too many nested parentheses"));
                }
                self.brackets.push((op, start));
            }
            Op::RightParen | Op::RightBracket | Op::RightBrace => {
                let Some((open, at)) = self.brackets.pop() else {
                    return Err(Diagnostic::new(span, format!("unmatched '{}'", op.text())));
                };
                if closing(open) != op {
                    let lines = LineIndex::new(self.source);
                    let (here, there) = (lines.line_of(span.start), lines.line_of(at as u32));
                    let place = if here == there {
                        String::new()
                    } else {
                        format!(" on line {there}")
                    };
                    return Err(Diagnostic::new(
                        span,
                        format!(
                            "closing parenthesis '{}' does not match opening parenthesis '{}'{place}",
                            op.text(),
                            open.text()
                        ),
                    ));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn invalid_character(&self, c: char) -> Diagnostic {
        let span = Span::new(self.at as u32, (self.at + c.len_utf8()) as u32);
        let code = format!("U+{:04X}", c as u32);
        if c.is_alphanumeric() && !c.is_ascii() {
            return Diagnostic::new(
                span,
                format!("the letter '{c}' ({code}) in a name is not supported by the explorer"),
            )
            .with_hint("use letters of the Latin, Greek or Cyrillic alphabet in names");
        }
        // Of what Unicode calls format characters, those that come along when a text is copied.
        let unseen = c.is_control()
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' |
                '\u{2060}'..='\u{206f}' | '\u{feff}');
        let shown = if unseen || c.is_whitespace() {
            format!("invalid non-printable character {code}")
        } else {
            format!("invalid character '{c}' ({code})")
        };
        let hint = match c {
            '\u{201c}' | '\u{201d}' => Some("use the plain quote \""),
            '\u{2018}' | '\u{2019}' => Some("use the plain quote '"),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => Some("write a plain minus: -"),
            '\u{d7}' => Some("write `*`"),
            _ if unseen => Some("delete it: it cannot be seen"),
            _ if c.is_whitespace() => Some("replace it by a plain space"),
            '!' => Some("write `not`"),
            '?' => Some("write `first if condition else second`"),
            _ => None,
        };
        let diagnostic = Diagnostic::new(span, shown);
        match hint {
            Some(hint) => diagnostic.with_hint(hint),
            None => diagnostic,
        }
    }

    fn peek(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    /// The character `ahead` bytes further on, if it is an ASCII one.
    fn peek_at(&self, ahead: usize) -> Option<char> {
        let byte = *self.source.as_bytes().get(self.at + ahead)?;
        byte.is_ascii().then_some(byte as char)
    }

    fn line_continues(&self) -> bool {
        matches!(self.peek_at(1), Some('\n' | '\r'))
    }

    fn skip_line_end(&mut self) {
        if self.peek() == Some('\r') {
            self.at += 1;
        }
        if self.peek() == Some('\n') {
            self.at += 1;
        }
    }

    fn skip_comment(&mut self) {
        let rest = &self.source[self.at..];
        self.at += rest.find(['\n', '\r']).unwrap_or(rest.len());
    }

    fn span_from(&self, start: usize) -> Span {
        Span::new(start as u32, self.at as u32)
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        let span = self.span_from(start);
        self.tokens.push(Token { kind, span });
    }
}

fn inconsistent_tabs(span: Span) -> Diagnostic {
    Diagnostic::new(span, "inconsistent use of tabs and spaces in indentation")
        .with_hint("indent with spaces only")
}

fn closing(open: Op) -> Op {
    match open {
        Op::LeftParen => Op::RightParen,
        Op::LeftBracket => Op::RightBracket,
        _ => Op::RightBrace,
    }
}

fn is_name_start(c: char) -> bool {
    c == '_' || c.is_ascii_alphabetic() || is_plain_letter(c)
}

fn is_name_continue(c: char) -> bool {
    is_name_start(c) || c.is_ascii_digit()
}

/// Letters that Python allows in names and that its normalisation (NFKC) leaves alone, in the
/// alphabets that names are written in. Others would need the tables of Unicode.
fn is_plain_letter(c: char) -> bool {
    match c as u32 {
        0xaa | 0xb5 | 0xba | 0xd7 | 0xf7 => false,
        0x132 | 0x133 | 0x13f | 0x140 | 0x149 | 0x17f | 0x1c4..=0x1cc | 0x1f1..=0x1f3 => false,
        0xc0..=0x24f | 0x391..=0x3a1 | 0x3a3..=0x3ce | 0x400..=0x481 | 0x48a..=0x52f => true,
        0x386 | 0x388..=0x38a | 0x38c | 0x38e..=0x390 => true,
        _ => false,
    }
}
