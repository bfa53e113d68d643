//! `cargo course check`: builds the learner's file and judges it.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use catalog::{Catalog, ExerciseId};
use interleaving::Coverage;
use serde_json::Value;

use crate::Outcome;
use crate::cargo::{self, Fresh, Level};
use crate::context::Context;
use crate::failure::{COULD_NOT_JUDGE, Failure, REJECTED};
use crate::judged::{self, CheckReport};
use crate::terminal::{self, BOLD, GREEN, RED, RESET, YELLOW};
use processes::Group;

/// The judge ends every model by itself; this only guards against a judge that does not.
const LONGEST: Duration = Duration::from_secs(600);

/// How a check ended. A verdict is a value, not an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(crate) enum End {
    /// Every model holds.
    Holds,
    /// A model, the scan or the compiler rejected the file.
    Rejected,
    /// A limit was hit first: nothing was proved.
    Undecided,
}

impl End {
    /// The end as the result of the command.
    pub(crate) fn outcome(self) -> Outcome {
        match self {
            End::Holds => Ok(()),
            End::Rejected => Err(Failure::Rejected),
            End::Undecided => Err(Failure::Undecided),
        }
    }
}

/// Checks the exercises, or the current one.
///
/// # Errors
///
/// [`Failure::Rejected`] when one of them does not hold, and whatever keeps them from being judged.
pub(crate) fn run(exercises: &[String], all: bool) -> Outcome {
    let context = Context::find()?;
    if all {
        return check_all(&context);
    }
    if exercises.is_empty() {
        let id = context.id_or_current(None)?;
        return check_and_say_next(&context, id);
    }
    let ids = context.ids_of(exercises)?;
    if let [id] = ids.as_slice() {
        return check_and_say_next(&context, *id);
    }
    let mut worst = End::Holds;
    for id in ids {
        worst = worse(worst, check(&context, id)?);
    }
    worst.outcome()
}

/// Checks one exercise; when it holds, says where to go on. When it does not, the judge has said
/// what to do next.
///
/// # Errors
///
/// See [`check`].
pub(crate) fn check_and_say_next(context: &Context, id: ExerciseId) -> Outcome {
    let end = check(context, id)?;
    if end == End::Holds {
        match context.progress()?.next_open(&context.ids, Some(id)) {
            Some(next) => terminal::line(format_args!("next: `cargo course open {next}`"))?,
            None => terminal::line("every exercise is solved: `cargo course check --all`")?,
        }
    }
    end.outcome()
}

/// A rejection outweighs what is not decided, which outweighs what holds.
fn worse(one: End, other: End) -> End {
    match (one, other) {
        (End::Rejected, _) | (_, End::Rejected) => End::Rejected,
        (End::Undecided, _) | (_, End::Undecided) => End::Undecided,
        (End::Holds, End::Holds) => End::Holds,
    }
}

/// Checks one exercise. The judge prints its own report; the progress is noted.
///
/// # Errors
///
/// When the file is unusable or nothing can be judged.
pub(crate) fn check(context: &Context, id: ExerciseId) -> Outcome<End> {
    // A broken manifest is said before a minute of compiling, not after.
    Catalog::read_one(&context.layout, id)?;
    context.learner_text(id)?;
    let end = match build(context, id)? {
        Built::DoesNotCompile(messages) => {
            terminal::write(messages)?;
            End::Rejected
        }
        Built::Ready(program) => {
            let folder = context.layout.exercise(id);
            let mut command = cargo::test_command(&program, &folder);
            // The judge writes to this terminal, so it chooses the form that fits it. It asks no
            // terminal for its width; shells keep the variable to themselves.
            command.stdin(Stdio::null());
            if let Some(columns) = terminal::columns() {
                command.env("COLUMNS", columns);
            }
            let mut group = Group::start(&mut command).map_err(Failure::io("start", &program))?;
            let status = group.wait().map_err(Failure::io("wait for", &program))?;
            match status.code() {
                Some(0) => End::Holds,
                Some(code) if code == i32::from(REJECTED) => End::Rejected,
                Some(code) if code == i32::from(COULD_NOT_JUDGE) => End::Undecided,
                _ => {
                    return Err(Failure::NoAnswer {
                        what: format!("the judge of {id}"),
                        how: status.to_string(),
                        output: String::new(),
                    });
                }
            }
        }
    };
    note(context, id, end);
    Ok(end)
}

/// Keeps how the check ended.
fn note(context: &Context, id: ExerciseId, end: End) {
    context.note_progress(|progress| {
        progress.current = Some(id);
        progress.record_mut(id).solved = end == End::Holds;
    });
}

