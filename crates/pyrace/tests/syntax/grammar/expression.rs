//! Expressions, by the levels of the grammar.

use super::{Grammar, Scope};

impl Grammar {
    /// A conditional expression, a lambda, or what binds tighter.
    pub(super) fn expression(&mut self, depth: u32) -> String {
        if depth == 0 || self.budget == 0 {
            return self.primary(0);
        }
        match self.numbers.below(8) {
            0 => self.lambda(depth - 1),
            1 => {
                let body = self.disjunction(depth - 1);
                let test = self.disjunction(depth - 1);
                let orelse = self.expression(depth - 1);
                let gaps = [self.space(), self.space(), self.space(), self.space()];
                format!(
                    "{body}{}if{}{test}{}else{}{orelse}",
                    gaps[0], gaps[1], gaps[2], gaps[3]
                )
            }
            _ => self.disjunction(depth),
        }
    }

    /// An expression or, where it is allowed, `name := value`.
    fn named(&mut self, depth: u32) -> String {
        if self.no_walrus == 0 && self.quotes.is_empty() && self.one_in(8) {
            return self.walrus(depth);
        }
        self.expression(depth)
    }

    fn walrus(&mut self, depth: u32) -> String {
        // A name that is no variable of a comprehension.
        let name = self.pick(&["w1", "w2", "w3"]);
        let (left, right) = (self.gap(), self.gap());
        format!(
            "{name}{left}:={right}{}",
            self.expression(depth.saturating_sub(1))
        )
    }

    /// Expressions with commas, starred ones among them.
    pub(super) fn expressions(&mut self, depth: u32) -> String {
        if !self.one_in(4) {
            return self.expression(depth);
        }
        let count = self.numbers.between(1, 4);
        let mut out = self.commas(count, |g| g.maybe_starred(depth));
        if count == 1 || self.one_in(3) {
            out.push(',');
        }
        out
    }

    fn maybe_starred(&mut self, depth: u32) -> String {
        if self.one_in(5) {
            return format!(
                "*{}{}",
                self.gap(),
                self.bitwise(depth.saturating_sub(1), 1)
            );
        }
        self.expression(depth.saturating_sub(1))
    }

    pub(super) fn disjunction(&mut self, depth: u32) -> String {
        if depth == 0 || self.budget == 0 || !self.one_in(3) {
            return self.inversion(depth);
        }
        let mut out = self.inversion(depth - 1);
        for _ in 0..self.numbers.between(1, 4) {
            let word = self.pick(&["and", "or"]);
            let (left, right) = (self.space(), self.space());
            out = format!("{out}{left}{word}{right}{}", self.inversion(depth - 1));
        }
        out
    }

    fn inversion(&mut self, depth: u32) -> String {
        if self.one_in(8) {
            return format!(
                "not{}{}",
                self.space(),
                self.inversion(depth.saturating_sub(1))
            );
        }
        self.comparison(depth)
    }

    fn comparison(&mut self, depth: u32) -> String {
        let mut out = self.bitwise(depth, 1);
        if depth == 0 || self.budget == 0 || !self.one_in(3) {
            return out;
        }
        for _ in 0..self.numbers.between(1, 4) {
            if self.one_in(2) {
                let (left, right) = (self.space(), self.space());
                let word = match self.numbers.below(4) {
                    0 => format!("not{}in", self.space()),
                    1 => format!("is{}not", self.space()),
                    2 => "in".to_owned(),
                    _ => "is".to_owned(),
                };
                out = format!("{out}{left}{word}{right}{}", self.bitwise(depth - 1, 1));
            } else {
                let op = self.pick(&["<", "<=", "==", "!=", ">", ">="]);
                let (left, right) = (self.gap(), self.gap());
                out = format!("{out}{left}{op}{right}{}", self.bitwise(depth - 1, 1));
            }
        }
        out
    }

