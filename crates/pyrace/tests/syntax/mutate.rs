//! Programs with a token deleted, doubled, swapped or replaced.

use super::numbers::Numbers;

/// What is put in the place of a token.
const TOKENS: [&str; 58] = [
    "if", "else", "elif", "while", "for", "in", "not", "and", "or", "is", "def", "class", "return",
    "yield", "try", "except", "finally", "with", "as", "import", "from", "global", "nonlocal",
    "lambda", "del", "assert", "raise", "break", "continue", "pass", "None", "True", "x", "0",
    "'a'", "f'{x}'", "(", ")", "[", "]", "{", "}", ",", ":", ".", ";", "@", "=", ":=", "->", "+",
    "-", "*", "**", "==", "\n", "\n    ", "!",
];

/// A program that differs in one or two tokens.
pub(crate) fn mutated(source: &str, numbers: &mut Numbers) -> String {
    let mut tokens = tokens(source);
    for _ in 0..numbers.between(1, 3) {
        let real: Vec<usize> = (0..tokens.len()).filter(|i| tokens[*i] != " ").collect();
        if real.is_empty() {
            break;
        }
        let choice = numbers.below(real.len());
        let at = real[choice];
        match numbers.below(5) {
            0 => {
                tokens.remove(at);
            }
            1 => tokens.insert(at, tokens[at].clone()),
            2 => {
                let other = real[(choice + 1) % real.len()];
                tokens.swap(at, other);
            }
            3 => tokens[at] = TOKENS[numbers.below(TOKENS.len())].to_owned(),
            _ => {
                let token = TOKENS[numbers.below(TOKENS.len())];
                tokens.insert(at, format!(" {token} "));
            }
        }
    }
    tokens.concat()
}

/// Cuts a text roughly: words and numbers, single characters, a quote by itself, and line ends with the
/// indentation after them.
fn tokens(source: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut chars = source.chars().peekable();
    while let Some(first) = chars.next() {
        let mut token = String::from(first);
        let joins = |c: char| match first {
            '\n' => c == ' ' || c == '\t',
            _ if first.is_alphanumeric() || first == '_' => c.is_alphanumeric() || c == '_',
            '=' | '<' | '>' | '!' | ':' | '+' | '-' | '*' | '/' | '&' | '|' => {
                c == '=' || c == first
            }
            _ => false,
        };
        while let Some(next) = chars.next_if(|c| joins(*c)) {
            token.push(next);
        }
        out.push(token);
    }
    out
}
