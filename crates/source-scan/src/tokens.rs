//! The tokens of a source file in one flat list.
//!
//! A flat list needs no recursion, so a file with a hundred thousand nested parentheses cannot
//! overflow the judge's stack. Comments and the inside of strings are not tokens: words in them
//! are never looked at.

use std::str::FromStr;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use crate::Position;

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// A name or keyword, without the `r#` of a raw identifier.
    Ident(String),
    /// One character of punctuation; `joint` when the next one belongs to it, as in `::`.
    Punct { char: char, joint: bool },
    /// A number, character or string.
    Literal,
    /// A lifetime such as `'static`.
    Lifetime,
    /// An opening bracket.
    Open(Delimiter),
    /// A closing bracket.
    Close(Delimiter),
}

/// A token and where it starts.
#[derive(Clone, Debug)]
pub(crate) struct Spanned {
    pub(crate) token: Token,
    pub(crate) at: Position,
}

/// All tokens of a file, with the questions the scan asks about neighbours.
pub(crate) struct Tokens {
    list: Vec<Spanned>,
    /// For each opening bracket the index of the one that closes it; 0 for all other tokens.
    closing: Vec<usize>,
}

impl Tokens {
    /// Splits `source` into tokens.
    ///
    /// # Errors
    /// The place where the text stops being Rust tokens.
    pub(crate) fn parse(source: &str) -> Result<Tokens, Position> {
        let stream = TokenStream::from_str(source).map_err(|error| {
            let start = error.span().start();
            Position {
                line: start.line,
                column: start.column + 1,
            }
        })?;
        let mut flat = Vec::new();
        // Each entry is a stream that is being walked and the bracket that closes it.
        let mut open = vec![(stream.into_iter(), None)];
        while let Some((tokens, closing)) = open.last_mut() {
            match tokens.next() {
                Some(TokenTree::Group(group)) => {
                    flat.push(spanned(Token::Open(group.delimiter()), group.span_open()));
                    let closing = Some((group.delimiter(), group.span_close()));
                    open.push((group.stream().into_iter(), closing));
                }
                Some(TokenTree::Ident(ident)) => {
                    let text = ident.to_string();
                    let name = text.strip_prefix("r#").unwrap_or(&text).to_owned();
                    let after_quote = matches!(
                        flat.last(),
                        Some(Spanned {
                            token: Token::Punct {
                                char: '\'',
                                joint: true
                            },
                            ..
                        })
                    );
                    if after_quote {
                        flat.pop();
                        flat.push(spanned(Token::Lifetime, ident.span()));
                    } else {
                        flat.push(spanned(Token::Ident(name), ident.span()));
                    }
                }
                Some(TokenTree::Punct(punct)) => {
                    let joint = punct.spacing() == Spacing::Joint;
                    flat.push(spanned(
                        Token::Punct {
                            char: punct.as_char(),
                            joint,
                        },
                        punct.span(),
                    ));
                }
                Some(TokenTree::Literal(literal)) => {
                    flat.push(spanned(Token::Literal, literal.span()));
                }
                None => {
                    if let Some((delimiter, span)) = *closing {
                        flat.push(spanned(Token::Close(delimiter), span));
                    }
                    open.pop();
                }
            }
        }
        let closing = match_brackets(&flat);
        Ok(Tokens {
            list: flat,
            closing,
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn token(&self, index: usize) -> Option<&Token> {
        self.list.get(index).map(|spanned| &spanned.token)
    }

    /// Where token `index` starts.
    pub(crate) fn at(&self, index: usize) -> Position {
        self.list[index].at
    }

    /// The name at `index`, when there is one.
    pub(crate) fn ident(&self, index: usize) -> Option<&str> {
        match self.token(index) {
            Some(Token::Ident(name)) => Some(name),
            _ => None,
        }
    }

    pub(crate) fn is_ident(&self, index: usize, name: &str) -> bool {
        self.ident(index) == Some(name)
    }

    pub(crate) fn is_punct(&self, index: usize, wanted: char) -> bool {
        matches!(self.token(index), Some(Token::Punct { char, .. }) if *char == wanted)
    }

    /// True when `::` starts at `index`.
    pub(crate) fn is_path_separator(&self, index: usize) -> bool {
        matches!(
            self.token(index),
            Some(Token::Punct {
                char: ':',
                joint: true
            })
        ) && self.is_punct(index + 1, ':')
    }

    /// True when a `::` ends right before `index`.
    pub(crate) fn follows_path_separator(&self, index: usize) -> bool {
        index >= 2 && self.is_path_separator(index - 2)
    }

    pub(crate) fn is_open(&self, index: usize) -> bool {
        matches!(self.token(index), Some(Token::Open(_)))
    }

    pub(crate) fn is_brace(&self, index: usize) -> bool {
        matches!(self.token(index), Some(Token::Open(Delimiter::Brace)))
    }

    /// The index of the bracket that closes the one at `open`; the end of the file when there is no
    /// bracket at `open`.
    pub(crate) fn closing(&self, open: usize) -> usize {
        match self.closing.get(open) {
            Some(0) | None => self.len(),
            Some(close) => *close,
        }
    }
}

fn match_brackets(tokens: &[Spanned]) -> Vec<usize> {
    let mut closing = vec![0; tokens.len()];
    let mut open = Vec::new();
    for (index, spanned) in tokens.iter().enumerate() {
        match spanned.token {
            Token::Open(_) => open.push(index),
            Token::Close(_) => {
                if let Some(start) = open.pop() {
                    closing[start] = index;
                }
            }
            _ => {}
        }
    }
    closing
}

fn spanned(token: Token, span: proc_macro2::Span) -> Spanned {
    let start = span.start();
    Spanned {
        token,
        at: Position {
            line: start.line,
            column: start.column + 1,
        },
    }
}
