//! The judge of a corpus: every right and every wrong solution of an exercise.

mod agreement;
mod candidate;
mod confirm;
#[cfg(test)]
#[cfg(not(feature = "loom"))]
mod tests;

use std::env;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use interleaving::render::Style;
use interleaving::render::text::counted;
use source_scan::{Scan, read_source, scan};

use self::agreement::{Agreement, Found, agreement, described};
pub use self::candidate::{Candidate, Expected};
use crate::args::{Options, USAGE};
use crate::children::Children;
use crate::exercise::{list, usage, write_or_ignore};
use crate::json;
use crate::judgement::{Exit, Judgement, Runner};
use crate::model::Model;
use crate::ordered::in_order;
use crate::process::{self, Failure, Request, Task};
use crate::words::tell;

/// The judge of a corpus: the `main` of its test.
///
/// Every candidate is scanned and judged by the exercise's own models, in order, until one of
/// them rejects it. A candidate agrees with its header when the verdict, the kind of bug and the
/// model that rejects it are the ones that the header names. Besides, every model must reject
/// something: a model that rejects nothing costs time and proves nothing.
#[derive(Debug)]
pub struct Corpus {
    name: &'static str,
    directory: PathBuf,
    candidates: Vec<Candidate>,
}

impl Corpus {
    /// The judge of the corpus of exercise `name` in `directory`.
    #[must_use]
    pub fn new(name: &'static str, directory: impl Into<PathBuf>) -> Corpus {
        Corpus {
            name,
            directory: directory.into(),
            candidates: Vec::new(),
        }
    }

    /// The candidates, as the crate `corpus` lists them.
    #[must_use]
    pub fn candidates(mut self, candidates: Vec<Candidate>) -> Corpus {
        self.candidates = candidates;
        self
    }

    /// Does what the arguments of the process ask for.
    #[must_use]
    pub fn run(self) -> ExitCode {
        if let Some(request) = Request::from_args(env::args().skip(1)) {
            let candidate = self
                .candidates
                .iter()
                .find(|candidate| candidate.file == request.candidate);
            let models = candidate
                .and_then(|candidate| candidate.models)
                .map(|models| models());
            return process::serve(&models.unwrap_or_default(), &request);
        }
        let mut out = io::stdout().lock();
        let exit = match (Options::parse(env::args().skip(1)), env::current_exe()) {
            (Err(error), _) => usage(&error.to_string()),
            (Ok(_), Err(error)) => {
                write_or_ignore(&mut out, &Failure::NotStarted(error).to_string());
                Exit::NotJudged
            }
            (Ok(options), Ok(program)) => {
                let runner = Children {
                    program: &program,
                    directory: &self.directory,
                    task: if options.confirm {
                        Task::Confirm
                    } else {
                        Task::Judge
                    },
                    pass_output: options.nocapture,
                };
                if options.confirm {
                    self.confirm(&options, &runner, &mut out)
                } else {
                    self.judge(&options, &runner, &mut out)
                }
            }
        };
        let _ = out.flush();
        exit.into()
    }

    fn judge(&self, options: &Options, runner: &dyn Runner, out: &mut dyn Write) -> Exit {
        if options.help {
            write_or_ignore(out, &format!("{USAGE}\n"));
            return Exit::Holds;
        }
        let chosen: Vec<&Candidate> = self
            .candidates
            .iter()
            .filter(|candidate| options.wants(candidate.file))
            .collect();
        if options.list {
            list(chosen.iter().map(|candidate| candidate.file), options, out);
            return Exit::Holds;
        }
        // Only a run over everything can say that a model rejects nothing.
        let complete = chosen.len() == self.candidates.len() && options.model.is_none();
        let width = chosen
            .iter()
            .map(|candidate| candidate.file.len())
            .max()
            .unwrap_or(0);
        let mut summary = Summary::default();
        let mut results = Vec::new();
        in_order(
            &chosen,
            options.workers(),
            |candidate| self.judge_one(candidate, options.model.as_deref(), runner),
            |candidate, found| {
                let agreement = agreement(candidate, &found, options.model.as_deref());
                summary.count(candidate, &found, &agreement);
                if !options.json && (!options.quiet || agreement.disagrees()) {
                    write_or_ignore(out, &line(candidate, &found, &agreement, width));
                }
                results.push((*candidate, found, agreement));
            },
        );
        let unused = if complete {
            self.unused_models(&results)
        } else {
            Vec::new()
        };
        let exit = if summary.failed > 0 || !unused.is_empty() {
            if summary.not_judged > 0 {
                Exit::NotJudged
            } else {
                Exit::Rejected
            }
        } else {
            Exit::Holds
        };
        if options.json {
            let document = json::Corpus {
                v: json::VERSION,
                exercise: self.name,
                candidates: results
                    .iter()
                    .map(|result| candidate_json(result, self.name, options.counterexamples))
                    .collect(),
                unused_models: unused.iter().map(String::as_str).collect(),
            };
            write_or_ignore(out, &json::line(document));
            return exit;
        }
        write_or_ignore(out, &summary.text(self.name, &unused));
        exit
    }

    fn judge_one(&self, candidate: &Candidate, model: Option<&str>, runner: &dyn Runner) -> Found {
        let models = match self.models(candidate, model) {
            Ok(models) => models,
            Err(found) => return found,
        };
        let judgement = Judgement::of(runner, candidate.file, &models, |_| {});
        match judgement.failure {
            Some(failure) => Found::NotJudged(failure.to_string()),
            None => Found::Judged(judgement),
        }
    }

