//! One `exercise.toml`.

use std::ops::Range;

use interleaving::Kind;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use crate::coverage;
use crate::error::{CatalogError, Place};
use crate::expectation::{Expectation, Word, parse_kind};
use crate::id::ExerciseId;

/// The version of the form of `exercise.toml` that this crate reads.
const FORMAT: i64 = 1;

/// The number of hints an exercise has: where, how, almost code.
const HINTS: usize = 3;

/// The planned minutes of a chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minutes {
    /// Reading and explaining.
    pub concept: u32,
    /// Working on the exercise.
    pub exercise: u32,
    /// Talking about the solutions.
    pub debrief: u32,
}

impl Minutes {
    /// The sum, in minutes.
    #[must_use]
    pub fn total(self) -> u32 {
        self.concept + self.exercise + self.debrief
    }
}

/// Whether loom, the second judge, verifies the right solutions of the exercise too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loom {
    /// It does.
    Yes,
    /// It cannot.
    No {
        /// What loom lacks.
        reason: String,
    },
}

/// What `exercise.toml` says about an exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercise {
    /// The id: the name of the folder and of the package.
    pub id: ExerciseId,
    /// The title, free to change.
    pub title: String,
    /// The part of the book, from 1.
    pub part: u32,
    /// The chapter's file, relative to `book/src`.
    pub chapter: String,
    /// The planned minutes.
    pub minutes: Minutes,
    /// Ids of the topics the chapter covers: see [`crate::topics`].
    pub topics: Vec<String>,
    /// Ids of the misconceptions the exercise exposes: see [`crate::misconceptions`].
    pub misconceptions: Vec<String>,
    /// Whether loom can judge it too.
    pub loom: Loom,
    /// What happens to the starter.
    pub starter: Expectation,
    /// The hints, from "where" over "how" to "almost code".
    pub hints: Vec<String>,
}

/// The file as it is written; every value knows its place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// Read and compared by `check_format`; here so that it is a known key.
    #[serde(rename = "format")]
    _format: IgnoredAny,
    id: Spanned<String>,
    title: Spanned<String>,
    part: Spanned<u32>,
    chapter: Spanned<String>,
    minutes: WrittenMinutes,
    topics: Vec<Spanned<String>>,
    misconceptions: Vec<Spanned<String>>,
    loom: Spanned<String>,
    starter: Spanned<WrittenStarter>,
    hints: Spanned<Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMinutes {
    concept: Spanned<u32>,
    exercise: Spanned<u32>,
    debrief: Spanned<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStarter {
    model: String,
    verdict: Spanned<String>,
    kind: Option<Spanned<String>>,
}

impl Exercise {
    /// Reads the text of an `exercise.toml`.
    ///
    /// `file` is the name that errors shall carry; `folder` is the id that the folder's name says.
    ///
    /// # Errors
    ///
    /// [`CatalogError::Invalid`] with file, line and key when the text is not TOML, a key is
    /// unknown or missing, or a value cannot be right.
    pub fn parse(text: &str, file: &str, folder: ExerciseId) -> Result<Exercise, CatalogError> {
        let source = Source { text, file };
        // The version comes first: a newer file may well have keys that are unknown here.
        source.check_format()?;
        let written: Written = toml::from_str(text).map_err(|error| source.syntax(&error))?;

        if *written.id.get_ref() != folder.to_string() {
            let problem = format!(
                "the id is `{}` in the folder `{folder}`",
                written.id.get_ref()
            );
            let help = format!("write id = \"{folder}\", or rename the folder");
            return Err(source.error(written.id.span(), "id", problem, help));
        }
        if *written.part.get_ref() == 0 {
            let help = "write the number of the part of the book, from 1";
            return Err(source.error(written.part.span(), "part", "there is no part 0", help));
        }
        let minutes = Minutes {
            concept: source.minutes("minutes.concept", &written.minutes.concept)?,
            exercise: source.minutes("minutes.exercise", &written.minutes.exercise)?,
            debrief: source.minutes("minutes.debrief", &written.minutes.debrief)?,
        };
        let is_topic = |id: &str| coverage::topics().iter().any(|topic| topic.id == id);
        let is_misconception = |id: &str| {
            coverage::misconceptions()
                .iter()
                .any(|known| known.id == id)
        };
        Ok(Exercise {
            id: folder,
            title: source.text_of("title", &written.title)?,
            part: *written.part.get_ref(),
            chapter: source.chapter(&written.chapter)?,
            minutes,
            topics: source.ids("topics", &written.topics, is_topic)?,
            misconceptions: source.ids(
                "misconceptions",
                &written.misconceptions,
                is_misconception,
            )?,
            loom: source.loom(&written.loom)?,
            starter: source.starter(&written.starter)?,
            hints: source.hints(&written.hints)?,
        })
    }
}

/// The text under the reader's eyes, with the name it has in errors.
#[derive(Clone, Copy)]
struct Source<'a> {
    text: &'a str,
    file: &'a str,
}

