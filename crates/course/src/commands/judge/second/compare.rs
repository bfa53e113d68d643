//! The comparison of the two judges about one file.

use std::fmt;

use catalog::{Comparison, Hole, Remark, Word};

use crate::judged::{Found, ModelReport};

/// What loom said about one file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Every model holds, some of them perhaps only within a number of preemptions.
    Holds,
    /// A model rejects it.
    Rejects(Found),
    /// No model rejects it, and one could not be finished: the model, and why.
    Undecided(String, String),
}

impl Answer {
    /// What these models of one file add up to. A file without models was not judged.
    pub(super) fn of(models: &[ModelReport]) -> Answer {
        // A model whose process ended in an unforeseen way, or that nobody could run, says
        // nothing about the code.
        let decided = |model: &ModelReport| {
            ![Word::Inconclusive, Word::Crashed]
                .map(Word::as_str)
                .contains(&&*model.verdict)
        };
        if let Some(model) = models.iter().find(|model| decided(model) && !model.holds()) {
            return Answer::Rejects(model.found());
        }
        match models.iter().find(|model| !decided(model)) {
            Some(model) => {
                let why = model.message.clone();
                let why = why.unwrap_or_else(|| "a limit of the search was reached".to_owned());
                Answer::Undecided(model.found().to_string(), why)
            }
            None if models.is_empty() => {
                let why = "the judge ran no model".to_owned();
                Answer::Undecided(Word::Inconclusive.to_string(), why)
            }
            None => Answer::Holds,
        }
    }

    /// Why there is no verdict.
    pub(super) fn reason(&self) -> Option<String> {
        match self {
            Answer::Undecided(_, why) => Some(why.clone()),
            _ => None,
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Holds => f.write_str(Word::Holds.as_str()),
            Answer::Rejects(found) => found.fmt(f),
            Answer::Undecided(what, _) => f.write_str(what),
        }
    }
}

/// Compares what our judge says (`holds`) with the answer of loom and the remark of the header.
///
/// # Errors
///
/// When a difference is not explained or explained the wrong way round, and when the header
/// explains a difference that does not exist.
pub(super) fn compare(
    holds: bool,
    loom: &Answer,
    remark: Option<&Remark>,
) -> Result<(Comparison, Option<Hole>), (Comparison, String)> {
    let comparison = match (holds, loom) {
        (_, Answer::Undecided(..)) => Comparison::Undecided,
        (true, Answer::Holds) | (false, Answer::Rejects(_)) => Comparison::Agrees,
        (false, Answer::Holds) => Comparison::LoomHolds,
        (true, Answer::Rejects(_)) => Comparison::LoomRejects,
    };
    match (comparison, remark) {
        (Comparison::LoomHolds, Some(Remark::Holds(hole)))
        | (Comparison::LoomRejects, Some(Remark::Rejects(hole))) => Ok((comparison, Some(*hole))),
        (Comparison::LoomHolds, _) => {
            let problem = "the header has no `//! loom: holds: …` for it".to_owned();
            Err((comparison, problem))
        }
        (Comparison::LoomRejects, _) => {
            let problem = "the header has no `//! loom: rejects: …` for it".to_owned();
            Err((comparison, problem))
        }
        (_, None) => Ok((comparison, None)),
        (_, Some(_)) => {
            let problem = "the header explains a difference that is not there".to_owned();
            Err((comparison, problem))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(name: &str, verdict: &str) -> ModelReport {
        let text = format!(r#"{{"model":"{name}","verdict":"{verdict}"}}"#);
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn a_later_rejection_counts_more_than_an_unfinished_model() {
        let models = [
            model("a", "holds"),
            model("b", "inconclusive"),
            model("c", "deadlock"),
        ];
        assert_eq!(Answer::of(&models).to_string(), "deadlock by c");
        assert_eq!(Answer::of(&models[..2]).to_string(), "inconclusive by b");
        assert_eq!(Answer::of(&models[..1]), Answer::Holds);
    }

    #[test]
    fn a_crash_and_no_model_at_all_are_no_verdict() {
        let crashed = Answer::of(&[model("a", "crashed")]);
        assert!(matches!(crashed, Answer::Undecided(..)));
        assert!(matches!(Answer::of(&[]), Answer::Undecided(..)));
    }

    #[test]
    fn a_difference_needs_its_explanation_and_an_agreement_none() {
        let rejects = Answer::of(&[model("a", "deadlock")]);
        let undecided = Answer::of(&[]);
        let weaker = Remark::Holds(Hole::SpuriousWakeups);
        let stricter = Remark::Rejects(Hole::SeqCst);
        let of = |holds, loom, remark| compare(holds, loom, remark).map_err(|error| error.0);

        assert_eq!(
            of(true, &Answer::Holds, None),
            Ok((Comparison::Agrees, None))
        );
        assert_eq!(of(false, &rejects, None), Ok((Comparison::Agrees, None)));
        assert_eq!(
            of(false, &Answer::Holds, Some(&weaker)),
            Ok((Comparison::LoomHolds, Some(Hole::SpuriousWakeups)))
        );
        assert_eq!(
            of(true, &rejects, Some(&stricter)),
            Ok((Comparison::LoomRejects, Some(Hole::SeqCst)))
        );
        assert_eq!(
            of(false, &undecided, None),
            Ok((Comparison::Undecided, None))
        );

        assert_eq!(of(false, &Answer::Holds, None), Err(Comparison::LoomHolds));
        assert_eq!(
            of(false, &Answer::Holds, Some(&stricter)),
            Err(Comparison::LoomHolds)
        );
        assert_eq!(
            of(true, &rejects, Some(&weaker)),
            Err(Comparison::LoomRejects)
        );
        assert_eq!(of(false, &rejects, Some(&weaker)), Err(Comparison::Agrees));
        assert_eq!(
            of(false, &undecided, Some(&weaker)),
            Err(Comparison::Undecided)
        );
    }
}
