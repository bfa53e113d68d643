//! Statements and blocks.

use super::{Grammar, Scope};

impl Grammar {
    /// A statement with its indentation and the end of its line.
    pub(super) fn statement(&mut self, depth: u32) -> String {
        if depth > 0 && self.budget > 0 && self.one_in(2) {
            return self.compound(depth - 1);
        }
        format!("{}{}", self.indent.clone(), self.simple_line())
    }

    /// One line of simple statements.
    fn simple_line(&mut self) -> String {
        let mut out = self.simple();
        while self.one_in(8) {
            out = format!("{out}{};{}", self.gap(), self.gap());
            out.push_str(&self.simple());
        }
        out.push_str(self.line_end());
        out
    }

    fn simple(&mut self) -> String {
        let choice = self.numbers.below(22);
        match choice {
            0..5 => {
                let mut out = String::new();
                for _ in 0..self.numbers.between(1, 3) {
                    let target = self.targets(2);
                    out = format!("{out}{target}{}={}", self.gap(), self.gap());
                }
                out.push_str(&self.value());
                out
            }
            5..7 => {
                let target = self.target(2);
                let op = self.pick(&[
                    "+=", "-=", "*=", "/=", "//=", "%=", "**=", "<<=", ">>=", "&=", "|=", "^=",
                    "@=",
                ]);
                format!("{target}{}{op}{}{}", self.gap(), self.gap(), self.value())
            }
            7 => self.pick(&["pass", "pass", "..."]).to_owned(),
            8 if self.loops > 0 => self.pick(&["break", "continue"]).to_owned(),
            9 if self.scope == Scope::Function => {
                if self.one_in(4) {
                    return "return".to_owned();
                }
                format!("return{}{}", self.space(), self.expressions(3))
            }
            10 if self.scope == Scope::Function => {
                if self.one_in(4) {
                    return "yield".to_owned();
                }
                format!("yield {}", self.expressions(2))
            }
            11 => {
                let count = self.numbers.between(1, 3);
                let targets = self.commas(count, |g| g.target(1));
                format!("del{}{targets}", self.space())
            }
            12 => {
                let test = self.expression(3);
                if self.one_in(2) {
                    return format!("assert {test}");
                }
                format!("assert {test}{}{}", self.comma(), self.expression(2))
            }
            13 => match self.numbers.below(3) {
                0 => "raise".to_owned(),
                1 => format!("raise {}", self.expression(2)),
                _ => {
                    let error = self.expression(1);
                    format!(
                        "raise {error}{}from{}{}",
                        self.space(),
                        self.space(),
                        self.expression(1)
                    )
                }
            },
            14 => self
                .pick(&[
                    "import threading",
                    "import threading as t, queue",
                    "import concurrent . futures",
                    "import concurrent.futures as pool",
                    "from queue import Queue",
                    "from queue import Queue as Q, Empty",
                    "from collections import (\n  deque,\n  Counter as C ,)",
                    "from threading import(Lock)",
                    "from typing import Optional, Callable",
                    "import typing, collections.abc as abc",
                ])
                .to_owned(),
            15 => {
                let target = self.annotated_target();
                let (left, right) = (self.gap(), self.gap());
                let out = format!("{target}{left}:{right}{}", self.annotation());
                if self.one_in(3) {
                    return out;
                }
                format!("{out}{}={}{}", self.gap(), self.gap(), self.value())
            }
            _ => self.expressions(3),
        }
    }

    /// A target that can have an annotation: no tuple, no list and no star.
    fn annotated_target(&mut self) -> String {
        match self.numbers.below(6) {
            0 => format!("{}.{}", self.name(), self.name()),
            1 => format!("{}[{}]", self.name(), self.expressions(1)),
            2 => format!("({})", self.name()),
            _ => self.name(),
        }
    }

    fn value(&mut self) -> String {
        if self.scope == Scope::Function && self.one_in(8) {
            return format!("yield {}", self.expressions(1));
        }
        self.expressions(3)
    }

    fn compound(&mut self, depth: u32) -> String {
        let indent = self.indent.clone();
        match self.numbers.below(9) {
            0 | 1 => {
                let mut out = format!("{indent}if {}", self.condition());
                out.push_str(&self.block(depth));
                while self.one_in(3) {
                    out = format!("{out}{indent}elif {}", self.condition());
                    out.push_str(&self.block(depth));
                }
                out + &self.orelse(depth)
            }
            2 => {
                let test = self.condition();
                let body = self.looped(depth);
                format!("{indent}while {test}{body}{}", self.orelse(depth))
            }
            3 => {
                let target = self.targets(2);
                let (left, right) = (self.space(), self.space());
                let iter = self.expressions(3);
                let body = self.looped(depth);
                format!(
                    "{indent}for {target}{left}in{right}{iter}{body}{}",
                    self.orelse(depth)
                )
            }
            4 => self.try_statement(depth),
            5 => self.with_statement(depth),
            6 | 7 => self.function(depth),
            _ => self.class(depth),
        }
    }

