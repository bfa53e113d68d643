//! Finding `{{#name arguments}}` in the text of a page.

/// A directive as it stands on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The name behind `{{#`.
    pub name: String,
    /// Everything between the name and `}}`, without spaces around it.
    pub arguments: String,
    /// The line it starts on, from 1.
    pub line: usize,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text to be kept.
    Text(&'a str),
    /// A directive to be replaced.
    Directive(Directive),
    /// `{{#` without an end on its line: the line, from 1.
    Unclosed(usize),
}

/// Cuts a page into texts and directives. `\{{#name}}` is text: the page shows `{{#name}}`.
#[must_use]
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut kept = 0;
    let mut from = 0;
    while let Some(found) = text[from..].find("{{#") {
        let start = from + found;
        let line = 1 + text[..start].matches('\n').count();
        if text[..start].ends_with('\\') {
            parts.push(Part::Text(&text[kept..start - 1]));
            kept = start;
            from = start + 3;
            continue;
        }
        parts.push(Part::Text(&text[kept..start]));
        let rest = &text[start + 3..];
        let end_of_line = rest.find('\n').unwrap_or(rest.len());
        match rest[..end_of_line].find("}}") {
            Some(end) => {
                let (name, arguments) = match rest[..end].split_once(char::is_whitespace) {
                    Some((name, arguments)) => (name, arguments.trim()),
                    None => (&rest[..end], ""),
                };
                parts.push(Part::Directive(Directive {
                    name: name.to_owned(),
                    arguments: arguments.to_owned(),
                    line,
                }));
                from = start + 3 + end + 2;
                kept = from;
            }
            None => {
                parts.push(Part::Unclosed(line));
                from = start + 3;
                kept = from;
            }
        }
    }
    parts.push(Part::Text(&text[kept..]));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directive(name: &str, arguments: &str, line: usize) -> Part<'static> {
        Part::Directive(Directive {
            name: name.to_owned(),
            arguments: arguments.to_owned(),
            line,
        })
    }

    #[test]
    fn directives_are_found_with_their_lines() {
        assert_eq!(
            parts("a\n{{#exercise ex02}}b {{#quiz   lost update }}"),
            [
                Part::Text("a\n"),
                directive("exercise", "ex02", 2),
                Part::Text("b "),
                directive("quiz", "lost update", 2),
                Part::Text(""),
            ]
        );
    }

    #[test]
    fn a_backslash_shows_the_directive_itself() {
        assert_eq!(
            parts("use \\{{#exercise ex02}} here"),
            [Part::Text("use "), Part::Text("{{#exercise ex02}} here")]
        );
    }

    #[test]
    fn an_unclosed_directive_is_not_text() {
        assert_eq!(
            parts("x {{#exercise ex02\n}}"),
            [
                Part::Text("x "),
                Part::Unclosed(1),
                Part::Text("exercise ex02\n}}")
            ]
        );
    }
}
