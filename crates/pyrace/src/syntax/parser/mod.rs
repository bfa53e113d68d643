//! Tokens to a tree: recursive descent for statements, precedence climbing for operators.
//!
//! The parser accepts the grammar of 3.15. What a program uses of it that older versions lack is
//! collected as [`VersionNote`]s.

mod argument;
mod atom;
mod compound;
mod expression;
mod fstring;
mod function;
mod statement;
mod target;

use super::ast::{Expr, ExprKind, Ident, Module, Stmt};
use super::lexer::{self, LexErrorKind};
use super::token::{Keyword, Op, Token, TokenKind};
use crate::code::Version;
use crate::source::{Diagnostic, LineIndex, Span};

/// Limits recursion: of the parser, and by the height of trees of everything that walks them.
const MAX_DEPTH: u16 = 90;
/// The longest program, in bytes: thousands of lines, where a program for the explorer has dozens.
const MAX_SOURCE: usize = 256 << 10;
/// After so many messages the rest is noise.
const MAX_DIAGNOSTICS: usize = 10;

type Result<T> = std::result::Result<T, Diagnostic>;

/// A program and what it demands of the version.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) module: Module,
    pub(crate) notes: Vec<VersionNote>,
}

impl Parsed {
    /// What the program uses and the version does not have yet.
    pub(crate) fn too_new(&self, version: Version) -> Vec<Diagnostic> {
        self.notes
            .iter()
            .filter(|note| note.since > version)
            .map(|note| {
                Diagnostic::new(note.span, note.message.clone())
                    .with_hint(format!("this program is compiled for Python {version}"))
            })
            .collect()
    }
}

/// A piece of grammar that came with a version.
#[derive(Debug)]
pub(crate) struct VersionNote {
    pub(crate) since: Version,
    pub(crate) span: Span,
    /// What older versions make of it.
    pub(crate) message: String,
}

/// Parses a program.
///
/// # Errors
///
/// What is wrong, in source order; never empty.
pub(crate) fn parse(source: &str) -> std::result::Result<Parsed, Vec<Diagnostic>> {
    if source.len() > MAX_SOURCE {
        return Err(vec![too_long(source)]);
    }
    let lexed = lexer::tokenize(source);
    let lines = LineIndex::new(source);
    let mut parser = Parser::new(source, &lines, &lexed.tokens);
    if let Some(stop) = lexed.error {
        let earlier = match stop.kind {
            LexErrorKind::Text => None,
            LexErrorKind::Indentation => parser.mistake_before(stop.tokens),
            // `_PyPegen_tokenize_full_source_to_check_for_errors` of CPython: an open bracket explains
            // what does not fit in the lines after it.
            LexErrorKind::Unclosed => parser.mistake_before(stop.tokens).filter(|_| {
                let found = lexed.tokens[parser.first_mistake].span;
                lines.line_of(found.start) <= lines.line_of(stop.diagnostic.span.start)
            }),
        };
        return Err(vec![earlier.unwrap_or(stop.diagnostic)]);
    }
    let body = parser.file();
    if parser.diagnostics.is_empty() {
        Ok(Parsed {
            module: Module { body },
            notes: parser.notes,
        })
    } else {
        Err(parser.diagnostics)
    }
}

/// The complaint about a program above [`MAX_SOURCE`], where it begins to be too long.
fn too_long(source: &str) -> Diagnostic {
    let mut end = MAX_SOURCE;
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let at = end as u32;
    let message = format!("the program is longer than {} KiB", MAX_SOURCE >> 10);
    Diagnostic::new(Span { start: at, end: at }, message)
        .with_hint("cut it down to the lines that matter")
}

struct Parser<'p> {
    source: &'p str,
    lines: &'p LineIndex,
    tokens: &'p [Token],
    at: usize,
    depth: u16,
    /// The innermost brackets make line ends invisible, so the lexer drops those; what stays is
    /// whether a message should mention an f-string.
    in_fstring: bool,
    /// The statements are those of `if TYPE_CHECKING:`, which never run.
    for_type_checkers: bool,
    diagnostics: Vec<Diagnostic>,
    /// The token at which the first of them was found.
    first_mistake: usize,
    notes: Vec<VersionNote>,
}

