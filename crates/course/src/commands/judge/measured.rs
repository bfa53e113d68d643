//! What the judge measured about one exercise, compared with what is documented.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use catalog::{Exercise, ExerciseId, ExerciseStats, MeasuredModel, ModelRun};
use interleaving::Counterexample;

use crate::judged::{Candidate, Found, ModelReport};

/// One file of the corpus.
#[derive(Debug)]
pub(super) struct Line {
    /// The name below `solutions/exNN`.
    pub(super) file: String,
    /// What its header says; `None` for a file that the corpus does not have.
    pub(super) documented: Option<Found>,
    /// What was found; `None` when it was not judged.
    pub(super) found: Option<Found>,
    /// The models that ran.
    pub(super) models: Vec<ModelReport>,
}

impl Line {
    pub(super) fn new(
        file: &str,
        documented: Found,
        found: Option<Found>,
        models: Vec<ModelReport>,
    ) -> Line {
        Line {
            file: file.to_owned(),
            documented: Some(documented),
            found,
            models,
        }
    }

    /// A file that the judge knows and the corpus does not.
    pub(super) fn undocumented(candidate: Candidate) -> Line {
        let found = Some(Found::by(&candidate.models));
        Line {
            file: candidate.file,
            documented: None,
            found,
            models: candidate.models,
        }
    }

    /// Was found what is documented?
    pub(super) fn agrees(&self) -> bool {
        self.found.is_some() && self.found == self.documented
    }

    /// How many executions its models needed.
    pub(super) fn executions(&self) -> u64 {
        self.models.iter().map(|model| model.executions).sum()
    }

    /// Is the file in this folder of the corpus?
    pub(super) fn is_in(&self, folder: &str) -> bool {
        self.file.split('/').next() == Some(folder)
    }

    fn runs(&self) -> Vec<ModelRun> {
        let run = |model: &ModelReport| ModelRun {
            model: model.model.clone(),
            verdict: model.verdict.clone(),
            kind: model.kind,
            executions: model.executions,
        };
        self.models.iter().map(run).collect()
    }
}

/// What was measured about one exercise.
#[derive(Debug)]
pub(super) struct Measured {
    /// The exercise.
    pub(super) id: ExerciseId,
    /// Its title.
    pub(super) title: String,
    /// The starter, the right solutions and the wrong ones, in this order.
    pub(super) lines: Vec<Line>,
    /// Things that are off and belong to no file.
    pub(super) problems: Vec<String>,
    /// The models in the order in which they run.
    pub(super) models: Vec<MeasuredModel>,
    /// How long it took; `None` when nothing has changed since it was judged.
    pub(super) time: Option<Duration>,
}

impl Measured {
    pub(super) fn new(
        exercise: &Exercise,
        lines: Vec<Line>,
        unused: Vec<String>,
        time: Option<Duration>,
    ) -> Measured {
        let models = models(&lines);
        let problems = problems(&lines, &models, unused);
        Measured {
            id: exercise.id,
            title: exercise.title.clone(),
            lines,
            problems,
            models,
            time,
        }
    }

    /// How many lines are off.
    pub(super) fn off(&self) -> usize {
        self.lines.iter().filter(|line| !line.agrees()).count() + self.problems.len()
    }

    /// The line of the starter.
    pub(super) fn starter(&self) -> Option<&Line> {
        self.lines.iter().find(|line| line.file == "starter.rs")
    }

    /// The execution that breaks the starter.
    pub(super) fn counterexample(&self) -> Option<&Counterexample> {
        self.starter()?
            .models
            .iter()
            .find_map(|model| model.counterexample.as_ref())
    }

    /// The numbers to be recorded.
    pub(super) fn stats(&self) -> ExerciseStats {
        let runs = |folder: &str| -> BTreeMap<String, Vec<ModelRun>> {
            let lines = self.lines.iter().filter(|line| line.is_in(folder));
            let name = |line: &Line| line.file.trim_start_matches(folder)[1..].to_owned();
            lines.map(|line| (name(line), line.runs())).collect()
        };
        ExerciseStats {
            models: self.models.clone(),
            starter: self.starter().map(Line::runs).unwrap_or_default(),
            right: runs("right"),
            wrong: runs("wrong"),
        }
    }
}

