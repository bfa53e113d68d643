//! The declaration of an encoding in a comment of the first two lines (PEP 263).

use crate::source::Span;

/// The encoding that a program declares.
pub(super) struct Coding<'s> {
    pub(super) text: &'s str,
    pub(super) span: Span,
}

impl Coding<'_> {
    /// Whether reading the program as UTF-8 gives the characters that CPython sees.
    pub(super) fn is_utf8(&self, source: &str) -> bool {
        const LIKE_ASCII: [&str; 6] = [
            "ascii",
            "us-ascii",
            "latin-1",
            "iso-8859-1",
            "iso-8859-15",
            "cp1252",
        ];
        let name = self.text.to_ascii_lowercase().replace('_', "-");
        let is = |family: &str| name == family || name.starts_with(&format!("{family}-"));
        is("utf-8") || is("utf8") || (source.is_ascii() && LIKE_ASCII.contains(&name.as_str()))
    }
}

/// Finds `coding: NAME` or `coding=NAME`. The second line counts only if the first has no code.
pub(super) fn declared(source: &str) -> Option<Coding<'_>> {
    let mut start = if source.starts_with('\u{feff}') { 3 } else { 0 };
    for _ in 0..2 {
        let rest = &source[start..];
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line = &rest[..end];
        let code = line.trim_start_matches([' ', '\t', '\u{c}']);
        if code.starts_with('#') {
            if let Some((at, text)) = name_in(line) {
                let at = (start + at) as u32;
                let span = Span::new(at, at + text.len() as u32);
                return Some(Coding { text, span });
            }
        } else if !code.is_empty() {
            return None;
        }
        start += end;
        let line_end = if source[start..].starts_with("\r\n") {
            2
        } else {
            1
        };
        start = (start + line_end).min(source.len());
    }
    None
}

/// The name after the first `coding:` or `coding=` of a comment that has one, and where it begins.
fn name_in(comment: &str) -> Option<(usize, &str)> {
    comment.match_indices("coding").find_map(|(at, word)| {
        let rest = &comment[at + word.len()..];
        let rest = rest
            .strip_prefix([':', '='])?
            .trim_start_matches([' ', '\t']);
        let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let name = &rest[..length];
        (!name.is_empty()).then_some((comment.len() - rest.len(), name))
    })
}