impl Source<'_> {
    fn error(
        self,
        span: Range<usize>,
        key: &str,
        problem: impl Into<String>,
        help: impl Into<String>,
    ) -> CatalogError {
        CatalogError::invalid(
            Place::at(self.file, self.text, span.start, key),
            problem,
            help,
        )
    }

    fn check_format(self) -> Result<(), CatalogError> {
        #[derive(Deserialize)]
        struct Version {
            format: Option<Spanned<i64>>,
        }
        let version: Version = toml::from_str(self.text).map_err(|error| self.syntax(&error))?;
        match version.format {
            Some(format) if *format.get_ref() == FORMAT => Ok(()),
            Some(format) => Err(self.error(
                format.span(),
                "format",
                format!("this is form {}, known is form {FORMAT}", format.get_ref()),
                "update the course with `git pull`",
            )),
            None => Err(CatalogError::invalid(
                Place {
                    file: self.file.to_owned(),
                    line: None,
                    key: Some("format".to_owned()),
                },
                "the key is missing",
                format!("write format = {FORMAT} in the first line"),
            )),
        }
    }

    /// An error of the TOML parser or of serde, with the key that its place belongs to.
    fn syntax(self, error: &toml::de::Error) -> CatalogError {
        let span = error.span().unwrap_or(0..0);
        let message = error.message().replace('\n', ", ");
        if let Some(missing) = message.strip_prefix("missing field `") {
            let missing = missing.trim_end_matches('`');
            // The span is the table that lacks the key; at the top level that is the whole file.
            let inside = key_at(self.text, span.start..span.start).filter(|_| span.start > 0);
            let key = inside.map_or(missing.to_owned(), |table| format!("{table}.{missing}"));
            let help = "add it: CONTRIBUTING.md shows a complete file";
            let mut place = Place::at(self.file, self.text, span.start, key);
            place.line = place.line.filter(|_| span.start > 0);
            return CatalogError::invalid(place, "the key is missing", help);
        }
        let help = if message.starts_with("unknown field") {
            "remove the key or correct its spelling"
        } else {
            "correct this line: CONTRIBUTING.md shows a complete file"
        };
        let mut place = Place::at(self.file, self.text, span.start, "");
        place.key = key_at(self.text, span);
        CatalogError::invalid(place, message.replace("u32", "a whole number"), help)
    }

    fn text_of(self, key: &str, value: &Spanned<String>) -> Result<String, CatalogError> {
        let text = value.get_ref().trim();
        if text.is_empty() {
            return Err(self.error(
                value.span(),
                key,
                "the text is empty",
                "write at least a word",
            ));
        }
        Ok(text.to_owned())
    }

    fn minutes(self, key: &str, value: &Spanned<u32>) -> Result<u32, CatalogError> {
        match *value.get_ref() {
            minutes @ 1..=240 => Ok(minutes),
            other => Err(self.error(
                value.span(),
                key,
                format!("{other} minutes cannot be right"),
                "write whole minutes, from 1 to 240",
            )),
        }
    }

    fn chapter(self, value: &Spanned<String>) -> Result<String, CatalogError> {
        let chapter = self.text_of("chapter", value)?;
        let inside = !chapter.starts_with('/')
            && !chapter.contains('\\')
            && chapter
                .split('/')
                .all(|part| !part.is_empty() && part != "." && part != "..");
        if !inside || !chapter.ends_with(".md") {
            return Err(self.error(
                value.span(),
                "chapter",
                format!("`{chapter}` is not a page of the book"),
                "write its path below book/src, such as \"part1/02-lost-update.md\"",
            ));
        }
        Ok(chapter)
    }

    fn ids(
        self,
        key: &str,
        values: &[Spanned<String>],
        known: impl Fn(&str) -> bool,
    ) -> Result<Vec<String>, CatalogError> {
        let mut ids = Vec::new();
        for value in values {
            let id = value.get_ref();
            if !known(id) {
                let help = format!("the known ones are listed in crates/catalog/data/{key}.toml");
                return Err(self.error(value.span(), key, format!("`{id}` is unknown"), help));
            }
            if ids.contains(id) {
                let problem = format!("`{id}` is listed twice");
                return Err(self.error(value.span(), key, problem, "remove one of the two"));
            }
            ids.push(id.clone());
        }
        Ok(ids)
    }

    fn loom(self, value: &Spanned<String>) -> Result<Loom, CatalogError> {
        let text = value.get_ref().trim();
        match text.split_once(':') {
            None if text == "yes" => Ok(Loom::Yes),
            Some(("no", reason)) if !reason.trim().is_empty() => Ok(Loom::No {
                reason: reason.trim().to_owned(),
            }),
            _ => Err(self.error(
                value.span(),
                "loom",
                format!("`{text}` is not an answer"),
                "write \"yes\", or \"no: \" and what loom lacks",
            )),
        }
    }

    fn starter(self, starter: &Spanned<WrittenStarter>) -> Result<Expectation, CatalogError> {
        let written = starter.get_ref();
        let verdict: Word = written.verdict.get_ref().parse().map_err(|help: String| {
            let problem = format!("`{}` is not a verdict", written.verdict.get_ref());
            self.error(written.verdict.span(), "starter.verdict", problem, help)
        })?;
        let kind: Option<Kind> = match &written.kind {
            None => None,
            Some(kind) => Some(parse_kind(kind.get_ref()).map_err(|help| {
                let problem = format!("`{}` is not a kind of bug", kind.get_ref());
                self.error(kind.span(), "starter.kind", problem, help)
            })?),
        };
        Expectation::new(&written.model, verdict, kind).map_err(|(key, problem)| {
            let help = "write what `cargo course judge` measures";
            self.error(starter.span(), &format!("starter.{key}"), problem, help)
        })
    }

    fn hints(self, hints: &Spanned<Vec<Spanned<String>>>) -> Result<Vec<String>, CatalogError> {
        let count = hints.get_ref().len();
        if count != HINTS {
            return Err(self.error(
                hints.span(),
                "hints",
                format!("there are {count} hints"),
                format!("write {HINTS}: where to look, how to think, almost the code"),
            ));
        }
        hints
            .get_ref()
            .iter()
            .map(|hint| self.text_of("hints", hint))
            .collect()
    }
}

/// The key that the line at `span` sets: `minutes.concept` inside an inline table.
///
/// When the span is itself the name of a key, as for an unknown one, that name is used.
fn key_at(text: &str, span: Range<usize>) -> Option<String> {
    let start = text
        .get(..span.start)?
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let before = &text[start..span.start];
    let after = text.get(span.end..).unwrap_or_default();
    let mut keys: Vec<&str> = Vec::new();
    if let Some((outer, inner)) = before.split_once('{') {
        keys.push(outer.trim().trim_end_matches('=').trim());
        let last = inner.rsplit(',').next().unwrap_or_default();
        keys.extend(last.split_once('=').map(|(key, _)| key.trim()));
    } else {
        keys.extend(before.split_once('=').map(|(key, _)| key.trim()));
    }
    if after.trim_start().starts_with('=') {
        keys.push(text.get(span)?.trim());
    }
    keys.retain(|key| !key.is_empty());
    (!keys.is_empty()).then(|| keys.join("."))
}

#[cfg(test)]
mod tests;