/// The models as the right solutions ran them: all of them hold, so all of them ran.
fn models(lines: &[Line]) -> Vec<MeasuredModel> {
    let mut models: Vec<MeasuredModel> = Vec::new();
    for run in lines
        .iter()
        .filter(|line| line.is_in("right"))
        .flat_map(|line| &line.models)
    {
        let Some(coverage) = run.coverage.filter(|_| run.holds()) else {
            continue;
        };
        match models.iter_mut().find(|model| model.model == run.model) {
            Some(model) => {
                model.fewest = model.fewest.min(run.executions);
                model.most = model.most.max(run.executions);
            }
            None => models.push(MeasuredModel {
                model: run.model.clone(),
                promise: run.promise.clone().unwrap_or_default(),
                coverage,
                fewest: run.executions,
                most: run.executions,
            }),
        }
    }
    models
}

/// What is off and belongs to no file: an empty corpus, a model that rejects nothing.
fn problems(lines: &[Line], models: &[MeasuredModel], unused: Vec<String>) -> Vec<String> {
    let mut problems = Vec::new();
    for folder in ["right", "wrong"] {
        if !lines.iter().any(|line| line.is_in(folder)) {
            problems.push(format!("there is no {folder} solution"));
        }
    }
    let found = lines
        .iter()
        .filter_map(|line| line.found.as_ref()?.model.as_deref());
    let killers: BTreeSet<&str> = found.collect();
    let mut idle: BTreeSet<String> = unused.into_iter().collect();
    let names = models.iter().map(|model| &model.model);
    idle.extend(
        names
            .filter(|name| !killers.contains(name.as_str()))
            .cloned(),
    );
    problems.extend(
        idle.into_iter()
            .map(|model| format!("the model {model} rejects no file")),
    );
    problems
}

#[cfg(test)]
mod tests {
    use interleaving::{Coverage, Kind};

    use super::*;

    fn run(model: &str, kind: Option<Kind>, executions: u64) -> ModelReport {
        let verdict = if kind.is_some() { "violated" } else { "holds" };
        ModelReport {
            model: model.to_owned(),
            promise: None,
            verdict: verdict.to_owned(),
            kind,
            message: None,
            coverage: Some(Coverage::Every),
            executions,
            counterexample: None,
            text: None,
        }
    }

    fn line(file: &str, documented: Found, models: Vec<ModelReport>) -> Line {
        let found = Found::by(&models);
        Line::new(file, documented, Some(found), models)
    }

    fn violated(model: &str, kind: Kind) -> Found {
        Found::new(model, "violated", Some(kind))
    }

    #[test]
    fn the_spread_of_the_right_solutions_is_recorded() {
        let lines = [
            line(
                "right/a.rs",
                Found::holds(),
                vec![run("two", None, 4), run("three", None, 90)],
            ),
            line(
                "right/b.rs",
                Found::holds(),
                vec![run("two", None, 9), run("three", None, 60)],
            ),
        ];
        let spread: Vec<_> = models(&lines)
            .into_iter()
            .map(|m| (m.model, m.fewest, m.most))
            .collect();
        assert_eq!(
            spread,
            [("two".to_owned(), 4, 9), ("three".to_owned(), 60, 90)]
        );
    }

    #[test]
    fn another_killer_verdict_or_kind_is_off() {
        let found = || vec![run("two", Some(Kind::LostUpdate), 2)];
        let agrees = |documented| line("wrong/a.rs", documented, found()).agrees();
        assert!(agrees(violated("two", Kind::LostUpdate)));
        assert!(!agrees(violated("three", Kind::LostUpdate)));
        assert!(!agrees(violated("two", Kind::CheckThenAct)));
        assert!(!agrees(Found::new(
            "two",
            "deadlock",
            Some(Kind::LostUpdate)
        )));
        assert!(!agrees(Found::holds()));
    }

    #[test]
    fn a_file_that_was_not_judged_is_off() {
        let line = Line::new("right/a.rs", Found::holds(), None, Vec::new());
        assert!(!line.agrees());
    }

    #[test]
    fn a_model_that_rejects_nothing_is_off() {
        let lines = [
            line(
                "right/a.rs",
                Found::holds(),
                vec![run("two", None, 4), run("idle", None, 4)],
            ),
            line(
                "wrong/a.rs",
                violated("two", Kind::LostUpdate),
                vec![run("two", Some(Kind::LostUpdate), 2)],
            ),
        ];
        let problems = problems(&lines, &models(&lines), Vec::new());
        assert_eq!(problems, ["the model idle rejects no file"]);
    }

    #[test]
    fn an_empty_corpus_is_off() {
        assert_eq!(problems(&[], &[], Vec::new()).len(), 2);
    }
}