    /// The models that judge a candidate, or the one of this name; `Err` when none can.
    fn models(&self, candidate: &Candidate, only: Option<&str>) -> Result<Vec<Model>, Found> {
        let source = read_source(&self.directory.join(candidate.file))
            .map_err(|error| Found::NotJudged(error.to_string()))?;
        if let Scan::Refused { message, .. } = scan(candidate.file, &source, candidate.rules) {
            return Err(Found::Refused(message));
        }
        let models = candidate.models.ok_or(Found::NotCompiled)?;
        let wanted = |model: &Model| only.is_none_or(|name| name == model.name);
        Ok(models().into_iter().filter(wanted).collect())
    }

    /// The models that reject no candidate.
    fn unused_models(&self, results: &[(&Candidate, Found, Agreement)]) -> Vec<String> {
        let killers: Vec<&str> = results
            .iter()
            .filter_map(|(_, found, _)| found.rejected_by())
            .collect();
        let models = self
            .candidates
            .iter()
            .find_map(|candidate| candidate.models);
        models
            .map(|models| models())
            .unwrap_or_default()
            .iter()
            .map(|model| model.name)
            .filter(|name| !killers.contains(name))
            .map(str::to_owned)
            .collect()
    }
}

/// What a run over a corpus adds up to.
#[derive(Debug, Default)]
struct Summary {
    starters: u64,
    right: u64,
    wrong: u64,
    failed: u64,
    skipped: u64,
    not_judged: u64,
    executions: u64,
}

impl Summary {
    fn count(&mut self, candidate: &Candidate, found: &Found, agreement: &Agreement) {
        self.executions += found.executions();
        match agreement {
            Agreement::Yes if matches!(candidate.expected, Expected::Holds) => self.right += 1,
            Agreement::Yes if candidate.is_starter() => self.starters += 1,
            Agreement::Yes => self.wrong += 1,
            Agreement::No(_) => self.failed += 1,
            Agreement::Unknown(_) => self.skipped += 1,
        }
        if matches!(found, Found::NotJudged(_)) {
            self.not_judged += 1;
        }
    }

    fn text(&self, exercise: &str, unused: &[String]) -> String {
        let mut text = String::new();
        for model in unused {
            text.push_str(&format!(
                "FAIL  the model {model} rejects nothing: drop it, or add the wrong solution it is there for\n"
            ));
        }
        let executions = counted(self.executions, "execution", "executions");
        text.push_str(&format!(
            "\n{exercise}: {}{} right accepted, {} wrong rejected for the stated reason, {executions}\n",
            if self.starters > 0 { "starter rejected as documented, " } else { "" },
            self.right,
            self.wrong
        ));
        if self.skipped > 0 {
            text.push_str(&format!(
                "{} left to the compiler: `cargo course judge` judges what does not compile\n",
                self.skipped
            ));
        }
        let failed = self.failed + unused.len() as u64;
        text.push_str(&format!(
            "{} passed, {failed} failed\n",
            self.starters + self.right + self.wrong
        ));
        text
    }
}

fn line(candidate: &Candidate, found: &Found, agreement: &Agreement, width: usize) -> String {
    let file = candidate.file;
    let executions = match found.executions() {
        0 => String::new(),
        n => format!(" ({})", counted(n, "execution", "executions")),
    };
    match agreement {
        Agreement::Yes => format!("ok    {file:width$}  {}{executions}\n", described(found)),
        Agreement::Unknown(why) => format!("skip  {file:width$}  {why}\n"),
        Agreement::No(why) => {
            let mut text = format!("FAIL  {file:width$}  {why}\n");
            for line in found.details().unwrap_or_default().lines() {
                text.push_str(&format!("      {line}\n"));
            }
            text
        }
    }
}

fn candidate_json<'a>(
    (candidate, found, agreement): &'a (&'a Candidate, Found, Agreement),
    exercise: &str,
    counterexamples: bool,
) -> json::CandidateResult<'a> {
    let models = match found {
        Found::Judged(judgement) => judgement
            .models
            .iter()
            .map(|judged| {
                let result = json::ModelResult::new(judged);
                let counterexample = result.counterexample.filter(|_| counterexamples);
                let text = (!judged.report.verdict.holds())
                    .then(|| tell(&judged.story(exercise), &Style::plain()));
                json::ModelResult {
                    counterexample,
                    text,
                    ..result
                }
            })
            .collect(),
        Found::Refused(message) => vec![json::ModelResult::refused(message)],
        Found::NotJudged(why) => vec![json::ModelResult::not_judged(why)],
        Found::NotCompiled => Vec::new(),
    };
    let (verdict, kind, killed_by) = match candidate.expected {
        Expected::Holds => ("holds", None, None),
        Expected::Rejected { by, verdict, kind } => (verdict, kind, Some(by)),
    };
    json::CandidateResult {
        file: candidate.file,
        expected: json::Expected {
            verdict,
            kind,
            killed_by,
            about: candidate.about,
            misconception: candidate.misconception,
            question: candidate.question,
        },
        models,
        agrees: match agreement {
            Agreement::Yes => Some(true),
            Agreement::No(_) => Some(false),
            Agreement::Unknown(_) => None,
        },
        why: match agreement {
            Agreement::Yes => None,
            Agreement::No(why) | Agreement::Unknown(why) => Some(why.clone()),
        },
    }
}
