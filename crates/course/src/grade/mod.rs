//! Judging a file that nobody trusts.
//!
//! The file is read once, with every doubt about the path refused; scanned before the compiler
//! sees it; copied into a scratch folder of its own that mirrors the layout of the course; compiled
//! by `rustc` itself, with an empty environment and bounded time and memory; and judged by the
//! models of the course, whose judge runs every model in a child process and decides in the parent.
//!
//! There is no package and no Cargo around the file: no build script, no macro crate and no
//! dependency but `lab` can come with it. The libraries are those of the course's own target
//! folder, so nothing is compiled twice.

mod compiler;
mod scratch;

use std::fs;
use std::path::Path;
use std::time::Duration;

use catalog::{ExerciseId, Word};
use interleaving::{Counterexample, Coverage, Kind};
use serde::Serialize;
use source_scan::{Rules, Scan};

use compiler::{Compiled, confined};

pub(crate) use compiler::Compiler;

use crate::Outcome;
use crate::context::Context;
use crate::failure::Failure;
use crate::judged::{self, CheckReport, Found, ModelReport};
use scratch::Scratch;

/// The judge bounds every model by itself; this only guards against a judge that does not.
const LONGEST: Duration = Duration::from_secs(600);

/// The verdict on a file, as `grade --json` prints it.
#[derive(Debug, Serialize)]
pub(crate) struct Grade {
    /// The exercise.
    pub(crate) exercise: String,
    /// The word of the verdict.
    pub(crate) verdict: String,
    /// Who decided: a model, `scan`, or `compiler`; null when every model holds.
    pub(crate) model: Option<String>,
    /// How many executions that model needed; the sum over all models when they hold.
    pub(crate) executions: u64,
    /// True when every model holds in every interleaving, without a bound.
    pub(crate) exhaustive: bool,
    /// The name of the bug.
    pub(crate) kind: Option<Kind>,
    /// The known wrong solutions that the same model rejects with the same verdict and kind.
    pub(crate) matches: Vec<String>,
    /// The execution that breaks the promise.
    pub(crate) counterexample: Option<Counterexample>,
    /// What the model, the scan or the compiler said; nothing when every model holds. It is for
    /// people, too: `grade --json` says it on stderr, because its document has these keys only.
    #[serde(skip)]
    pub(crate) message: Option<String>,
    /// The report as plain text, for people.
    #[serde(skip)]
    pub(crate) text: String,
}

impl Grade {
    /// A verdict that no model was needed for.
    fn before_models(id: ExerciseId, verdict: Word, message: String) -> Grade {
        Grade {
            exercise: id.to_string(),
            verdict: verdict.as_str().to_owned(),
            // Only the compiler can give up before a model runs.
            model: Some(
                verdict
                    .judge_before_models()
                    .unwrap_or("compiler")
                    .to_owned(),
            ),
            executions: 0,
            exhaustive: false,
            kind: None,
            matches: Vec::new(),
            counterexample: None,
            text: message.clone(),
            message: Some(message),
        }
    }

    /// The verdict of the models.
    fn by_models(id: ExerciseId, report: CheckReport) -> Outcome<Grade> {
        if let Some(message) = report.refused {
            return Ok(Grade::before_models(id, Word::Refused, message));
        }
        if let Some(error) = report.error {
            let (what, output) = (format!("the judge of {id}"), error);
            return Err(Failure::NoAnswer {
                what,
                how: "it could not judge".to_owned(),
                output,
            });
        }
        let rejected = report.models.iter().position(|model| !model.holds());
        // Two ways to say the same; when they differ, nothing was judged.
        if report.holds != rejected.is_none() || report.models.is_empty() {
            return Err(Failure::NoAnswer {
                what: format!("the judge of {id}"),
                how: "its document contradicts itself".to_owned(),
                output: String::new(),
            });
        }
        let mut models = report.models;
        let Some(rejected) = rejected else {
            let every = |model: &ModelReport| model.coverage == Some(Coverage::Every);
            return Ok(Grade {
                exercise: id.to_string(),
                verdict: Word::Holds.as_str().to_owned(),
                model: None,
                executions: models.iter().map(|model| model.executions).sum(),
                exhaustive: models.iter().all(every),
                kind: None,
                matches: Vec::new(),
                counterexample: None,
                message: None,
                text: String::new(),
            });
        };
        let model = models.swap_remove(rejected);
        Ok(Grade {
            exercise: id.to_string(),
            verdict: model.verdict,
            model: Some(model.model),
            executions: model.executions,
            exhaustive: false,
            kind: model.kind,
            matches: Vec::new(),
            counterexample: model.counterexample,
            message: model.message,
            text: model.text.unwrap_or_default(),
        })
    }