/// Checks every exercise, one line each.
///
/// # Errors
///
/// See [`run`].
pub(crate) fn check_all(context: &Context) -> Outcome {
    let mut worst = End::Holds;
    let mut holding = 0;
    for id in &context.ids {
        let (end, words) = check_quietly(context, *id)?;
        let color = match end {
            End::Holds => GREEN,
            End::Rejected => RED,
            End::Undecided => YELLOW,
        };
        terminal::line(format_args!("{BOLD}{id}{RESET}  {color}{words}{RESET}"))?;
        holding += usize::from(end == End::Holds);
        worst = worse(worst, end);
        context.note_progress(|progress| progress.record_mut(*id).solved = end == End::Holds);
    }
    terminal::line(format_args!("{holding} of {} hold", context.ids.len()))?;
    worst.outcome()
}

/// Checks one exercise and says in a few words how it ended.
fn check_quietly(context: &Context, id: ExerciseId) -> Outcome<(End, String)> {
    // A file that cannot be read is one line of the table, not the end of it.
    match context.learner_text(id) {
        Err(problem @ Failure::BadFile { .. }) => return Ok((End::Rejected, problem.to_string())),
        text => text.map(drop)?,
    }
    let program = match build(context, id)? {
        Built::DoesNotCompile(_) => return Ok((End::Rejected, "does not compile".to_owned())),
        Built::Ready(program) => program,
    };
    let mut command = cargo::test_command(&program, &context.layout.exercise(id));
    command.arg("--json");
    let finished = processes::run(&mut command, Some(LONGEST), |_| {})
        .map_err(Failure::io("start", &program))?;
    let report: CheckReport = judged::read(&format!("the judge of {id}"), &finished)?;
    if let Some(error) = report.error {
        let (what, how) = (
            format!("the judge of {id}"),
            "it could not judge".to_owned(),
        );
        return Err(Failure::NoAnswer {
            what,
            how,
            output: error,
        });
    }
    if report.refused.is_some() {
        return Ok((End::Rejected, "refused by the source scan".to_owned()));
    }
    if report.holds {
        return Ok((End::Holds, coverage_in_words(&report)));
    }
    let found = judged::Found::by(&report.models);
    let undecided = matches!(found.verdict.as_str(), "inconclusive");
    Ok((
        if undecided {
            End::Undecided
        } else {
            End::Rejected
        },
        found.to_string(),
    ))
}

/// `holds in every interleaving: 3 models, 25 executions`.
fn coverage_in_words(report: &CheckReport) -> String {
    let bound = report
        .models
        .iter()
        .filter_map(|model| match model.coverage {
            Some(Coverage::UpTo(surprises)) => Some(surprises),
            Some(Coverage::Every) | None => None,
        });
    let covered = match bound.min() {
        None => "holds in every interleaving".to_owned(),
        Some(surprises) => format!("holds in every interleaving with up to {surprises} surprises"),
    };
    let executions: u64 = report.models.iter().map(|model| model.executions).sum();
    let models = terminal::count(report.models.len(), "model");
    format!("{covered}: {models}, {executions} executions")
}

/// What came out of building the learner's file with its models.
pub(crate) enum Built {
    /// The judge, ready to run.
    Ready(PathBuf),
    /// What the compiler said about the learner's file.
    DoesNotCompile(String),
}

/// Builds the judge of an exercise, or finds that nothing has changed since the last time.
///
/// # Errors
///
/// When Cargo is missing, or something other than the learner's file does not compile.
pub(crate) fn build(context: &Context, id: ExerciseId) -> Outcome<Built> {
    let package = id.to_string();
    let folder = context.layout.exercise(id);
    let file = context.layout.learner_file(id);
    let fresh = Fresh::of(&context.layout, &package, &[&folder, &file]);
    if let Some(Value::String(program)) = fresh.recall() {
        return Ok(Built::Ready(PathBuf::from(program)));
    }
    let arguments = ["test", "--package", &package, "--test", "check", "--no-run"];
    let build = cargo::build(context.layout.root(), &arguments)?;
    let messages: String = build
        .diagnostics
        .iter()
        .filter(|message| message.package == package && message.level != Level::Other)
        .map(|message| message.rendered.as_str())
        .collect();
    if build.success {
        let Some(program) = build.test_program(&package, "check").map(Path::to_path_buf) else {
            return Err(build.failure(&format!("the judge of {id}")));
        };
        // Warnings are shown once; they do not come back until something changes.
        terminal::write(&messages)?;
        fresh.remember(&[&program], Value::from(program.to_string_lossy()));
        return Ok(Built::Ready(program));
    }
    let is_error = |message: &&cargo::Diagnostic| message.level == Level::Error;
    let mut errors = build.diagnostics.iter().filter(is_error).peekable();
    if errors.peek().is_none() || errors.any(|error| error.package != package) {
        return Err(build.failure(&format!("the judge of {id}")));
    }
    let only_models = build
        .diagnostics
        .iter()
        .filter(is_error)
        .all(|error| error.target == "check");
    let explanation = if only_models {
        "\nYour file compiles by itself, but the models cannot call it: keep the names and \
         signatures of the starter.\n"
    } else {
        ""
    };
    Ok(Built::DoesNotCompile(format!("{messages}{explanation}")))
}
