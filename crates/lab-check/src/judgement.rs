//! One candidate's models, judged one after another.

use interleaving::{Report, Verdict};

use crate::model::Model;
use crate::process::{Failure, Outcome};
use crate::words::Story;

/// Runs one model of one candidate somewhere else.
pub(crate) trait Runner: Sync {
    /// Runs it.
    ///
    /// # Errors
    ///
    /// When it could not be judged, and the code under test is not to blame.
    fn run(&self, candidate: &str, model: &Model) -> Result<Outcome, Failure>;
}

/// What came out for one model.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) model: Model,
    pub(crate) report: Report,
    pub(crate) output: String,
}

impl Judged {
    /// What a text about it is made of.
    pub(crate) fn story<'a>(&'a self, exercise: &'a str) -> Story<'a> {
        Story {
            exercise,
            model: self.model.name,
            promise: self.model.promise,
            question: self.model.question,
            right_if: self.model.right_if,
            report: &self.report,
            output: &self.output,
        }
    }
}

/// What came out for a candidate.
#[derive(Debug, Default)]
pub(crate) struct Judgement {
    /// The models that were run, in order. Nothing is run after the first that does not hold,
    /// except under loom after one that it could not finish.
    pub(crate) models: Vec<Judged>,
    /// Why the judging stopped, when the code is not to blame.
    pub(crate) failure: Option<Failure>,
}

impl Judgement {
    /// Runs these models until one does not hold, or rejects under loom; `seen` gets each one as it
    /// comes.
    pub(crate) fn of<'a>(
        runner: &dyn Runner,
        candidate: &str,
        models: impl IntoIterator<Item = &'a Model>,
        mut seen: impl FnMut(&Judged),
    ) -> Judgement {
        let mut judgement = Judgement::default();
        for model in models {
            match runner.run(candidate, model) {
                Ok(Outcome { report, output, .. }) => {
                    let judged = Judged {
                        model: model.clone(),
                        report,
                        output,
                    };
                    seen(&judged);
                    let goes_on = match &judged.report.verdict {
                        // loom cannot finish every model; a later one may still reject.
                        Verdict::Inconclusive { .. } => cfg!(feature = "loom"),
                        verdict => verdict.holds(),
                    };
                    judgement.models.push(judged);
                    if !goes_on {
                        break;
                    }
                }
                Err(failure) => {
                    judgement.failure = Some(failure);
                    break;
                }
            }
        }
        judgement
    }

    /// The model that does not hold.
    pub(crate) fn rejected(&self) -> Option<&Judged> {
        self.models
            .iter()
            .rev()
            .find(|judged| !judged.report.verdict.holds())
    }

    pub(crate) fn holds(&self) -> bool {
        self.failure.is_none() && self.rejected().is_none()
    }

    pub(crate) fn executions(&self) -> u64 {
        self.models
            .iter()
            .map(|judged| judged.report.executions)
            .sum()
    }

    pub(crate) fn exit(&self) -> Exit {
        match (
            &self.failure,
            self.rejected().map(|judged| &judged.report.verdict),
        ) {
            (Some(_), _) | (None, Some(Verdict::Inconclusive { .. })) => Exit::NotJudged,
            (None, Some(_)) => Exit::Rejected,
            (None, None) => Exit::Holds,
        }
    }
}

/// The exit status of a judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Every promise holds; of a corpus: every file does what its header says.
    Holds = 0,
    /// A promise is broken; of a corpus: a header does not say what happens.
    Rejected = 1,
    /// The arguments were not understood.
    Usage = 2,
    /// Nothing was proved: a limit came first, or the judge itself could not do its work.
    NotJudged = 3,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        std::process::ExitCode::from(exit as u8)
    }
}
