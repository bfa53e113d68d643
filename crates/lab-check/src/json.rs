//! The machine interface: one JSON document, version 1.

use interleaving::json::{Json, JsonForm};
use interleaving::{Counterexample, Coverage, Kind, Limit, Verdict};

/// The version of the documents.
pub(crate) const VERSION: u32 = 1;

/// The answer of `cargo test -p exNN -- --json`.
#[derive(Debug)]
pub(crate) struct Check<'a> {
    pub(crate) v: u32,
    pub(crate) exercise: &'a str,
    pub(crate) holds: bool,
    /// Why the source was refused.
    pub(crate) refused: Option<&'a str>,
    /// Why nothing could be judged, when the code is not to blame.
    pub(crate) error: Option<String>,
    pub(crate) models: Vec<ModelResult<'a>>,
}

/// The answer of the corpus.
#[derive(Debug)]
pub(crate) struct Corpus<'a> {
    pub(crate) v: u32,
    pub(crate) exercise: &'a str,
    pub(crate) candidates: Vec<CandidateResult<'a>>,
    /// Models that reject nothing.
    pub(crate) unused_models: Vec<&'a str>,
}

/// One file of the corpus.
#[derive(Debug)]
pub(crate) struct CandidateResult<'a> {
    pub(crate) file: &'a str,
    pub(crate) expected: Expected<'a>,
    pub(crate) models: Vec<ModelResult<'a>>,
    /// `null` when only the compiler can say.
    pub(crate) agrees: Option<bool>,
    pub(crate) why: Option<String>,
}

/// What the header of a file says.
#[derive(Debug)]
pub(crate) struct Expected<'a> {
    pub(crate) verdict: &'a str,
    pub(crate) kind: Option<Kind>,
    pub(crate) killed_by: Option<&'a str>,
    pub(crate) about: Option<&'a str>,
    pub(crate) misconception: Option<&'a str>,
    pub(crate) question: Option<&'a str>,
}

/// One model that was run.
#[derive(Debug)]
pub(crate) struct ModelResult<'a> {
    pub(crate) model: &'a str,
    pub(crate) promise: Option<&'a str>,
    pub(crate) question: Option<&'a str>,
    pub(crate) verdict: &'a str,
    pub(crate) kind: Option<Kind>,
    pub(crate) message: Option<&'a str>,
    /// How much a positive verdict covers.
    pub(crate) coverage: Option<Coverage>,
    /// Which limit came first.
    pub(crate) limit: Option<&'a Limit>,
    pub(crate) executions: u64,
    pub(crate) counterexample: Option<&'a Counterexample>,
    /// The text a learner reads.
    pub(crate) text: Option<String>,
    /// What the code printed in the execution that is shown, bounded.
    pub(crate) output: &'a str,
}

impl<'a> ModelResult<'a> {
    pub(crate) fn new(judged: &'a crate::judgement::Judged) -> ModelResult<'a> {
        let report = &judged.report;
        let (coverage, limit) = match &report.verdict {
            Verdict::Holds { coverage } => (Some(*coverage), None),
            Verdict::Inconclusive { limit } => (None, Some(limit)),
            _ => (None, None),
        };
        ModelResult {
            model: judged.model.name,
            promise: judged.model.promise,
            question: judged.model.question,
            verdict: report.verdict.word(),
            kind: report.verdict.kind(),
            message: message(&report.verdict),
            coverage,
            limit,
            executions: report.executions,
            counterexample: report.counterexample.as_ref(),
            text: None,
            output: &judged.output,
        }
    }

    /// The result of the source scan, in the place of a model.
    pub(crate) fn refused(message: &'a str) -> ModelResult<'a> {
        ModelResult::without_a_model(crate::SCAN, "refused", message)
    }

    /// Nothing was found out, in the place of a model: a reader who looks only at the models must
    /// not take it for a solution that holds.
    pub(crate) fn not_judged(message: &'a str) -> ModelResult<'a> {
        ModelResult::without_a_model("judge", "inconclusive", message)
    }

    fn without_a_model(name: &'a str, verdict: &'a str, message: &'a str) -> ModelResult<'a> {
        ModelResult {
            model: name,
            promise: None,
            question: None,
            verdict,
            kind: None,
            message: Some(message),
            coverage: None,
            limit: None,
            executions: 0,
            counterexample: None,
            text: None,
            output: "",
        }
    }
}

fn message(verdict: &Verdict) -> Option<&str> {
    match verdict {
        Verdict::Violated { message, .. }
        | Verdict::Stuck { message, .. }
        | Verdict::Leak { message }
        | Verdict::Refused { message }
        | Verdict::Crashed { message }
        | Verdict::CompileError { message } => Some(message),
        _ => None,
    }
}

impl From<Check<'_>> for Json {
    fn from(check: Check<'_>) -> Json {
        Json::object([
            ("v", check.v.into()),
            ("exercise", check.exercise.into()),
            ("holds", check.holds.into()),
            ("refused", check.refused.into()),
            ("error", check.error.into()),
            ("models", check.models.into()),
        ])
    }
}

impl From<Corpus<'_>> for Json {
    fn from(corpus: Corpus<'_>) -> Json {
        Json::object([
            ("v", corpus.v.into()),
            ("exercise", corpus.exercise.into()),
            ("candidates", corpus.candidates.into()),
            ("unused_models", corpus.unused_models.into()),
        ])
    }
}

impl From<CandidateResult<'_>> for Json {
    fn from(candidate: CandidateResult<'_>) -> Json {
        Json::object([
            ("file", candidate.file.into()),
            ("expected", candidate.expected.into()),
            ("models", candidate.models.into()),
            ("agrees", candidate.agrees.into()),
            ("why", candidate.why.into()),
        ])
    }
}

impl From<Expected<'_>> for Json {
    fn from(expected: Expected<'_>) -> Json {
        Json::object([
            ("verdict", expected.verdict.into()),
            ("kind", expected.kind.to_json()),
            ("killed_by", expected.killed_by.into()),
            ("about", expected.about.into()),
            ("misconception", expected.misconception.into()),
            ("question", expected.question.into()),
        ])
    }
}

impl From<ModelResult<'_>> for Json {
    fn from(result: ModelResult<'_>) -> Json {
        Json::object([
            ("model", result.model.into()),
            ("promise", result.promise.into()),
            ("question", result.question.into()),
            ("verdict", result.verdict.into()),
            ("kind", result.kind.to_json()),
            ("message", result.message.into()),
            ("coverage", result.coverage.to_json()),
            ("limit", result.limit.map(JsonForm::to_json).into()),
            ("executions", result.executions.into()),
            (
                "counterexample",
                result.counterexample.map(JsonForm::to_json).into(),
            ),
            ("text", result.text.into()),
            ("output", result.output.into()),
        ])
    }
}

/// The document as one line.
pub(crate) fn line(document: impl Into<Json>) -> String {
    format!("{}\n", document.into())
}