impl<'p> Parser<'p> {
    fn new(source: &'p str, lines: &'p LineIndex, tokens: &'p [Token]) -> Self {
        Parser {
            source,
            lines,
            tokens,
            at: 0,
            depth: 0,
            in_fstring: false,
            for_type_checkers: false,
            diagnostics: Vec::new(),
            first_mistake: 0,
            notes: Vec::new(),
        }
    }

    /// The first mistake, if it was found before the token with this number was looked at.
    fn mistake_before(&mut self, token: usize) -> Option<Diagnostic> {
        self.file();
        let first = self.diagnostics.drain(..).next();
        first.filter(|_| self.first_mistake < token)
    }

    fn file(&mut self) -> Vec<Stmt> {
        let mut body = Vec::new();
        while !self.at_end() {
            self.statement_or_recover(&mut body);
            if self.diagnostics.len() >= MAX_DIAGNOSTICS {
                break;
            }
        }
        body
    }

    /// Parses a line of statements. After an error goes on with the next line.
    fn statement_or_recover(&mut self, body: &mut Vec<Stmt>) {
        let (start, depth) = (self.at, self.depth);
        if let Err(error) = self.statement_line(body) {
            if self.diagnostics.is_empty() {
                self.first_mistake = self.at;
            }
            self.diagnostics.push(error);
            self.depth = depth;
            self.skip_line(start);
        }
    }

    /// Skips to the end of the line, and the block that belongs to it.
    fn skip_line(&mut self, start: usize) {
        if self.at == start && matches!(self.kind(), TokenKind::Indent) {
            self.skip_block();
            return;
        }
        // An error may be found at the line end or beyond it, in the block.
        if self.at > start && matches!(self.tokens[self.at - 1].kind, TokenKind::Newline) {
            if matches!(self.kind(), TokenKind::Indent) {
                self.skip_block();
            }
            return;
        }
        while !self.at_end() {
            match self.kind() {
                TokenKind::Newline => {
                    self.at += 1;
                    if matches!(self.kind(), TokenKind::Indent) {
                        self.skip_block();
                    }
                    return;
                }
                TokenKind::Indent => self.skip_block(),
                TokenKind::Dedent => return,
                _ => self.at += 1,
            }
        }
    }

    fn skip_block(&mut self) {
        let mut open = 0usize;
        while !self.at_end() {
            match self.kind() {
                TokenKind::Indent => open += 1,
                TokenKind::Dedent => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return;
            }
        }
    }

    // Tokens.

