//! The first lines of a file of the corpus: what is right or wrong about it.

use crate::coverage;
use crate::error::{CatalogError, Place};
use crate::expectation::{Expectation, Word, parse_kind};
use crate::second_judge::Remark;

/// What the header of a solution says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Header {
    /// `//! right: …`
    Right {
        /// One sentence: what is different about this solution.
        about: String,
        /// What it says about loom.
        loom: Option<Remark>,
    },
    /// `//! wrong: …` and the lines that document its verdict.
    Wrong {
        /// One sentence: the bug.
        about: String,
        /// Who rejects it and how.
        expected: Expectation,
        /// The misconception behind it, such as `M2`.
        misconception: Option<String>,
        /// One question for the learner, never the fix.
        question: Option<String>,
        /// What it says about loom.
        loom: Option<Remark>,
    },
}

/// The keys of a header, in the order in which they are written.
const KEYS: [&str; 8] = [
    "right",
    "wrong",
    "killed-by",
    "verdict",
    "kind",
    "misconception",
    "question",
    "loom",
];

impl Header {
    /// Reads the leading `//!` lines of a solution. The header ends with the first other line, or
    /// with an empty `//!` line; what comes after is free text.
    ///
    /// `file` is the name that errors shall carry.
    ///
    /// # Errors
    ///
    /// [`CatalogError::Invalid`] when a line is not `//! key: text`, a key is unknown, missing or
    /// there twice, or the values contradict each other.
    pub fn parse(text: &str, file: &str) -> Result<Header, CatalogError> {
        let lines = Lines::split(text, file)?;
        match (lines.get("right"), lines.get("wrong")) {
            (Some((_, about)), None) => {
                let foreign = |key: &str| !matches!(key, "right" | "loom");
                if let Some((line, key, _)) = lines.found.iter().find(|(_, key, _)| foreign(key)) {
                    let problem = format!("a right solution has no `{key}`");
                    return Err(lines.error(*line, key, problem, "remove the line"));
                }
                Ok(Header::Right {
                    about: about.to_owned(),
                    loom: lines.loom()?,
                })
            }
            (None, Some((_, about))) => lines.wrong(about),
            (Some(_), Some((line, _))) => {
                let help = "keep the one that is true";
                Err(lines.error(line, "wrong", "a file is right or wrong, not both", help))
            }
            (None, None) => Err(CatalogError::invalid(
                Place::line(file, 1),
                "the header is missing",
                "start the file with `//! right: …` or `//! wrong: …`, as CONTRIBUTING.md shows",
            )),
        }
    }
}

/// The `key: text` lines of a header with their line numbers.
struct Lines<'a> {
    file: &'a str,
    found: Vec<(usize, &'static str, &'a str)>,
}

impl<'a> Lines<'a> {
    fn split(text: &'a str, file: &'a str) -> Result<Lines<'a>, CatalogError> {
        let mut lines = Lines {
            file,
            found: Vec::new(),
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (line, content) in (1..).zip(text.lines()) {
            let Some(content) = content.strip_prefix("//!").map(str::trim) else {
                break;
            };
            if content.is_empty() {
                break;
            }
            let (word, value) = content.split_once(':').unwrap_or((content, ""));
            let Some(key) = KEYS.into_iter().find(|key| *key == word.trim_end()) else {
                return Err(CatalogError::invalid(
                    Place::line(file, line),
                    format!("`{}` is not a key of a header", word.trim_end()),
                    format!(
                        "use {}, or put free text after an empty `//!` line",
                        KEYS.join(", ")
                    ),
                ));
            };
            if lines.get(key).is_some() {
                return Err(lines.error(
                    line,
                    key,
                    "the key is there twice",
                    "remove one of the two",
                ));
            }
            if value.trim().is_empty() {
                return Err(lines.error(
                    line,
                    key,
                    "the text is empty",
                    "write it after the colon",
                ));
            }
            lines.found.push((line, key, value.trim()));
        }
        Ok(lines)
    }

    fn get(&self, key: &str) -> Option<(usize, &'a str)> {
        let found = self.found.iter().find(|(_, found, _)| *found == key);
        found.map(|(line, _, value)| (*line, *value))
    }

    fn require(&self, key: &str) -> Result<(usize, &'a str), CatalogError> {
        self.get(key).ok_or_else(|| {
            let first = self.found.first().map_or(1, |(line, ..)| *line);
            self.error(
                first,
                key,
                "the line is missing",
                format!("add `//! {key}: …`"),
            )
        })
    }

    fn error(
        &self,
        line: usize,
        key: &str,
        problem: impl Into<String>,
        help: impl Into<String>,
    ) -> CatalogError {
        let place = Place {
            key: Some(key.to_owned()),
            ..Place::line(self.file, line)
        };
        CatalogError::invalid(place, problem, help)
    }

