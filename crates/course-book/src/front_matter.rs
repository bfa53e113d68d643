//! The block between two lines `---` at the top of a page.
//!
//! ```text
//! ---
//! title: "The visit counter"
//! exercise: ex02
//! minutes: { concept: 8, exercise: 15, debrief: 10 }
//! topics: [S0.1, S0.2]
//! misconceptions: [M1]
//! description: Why two updates can leave one.
//! objectives:
//!   - Say which steps `n += 1` consists of.
//!   - Give the schedule that loses an update.
//! ---
//! ```
//!
//! It looks like YAML and is a small part of it: a key with a text, with a list in brackets, with
//! numbers in braces, or with one `- item` a line. Nothing else is needed, and everything else is a finding.

use crate::finding::Finding;

/// What a page says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// The title, when the page wants to say it.
    pub title: Option<String>,
    /// The planned minutes of the page with its exercise.
    pub minutes: Option<Minutes>,
    /// The id of the page's exercise.
    pub exercise: Option<String>,
    /// Ids of the topics the page covers.
    pub topics: Vec<String>,
    /// Ids of the misconceptions the page takes up.
    pub misconceptions: Vec<String>,
    /// What the reader can do afterwards.
    pub objectives: Vec<String>,
    /// One sentence for search engines and link previews.
    pub description: Option<String>,
    /// The lines of the keys, for findings about their values.
    lines: Vec<(String, usize)>,
}

/// The planned minutes: one number, or one for each phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Minutes {
    /// The sum.
    Total(u32),
    /// Reading, the exercise, talking about it.
    Phases {
        /// Reading and explaining.
        concept: u32,
        /// Working on the exercise.
        exercise: u32,
        /// Talking about the solutions.
        debrief: u32,
    },
}

impl Minutes {
    /// The sum, in minutes.
    #[must_use]
    pub fn total(self) -> u32 {
        match self {
            Minutes::Total(total) => total,
            Minutes::Phases {
                concept,
                exercise,
                debrief,
            } => concept + exercise + debrief,
        }
    }

    /// Reading, the exercise, talking about it; a sum alone counts as reading.
    #[must_use]
    pub fn phases(self) -> (u32, u32, u32) {
        match self {
            Minutes::Total(total) => (total, 0, 0),
            Minutes::Phases {
                concept,
                exercise,
                debrief,
            } => (concept, exercise, debrief),
        }
    }

    fn parse(text: &str) -> Option<Minutes> {
        let number = |text: &str| text.trim().parse().ok().filter(|n| (1..=600).contains(n));
        let Some(phases) = text
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'))
        else {
            return number(text).map(Minutes::Total);
        };
        let phases: Vec<(&str, u32)> = phases
            .split(',')
            .map(|phase| {
                phase
                    .split_once(':')
                    .and_then(|(name, n)| Some((name.trim(), number(n)?)))
            })
            .collect::<Option<_>>()?;
        let phase = |wanted| {
            phases
                .iter()
                .find(|(name, _)| *name == wanted)
                .map(|(_, n)| *n)
        };
        (phases.len() == 3).then_some(())?;
        Some(Minutes::Phases {
            concept: phase("concept")?,
            exercise: phase("exercise")?,
            debrief: phase("debrief")?,
        })
    }
}

impl FrontMatter {
    /// The line of a key, or the first line of the page.
    #[must_use]
    pub fn line(&self, key: &str) -> usize {
        self.lines
            .iter()
            .find(|(name, _)| name == key)
            .map_or(1, |(_, line)| *line)
    }
}

/// A value with the lines of a block list, or the text behind the colon.
enum Value {
    Text(String),
    List(Vec<String>),
}

/// Takes the front matter off a page.
///
/// Gives back the page with every line of the front matter made empty, so that line numbers stay
/// what they are in the file.
#[must_use]
pub fn split(file: &str, text: &str) -> (FrontMatter, String, Vec<Finding>) {
    let mut found = Vec::new();
    let mut lines = text.lines();
    if lines.next().map(str::trim_end) != Some("---") {
        return (FrontMatter::default(), text.to_owned(), found);
    }
    let Some(length) = lines.position(|line| line.trim_end() == "---") else {
        found.push(Finding::at(
            file,
            1,
            "the front matter has no end; close it with a line `---`",
        ));
        return (FrontMatter::default(), text.to_owned(), found);
    };
    let block: Vec<&str> = text.lines().skip(1).take(length).collect();
    let front_matter = parse(file, &block, &mut found);
    let rest = text
        .split_inclusive('\n')
        .skip(length + 2)
        .collect::<String>();
    let page = "\n".repeat(length + 2) + &rest;
    (front_matter, page, found)
}