    /// Binary operators that bind at least as tightly as `power`.
    pub(super) fn bitwise(&mut self, depth: u32, power: usize) -> String {
        const LEVELS: [&[&str]; 6] = [
            &["|"],
            &["^"],
            &["&"],
            &["<<", ">>"],
            &["+", "-"],
            &["*", "/", "//", "%", "@"],
        ];
        if depth == 0 || self.budget == 0 || !self.one_in(2) {
            return self.unary(depth);
        }
        let level = self.numbers.between(power, LEVELS.len() + 1);
        let mut out = self.bitwise(depth - 1, (level + 1).min(6));
        for _ in 0..self.numbers.between(1, 3) {
            let op = self.pick(LEVELS[level - 1]);
            let (left, right) = (self.gap(), self.gap());
            out = format!("{out}{left}{op}{right}{}", self.unary(depth - 1));
        }
        out
    }

    fn unary(&mut self, depth: u32) -> String {
        match self.numbers.below(12) {
            0 => {
                let op = self.pick(&["-", "+", "~", "- -", "-+~"]);
                format!("{op}{}{}", self.gap(), self.unary(depth.saturating_sub(1)))
            }
            1 if depth > 0 => {
                let base = self.primary(depth - 1);
                let (left, right) = (self.gap(), self.gap());
                format!("{base}{left}**{right}{}", self.unary(depth - 1))
            }
            _ => self.primary(depth),
        }
    }

    /// An atom with calls, attributes and indexes after it.
    pub(super) fn primary(&mut self, depth: u32) -> String {
        let mut out = self.atom(depth);
        while depth > 0 && self.budget > 0 && self.one_in(2) {
            // A number takes no attribute without a space.
            let first = out.chars().next().unwrap_or('(');
            if first.is_ascii_digit() || first == '.' {
                out = format!("({out})");
            }
            let gap = self.gap();
            out = match self.numbers.below(3) {
                0 => format!("{out}{gap}.{}{}", self.gap(), self.name()),
                1 => format!("{out}{gap}({})", self.arguments(depth - 1)),
                _ => format!("{out}{gap}[{}]", self.index(depth - 1)),
            };
        }
        out
    }

    fn atom(&mut self, depth: u32) -> String {
        let depth = if self.budget == 0 { 0 } else { depth };
        self.budget = self.budget.saturating_sub(1);
        if depth == 0 {
            return match self.numbers.below(6) {
                0 => self.number(),
                1 => self
                    .pick(&["None", "True", "False", "...", "()", "[]", "{}"])
                    .to_owned(),
                2 => self.strings(0),
                _ => self.name(),
            };
        }
        match self.numbers.below(14) {
            0 => self.number(),
            1 | 2 => self.strings(depth - 1),
            3 => self.bracketed(|g| {
                let gaps = (g.gap(), g.gap());
                format!("({}{}{})", gaps.0, g.named(depth - 1), gaps.1)
            }),
            4 => self.bracketed(|g| format!("({})", g.expressions(depth - 1))),
            5 => self.bracketed(|g| {
                let count = g.numbers.between(1, 4);
                let items = g.commas(count, |g| g.maybe_starred(depth));
                let end = g.pick(&["", ",", " , "]);
                format!("[{items}{end}]")
            }),
            6 => self.bracketed(|g| {
                let count = g.numbers.between(1, 4);
                let items = g.commas(count, |g| g.maybe_starred(depth));
                format!("{{{}{items}}}", g.gap())
            }),
            7 => self.bracketed(|g| {
                let count = g.numbers.between(1, 4);
                let items = g.commas(count, |g| {
                    if g.one_in(5) {
                        return format!("**{}", g.bitwise(depth - 1, 1));
                    }
                    let key = g.expression(depth - 1);
                    let (left, right) = (g.gap(), g.gap());
                    format!("{key}{left}:{right}{}", g.expression(depth - 1))
                });
                let end = g.pick(&["", ","]);
                format!("{{{items}{end}}}")
            }),
            8 => self.bracketed(|g| {
                let (open, close) = [("[", "]"), ("{", "}"), ("(", ")")][g.numbers.below(3)];
                let inside = g.comprehension(depth - 1, Self::named);
                format!("{open}{inside}{close}")
            }),
            9 => self.bracketed(|g| {
                let inside = g.comprehension(depth - 1, |g, depth| {
                    let key = g.expression(depth);
                    format!("{key}{}:{}", g.gap(), g.expression(depth))
                });
                format!("{{{inside}}}")
            }),
            10 if self.scope == Scope::Function && self.no_walrus == 0 => {
                let value = self.expressions(depth - 1);
                format!("(yield {value})")
            }
            _ => self.name(),
        }
    }