    fn token(&self) -> &'p Token {
        // The last token is `End` and is never consumed.
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn kind(&self) -> &'p TokenKind {
        &self.token().kind
    }

    fn kind_ahead(&self, count: usize) -> &'p TokenKind {
        &self.tokens[(self.at + count).min(self.tokens.len() - 1)].kind
    }

    fn span(&self) -> Span {
        self.token().span
    }

    /// The span from a start to the end of the last consumed token.
    fn span_from(&self, start: Span) -> Span {
        let end = self.tokens[self.at.saturating_sub(1)].span.end;
        Span::new(start.start, end.max(start.start))
    }

    fn at_end(&self) -> bool {
        matches!(self.kind(), TokenKind::End)
    }

    fn is_op(&self, op: Op) -> bool {
        *self.kind() == TokenKind::Op(op)
    }

    fn is_keyword(&self, keyword: Keyword) -> bool {
        *self.kind() == TokenKind::Keyword(keyword)
    }

    fn eat_op(&mut self, op: Op) -> bool {
        let found = self.is_op(op);
        self.at += usize::from(found);
        found
    }

    fn eat_keyword(&mut self, keyword: Keyword) -> bool {
        let found = self.is_keyword(keyword);
        self.at += usize::from(found);
        found
    }

    fn expect_op(&mut self, op: Op) -> Result<()> {
        if self.eat_op(op) {
            return Ok(());
        }
        match op {
            Op::Colon => Err(self.error_here("expected ':'")),
            Op::LeftParen => Err(self.error_here("expected '('")),
            _ => Err(self.unexpected()),
        }
    }

    fn expect_keyword(&mut self, keyword: Keyword) -> Result<()> {
        if self.eat_keyword(keyword) {
            return Ok(());
        }
        Err(self.error_here(format!("expected '{}'", keyword.text())))
    }

    fn name(&mut self) -> Result<Ident> {
        match self.kind() {
            TokenKind::Name(name) => {
                let ident = Ident {
                    name: name.clone(),
                    span: self.span(),
                };
                self.at += 1;
                Ok(ident)
            }
            _ => Err(self.unexpected()),
        }
    }

    // Messages.

    fn error_here(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.visible_span(), message)
    }

    /// Line ends and block ends have no text; point at the place after the last word instead.
    fn visible_span(&self) -> Span {
        match self.kind() {
            TokenKind::Newline | TokenKind::Dedent | TokenKind::End => {
                let end = self.last_word().map_or(self.span().start, |word| word.end);
                Span::new(end, end + 1)
            }
            _ => self.span(),
        }
    }

    /// The place of the last token with a text of its own that was consumed.
    fn last_word(&self) -> Option<Span> {
        let consumed = self.tokens[..self.at.min(self.tokens.len())].iter();
        let word = consumed.rev().find(|token| {
            !matches!(
                token.kind,
                TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent
            )
        });
        word.map(|token| token.span)
    }

    /// The message for a token that fits nowhere.
    fn unexpected(&self) -> Diagnostic {
        let error = self.error_here(match self.kind() {
            TokenKind::Indent => "unexpected indent",
            _ if self.in_fstring => "f-string: invalid syntax",
            _ => "invalid syntax",
        });
        match self.other_language() {
            Some(hint) => error.with_hint(hint),
            None => error,
        }
    }

    /// What Python writes for the operators `&&`, `||`, `++` and `--` of other languages.
    fn other_language(&self) -> Option<&'static str> {
        let consumed = &self.tokens[..self.at.min(self.tokens.len())];
        let [.., first, second] = consumed else {
            return None;
        };
        let is = |token: &Token, op: Op| token.kind == TokenKind::Op(op);
        let ended = matches!(self.kind(), TokenKind::Newline);
        let twice = |op: Op| ended && is(first, op) && is(second, op);
        if self.is_op(Op::Ampersand) && is(second, Op::Ampersand) {
            Some("write `and`")
        } else if self.is_op(Op::Pipe) && is(second, Op::Pipe) {
            Some("write `or`")
        } else if twice(Op::Plus) {
            Some("to add one write `+= 1`")
        } else if twice(Op::Minus) {
            Some("to take one away write `-= 1`")
        } else {
            None
        }
    }

    fn unsupported(span: Span, what: &str, hint: &str) -> Diagnostic {
        Diagnostic::new(span, format!("{what} not supported by the explorer")).with_hint(hint)
    }

    fn note(&mut self, since: Version, span: Span, what: &'static str) {
        let message = format!("only Python {since} and later accept {what}");
        self.notes.push(VersionNote {
            since,
            span,
            message,
        });
    }

    // Depth.

    /// Runs a rule one level deeper.
    fn nested<T>(&mut self, rule: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth >= MAX_DEPTH {
            return Err(self.too_deep(self.span()));
        }
        self.depth += 1;
        let result = rule(self);
        self.depth -= 1;
        result
    }

    /// Makes a node, if the tree does not get too high.
    fn node(&self, kind: ExprKind, span: Span) -> Result<Expr> {
        let node = Expr::new(kind, span);
        if node.height > MAX_DEPTH {
            return Err(self.too_deep(span));
        }
        Ok(node)
    }

    fn too_deep(&self, span: Span) -> Diagnostic {
        Diagnostic::new(span, "this program is nested too deeply for the explorer")
            .with_hint("split it with variables or functions")
    }
}
