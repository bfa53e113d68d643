//! Names, numbers and strings.

use super::Grammar;

const NAMES: [&str; 14] = [
    "a", "b", "c", "balance", "_", "lock", "x1", "match", "case", "type", "größe", "имя", "λ", "f",
];

const NUMBERS: [&str; 36] = [
    "0",
    "1",
    "7",
    "42",
    "00",
    "0_0",
    "1_000",
    "12345678901234567890123",
    "0xff",
    "0XFF",
    "0x_Fe",
    "0o17",
    "0O7_1",
    "0b1010",
    "0B_1",
    "1e5",
    "1E-3",
    "1e+10",
    ".5",
    "5.",
    "3.14",
    "1_0.0_1e1_0",
    "0.0",
    "00.5",
    "09.5",
    "0e0",
    "1e400",
    "5e-324",
    "0.1",
    "123456789.123456789e-10",
    "1.e3",
    ".5E-2",
    "4_2",
    "0xdead_BEEF",
    "09e1",
    "2.220446049250313e-16",
];

/// Pieces of the text of strings. The last need triple quotes.
const TEXT: [&str; 24] = [
    "",
    "a",
    "tea ",
    "é",
    "名",
    "😀",
    "\\n",
    "\\t",
    "\\\\",
    "\\x41",
    "\\u00e9",
    "\\U0001F600",
    "\\101",
    "\\0",
    "\\q",
    "\\'",
    "\\\"",
    "#",
    "\\7x",
    "%s",
    "\\\n",
    "\n",
    "\n  ",
    "''\\\"",
];

impl Grammar {
    pub(super) fn name(&mut self) -> String {
        self.pick(&NAMES).to_owned()
    }

    pub(super) fn number(&mut self) -> String {
        self.pick(&NUMBERS).to_owned()
    }

    /// One string, or several next to each other.
    pub(super) fn strings(&mut self, depth: u32) -> String {
        let mut out = self.string(depth);
        for _ in 0..self.numbers.below(4).saturating_sub(1) {
            out.push_str(&self.space());
            out.push_str(&self.string(depth));
        }
        out
    }

    fn string(&mut self, depth: u32) -> String {
        let formatted = depth > 0 && self.one_in(2);
        let prefix = if formatted {
            self.pick(&["f", "f", "F", "fr", "Rf", "rF"])
        } else {
            self.pick(&["", "", "", "", "r", "R", "u", "U"])
        };
        let raw = prefix.contains(['r', 'R']);
        let free: Vec<char> = ['\'', '"']
            .into_iter()
            .filter(|quote| !self.quotes.contains(quote))
            .collect();
        // From 3.12 on a string in a field may have the quotes of the f-string.
        let quote = match free.as_slice() {
            [] => '"',
            free => free[self.numbers.below(free.len())],
        };
        let triple = self.quotes.is_empty() && self.one_in(4);
        let quotes = String::from(quote).repeat(if triple { 3 } else { 1 });
        let mut out = format!("{prefix}{quotes}");
        for _ in 0..self.numbers.below(5) {
            if formatted && self.one_in(2) {
                out.push_str(&self.field(quote, depth - 1));
            } else {
                out.push_str(&self.text(raw, triple, formatted));
            }
        }
        out.push_str(&quotes);
        out
    }

    fn text(&mut self, raw: bool, triple: bool, formatted: bool) -> String {
        if formatted && self.one_in(4) {
            return self.pick(&["{{", "}}", "{{x}}"]).to_owned();
        }
        let text = self.pick(&TEXT);
        let inside = !self.quotes.is_empty();
        let unfit = (inside && text.contains(['\\', '\n', '#']))
            || (text.contains('\n') && !triple && !text.starts_with('\\'))
            || (raw && text.contains('\\'))
            || (!triple && text.contains("''"));
        if unfit { "-" } else { text }.to_owned()
    }

    /// `{value!r:spec}`
    fn field(&mut self, quote: char, depth: u32) -> String {
        self.quotes.push(quote);
        let brackets = std::mem::take(&mut self.brackets);
        let mut value = if self.one_in(3) {
            self.disjunction(depth)
        } else {
            self.primary(depth)
        };
        if value.starts_with('{') || value.ends_with('}') {
            value = format!(" {value} ");
        }
        let mut out = format!("{{{value}");
        if self.one_in(6) {
            out.push_str(self.pick(&["=", " = ", "= "]));
        }
        if self.one_in(4) {
            out.push_str(self.pick(&["!r", "!s", "!a"]));
        }
        match self.numbers.below(5) {
            0 => out.push_str(self.pick(&[":", ":>10", ":.2f", ":,", ":\u{e9}^8"])),
            // A field in the specification.
            1 if self.quotes.len() == 1 => {
                let width = self.name();
                out.push_str(&format!(
                    ":{}{{{width}}}{}",
                    self.pick(&["", ">", "0"]),
                    self.pick(&["", ".2f"])
                ));
                if self.one_in(3) {
                    let precision = self.primary(0);
                    out.push_str(&format!(".{{{precision}!r}}"));
                }
            }
            _ => {}
        }
        out.push('}');
        self.brackets = brackets;
        self.quotes.pop();
        out
    }
}
