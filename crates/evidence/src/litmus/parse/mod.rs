//! Reads the `.litmus` format of herd7 for C, as far as straight code with atomics goes.
//!
//! Not read: plain accesses, locks, `if`, `while`, arithmetic. Each one is an error that says so.

mod question;
mod thread;
mod tokens;

use std::fmt;

use super::program::{Litmus, Variable};
use tokens::{Token, tokens};

/// What cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it, and what to write instead.
    pub message: String,
}

impl ParseError {
    pub(super) fn new(line: usize, message: impl Into<String>) -> Self {
        ParseError {
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for ParseError {}

type Result<T> = std::result::Result<T, ParseError>;

/// Reads one test.
///
/// # Errors
/// The first thing that is no part of a test or is not supported, with its line.
///
/// ```
/// let text = "C read_own_write
/// { [x] = 0; }
/// P0 (atomic_int* x) {
///   atomic_store_explicit(x, 1, memory_order_relaxed);
///   int r0 = atomic_load_explicit(x, memory_order_relaxed);
/// }
/// forall (0:r0=1 /\\ x=1)
/// ";
/// let test = evidence::litmus::parse::parse(text)?;
/// assert_eq!(test.observed(), ["0:r0", "x"]);
/// # Ok::<(), evidence::litmus::parse::ParseError>(())
/// ```
pub fn parse(text: &str) -> Result<Litmus> {
    let mut lines = text
        .lines()
        .enumerate()
        .skip_while(|(_, line)| line.trim().is_empty());
    let Some((first, header)) = lines.next() else {
        return Err(ParseError::new(
            1,
            "the file is empty; a test begins with `C name`",
        ));
    };
    let name = header
        .strip_prefix("C ")
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let Some(name) = name else {
        return Err(ParseError::new(
            first + 1,
            "a test begins with `C name`; found no such line",
        ));
    };
    let about = lines.map_while(|(_, line)| line.strip_prefix("//"));
    let about = about
        .map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned())
        .collect();
    let body: usize = text
        .split_inclusive('\n')
        .take(first + 1)
        .map(str::len)
        .sum();
    let tokens = tokens(&text[body..], first + 2)?;
    let litmus = Litmus {
        name: name.to_owned(),
        about,
        locations: vec![],
        threads: vec![],
        question: None,
    };
    let mut parser = Parser {
        tokens,
        at: 0,
        litmus,
    };
    parser.initial_values()?;
    while parser.peek().starts_with('P') {
        parser.thread()?;
    }
    if parser.litmus.threads.is_empty() {
        return Err(parser.unexpected("a thread: `P0 (atomic_int* x) { … }`"));
    }
    parser.end()?;
    Ok(parser.litmus)
}

/// Reads a file with any number of tests, one after the other.
///
/// # Errors
/// As [`parse`]; lines are counted in the whole file.
pub fn parse_all(text: &str) -> Result<Vec<Litmus>> {
    let mut tests = Vec::new();
    let mut starts: Vec<usize> = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    starts.extend((0..lines.len()).filter(|number| lines[*number].starts_with("C ")));
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(lines.len());
        let test = parse(&lines[*start..end].join("\n"));
        tests.push(test.map_err(|error| ParseError {
            line: error.line + start,
            ..error
        })?);
    }
    Ok(tests)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    litmus: Litmus,
}

impl Parser {
    fn peek(&self) -> &str {
        self.tokens.get(self.at).map_or("", |token| &token.text)
    }

    fn line(&self) -> usize {
        let here = self.tokens.get(self.at).or_else(|| self.tokens.last());
        here.map_or(1, |token| token.line)
    }

    fn error(&self, message: impl Into<String>) -> ParseError {
        ParseError::new(self.line(), message)
    }

    fn unexpected(&self, wanted: &str) -> ParseError {
        match self.peek() {
            "" => self.error(format!("expected {wanted}, found the end")),
            found => self.error(format!("expected {wanted}, found `{found}`")),
        }
    }

    fn next(&mut self) -> String {
        let text = self.peek().to_owned();
        self.at += 1;
        text
    }

    fn next_is(&self, text: &str) -> bool {
        self.peek() == text
    }

    /// Goes past the word if it comes next.
    fn skip(&mut self, text: &str) -> bool {
        let found = self.next_is(text);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, text: &str) -> Result<()> {
        if self.skip(text) {
            Ok(())
        } else {
            Err(self.unexpected(&format!("`{text}`")))
        }
    }

    fn name(&mut self) -> Result<String> {
        let starts = |first: char| first.is_alphabetic() || first == '_';
        if self.peek().starts_with(starts) {
            return Ok(self.next());
        }
        Err(self.unexpected("a name"))
    }

    fn number(&mut self) -> Result<i64> {
        let negative = self.skip("-");
        let Ok(number) = self.peek().parse::<i64>() else {
            return Err(self.unexpected("a number"));
        };
        self.at += 1;
        Ok(if negative { -number } else { number })
    }

    fn initial_values(&mut self) -> Result<()> {
        self.expect("{")?;
        while !self.skip("}") {
            if self.skip(";") {
                continue;
            }
            while matches!(self.peek(), "int" | "atomic_int" | "*") {
                self.at += 1;
            }
            let brackets = self.skip("[");
            let name = self.name()?;
            if brackets {
                self.expect("]")?;
            }
            let initial = if self.skip("=") { self.number()? } else { 0 };
            if self
                .litmus
                .locations
                .iter()
                .any(|variable| variable.name == name)
            {
                return Err(self.error(format!("`{name}` has two initial values")));
            }
            self.litmus.locations.push(Variable {
                name,
                initial,
                private_to: None,
            });
            if !self.next_is("}") {
                self.expect(";")?;
            }
        }
        Ok(())
    }

    /// The variable with this name. herd7 takes variables without an initial value as 0.
    fn location(&mut self) -> Result<usize> {
        if self.next_is("*") {
            return Err(self.error("plain accesses are not supported; use an atomic operation"));
        }
        let name = self.name()?;
        let locations = &mut self.litmus.locations;
        let known = locations.iter().position(|variable| variable.name == name);
        Ok(known.unwrap_or_else(|| {
            locations.push(Variable {
                name,
                initial: 0,
                private_to: None,
            });
            locations.len() - 1
        }))
    }
}
