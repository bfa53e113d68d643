//! Programs made from the grammar: every rule that the explorer accepts, in every odd layout.
//!
//! What comes out is valid for some version; which, CPython says. The same seed gives the same programs.

mod expression;
mod layout;
mod literal;
mod statement;

use super::numbers::Numbers;

/// Where a statement stands, which decides what it may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Module,
    Function,
    Class,
}

/// Makes one program after the other.
pub(crate) struct Grammar {
    numbers: Numbers,
    scope: Scope,
    /// How many loops are around, so that `break` has one.
    loops: u32,
    /// Indentation of the blocks around.
    indent: String,
    /// Brackets that are open: in them a line may end anywhere.
    brackets: u32,
    /// The quotes of the f-strings around, which strings inside must not use before 3.12.
    quotes: Vec<char>,
    /// `:=` is refused in the iterable of a comprehension, and in comprehensions of a class.
    no_walrus: u32,
    /// Names for parameters, none twice.
    fresh: u32,
    /// How many atoms the program may still have: after that everything stays flat.
    budget: usize,
}

impl Grammar {
    pub(crate) fn new(seed: u64) -> Self {
        Grammar {
            numbers: Numbers::new(seed),
            scope: Scope::Module,
            loops: 0,
            indent: String::new(),
            brackets: 0,
            quotes: Vec::new(),
            no_walrus: 0,
            fresh: 0,
            budget: 0,
        }
    }

    /// The next program.
    pub(crate) fn program(&mut self) -> String {
        self.budget = self.numbers.between(2, 50);
        let mut out = String::new();
        if self.one_in(40) {
            out.push('\u{feff}');
        }
        if self.one_in(10) {
            out.push_str(self.pick(&["# first\n", "\n\n", "#!/usr/bin/env python3\n", "\u{c}\n"]));
        }
        if self.one_in(10) {
            out.push_str("from __future__ import annotations\n");
        }
        let depth = [0, 1, 1, 2, 3][self.numbers.below(5)];
        for _ in 0..self.numbers.between(1, 4) {
            out.push_str(&self.statement(depth));
        }
        match self.numbers.below(12) {
            // The last line needs no end.
            0 => out.truncate(out.trim_end().len()),
            1 => out.push_str("\n\n   \n# last"),
            // Other ends of lines.
            2 => out = out.replace('\n', "\r\n"),
            _ => {}
        }
        out
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.numbers.below(count) == 0
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.numbers.below(from.len())]
    }

    /// Runs a rule inside brackets.
    fn bracketed(&mut self, rule: impl FnOnce(&mut Self) -> String) -> String {
        self.brackets += 1;
        let out = rule(self);
        self.brackets -= 1;
        out
    }

    /// `count` pieces with commas between them.
    fn commas(&mut self, count: usize, mut rule: impl FnMut(&mut Self) -> String) -> String {
        let mut out = String::new();
        for i in 0..count {
            if i > 0 {
                out.push_str(&self.comma());
            }
            out.push_str(&rule(self));
        }
        out
    }
}
