//! The judge of the learner's own crate: `cargo test -p exNN`.

use std::env;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use interleaving::render::Style;
use interleaving::words;
use source_scan::{Rules, Scan, read_source, scan};

use crate::args::{Options, USAGE};
use crate::children::Children;
use crate::judgement::{Exit, Judged, Judgement, Runner};
use crate::model::Model;
use crate::process::{self, Failure, Request, Task};
use crate::words::{tell, title};
use crate::{json, terminal};

/// The learner's file below the directory of its package.
const SOURCE: &str = "src/lib.rs";

/// The judge of one exercise: the `main` of its test.
///
/// ```no_run
/// # mod models {
/// #     pub const RULES: lab_check::Rules = lab_check::Rules::strict();
/// #     pub fn all() -> Vec<lab_check::Model> { vec![] }
/// # }
/// fn main() -> std::process::ExitCode {
///     lab_check::Exercise::new("ex07", env!("CARGO_MANIFEST_DIR"), models::RULES)
///         .models(models::all())
///         .run()
/// }
/// ```
///
/// The exit status is 0 when every promise holds, 1 when the code is rejected, 2 for arguments
/// that are not understood, 3 when nothing could be proved.
#[derive(Debug)]
pub struct Exercise {
    name: &'static str,
    directory: PathBuf,
    rules: Rules,
    models: Vec<Model>,
}

impl Exercise {
    /// The judge of the exercise `name`, whose package is in `directory`.
    #[must_use]
    pub fn new(name: &'static str, directory: impl Into<PathBuf>, rules: Rules) -> Exercise {
        Exercise {
            name,
            directory: directory.into(),
            rules,
            models: Vec::new(),
        }
    }

    /// The models, cheapest first: the first one that does not hold is told.
    #[must_use]
    pub fn models(mut self, models: Vec<Model>) -> Exercise {
        self.models = models;
        self
    }

    /// Does what the arguments of the process ask for.
    #[must_use]
    pub fn run(self) -> ExitCode {
        if let Some(request) = Request::from_args(env::args().skip(1)) {
            return process::serve(&self.models, &request);
        }
        let mut out = io::stdout().lock();
        let exit = match Options::parse(env::args().skip(1)) {
            Ok(options) => {
                let style = terminal::style(&options);
                match env::current_exe() {
                    Ok(program) => {
                        let runner = Children {
                            task: Task::Judge,
                            program: &program,
                            directory: &self.directory,
                            pass_output: options.nocapture,
                        };
                        self.check(&options, &style, &runner, &mut out)
                    }
                    Err(error) => {
                        let failure = Failure::NotStarted(error).to_string();
                        write_or_ignore(&mut out, &failure);
                        Exit::NotJudged
                    }
                }
            }
            Err(error) => usage(&error.to_string()),
        };
        let _ = out.flush();
        exit.into()
    }

    /// The whole job but for the process around it.
    fn check(
        &self,
        options: &Options,
        style: &Style,
        runner: &dyn Runner,
        out: &mut dyn Write,
    ) -> Exit {
        if options.help {
            write_or_ignore(out, &format!("{USAGE}\n"));
            return Exit::Holds;
        }
        let models: Vec<&Model> = self
            .models
            .iter()
            .filter(|model| options.wants(model.name))
            .filter(|model| options.model.as_ref().is_none_or(|name| name == model.name))
            .collect();
        if let Some(name) = &options.model
            && models.is_empty()
        {
            let names: Vec<&str> = self.models.iter().map(|model| model.name).collect();
            return usage(&format!(
                "there is no model {name}; there are {}",
                names.join(", ")
            ));
        }
        if options.list {
            list(models.iter().map(|model| model.name), options, out);
            return Exit::Holds;
        }
        if options.json {
            return self.check_json(&models, runner, out);
        }
        self.check_text(&models, options, style, runner, out)
    }

    /// Reads and scans the source.
    fn source(&self) -> Source {
        match read_source(&self.directory.join(SOURCE)) {
            Err(error) => Source::Unreadable(error.to_string()),
            Ok(text) => match scan(SOURCE, &text, self.rules) {
                Scan::Clean => Source::Fine,
                Scan::Refused { message, .. } => Source::Refused(message),
            },
        }
    }