    fn comprehension(
        &mut self,
        depth: u32,
        element: impl FnOnce(&mut Self, u32) -> String,
    ) -> String {
        // A comprehension is a scope of its own: no `yield`, and in a class no `:=`.
        let scope = self.scope;
        let quiet = u32::from(scope == Scope::Class);
        self.scope = Scope::Class;
        self.no_walrus += quiet;
        let mut out = element(self, depth);
        for _ in 0..self.numbers.between(1, 3) {
            let gaps = (self.space(), self.space(), self.space(), self.space());
            let target = self.targets(1);
            self.no_walrus += 1;
            let iter = self.disjunction(depth);
            self.no_walrus -= 1;
            out = format!(
                "{out}{}for{}{target}{}in{}{iter}",
                gaps.0, gaps.1, gaps.2, gaps.3
            );
            while self.one_in(3) {
                let (left, right) = (self.space(), self.space());
                out = format!("{out}{left}if{right}{}", self.disjunction(depth));
            }
        }
        self.no_walrus -= quiet;
        self.scope = scope;
        out
    }

    /// What is assigned to, with commas.
    pub(super) fn targets(&mut self, depth: u32) -> String {
        if depth == 0 || self.budget == 0 || !self.one_in(3) {
            return self.target(depth);
        }
        let count = self.numbers.between(1, 4);
        let star = self.numbers.below(6);
        let mut at = 0;
        let items = self.commas(count, |g| {
            at += 1;
            let star = if at - 1 == star { "*" } else { "" };
            format!("{star}{}", g.target(depth - 1))
        });
        let last = if count == 1 || self.one_in(4) {
            ","
        } else {
            ""
        };
        let (open, close) = [("", ""), ("(", ")"), ("[", "]")][self.numbers.below(3)];
        format!("{open}{items}{last}{close}")
    }

    pub(super) fn target(&mut self, depth: u32) -> String {
        match self.numbers.below(6) {
            0 if depth > 0 => format!("{}.{}", self.name(), self.name()),
            1 if depth > 0 => {
                let index = self.index(0);
                format!("{}[{index}]", self.name())
            }
            2 if depth > 0 => format!("({})", self.target(depth - 1)),
            _ => self.name(),
        }
    }

    fn index(&mut self, depth: u32) -> String {
        self.bracketed(|g| {
            let count = if g.one_in(4) {
                g.numbers.between(1, 4)
            } else {
                1
            };
            let items = g.commas(count, |g| {
                if g.one_in(20) {
                    return format!("*{}", g.bitwise(depth, 1));
                }
                if !g.one_in(3) {
                    return g.expression(depth);
                }
                let bound = |g: &mut Self| {
                    if g.one_in(2) {
                        g.expression(depth)
                    } else {
                        String::new()
                    }
                };
                let mut out = format!("{}{}:{}", bound(g), g.gap(), bound(g));
                if g.one_in(2) {
                    out = format!("{out}:{}", bound(g));
                }
                out
            });
            let end = if g.one_in(10) { "," } else { "" };
            format!("{}{items}{end}", g.gap())
        })
    }

    pub(super) fn arguments(&mut self, depth: u32) -> String {
        if depth > 0 && self.one_in(8) {
            return self.bracketed(|g| g.comprehension(depth - 1, Self::named));
        }
        self.bracketed(|g| {
            let mut pieces = Vec::new();
            for _ in 0..g.numbers.below(3) {
                pieces.push(if g.one_in(5) {
                    format!("*{}", g.expression(depth))
                } else {
                    g.named(depth)
                });
            }
            for i in 0..g.numbers.below(3) {
                let (left, right) = (g.gap(), g.gap());
                pieces.push(format!("k{i}{left}={right}{}", g.expression(depth)));
                if g.one_in(6) {
                    pieces.push(format!("*{}", g.expression(depth)));
                }
            }
            if g.one_in(5) {
                pieces.push(format!("**{}", g.expression(depth)));
                if g.one_in(3) {
                    pieces.push(format!("last={}", g.expression(depth)));
                }
            }
            let mut out = g.gap();
            for (i, piece) in pieces.iter().enumerate() {
                if i > 0 {
                    out.push_str(&g.comma());
                }
                out.push_str(piece);
            }
            if !pieces.is_empty() && g.one_in(6) {
                out.push(',');
            }
            out
        })
    }