    fn wrong(&self, about: &str) -> Result<Header, CatalogError> {
        let (model_line, model) = self.require("killed-by")?;
        let (verdict_line, verdict) = self.require("verdict")?;
        let verdict: Word = verdict.parse().map_err(|help: String| {
            let problem = format!("`{verdict}` is not a verdict");
            self.error(verdict_line, "verdict", problem, help)
        })?;
        let (kind_line, kind) = match self.get("kind") {
            None => (verdict_line, None),
            Some((line, word)) => {
                let kind = parse_kind(word).map_err(|help| {
                    self.error(line, "kind", format!("`{word}` is not a kind of bug"), help)
                })?;
                (line, Some(kind))
            }
        };
        let expected = Expectation::new(model, verdict, kind).map_err(|(key, problem)| {
            let line = match key {
                "model" => model_line,
                "kind" => kind_line,
                _ => verdict_line,
            };
            let key = if key == "model" { "killed-by" } else { key };
            self.error(
                line,
                key,
                problem,
                "write what `cargo course judge` measures",
            )
        })?;
        let misconception = self.get("misconception");
        if let Some((line, id)) = misconception
            && !coverage::misconceptions()
                .iter()
                .any(|known| known.id == id)
        {
            let help = "the known ones are listed in crates/catalog/data/misconceptions.toml";
            return Err(self.error(line, "misconception", format!("`{id}` is unknown"), help));
        }
        Ok(Header::Wrong {
            about: about.to_owned(),
            expected,
            misconception: misconception.map(|(_, id)| id.to_owned()),
            question: self
                .get("question")
                .map(|(_, question)| question.to_owned()),
            loom: self.loom()?,
        })
    }

    fn loom(&self) -> Result<Option<Remark>, CatalogError> {
        let Some((line, text)) = self.get("loom") else {
            return Ok(None);
        };
        let remark = text.parse().map_err(|help: String| {
            self.error(line, "loom", format!("`{text}` is not a remark"), help)
        })?;
        Ok(Some(remark))
    }
}

#[cfg(test)]
mod tests {
    use interleaving::Kind;

    use super::*;
    use crate::second_judge::Hole;

    const FILE: &str = "solutions/ex02/wrong/read_then_write.rs";

    const WRONG: &str = "\
//! wrong: the value is read under one lock and written under the next
//! killed-by: same_page
//! verdict: violated
//! kind: lost-update
//! misconception: M7
//! question: Which two lines must nobody run between?

use lab::sync::Mutex;
";

    #[test]
    fn a_right_solution_says_what_is_different() {
        let text = "//! right: one lock around the whole update\n\nuse lab::sync::Mutex;\n";
        let header = Header::parse(text, FILE).expect("a complete header");
        assert_eq!(
            header,
            Header::Right {
                about: "one lock around the whole update".to_owned(),
                loom: None,
            }
        );
    }

    #[test]
    fn a_wrong_solution_documents_its_verdict() {
        let Header::Wrong {
            about,
            expected,
            misconception,
            question,
            loom,
        } = Header::parse(WRONG, FILE).expect("a complete header")
        else {
            panic!("it is a wrong one");
        };
        assert_eq!(
            about,
            "the value is read under one lock and written under the next"
        );
        assert_eq!(expected.to_string(), "violated (lost update) by same_page");
        assert_eq!(expected.kind, Some(Kind::LostUpdate));
        assert_eq!(misconception.as_deref(), Some("M7"));
        assert_eq!(
            question.as_deref(),
            Some("Which two lines must nobody run between?")
        );
        assert_eq!(loom, None);
    }

    #[test]
    fn a_solution_says_how_loom_differs() {
        let text = "//! right: a swap\n//! loom: rejects: swap-spin-lock\n";
        let Ok(Header::Right { loom, .. }) = Header::parse(text, FILE) else {
            panic!("a complete header");
        };
        assert_eq!(loom, Some(Remark::Rejects(Hole::SwapSpinLock)));
    }

    #[test]
    fn free_text_comes_after_an_empty_line() {
        let text = "//! right: a channel\n//!\n//! The owner thread does all the work.\n";
        assert!(Header::parse(text, FILE).is_ok());
    }

    #[test]
    fn windows_line_ends_and_a_byte_order_mark_do_no_harm() {
        let text = format!("\u{feff}{}", WRONG.replace('\n', "\r\n"));
        assert_eq!(
            Header::parse(&text, FILE).ok(),
            Header::parse(WRONG, FILE).ok()
        );
    }

    #[test]
    fn every_error_names_file_and_line_and_the_next_step() {
        let error = |old: &str, new: &str| {
            assert!(WRONG.contains(old), "nothing to replace: {old}");
            Header::parse(&WRONG.replace(old, new), FILE)
                .expect_err("a wrong header")
                .to_string()
        };
        let errors = [
            (
                "nothing",
                Header::parse("", FILE).expect_err("no header").to_string(),
            ),
            ("code first", error("//! wrong", "use lab;\n//! wrong")),
            ("unknown key", error("killed-by", "kiled-by")),
            (
                "no colon",
                error("//! kind: lost-update", "//! lost update"),
            ),
            (
                "twice",
                error("//! verdict", "//! kind: panic\n//! verdict"),
            ),
            ("empty", error("violated", "")),
            ("both", error("//! verdict", "//! right: yes\n//! verdict")),
            ("missing", error("//! killed-by: same_page\n", "")),
            ("missing verdict", error("//! verdict: violated\n", "")),
            ("unknown verdict", error("violated", "fails")),
            ("unknown kind", error("lost-update", "lost_update")),
            ("no kind", error("//! kind: lost-update\n", "")),
            ("contradiction", error("same_page", "scan")),
            ("unknown belief", error("M7", "M0")),
            (
                "unknown hole",
                error("//! kind", "//! loom: holds: magic\n//! kind"),
            ),
            (
                "too much",
                Header::parse("//! right: yes\n//! verdict: holds\n", FILE)
                    .expect_err("a verdict of a right file")
                    .to_string(),
            ),
        ];
        let listing: String = errors
            .iter()
            .map(|(what, message)| format!("{what}:\n    {message}\n"))
            .collect();
        insta::assert_snapshot!(listing);
    }
}