fn parse(file: &str, block: &[&str], found: &mut Vec<Finding>) -> FrontMatter {
    let mut front_matter = FrontMatter::default();
    let mut at = 0;
    while at < block.len() {
        // Line 1 of the file is the opening `---`.
        let line = at + 2;
        let text = block[at].trim_end();
        at += 1;
        if text.trim().is_empty() || text.trim_start().starts_with('#') {
            continue;
        }
        let Some((key, rest)) = text
            .split_once(':')
            .filter(|_| !text.starts_with([' ', '-']))
        else {
            found.push(Finding::at(
                file,
                line,
                "expected `key: value` in the front matter",
            ));
            continue;
        };
        let (key, rest) = (key.trim(), rest.trim());
        let mut items = Vec::new();
        while let Some(item) = block.get(at).and_then(|line| item(line)) {
            items.push(item);
            at += 1;
        }
        let value = match (rest, items.is_empty()) {
            ("", _) => Value::List(items),
            (_, true) => inline(rest),
            (_, false) => {
                found.push(Finding::at(
                    file,
                    line,
                    format!("`{key}` has a value and a list; keep one of them"),
                ));
                continue;
            }
        };
        if front_matter.lines.iter().any(|(known, _)| known == key) {
            found.push(Finding::at(
                file,
                line,
                format!("`{key}` stands here twice"),
            ));
            continue;
        }
        front_matter.lines.push((key.to_owned(), line));
        if let Err(message) = front_matter.set(key, value) {
            found.push(Finding::at(file, line, message));
        }
    }
    front_matter
}

/// `  - item`: a line of a block list.
fn item(line: &str) -> Option<String> {
    line.trim().strip_prefix("- ").map(unquoted)
}

/// The text behind a colon: `[a, b]` is a list.
fn inline(text: &str) -> Value {
    match text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
    {
        Some(items) => Value::List(
            items
                .split(',')
                .map(unquoted)
                .filter(|item| !item.is_empty())
                .collect(),
        ),
        None => Value::Text(unquoted(text)),
    }
}

fn unquoted(text: &str) -> String {
    let text = text.trim();
    let inner = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    inner('"')
        .or_else(|| inner('\''))
        .unwrap_or(text)
        .to_owned()
}

impl FrontMatter {
    fn set(&mut self, key: &str, value: Value) -> Result<(), String> {
        match (key, value) {
            ("minutes", Value::Text(text)) => {
                let wrong = || {
                    format!(
                        "`minutes` is `{text}`; write a number from 1 to 600, or {{ concept: 8, exercise: 15, debrief: 10 }}"
                    )
                };
                self.minutes = Some(Minutes::parse(&text).ok_or_else(wrong)?);
            }
            ("title", Value::Text(text)) if !text.is_empty() => self.title = Some(text),
            ("misconceptions", Value::List(items)) => self.misconceptions = items,
            ("exercise", Value::Text(text)) if !text.is_empty() => self.exercise = Some(text),
            ("description", Value::Text(text)) if !text.is_empty() => self.description = Some(text),
            ("topics", Value::List(items)) => self.topics = items,
            ("objectives", Value::List(items)) => self.objectives = items,
            ("title" | "minutes" | "exercise" | "description", _) => {
                return Err(format!("`{key}` needs one value behind the colon"));
            }
            ("topics" | "misconceptions" | "objectives", _) => {
                return Err(format!("`{key}` needs a list"));
            }
            _ => {
                return Err(format!(
                    "`{key}` is not known in the front matter; known are title, exercise, minutes, topics, misconceptions, objectives and description"
                ));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "---\nminutes: { concept: 8, exercise: 20, debrief: 10 }\nexercise: ex02\ntopics: [S0.1, \"S0.2\"]\nobjectives:\n  - Say it.\n  - Do it: twice.\ndescription: 'Two, one.'\n---\n# Title\n\ntext\n";

    #[test]
    fn every_key_is_read_and_line_numbers_stay() {
        let (front_matter, page, found) = split("a.md", PAGE);
        assert_eq!(found, []);
        assert_eq!(front_matter.minutes.map(Minutes::total), Some(38));
        assert_eq!(front_matter.exercise.as_deref(), Some("ex02"));
        assert_eq!(front_matter.topics, ["S0.1", "S0.2"]);
        assert_eq!(front_matter.objectives, ["Say it.", "Do it: twice."]);
        assert_eq!(front_matter.description.as_deref(), Some("Two, one."));
        assert_eq!(front_matter.line("topics"), 4);
        assert_eq!(page.lines().count(), PAGE.lines().count());
        assert_eq!(page.lines().nth(9), Some("# Title"));
    }

    #[test]
    fn a_page_without_front_matter_stays_as_it_is() {
        for text in ["# Title\n", "", "text\n---\nminutes: 3\n---\n"] {
            assert_eq!(
                split("a.md", text),
                (FrontMatter::default(), text.to_owned(), vec![])
            );
        }
    }

    #[test]
    fn every_mistake_names_its_line() {
        let page = "---\nminutes: soon\nminute: 3\ntopics: S0.1\nexercise:\n- ex02\nfree text\nminutes: 4\nobjectives: x\n  - y\n---\n";
        let (_, _, found) = split("a.md", page);
        let said: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "a.md:2: `minutes` is `soon`; write a number from 1 to 600, or { concept: 8, exercise: 15, debrief: 10 }",
                "a.md:3: `minute` is not known in the front matter; known are title, exercise, minutes, topics, misconceptions, objectives and description",
                "a.md:4: `topics` needs a list",
                "a.md:5: `exercise` needs one value behind the colon",
                "a.md:7: expected `key: value` in the front matter",
                "a.md:8: `minutes` stands here twice",
                "a.md:9: `objectives` has a value and a list; keep one of them",
            ]
        );
    }

    #[test]
    fn front_matter_without_an_end_is_a_finding() {
        let (_, _, found) = split("a.md", "---\nminutes: 3\n# Title\n");
        assert_eq!(found.len(), 1);
    }
}
