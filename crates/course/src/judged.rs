//! What the judges print: the JSON documents of `check` and `corpus`.
//!
//! Both are test programs of an exercise, built on `lab-check`, which documents the form. Unknown
//! fields are skipped, so that a judge may say more than this program reads.

use catalog::{Expectation, Word, kind_word};
use interleaving::{Counterexample, Coverage, Kind};
use serde::Deserialize;

use crate::Outcome;
use crate::failure::Failure;
use processes::Finished;

/// The version of the documents that is read.
const FORMAT: u32 = 1;

/// What one model found out about one solution.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ModelReport {
    /// The name of the model.
    pub(crate) model: String,
    /// What it checks, in one sentence.
    #[serde(default)]
    pub(crate) promise: Option<String>,
    /// The word of the verdict.
    pub(crate) verdict: String,
    /// The name of the bug.
    #[serde(default)]
    pub(crate) kind: Option<Kind>,
    /// The message of the broken promise, or what was seen.
    #[serde(default)]
    pub(crate) message: Option<String>,
    /// How much is covered when the model holds.
    #[serde(default)]
    pub(crate) coverage: Option<Coverage>,
    /// How many executions were tried.
    #[serde(default)]
    pub(crate) executions: u64,
    /// The execution that breaks the promise.
    #[serde(default)]
    pub(crate) counterexample: Option<Counterexample>,
    /// The report as plain text.
    #[serde(default)]
    pub(crate) text: Option<String>,
}

impl ModelReport {
    /// Did the model hold?
    pub(crate) fn holds(&self) -> bool {
        self.verdict == Word::Holds.as_str()
    }

    /// What was found, in the form in which the corpus documents it.
    pub(crate) fn found(&self) -> Found {
        Found::new(&self.model, &self.verdict, self.kind)
    }
}

/// Who rejected a file, with which verdict and kind; compared as text with what is documented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The model, `scan` or `compiler`; `None` when every model held.
    pub(crate) model: Option<String>,
    /// The word of the verdict.
    pub(crate) verdict: String,
    /// The name of the bug as files spell it.
    pub(crate) kind: Option<String>,
}

impl Found {
    /// Every model held.
    pub(crate) fn holds() -> Found {
        Found {
            model: None,
            verdict: Word::Holds.as_str().to_owned(),
            kind: None,
        }
    }

    /// This model, or `scan`, or `compiler`, rejected the file.
    pub(crate) fn new(model: &str, verdict: &str, kind: Option<Kind>) -> Found {
        let kind = kind.map(kind_word);
        Found {
            model: Some(model.to_owned()),
            verdict: verdict.to_owned(),
            kind,
        }
    }

    /// What the models of one solution found, in the order in which they ran.
    pub(crate) fn by(models: &[ModelReport]) -> Found {
        models
            .iter()
            .find(|model| !model.holds())
            .map_or_else(Found::holds, ModelReport::found)
    }
}

impl From<&Expectation> for Found {
    fn from(expected: &Expectation) -> Found {
        Found::new(&expected.model, expected.verdict.as_str(), expected.kind)
    }
}

impl std::fmt::Display for Found {
    /// `violated (lost-update) by same_page`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.verdict)?;
        if let Some(kind) = &self.kind {
            write!(f, " ({kind})")?;
        }
        match &self.model {
            Some(model) => write!(f, " by {model}"),
            None => Ok(()),
        }
    }
}

/// What `check --json` prints.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct CheckReport {
    v: u32,
    /// True when every model held.
    pub(crate) holds: bool,
    /// Why the source may not be judged.
    #[serde(default)]
    pub(crate) refused: Option<String>,
    /// Why nothing could be judged, although the source is not to blame.
    #[serde(default)]
    pub(crate) error: Option<String>,
    /// The models up to and with the one that does not hold.
    #[serde(default)]
    pub(crate) models: Vec<ModelReport>,
}

/// One file of the corpus, as `corpus --json` judged it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Candidate {
    /// The name below `solutions/exNN`.
    pub(crate) file: String,
    /// The models up to and with the one that does not hold; `scan` when the source was refused.
    #[serde(default)]
    pub(crate) models: Vec<ModelReport>,
}

/// What `corpus --json` prints.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct CorpusReport {
    v: u32,
    /// The files that were judged.
    pub(crate) candidates: Vec<Candidate>,
    /// The models that reject no file.
    #[serde(default)]
    pub(crate) unused_models: Vec<String>,
}

/// A document with a version.
pub(crate) trait Versioned {
    /// The version it says it has.
    fn version(&self) -> u32;
}

impl Versioned for CheckReport {
    fn version(&self) -> u32 {
        self.v
    }
}

impl Versioned for CorpusReport {
    fn version(&self) -> u32 {
        self.v
    }
}

/// Reads the document that a judge has printed.
///
/// # Errors
///
/// When there is none, it has another form, or the judge had to be ended: nothing was judged.
pub(crate) fn read<'a, T: Deserialize<'a> + Versioned>(
    what: &str,
    finished: &'a Finished,
) -> Outcome<T> {
    let no_answer = |how: String| Failure::NoAnswer {
        what: what.to_owned(),
        how,
        output: finished.stderr.clone(),
    };
    if finished.status.is_none() {
        return Err(no_answer(finished.how()));
    }
    document(&finished.stdout).map_err(|error| match error {
        Unreadable::Form(error) => no_answer(format!("{}; {error}", finished.how())),
        Unreadable::Version(version) => no_answer(format!("version {version} of its document")),
    })
}

/// Why a document cannot be used.
pub(crate) enum Unreadable {
    /// It has another form.
    Form(serde_json::Error),
    /// It has another version.
    Version(u32),
}

/// Reads a document that a judge has printed, now or earlier.
///
/// # Errors
///
/// When it has another form or another version.
pub(crate) fn document<'a, T: Deserialize<'a> + Versioned>(
    text: &'a [u8],
) -> Result<T, Unreadable> {
    let report: T = serde_json::from_slice(text).map_err(Unreadable::Form)?;
    if report.version() == FORMAT {
        Ok(report)
    } else {
        Err(Unreadable::Version(report.version()))
    }
}
