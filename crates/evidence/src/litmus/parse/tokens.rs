//! The words of a `.litmus` file.

use super::ParseError;

/// One word: its text and its line, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) text: String,
    pub(super) line: usize,
}

/// Splits a text into words; comments are left out.
///
/// # Errors
/// When a comment or a quotation does not end.
pub(super) fn tokens(text: &str, first_line: usize) -> Result<Vec<Token>, ParseError> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut line = first_line;
    while let Some(first) = rest.chars().next() {
        let skip = |end: &str| {
            let after = rest[end.len()..].find(end);
            after.map(|at| at + 2 * end.len())
        };
        let length = if first.is_whitespace() {
            first.len_utf8()
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") || rest.starts_with("(*") {
            let end = if rest.starts_with("/*") { "*/" } else { "*)" };
            let Some(at) = rest.find(end) else {
                return Err(ParseError::new(line, "this comment does not end"));
            };
            at + end.len()
        } else if first == '"' {
            skip("\"").ok_or_else(|| ParseError::new(line, "this quotation does not end"))?
        } else {
            let length = word_length(rest, first);
            tokens.push(Token {
                text: rest[..length].to_owned(),
                line,
            });
            length
        };
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    Ok(tokens)
}

fn word_length(rest: &str, first: char) -> usize {
    let of_name = |character: char| character.is_alphanumeric() || character == '_';
    if of_name(first) {
        return rest
            .find(|character| !of_name(character))
            .unwrap_or(rest.len());
    }
    let long = ["/\\", "\\/", "==", "!="];
    let long = long.iter().find(|operator| rest.starts_with(**operator));
    long.map_or(first.len_utf8(), |operator| operator.len())
}
