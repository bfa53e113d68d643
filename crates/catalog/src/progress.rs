//! The progress of one learner, as data.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{CatalogError, Place};
use crate::id::ExerciseId;

/// The version of the form of the progress file.
const FORMAT: u32 = 1;

/// The first lines of the file, for whoever opens it.
const COMMENT: &str = "\
# Progress in \"Thread Safety Without Luck\", written by `cargo course`.
# Exercises are named by their id, so titles may change. Deleting this file starts afresh;
# the exercises themselves are not touched by it.

";

/// What is known about one exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Record {
    /// True when the last check of the learner's file held.
    pub solved: bool,
    /// The highest hint that was shown; 0 for none.
    pub hints: u32,
}

/// The progress of one learner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The exercise the learner is at; `None` before the first one.
    pub current: Option<ExerciseId>,
    records: BTreeMap<ExerciseId, Record>,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: u32,
    current: Option<String>,
    #[serde(default)]
    exercises: BTreeMap<String, Record>,
}

impl Progress {
    /// What is known about this exercise; the default when nothing is.
    #[must_use]
    pub fn record(&self, id: ExerciseId) -> Record {
        self.records.get(&id).cloned().unwrap_or_default()
    }

    /// The record of this exercise, to be changed.
    pub fn record_mut(&mut self, id: ExerciseId) -> &mut Record {
        self.records.entry(id).or_default()
    }

    /// Is this exercise solved?
    #[must_use]
    pub fn is_solved(&self, id: ExerciseId) -> bool {
        self.records.get(&id).is_some_and(|record| record.solved)
    }

    /// The first exercise after `from` that is not solved, going round at the end; `None` when all
    /// of `all` are solved. Without `from` the search starts with the first.
    #[must_use]
    pub fn next_open(&self, all: &[ExerciseId], from: Option<ExerciseId>) -> Option<ExerciseId> {
        let later = all.iter().filter(|id| from.is_none_or(|from| **id > from));
        let earlier = all
            .iter()
            .filter(|id| from.is_some_and(|from| **id <= from));
        later
            .chain(earlier)
            .copied()
            .find(|id| !self.is_solved(*id))
    }

    /// The exercise to work on: the current one if the course has it, else the first open one,
    /// else the last. `None` only when `all` is empty.
    #[must_use]
    pub fn here(&self, all: &[ExerciseId]) -> Option<ExerciseId> {
        let current = self.current.filter(|id| all.contains(id));
        current
            .or_else(|| self.next_open(all, None))
            .or_else(|| all.last().copied())
    }

    /// Reads the text of a progress file; `file` is the name that errors shall carry.
    ///
    /// # Errors
    ///
    /// [`CatalogError::Invalid`] when the text is not a progress file of this version.
    pub fn parse(text: &str, file: &str) -> Result<Progress, CatalogError> {
        let help = "it is kept as a backup and a new one is started";
        let invalid = |place, problem: String| CatalogError::invalid(place, problem, help);
        let written: Written = toml::from_str(text).map_err(|error| {
            let place = match error.span() {
                Some(span) => Place::line(file, crate::error::line_of(text, span.start)),
                None => Place::file(file),
            };
            invalid(place, error.message().replace('\n', ", "))
        })?;
        if written.format != FORMAT {
            let problem = format!("this is form {}, known is form {FORMAT}", written.format);
            return Err(invalid(Place::file(file), problem));
        }
        let read_id = |text: &str| {
            ExerciseId::from_folder(text)
                .ok_or_else(|| invalid(Place::file(file), format!("`{text}` is not an exercise")))
        };
        let current = written.current.as_deref().map(read_id).transpose()?;
        let mut records = BTreeMap::new();
        for (id, record) in written.exercises {
            records.insert(read_id(&id)?, record);
        }
        Ok(Progress { current, records })
    }

    /// The text of the progress file.
    #[must_use]
    pub fn to_text(&self) -> String {
        // Ids, numbers and booleans need no quoting rules, so no writer of TOML is compiled for it.
        let mut text = format!("{COMMENT}format = {FORMAT}\n");
        if let Some(current) = self.current {
            text.push_str(&format!("current = \"{current}\"\n"));
        }
        for (id, Record { solved, hints }) in &self.records {
            text.push_str(&format!(
                "\n[exercises.{id}]\nsolved = {solved}\nhints = {hints}\n"
            ));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(number: u8) -> ExerciseId {
        ExerciseId::from_number(number).expect("a valid number")
    }

    #[test]
    fn the_file_explains_itself() {
        let mut progress = Progress {
            current: Some(id(7)),
            ..Progress::default()
        };
        progress.record_mut(id(2)).solved = true;
        progress.record_mut(id(7)).hints = 2;
        insta::assert_snapshot!(progress.to_text());
    }

    #[test]
    fn the_next_open_exercise_goes_round() {
        let all = [2, 7, 10].map(id);
        let solved = |numbers: &[u8]| {
            let mut progress = Progress::default();
            for number in numbers {
                progress.record_mut(id(*number)).solved = true;
            }
            progress
        };
        let cases: [(&[u8], Option<u8>, Option<u8>); 7] = [
            (&[], None, Some(2)),
            (&[2], None, Some(7)),
            (&[], Some(2), Some(7)),
            (&[7], Some(2), Some(10)),
            (&[7, 10], Some(7), Some(2)),
            (&[2, 7], Some(10), Some(10)),
            (&[2, 7, 10], Some(2), None),
        ];
        for (done, from, next) in cases {
            let found = solved(done).next_open(&all, from.map(id));
            assert_eq!(found, next.map(id), "solved {done:?}, from {from:?}");
        }
    }

    #[test]
    fn a_current_exercise_that_is_gone_is_not_used() {
        let progress = Progress {
            current: Some(id(99)),
            ..Progress::default()
        };
        assert_eq!(progress.here(&[id(2), id(7)]), Some(id(2)));
        assert_eq!(progress.here(&[]), None);
    }

    #[test]
    fn broken_files_are_refused() {
        for text in [
            "",
            "format = 2",
            "format = 1\ncurrent = \"7\"",
            "format = 1\ncurent = \"ex07\"",
            "format = 1\n[exercises.ex7]\nsolved = true",
            "format = 1\n[exercises.ex07]\nsolved = \"yes\"",
            "format = 1\n[exercises.ex",
            "\0\0\0",
        ] {
            let error = Progress::parse(text, ".course/progress.toml").expect_err(text);
            assert!(
                error.to_string().starts_with(".course/progress.toml"),
                "{error}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            current in proptest::option::of(1u8..=99),
            records in proptest::collection::btree_map(1u8..=99, (any::<bool>(), 0u32..10), 0..8),
        ) {
            let mut progress = Progress { current: current.map(id), ..Progress::default() };
            for (number, (solved, hints)) in records {
                *progress.record_mut(id(number)) = Record { solved, hints };
            }
            let read = Progress::parse(&progress.to_text(), "progress.toml");
            prop_assert_eq!(read.ok(), Some(progress));
        }
    }
}
