//! The words of the language.

use crate::bigint::BigInt;
use crate::source::Span;

/// One token.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TokenKind {
    Name(String),
    Keyword(Keyword),
    Int(BigInt),
    Float(f64),
    Str(String),
    FString(FString),
    Op(Op),
    Newline,
    Indent,
    Dedent,
    End,
}

/// An f-string, cut into text and replacement fields.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FString {
    pub(crate) parts: Vec<FStringPart>,
    /// Where it uses what only 3.12 and later allow (the quote of the string or a backslash inside
    /// a field).
    pub(crate) needs_312: Option<Span>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FStringPart {
    Text(String, Span),
    Field(Box<FStringField>),
}

/// `{tokens!conversion:spec}`
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FStringField {
    /// The expression, closed by a [`TokenKind::End`].
    pub(crate) tokens: Vec<Token>,
    /// The text before the `=` of `{value=}`, with the `=` and the spaces around it.
    pub(crate) debug_text: Option<(String, Span)>,
    pub(crate) conversion: Option<char>,
    pub(crate) spec: Option<Vec<FStringPart>>,
    /// The specification with its colon.
    pub(crate) spec_span: Span,
    pub(crate) span: Span,
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident: $($variant:ident = $text:literal)+) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name {
            $($variant,)+
        }

        impl $name {
            /// All of them; of operators, the longer ones first.
            pub(crate) const ALL: &[$name] = &[$($name::$variant,)+];

            /// How it is written.
            pub(crate) const fn text(self) -> &'static str {
                match self {
                    $($name::$variant => $text,)+
                }
            }
        }
    };
}

words! {
    /// The reserved words.
    Keyword:
    False = "False"
    None = "None"
    True = "True"
    And = "and"
    As = "as"
    Assert = "assert"
    Async = "async"
    Await = "await"
    Break = "break"
    Class = "class"
    Continue = "continue"
    Def = "def"
    Del = "del"
    Elif = "elif"
    Else = "else"
    Except = "except"
    Finally = "finally"
    For = "for"
    From = "from"
    Global = "global"
    If = "if"
    Import = "import"
    In = "in"
    Is = "is"
    Lambda = "lambda"
    Nonlocal = "nonlocal"
    Not = "not"
    Or = "or"
    Pass = "pass"
    Raise = "raise"
    Return = "return"
    Try = "try"
    While = "while"
    With = "with"
    Yield = "yield"
}

words! {
    /// Operators and punctuation.
    Op:
    DoubleStarEqual = "**="
    DoubleSlashEqual = "//="
    RightShiftEqual = ">>="
    LeftShiftEqual = "<<="
    Ellipsis = "..."
    EqualEqual = "=="
    NotEqual = "!="
    LessEqual = "<="
    GreaterEqual = ">="
    PlusEqual = "+="
    MinusEqual = "-="
    StarEqual = "*="
    SlashEqual = "/="
    PercentEqual = "%="
    PipeEqual = "|="
    AmpersandEqual = "&="
    CaretEqual = "^="
    AtEqual = "@="
    DoubleSlash = "//"
    DoubleStar = "**"
    LeftShift = "<<"
    RightShift = ">>"
    Arrow = "->"
    ColonEqual = ":="
    Plus = "+"
    Minus = "-"
    Star = "*"
    Slash = "/"
    Percent = "%"
    LeftParen = "("
    RightParen = ")"
    LeftBracket = "["
    RightBracket = "]"
    LeftBrace = "{"
    RightBrace = "}"
    Comma = ","
    Colon = ":"
    Dot = "."
    Equal = "="
    Less = "<"
    Greater = ">"
    Semicolon = ";"
    At = "@"
    Pipe = "|"
    Ampersand = "&"
    Caret = "^"
    Tilde = "~"
}