    fn lambda(&mut self, depth: u32) -> String {
        // A colon in a field starts the specification, so a lambda there needs parentheses.
        let inside = !self.quotes.is_empty();
        let scope = std::mem::replace(&mut self.scope, Scope::Class);
        let params = self.parameters(depth, false);
        let body = self.expression(depth);
        self.scope = scope;
        let space = if params.is_empty() { "" } else { " " };
        let lambda = format!("lambda{space}{params}:{}{body}", self.gap());
        if inside {
            format!("({lambda})")
        } else {
            lambda
        }
    }

    /// Parameters of every kind, each name once.
    pub(super) fn parameters(&mut self, depth: u32, annotated: bool) -> String {
        let mut pieces = Vec::new();
        let mut default_seen = false;
        let before_slash = if self.one_in(8) {
            self.numbers.between(1, 3)
        } else {
            0
        };
        let plain = self.numbers.below(3);
        for i in 0..before_slash + plain {
            default_seen |= self.one_in(4);
            let parameter = self.parameter(depth, default_seen, annotated);
            pieces.push(parameter);
            if i + 1 == before_slash {
                pieces.push("/".to_owned());
            }
        }
        match self.numbers.below(6) {
            0 => {
                pieces.push("*".to_owned());
                let default = self.one_in(2);
                pieces.push(self.parameter(depth, default, annotated));
            }
            1 => {
                let rest = self.parameter(depth, false, annotated);
                pieces.push(format!("*{rest}"));
                if self.one_in(2) {
                    let default = self.one_in(2);
                    pieces.push(self.parameter(depth, default, annotated));
                }
            }
            _ => {}
        }
        if self.one_in(8) {
            let rest = self.parameter(depth, false, annotated);
            pieces.push(format!("**{rest}"));
        }
        let mut out = String::new();
        for (i, piece) in pieces.iter().enumerate() {
            if i > 0 {
                out.push_str(&self.comma());
            }
            out.push_str(piece);
        }
        if !pieces.is_empty() && self.one_in(8) {
            out.push(',');
        }
        out
    }

    fn parameter(&mut self, depth: u32, default: bool, annotated: bool) -> String {
        let mut out = self.fresh_name();
        if annotated && self.one_in(4) {
            let (left, right) = (self.gap(), self.gap());
            out = format!("{out}{left}:{right}{}", self.annotation());
        }
        if default {
            let (left, right) = (self.gap(), self.gap());
            // A default belongs to the scope around, which a class or comprehension may be.
            self.no_walrus += 1;
            out = format!("{out}{left}={right}{}", self.expression(depth));
            self.no_walrus -= 1;
        }
        out
    }

    /// What stands behind the colon of a parameter or variable, or behind `->`.
    pub(super) fn annotation(&mut self) -> String {
        // `:=` and `yield` are refused in it from 3.14 on.
        self.no_walrus += 1;
        let out = match self.numbers.below(9) {
            0 | 1 => self.expression(2),
            2 => format!("{} | None", self.name()),
            3 => format!("list[{}]", self.annotation()),
            4 => format!("'{}'", self.name()),
            5 => format!("dict[str, {}]", self.annotation()),
            6 => format!(
                "Callable[[int, {}], {}]",
                self.annotation(),
                self.annotation()
            ),
            7 => "tuple[int, ...]".to_owned(),
            _ => self.name(),
        };
        self.no_walrus -= 1;
        out
    }

    fn fresh_name(&mut self) -> String {
        self.fresh += 1;
        format!("p{}", self.fresh)
    }
}
