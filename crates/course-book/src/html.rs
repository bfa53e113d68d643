//! Small pieces of HTML: writing it safely, and reading the attributes of what was rendered.

/// A text as the content of an element or of a quoted attribute. Line breaks become references,
/// because an empty line would end a block of HTML inside Markdown.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => {}
            _ => out.push(c),
        }
    }
    out
}

/// Words with code in backquotes, as one line of HTML.
#[must_use]
pub fn inline_code(text: &str) -> String {
    let mut out = String::new();
    for (index, piece) in text.split('`').enumerate() {
        let piece = escape(piece).replace("&#10;", " ");
        if index % 2 == 1 {
            out.push_str(&format!("<code>{piece}</code>"));
        } else {
            out.push_str(&piece);
        }
    }
    out
}

/// The text as part of an id or an anchor: lower case letters, digits and hyphens.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// A start tag: its name in lower case, and its attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// The name of the element.
    pub name: String,
    /// The byte at which the tag starts.
    pub offset: usize,
    attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Tag<'a> {
    /// The value of an attribute as it is written; an attribute without a value is empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.attributes
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }
}

/// The start tags of a piece of HTML, in order. The content of scripts, styles and comments is
/// skipped. The input is what a renderer wrote or an author typed, not arbitrary web pages.
#[must_use]
pub fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let rest = &html[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            at = comment
                .find("-->")
                .map_or(html.len(), |end| start + 4 + end + 3);
            continue;
        }
        let length = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .unwrap_or(rest.len());
        if length == 0 {
            at = start + 1;
            continue;
        }
        let name = rest[..length].to_ascii_lowercase();
        let (attributes, end) = attributes(html, start + 1 + length);
        at = end;
        if name == "script" || name == "style" {
            let close = format!("</{name}");
            at = html[at..].find(&close).map_or(html.len(), |end| at + end);
        }
        tags.push(Tag {
            name,
            offset: start,
            attributes,
        });
    }
    tags
}

/// Reads attributes from `at` up to the closing `>`; gives back where the tag ends.
fn attributes(html: &str, mut at: usize) -> (Vec<(&str, &str)>, usize) {
    let mut found = Vec::new();
    loop {
        let rest = &html[at..];
        let skipped = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        at += rest.len() - skipped.len();
        if skipped.is_empty() {
            return (found, at);
        }
        if skipped.starts_with('>') {
            return (found, at + 1);
        }
        let length = skipped
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'))
            .unwrap_or(skipped.len());
        let name = &skipped[..length.max(1)];
        at += name.len();
        let Some(value) = html[at..].strip_prefix('=') else {
            found.push((name, ""));
            continue;
        };
        let (start, end, next) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let end = value[1..].find(quote).map_or(value.len(), |end| end + 1);
                (1, end, (end + 1).min(value.len()))
            }
            _ => {
                let end = value
                    .find(|c: char| c.is_whitespace() || c == '>')
                    .unwrap_or(value.len());
                (0, end, end)
            }
        };
        found.push((name, &value[start..end]));
        at += 1 + next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaping_leaves_no_markup_and_no_empty_line() {
        assert_eq!(
            escape("a < b && \"c\"\n\n"),
            "a &lt; b &amp;&amp; &quot;c&quot;&#10;&#10;"
        );
        assert_eq!(
            inline_code("what `a < b` says"),
            "what <code>a &lt; b</code> says"
        );
        assert_eq!(slug("Two `locks`, one — order!"), "two-locks-one-order");
    }

    #[test]
    fn tags_are_read_with_their_attributes() {
        let html = "<!-- <a href=no> --><p class=x data-n='1'>a<br/><a HREF=\"b.html#c\" hidden>d</a>\
                    <script>if (a<b) '<a href=\"no\">'</script><img src=i.svg alt=\"\">< 3";
        let found: Vec<(String, Option<&str>)> = tags(html)
            .into_iter()
            .map(|tag| {
                let value = tag.get("href").or(tag.get("src")).or(tag.get("class"));
                (tag.name, value)
            })
            .collect();
        let expected = [
            ("p", Some("x")),
            ("br", None),
            ("a", Some("b.html#c")),
            ("script", None),
            ("img", Some("i.svg")),
        ];
        assert_eq!(
            found,
            expected.map(|(name, value)| (name.to_owned(), value))
        );
        assert_eq!(tags("<img alt>")[0].get("alt"), Some(""));
    }

    #[test]
    fn broken_html_ends() {
        for html in [
            "<",
            "<a",
            "<a href",
            "<a href=",
            "<a href=\"x",
            "<!--",
            "<script>",
            "<a =>",
            "<p\u{e9}>",
        ] {
            let _ = tags(html);
        }
    }
}