    fn check_json(&self, models: &[&Model], runner: &dyn Runner, out: &mut dyn Write) -> Exit {
        let source = self.source();
        let mut judgement = Judgement::default();
        if let Source::Fine = source {
            judgement = Judgement::of(runner, "", models.iter().copied(), |_| {});
        }
        let (refused, unreadable, exit) = match &source {
            Source::Fine if models.is_empty() => (None, Some(NO_MODEL.to_owned()), Exit::NotJudged),
            Source::Fine => (None, None, judgement.exit()),
            Source::Refused(message) => (Some(message.as_str()), None, Exit::Rejected),
            Source::Unreadable(error) => (None, Some(error.clone()), Exit::NotJudged),
        };
        let results = judgement.models.iter().map(|judged| {
            let text = (!judged.report.verdict.holds())
                .then(|| tell(&judged.story(self.name), &Style::plain()));
            json::ModelResult {
                text,
                ..json::ModelResult::new(judged)
            }
        });
        let document = json::Check {
            v: json::VERSION,
            exercise: self.name,
            holds: exit == Exit::Holds,
            refused,
            error: unreadable.or_else(|| judgement.failure.as_ref().map(Failure::to_string)),
            models: results.collect(),
        };
        write_or_ignore(out, &json::line(document));
        exit
    }

    fn check_text(
        &self,
        models: &[&Model],
        options: &Options,
        style: &Style,
        runner: &dyn Runner,
        out: &mut dyn Write,
    ) -> Exit {
        match self.source() {
            Source::Fine => {}
            Source::Refused(message) => {
                write_or_ignore(out, &refusal(self.name, &message));
                write_or_ignore(out, "\n0 passed, 1 failed\n");
                return Exit::Rejected;
            }
            Source::Unreadable(error) => {
                write_or_ignore(
                    out,
                    &format!("{} · {error}\n\n0 passed, 1 failed\n", self.name),
                );
                return Exit::NotJudged;
            }
        }
        let width = models
            .iter()
            .map(|model| model.name.len())
            .max()
            .unwrap_or(0);
        let judgement = Judgement::of(runner, "", models.iter().copied(), |judged| {
            if !options.quiet {
                write_or_ignore(out, &line(judged, width));
            }
        });
        if let Some(judged) = judgement.rejected() {
            write_or_ignore(
                out,
                &format!("\n{}\n", tell(&judged.story(self.name), style)),
            );
        } else if let Some(failure) = &judgement.failure {
            write_or_ignore(out, &format!("\n{} · not judged: {failure}\n\n", self.name));
        } else if !options.quiet {
            write_or_ignore(out, "\n");
        }
        let passed = judgement
            .models
            .iter()
            .filter(|judged| judged.report.verdict.holds())
            .count();
        let failed = usize::from(!judgement.holds());
        let waiting = models.len() - passed - failed;
        if waiting > 0 && !options.quiet {
            let models = if waiting == 1 {
                "model was"
            } else {
                "models were"
            };
            write_or_ignore(
                out,
                &format!("{waiting} more {models} not run: one thing at a time\n"),
            );
        }
        write_or_ignore(out, &format!("{passed} passed, {failed} failed\n"));
        judgement.exit()
    }
}

/// Said when a filter leaves nothing over, where the caller expects a verdict.
const NO_MODEL: &str = "no model has such a name: run with --list to see them";

enum Source {
    Fine,
    Refused(String),
    Unreadable(String),
}

/// One line about a model that was run.
fn line(judged: &Judged, width: usize) -> String {
    let mark = if judged.report.verdict.holds() {
        "ok  "
    } else {
        "FAIL"
    };
    let name = judged.model.name;
    let said = match &judged.report.verdict {
        verdict if verdict.holds() => words::report(&judged.report),
        verdict => title(verdict),
    };
    format!("{mark}  {name:width$}  {said}\n")
}

/// The text about a source that the scan refuses.
pub(crate) fn refusal(exercise: &str, message: &str) -> String {
    format!(
        "{exercise} · {} · refused\n\n{message}\n\nnext: change these lines and check again, or ask for a hint: cargo course hint {exercise}\n",
        crate::SCAN
    )
}

/// The list that `cargo test -- --list` shows.
pub(crate) fn list<'a>(
    names: impl Iterator<Item = &'a str>,
    options: &Options,
    out: &mut dyn Write,
) {
    let mut count = 0;
    for name in names {
        count += 1;
        write_or_ignore(out, &format!("{name}: test\n"));
    }
    if !options.terse {
        let tests = if count == 1 { "test" } else { "tests" };
        write_or_ignore(out, &format!("\n{count} {tests}, 0 benchmarks\n"));
    }
}

#[expect(
    clippy::print_stderr,
    reason = "a usage error is not part of the output"
)]
pub(crate) fn usage(problem: &str) -> Exit {
    eprintln!("{problem}");
    Exit::Usage
}

/// Whoever reads the output may have stopped reading (`| head`); the verdict is the same.
pub(crate) fn write_or_ignore(out: &mut dyn Write, text: &str) {
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}
