//! What `cargo course judge --record` measured: `exercises/stats.json`.
//!
//! The numbers are counts of executions, which are the same on every machine; no time is recorded.

use std::collections::BTreeMap;

use interleaving::{Coverage, Kind};
use serde::{Deserialize, Serialize};

use crate::error::{CatalogError, Place};
use crate::id::ExerciseId;

/// The version of the form of the file.
const FORMAT: u32 = 1;

/// One model, run on one solution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelRun {
    /// The name of the model.
    pub model: String,
    /// The word of the verdict.
    pub verdict: String,
    /// The name of the bug, for the verdicts that carry one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// How many executions were tried.
    pub executions: u64,
}

/// One model of an exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasuredModel {
    /// The name of the model.
    pub model: String,
    /// What it checks, in one sentence.
    pub promise: String,
    /// How much of the space of executions it covers when it holds.
    pub coverage: Coverage,
    /// The fewest executions a right solution needed.
    pub fewest: u64,
    /// The most executions a right solution needed.
    pub most: u64,
}

/// The measured numbers of one exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExerciseStats {
    /// The models in the order in which they run.
    pub models: Vec<MeasuredModel>,
    /// The starter: the models up to and with the one that rejects it.
    pub starter: Vec<ModelRun>,
    /// The right solutions by file name.
    pub right: BTreeMap<String, Vec<ModelRun>>,
    /// The wrong solutions by file name, each with the models up to and with the one that rejects
    /// it. The list is empty when no model could run.
    pub wrong: BTreeMap<String, Vec<ModelRun>>,
}

/// The measured numbers of the course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// The exercises by id.
    pub exercises: BTreeMap<ExerciseId, ExerciseStats>,
}

/// The file as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    v: u32,
    exercises: BTreeMap<String, ExerciseStats>,
}

impl Stats {
    /// Reads the text of the file; `file` is the name that errors shall carry.
    ///
    /// # Errors
    ///
    /// [`CatalogError::Invalid`] when it is not what [`Stats::to_text`] writes.
    pub fn parse(text: &str, file: &str) -> Result<Stats, CatalogError> {
        let help = "measure again with `cargo course judge --record`";
        let invalid = |place, problem: String| CatalogError::invalid(place, problem, help);
        let written: Written = serde_json::from_str(text)
            .map_err(|error| invalid(Place::line(file, error.line()), error.to_string()))?;
        if written.v != FORMAT {
            let problem = format!("this is version {}, known is version {FORMAT}", written.v);
            return Err(invalid(Place::file(file), problem));
        }
        let mut stats = Stats::default();
        for (id, exercise) in written.exercises {
            let problem = || format!("`{id}` is not an exercise");
            let id = ExerciseId::from_folder(&id)
                .ok_or_else(|| invalid(Place::file(file), problem()))?;
            stats.exercises.insert(id, exercise);
        }
        Ok(stats)
    }

    /// The text of the file, with a line break at its end.
    #[must_use]
    pub fn to_text(&self) -> String {
        let exercises = self
            .exercises
            .iter()
            .map(|(id, e)| (id.to_string(), e.clone()))
            .collect();
        let written = Written {
            v: FORMAT,
            exercises,
        };
        let mut text = serde_json::to_string_pretty(&written)
            .expect("numbers, texts and maps with text keys have a JSON form");
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Stats {
        let run = |verdict: &str, kind, executions| ModelRun {
            model: "same_page".to_owned(),
            verdict: verdict.to_owned(),
            kind,
            executions,
        };
        let exercise = ExerciseStats {
            models: vec![MeasuredModel {
                model: "same_page".to_owned(),
                promise: "two hits on one page are both counted".to_owned(),
                coverage: Coverage::Every,
                fewest: 4,
                most: 6,
            }],
            starter: vec![run("violated", Some(Kind::LostUpdate), 2)],
            right: BTreeMap::from([
                ("atomic.rs".to_owned(), vec![run("holds", None, 4)]),
                ("mutex.rs".to_owned(), vec![run("holds", None, 6)]),
            ]),
            wrong: BTreeMap::from([("does_not_compile.rs".to_owned(), Vec::new())]),
        };
        let id = ExerciseId::from_number(2).expect("a valid number");
        Stats {
            exercises: BTreeMap::from([(id, exercise)]),
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let text = sample().to_text();
        assert_eq!(Stats::parse(&text, "stats.json").ok(), Some(sample()));
        insta::assert_snapshot!(text);
    }

    #[test]
    fn other_texts_say_how_to_measure_again() {
        let text = sample().to_text();
        for broken in [
            "",
            "{}",
            &text.replace("\"v\": 1", "\"v\": 9"),
            &text.replace("ex02", "ex2"),
            &text[..90],
        ] {
            let message = Stats::parse(broken, "exercises/stats.json")
                .expect_err(broken)
                .to_string();
            assert!(message.starts_with("exercises/stats.json"), "{message}");
            assert!(message.contains("judge --record"), "{message}");
        }
    }
}
