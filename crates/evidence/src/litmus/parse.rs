//! Reads the `.litmus` format of herd7 for C, as far as straight code with atomics goes.
//!
//! Not read: plain accesses, locks, `if`, `while`, arithmetic. Each one is an error that says so.

use std::fmt;
use std::sync::atomic::Ordering;

use super::condition::{Condition, Quantifier, Question};
use super::print::{change_name, ordering_name};
use super::program::{
    Change, Litmus, MAX_OPERATIONS, Operation, Register, Thread, Value, Variable,
};
use super::tokens::{Token, tokens};

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

    // ---- initial values ----------------------------------------------------------------------

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

    // ---- threads -----------------------------------------------------------------------------

    fn thread(&mut self) -> Result<()> {
        let number = self.litmus.threads.len();
        let wanted = format!("P{number}");
        if !self.skip(&wanted) {
            return Err(self.unexpected(&format!("thread `{wanted}`")));
        }
        self.expect("(")?;
        let mut parameters = Vec::new();
        while !self.skip(")") {
            let known = ["atomic_int", "int", "volatile", "_Atomic", "*", ","];
            if known.contains(&self.peek()) {
                self.at += 1;
            } else {
                parameters.push(self.name()?);
            }
        }
        self.expect("{")?;
        self.litmus.threads.push(Thread::default());
        while !self.skip("}") {
            self.statement(number, &parameters)?;
        }
        Ok(())
    }

    fn thread_mut(&mut self, number: usize) -> &mut Thread {
        &mut self.litmus.threads[number]
    }

    fn statement(&mut self, thread: usize, parameters: &[String]) -> Result<()> {
        if self.skip(";") {
            return Ok(());
        }
        let what = self.peek();
        if matches!(what, "if" | "while" | "for" | "do") {
            let message = format!("`{what}` is not supported: a thread is straight code");
            return Err(self.error(message));
        }
        let declared = self.skip("int");
        let assigns = self
            .tokens
            .get(self.at + 1)
            .is_some_and(|token| token.text == "=");
        if declared && !assigns {
            // `int r0;`: the register is named again where it is written.
            self.name()?;
            return self.expect(";");
        }
        let into = if assigns {
            Some(self.new_register(thread)?)
        } else {
            None
        };
        let operation = self.operation(thread, into, parameters)?;
        self.expect(";")?;
        if into.is_some() && operation.register().is_none() {
            return Err(self.error("a register can only take what an operation returns"));
        }
        if self.thread_mut(thread).operations.len() == MAX_OPERATIONS {
            return Err(self.error(format!("a thread has at most {MAX_OPERATIONS} operations")));
        }
        self.thread_mut(thread).operations.push(operation);
        Ok(())
    }

    fn new_register(&mut self, thread: usize) -> Result<Register> {
        let name = self.name()?;
        self.expect("=")?;
        let registers = &mut self.thread_mut(thread).registers;
        if registers.contains(&name) {
            let message = format!("`{name}` is written twice; use a new register");
            return Err(self.error(message));
        }
        registers.push(name);
        Ok(registers.len() - 1)
    }

    fn operation(
        &mut self,
        thread: usize,
        into: Option<Register>,
        parameters: &[String],
    ) -> Result<Operation> {
        if self.next_is("*") {
            return Err(self.error("plain accesses are not supported; use an atomic operation"));
        }
        let called = self.name()?;
        if !self.next_is("(") {
            return Err(self.error(format!(
                "expected an atomic operation, found `{called}`; plain assignments are not supported"
            )));
        }
        self.expect("(")?;
        let weak = called.starts_with("atomic_compare_exchange_weak");
        let operation = match called.trim_end_matches("_explicit") {
            "atomic_load" => {
                let at = self.shared(thread, parameters)?;
                Operation::Load {
                    into,
                    at,
                    order: self.order(&called, READS)?,
                }
            }
            "atomic_store" => {
                let at = self.shared(thread, parameters)?;
                let value = self.operand(thread)?;
                Operation::Store {
                    at,
                    value,
                    order: self.order(&called, WRITES)?,
                }
            }
            "atomic_thread_fence" => Operation::Fence(self.fence()?),
            "atomic_compare_exchange_weak" | "atomic_compare_exchange_strong" => {
                let at = self.shared(thread, parameters)?;
                self.expect(",")?;
                let expected = self.private(thread, at)?;
                let new = self.operand(thread)?;
                let success = self.order(&called, ALL)?;
                let failure = self.order(&called, READS)?;
                Operation::CompareExchange {
                    into,
                    at,
                    expected,
                    new,
                    success,
                    failure,
                    weak,
                }
            }
            other => {
                let known = CHANGES
                    .into_iter()
                    .find(|change| change_name(*change).trim_end_matches("_explicit") == other);
                let Some(change) = known else {
                    return Err(self.error(format!(
                        "`{called}` is not supported; use loads, stores, fetch_add/sub/or/and/xor, \
                         exchange, compare_exchange and fences of C11"
                    )));
                };
                let at = self.shared(thread, parameters)?;
                let value = self.operand(thread)?;
                Operation::Update {
                    into,
                    at,
                    change,
                    value,
                    order: self.order(&called, ALL)?,
                }
            }
        };
        self.expect(")")?;
        Ok(operation)
    }

    /// A variable that all threads may use, as an argument.
    fn shared(&mut self, thread: usize, parameters: &[String]) -> Result<usize> {
        let location = self.location()?;
        let variable = &self.litmus.locations[location];
        let name = &variable.name;
        if variable.private_to.is_some() {
            let message = format!("`{name}` is an expected value; it cannot be shared as well");
            return Err(self.error(message));
        }
        if !parameters.contains(name) {
            let message =
                format!("`{name}` is no parameter of P{thread}; add `atomic_int* {name}`");
            return Err(self.error(message));
        }
        Ok(location)
    }

    /// The variable with the expected value: it belongs to this thread alone.
    fn private(&mut self, thread: usize, compared: usize) -> Result<usize> {
        let location = self.location()?;
        let operations = self
            .litmus
            .threads
            .iter()
            .flat_map(|thread| &thread.operations);
        let mut accessed = operations.filter_map(Operation::at).chain([compared]);
        let shared = accessed.any(|at| at == location);
        let variable = &mut self.litmus.locations[location];
        let owner = *variable.private_to.get_or_insert(thread);
        if shared || owner != thread {
            let name = variable.name.clone();
            let message =
                format!("`{name}` is an expected value; no other operation or thread may use it");
            return Err(self.error(message));
        }
        Ok(location)
    }

    fn operand(&mut self, thread: usize) -> Result<Value> {
        self.expect(",")?;
        let word = self.peek().to_owned();
        let registers = &self.litmus.threads[thread].registers;
        if let Some(register) = registers.iter().position(|name| *name == word) {
            self.at += 1;
            return Ok(Value::Of(register));
        }
        self.number().map(Value::Number)
    }

    /// The next argument is an ordering; operations without `_explicit` are `SeqCst`.
    fn order(&mut self, called: &str, allowed: &[Ordering]) -> Result<Ordering> {
        if !called.ends_with("_explicit") {
            return Ok(Ordering::SeqCst);
        }
        self.expect(",")?;
        self.ordering(allowed)
    }

    fn fence(&mut self) -> Result<Ordering> {
        self.ordering(&ALL[1..])
    }

    fn ordering(&mut self, allowed: &[Ordering]) -> Result<Ordering> {
        let found = ALL
            .iter()
            .copied()
            .find(|order| ordering_name(*order) == self.peek());
        let Some(order) = found else {
            return Err(self.unexpected("a memory order, as `memory_order_acquire`"));
        };
        if !allowed.contains(&order) {
            let message = format!("{} is not possible here: Rust panics", self.peek());
            return Err(self.error(message));
        }
        self.at += 1;
        Ok(order)
    }

    // ---- the last lines ----------------------------------------------------------------------

    fn end(&mut self) -> Result<()> {
        if self.skip("locations") {
            // All registers and variables are looked at anyway.
            while !self.skip("]") {
                if self.peek().is_empty() {
                    return Err(self.unexpected("`]`"));
                }
                self.at += 1;
            }
            self.skip(";");
        }
        let quantifier = match self.peek() {
            "" => return Ok(()),
            "exists" => Quantifier::Exists,
            "forall" => Quantifier::Forall,
            "~" => {
                self.at += 1;
                Quantifier::NotExists
            }
            _ => return Err(self.unexpected("`exists`, `~exists` or `forall`")),
        };
        if quantifier == Quantifier::NotExists && !self.next_is("exists") {
            return Err(self.unexpected("`exists`"));
        }
        self.at += 1;
        let condition = self.any()?;
        self.litmus.question = Some(Question {
            quantifier,
            condition,
        });
        if self.peek().is_empty() {
            Ok(())
        } else {
            Err(self.unexpected("the end"))
        }
    }

    fn any(&mut self) -> Result<Condition> {
        let mut parts = vec![self.all()?];
        while self.skip("\\/") {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Condition::Any(parts)
        })
    }

    fn all(&mut self) -> Result<Condition> {
        let mut parts = vec![self.one()?];
        while self.skip("/\\") {
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Condition::All(parts)
        })
    }

    fn one(&mut self) -> Result<Condition> {
        if self.skip("not") || self.skip("~") {
            return Ok(Condition::Not(Box::new(self.one()?)));
        }
        if self.skip("true") {
            return Ok(Condition::All(vec![]));
        }
        if self.skip("(") {
            let condition = self.any()?;
            self.expect(")")?;
            return Ok(condition);
        }
        let brackets = self.skip("[");
        let mut name = self.next();
        if self.skip(":") {
            name = format!("{name}:{}", self.name()?);
        }
        if brackets {
            self.expect("]")?;
        }
        let observed = self.litmus.observed();
        let Some(place) = observed.iter().position(|known| *known == name) else {
            return Err(self.error(format!("the test has no `{name}`")));
        };
        let different = self.skip("!=");
        if !different && !self.skip("==") {
            self.expect("=")?;
        }
        let is = Condition::Is(place, self.number()?);
        Ok(if different {
            Condition::Not(Box::new(is))
        } else {
            is
        })
    }
}

const ALL: &[Ordering] = &[
    Ordering::Relaxed,
    Ordering::Acquire,
    Ordering::Release,
    Ordering::AcqRel,
    Ordering::SeqCst,
];
const READS: &[Ordering] = &[Ordering::Relaxed, Ordering::Acquire, Ordering::SeqCst];
const WRITES: &[Ordering] = &[Ordering::Relaxed, Ordering::Release, Ordering::SeqCst];
const CHANGES: [Change; 6] = [
    Change::Add,
    Change::Sub,
    Change::Or,
    Change::And,
    Change::Xor,
    Change::Swap,
];
