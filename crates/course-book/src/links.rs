//! Links, images and tables of the pages, with file and line: does what they point to exist, and
//! does everybody learn what they show?

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use mdbook_markdown::pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

use crate::finding::Finding;
use crate::html::tags;
use crate::page::Page;

/// The ids that links may name, by page: `part1/02-lost-update.md`.
pub type Ids = BTreeMap<String, BTreeSet<String>>;

/// Checks the links, images and tables in the source of a page.
///
/// `ids` are the ids of every rendered page; files other than pages are looked up below `src`.
#[must_use]
pub fn check(page: &Page, src: &Path, ids: &Ids) -> Vec<Finding> {
    let mut found = Vec::new();
    let line_at = |offset: usize| 1 + page.source[..offset].matches('\n').count();
    let mut image: Option<(usize, String)> = None;
    let mut in_head = false;
    let mut cell: Option<String> = None;
    let options = MarkdownOptions::default();
    for (event, range) in new_cmark_parser(&page.source, &options).into_offset_iter() {
        let line = line_at(range.start);
        let mut report = |message: Result<(), String>| {
            if let Err(message) = message {
                found.push(Finding::at(&page.file, line, message));
            }
        };
        match event {
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) if link_type != LinkType::Email => report(target(page, src, ids, &dest_url)),
            Event::Start(Tag::Image { dest_url, .. }) => {
                report(target(page, src, ids, &dest_url));
                image = Some((line, String::new()));
            }
            Event::End(TagEnd::Image) => {
                if let Some((line, _)) = image.take().filter(|(_, text)| text.trim().is_empty()) {
                    found.push(Finding::at(&page.file, line, "the image has no text alternative; write what it shows between the brackets"));
                }
            }
            Event::Start(Tag::TableHead) => in_head = true,
            Event::End(TagEnd::TableHead) => in_head = false,
            Event::Start(Tag::TableCell) => cell = in_head.then(String::new),
            Event::End(TagEnd::TableCell) => {
                let heading = cell.take();
                if heading.is_some_and(|text| text.trim().is_empty()) {
                    found.push(Finding::at(
                        &page.file,
                        line,
                        "a column of the table has no heading; name what stands in it",
                    ));
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(cell) = &mut cell {
                    cell.push_str(&text);
                }
                if let Some((_, alternative)) = &mut image {
                    alternative.push_str(&text);
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                for tag in tags(&html) {
                    for attribute in ["href", "src"] {
                        if let Some(url) = tag.get(attribute) {
                            report(target(page, src, ids, url));
                        }
                    }
                    if tag.name == "img" && tag.get("alt").is_none() {
                        report(Err("the image has no `alt`; say what it shows, or write alt=\"\" if it shows nothing new".to_owned()));
                    }
                }
            }
            _ => {}
        }
    }
    // A link like [text][name] whose definition is missing is plain text to Markdown.
    found.extend(undefined_references(page));
    found
}

/// `[text][name]` without a definition.
fn undefined_references(page: &Page) -> Vec<Finding> {
    let mut missing = Vec::new();
    let callback = |link: mdbook_markdown::pulldown_cmark::BrokenLink<'_>| {
        // `[word]` alone is ordinary text in brackets; only the two-part form is surely a link.
        if matches!(
            link.link_type,
            LinkType::Reference | LinkType::ReferenceUnknown
        ) {
            missing.push((link.span.start, link.reference.to_string()));
        }
        None
    };
    let options = mdbook_markdown::pulldown_cmark::Options::ENABLE_TABLES
        | mdbook_markdown::pulldown_cmark::Options::ENABLE_FOOTNOTES;
    mdbook_markdown::pulldown_cmark::Parser::new_with_broken_link_callback(
        &page.source,
        options,
        Some(callback),
    )
    .for_each(drop);
    let at = |offset: usize| 1 + page.source[..offset].matches('\n').count();
    missing
        .into_iter()
        .map(|(offset, name)| {
            Finding::at(
                &page.file,
                at(offset),
                format!("the link `[{name}]` has no definition"),
            )
        })
        .collect()
}

/// Checks one target: another page with its anchor, or a file below the folder of the pages.
fn target(page: &Page, src: &Path, ids: &Ids, url: &str) -> Result<(), String> {
    if url.starts_with("https://") || url.starts_with("http://") || url.starts_with("mailto:") {
        return Ok(());
    }
    if let Some((scheme, _)) = url
        .split_once(':')
        .filter(|(scheme, _)| !scheme.contains(['/', '#', '.']))
    {
        return Err(format!("`{url}`: links with `{scheme}:` are not allowed"));
    }
    let (path, fragment) = url
        .split_once('#')
        .map_or((url, None), |(path, fragment)| (path, Some(fragment)));
    let path = decoded(path);
    let place = match path.as_str() {
        "" => page.path.clone(),
        path if path.starts_with('/') => {
            return Err(format!(
                "`{url}` starts with `/`; write it relative to the page"
            ));
        }
        path => resolved(&page.path, path).ok_or_else(|| format!("`{url}` leaves the book"))?,
    };
    if let Some(known) = ids.get(&place) {
        return match fragment {
            Some(fragment) if !known.contains(&decoded(fragment)) => Err(format!(
                "`{url}`: the page has no heading or anchor `#{fragment}`"
            )),
            _ => Ok(()),
        };
    }
    if place.ends_with(".md") {
        let reason = if src.join(&place).is_file() {
            "is not in SUMMARY.md"
        } else {
            "does not exist"
        };
        return Err(format!("`{url}`: the page {reason}"));
    }
    if place.ends_with(".html") {
        return Err(format!(
            "`{url}` names a rendered page; name its file ending in .md"
        ));
    }
    if src.join(&place).is_file() {
        Ok(())
    } else {
        Err(format!("`{url}` does not exist"))
    }
}

/// `path` as seen from the folder of `page`; `None` when it leaves the root.
#[must_use]
pub fn resolved(page: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// Replaces `%20` and the like.
#[must_use]
pub fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes
            .get(at + 1..at + 3)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if bytes[at] == b'%' => {
                out.push(byte);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_resolved_inside_the_book() {
        assert_eq!(resolved("part1/a.md", "../b.md").as_deref(), Some("b.md"));
        assert_eq!(
            resolved("part1/a.md", "./img/x.svg").as_deref(),
            Some("part1/img/x.svg")
        );
        assert_eq!(resolved("a.md", "../b.md"), None);
        assert_eq!(decoded("two%20words%2"), "two words%2");
    }
}