    /// Who rejected the file and how, to be compared with what is documented.
    pub(crate) fn found(&self) -> Found {
        match &self.model {
            Some(model) => Found::new(model, &self.verdict, self.kind),
            None => Found {
                model: None,
                verdict: self.verdict.clone(),
                kind: None,
            },
        }
    }

    /// The result of the command that printed this grade.
    pub(crate) fn outcome(&self) -> Outcome {
        match self.verdict.as_str() {
            "holds" => Ok(()),
            "inconclusive" => Err(Failure::Undecided),
            _ => Err(Failure::Rejected),
        }
    }
}

/// Judges the file at `path` as the solution of an exercise.
///
/// # Errors
///
/// [`Failure::BadFile`] when the path is unusable, and whatever keeps the file from being judged.
pub(crate) fn grade(context: &Context, id: ExerciseId, path: &Path) -> Outcome<Grade> {
    let mut grade = judge(context, id, path)?;
    if grade.verdict != Word::Holds.as_str() {
        let corpus = catalog::Corpus::read(&context.layout.solutions(id))?;
        let found = grade.found();
        let same = corpus
            .wrong
            .iter()
            .filter(|wrong| Found::from(&wrong.expected) == found);
        grade.matches = same
            .map(|wrong| {
                let name = wrong.entry.name.trim_start_matches("wrong/");
                name.trim_end_matches(".rs").to_owned()
            })
            .collect();
    }
    Ok(grade)
}

fn judge(context: &Context, id: ExerciseId, path: &Path) -> Outcome<Grade> {
    let shown = path.display().to_string();
    let text = match source_scan::read_source(path) {
        Ok(text) => text,
        Err(error) => {
            let failure = crate::learner_file::bad_file(&error, &shown, None);
            // A path that leads nowhere is a mistake of whoever typed it; a file whose content is
            // no program is a submission, and gets a verdict.
            if crate::learner_file::is_about_the_path(&error) {
                return Err(failure);
            }
            return Ok(Grade::before_models(id, Word::Refused, failure.to_string()));
        }
    };
    if let Scan::Refused { message, names } =
        source_scan::scan("src/lib.rs", &text, Rules::widest())
    {
        // Nothing has a name in a text that is not even made of Rust's words and brackets. The
        // compiler would say the same, and must not see what the scan could not read.
        let verdict = if names.is_empty() {
            Word::CompileError
        } else {
            Word::Refused
        };
        return Ok(Grade::before_models(id, verdict, message));
    }
    let compiler = Compiler::prepare(context)?;
    let scratch = Scratch::create(&compiler.target_directory, context, id, &text)?;
    match compiler.compile_judge(&scratch, id)? {
        Compiled::Ready(program) => {
            let mut command = confined(&program);
            command.arg("--json").current_dir(scratch.exercise());
            command.env("CARGO_MANIFEST_DIR", scratch.exercise());
            let finished = processes::run(&mut command, Some(LONGEST), |_| {})
                .map_err(Failure::io("start", &program))?;
            let report = judged::read(&format!("the judge of {id}"), &finished)?;
            Grade::by_models(id, report)
        }
        Compiled::DoesNotCompile(message) => {
            Ok(Grade::before_models(id, Word::CompileError, message))
        }
        Compiled::GaveUp(message) => Ok(Grade::before_models(id, Word::Inconclusive, message)),
    }
}

/// Does this file of the corpus fail to compile, as it is documented?
///
/// # Errors
///
/// When the file cannot be read, or the compiler cannot be asked.
pub(crate) fn compile_only(
    context: &Context,
    compiler: &Compiler,
    id: ExerciseId,
    path: &Path,
) -> Outcome<Found> {
    let text = fs::read_to_string(path).map_err(Failure::io("read", path))?;
    let scratch = Scratch::create(&compiler.target_directory, context, id, &text)?;
    Ok(match compiler.compile_judge(&scratch, id)? {
        Compiled::Ready(_) => Found::holds(),
        Compiled::DoesNotCompile(_) => Found::new("compiler", Word::CompileError.as_str(), None),
        Compiled::GaveUp(_) => Found::new("compiler", Word::Inconclusive.as_str(), None),
    })
}