    fn condition(&mut self) -> String {
        if self.one_in(6) {
            return format!("w1{}:={}{}", self.gap(), self.gap(), self.expression(2));
        }
        self.expression(3)
    }

    fn orelse(&mut self, depth: u32) -> String {
        if !self.one_in(3) {
            return String::new();
        }
        format!(
            "{}else{}{}",
            self.indent.clone(),
            self.gap(),
            self.block(depth)
        )
    }

    fn looped(&mut self, depth: u32) -> String {
        self.loops += 1;
        let body = self.block(depth);
        self.loops -= 1;
        body
    }

    /// The colon and the statements after it.
    fn block(&mut self, depth: u32) -> String {
        if self.one_in(5) {
            return format!("{}:{}{}", self.gap(), self.gap(), self.simple_line());
        }
        let outer = self.indent.clone();
        self.indent = self.deeper();
        let mut out = self
            .pick(&[":\n", ":\n", ": # then\n", " :\n\n", ":\n# here\n"])
            .to_owned();
        if self.one_in(12) {
            out.push_str(&format!("{}'''Says what it is for.'''\n", self.indent));
        }
        for _ in 0..self.numbers.between(1, 4) {
            out.push_str(&self.statement(depth));
        }
        self.indent = outer;
        out
    }

    fn try_statement(&mut self, depth: u32) -> String {
        let indent = self.indent.clone();
        let mut out = format!("{indent}try{}", self.block(depth));
        let handlers = self.numbers.below(3);
        for _ in 0..handlers {
            let class = self.expression(1);
            let name = if self.one_in(2) { " as error" } else { "" };
            out = format!("{out}{indent}except {class}{name}{}", self.block(depth));
        }
        let bare = self.one_in(4);
        if bare {
            out = format!("{out}{indent}except{}", self.block(depth));
        }
        if handlers > 0 || bare {
            out.push_str(&self.orelse(depth));
        }
        if (handlers == 0 && !bare) || self.one_in(4) {
            out = format!("{out}{indent}finally{}", self.block(depth));
        }
        out
    }

    fn with_statement(&mut self, depth: u32) -> String {
        let indent = self.indent.clone();
        let count = self.numbers.between(1, 4);
        let parentheses = self.one_in(5);
        let item = |g: &mut Self| {
            let context = g.expression(2);
            if g.one_in(2) {
                return context;
            }
            format!("{context}{}as{}{}", g.space(), g.space(), g.target(2))
        };
        let items = if parentheses {
            self.bracketed(|g| {
                let items = g.commas(count, item);
                let end = g.pick(&["", ",", " "]);
                format!("({items}{end})")
            })
        } else {
            self.commas(count, item)
        };
        format!("{indent}with {items}{}", self.block(depth))
    }

    fn decorators(&mut self) -> String {
        let mut out = String::new();
        while self.one_in(5) {
            let decorator = match self.numbers.below(4) {
                0 => self.expression(1),
                1 => format!("{}.{}", self.name(), self.name()),
                2 => format!("{}({})", self.name(), self.arguments(1)),
                _ => self.name(),
            };
            out.push_str(&format!(
                "{}@{}{decorator}\n",
                self.indent.clone(),
                self.gap()
            ));
        }
        out
    }

    fn function(&mut self, depth: u32) -> String {
        let indent = self.indent.clone();
        let decorators = self.decorators();
        let name = self.name();
        let params = self.bracketed(|g| g.parameters(1, true));
        let result = if self.one_in(4) {
            format!("{}->{}{}", self.gap(), self.gap(), self.annotation())
        } else {
            String::new()
        };
        let outer = (self.scope, self.loops);
        (self.scope, self.loops) = (Scope::Function, 0);
        let body = match self.numbers.below(10) {
            // Declarations come before every use.
            0 => {
                let inner = self.deeper();
                format!(":\n{inner}global total, count\n{inner}total = count\n")
            }
            1 => {
                let inner = self.deeper();
                format!(
                    ":\n{inner}total = 0\n{inner}def inside():\n{inner}  nonlocal total\n{inner}  total += 1\n"
                )
            }
            _ => self.block(depth),
        };
        (self.scope, self.loops) = outer;
        format!(
            "{decorators}{indent}def {name}{}({params}){result}{body}",
            self.gap()
        )
    }

    fn class(&mut self, depth: u32) -> String {
        let indent = self.indent.clone();
        let decorators = self.decorators();
        let name = self.name();
        let bases = if self.one_in(2) {
            format!("({})", self.arguments(1))
        } else {
            String::new()
        };
        let outer = (self.scope, self.loops);
        (self.scope, self.loops) = (Scope::Class, 0);
        let body = self.block(depth);
        (self.scope, self.loops) = outer;
        format!("{decorators}{indent}class {name}{bases}{body}")
    }
}
