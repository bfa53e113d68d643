//! `book/corrections.toml`: what the source material says and the course puts right.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::finding::Finding;
use crate::html::slug;

/// The file, relative to the root of the course.
pub const FILE: &str = "book/corrections.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    correction: Vec<Spanned<Correction>>,
}

/// A sentence of the source material, and what is true instead.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Its key, which a page names in `<!-- correction: ID -->`.
    pub id: String,
    /// The topics that it belongs to.
    pub topics: Vec<String>,
    /// What the source material says.
    pub says: String,
    /// What is true.
    pub fact: String,
    /// The number of the chapter that teaches it.
    pub chapter: u32,
    /// The programs whose recordings show it.
    #[serde(default)]
    pub programs: Vec<String>,
    /// Where it is documented, when no program of ours can show it.
    #[serde(default)]
    pub source: Option<String>,
    /// The line in the file.
    #[serde(skip)]
    pub line: usize,
}

/// Reads the corrections below `root`; a missing file has none.
#[must_use]
pub fn read(root: &Path) -> (Vec<Correction>, Vec<Finding>) {
    match fs::read_to_string(root.join(FILE)) {
        Ok(text) => parse(&text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => (Vec::new(), Vec::new()),
        Err(error) => {
            let message = format!("cannot be read: {error}");
            (Vec::new(), vec![Finding::in_file(FILE, message)])
        }
    }
}

fn parse(text: &str) -> (Vec<Correction>, Vec<Finding>) {
    let line_at = |offset: usize| 1 + text[..offset.min(text.len())].matches('\n').count();
    let written: Written = match toml::from_str(text) {
        Ok(written) => written,
        Err(error) => {
            let line = error.span().map_or(1, |span| line_at(span.start));
            return (Vec::new(), vec![Finding::at(FILE, line, error.message())]);
        }
    };
    let mut corrections: Vec<Correction> = Vec::new();
    let mut found = Vec::new();
    for correction in written.correction {
        let line = line_at(correction.span().start);
        let correction = Correction {
            line,
            ..correction.into_inner()
        };
        let mut say = |message: String| {
            let message = format!("correction `{}`: {message}", correction.id);
            found.push(Finding::at(FILE, line, message));
        };
        if correction.id.is_empty() || slug(&correction.id) != correction.id {
            say("key `id`: it may have lower case letters, digits and hyphens only".to_owned());
        }
        if corrections.iter().any(|known| known.id == correction.id) {
            say("key `id`: it stands in the file twice".to_owned());
        }
        let known = |id: &String| catalog::topics().iter().any(|topic| topic.id == *id);
        for topic in correction.topics.iter().filter(|id| !known(id)) {
            say(format!("key `topics`: there is no topic `{topic}`"));
        }
        if correction.topics.is_empty() {
            say("key `topics`: it is empty; name the topics that it belongs to".to_owned());
        }
        if correction.programs.is_empty() && correction.source.is_none() {
            say("it has no evidence: name `programs`, or a `source`".to_owned());
        }
        corrections.push(correction);
    }
    (corrections, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_names_its_line_and_key() {
        let text = "[[correction]]\nid = \"A b\"\ntopics = [\"S9.9\"]\nsays = \"x\"\nfact = \"y\"\nchapter = 2\n\n[[correction]]\nid = \"b\"\ntopics = []\nsays = \"x\"\nfact = \"y\"\nchapter = 2\nsource = \"PEP 1\"\n";
        let found: Vec<String> = parse(text).1.iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "book/corrections.toml:1: correction `A b`: key `id`: it may have lower case letters, digits and hyphens only",
                "book/corrections.toml:1: correction `A b`: key `topics`: there is no topic `S9.9`",
                "book/corrections.toml:1: correction `A b`: it has no evidence: name `programs`, or a `source`",
                "book/corrections.toml:8: correction `b`: key `topics`: it is empty; name the topics that it belongs to",
            ]
        );
    }

    #[test]
    fn a_syntax_error_names_its_line() {
        let (_, found) = parse("[[correction]]\nid = \"a\"\nchapters = 2\n");
        assert_eq!(found[0].line, Some(3), "{found:?}");
    }
}
