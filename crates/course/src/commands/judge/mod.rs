//! `cargo course judge`: is every file of the corpus judged as it is documented?

mod measured;
mod readme;
mod record;
mod report;
mod second;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use catalog::{Corpus, Exercise, ExerciseId, Word};
use serde_json::Value;

use crate::Outcome;
use crate::cargo::{self, Fresh};
use crate::cli::JudgeArgs;
use crate::context::Context;
use crate::failure::{Failure, REJECTED};
use crate::grade::{self, Compiler};
use crate::judged::{self, Candidate, CorpusReport, Found};
use crate::terminal;

use measured::{Line, Measured};

/// The judges end every model by themselves; this only guards against a judge that does not.
const LONGEST: Duration = Duration::from_secs(1800);

/// Judges the corpus of the exercises, or of all.
///
/// # Errors
///
/// [`Failure::Disagreement`] when a line is off or a difference between the two judges is not
/// explained, and whatever keeps the corpus from being judged.
pub(crate) fn run(arguments: &JudgeArgs) -> Outcome {
    let context = Context::find()?;
    let ids = if arguments.exercises.is_empty() {
        context.ids.clone()
    } else {
        context.ids_of(&arguments.exercises)?
    };
    if arguments.second_judge {
        return second::run(&context, &ids, arguments);
    }
    // A broken file is said before minutes of compiling.
    for id in &ids {
        context.exercise(*id)?;
    }
    let programs = build(&context, &ids)?;
    if arguments.confirm {
        return confirm(&context, &ids, &programs);
    }
    let mut all = Vec::new();
    for (id, program) in ids.iter().zip(&programs) {
        // What is recorded was measured, and not remembered.
        let again = arguments.record || arguments.check;
        let measured = judge(&context, *id, program, again)?;
        if !arguments.json {
            report::show(&measured)?;
        }
        all.push(measured);
    }
    if arguments.json {
        report::print_json(&all)?;
    } else {
        report::show_sum(&all)?;
    }
    let off = all.iter().map(Measured::off).sum::<usize>();
    if off > 0 {
        return Err(Failure::Disagreement {
            problem: format!("off: {}", terminal::count(off, "line")),
            help: "correct the header where the verdict is right, else the model or the file"
                .to_owned(),
        });
    }
    if arguments.record {
        return record::write(&context, &all);
    }
    if arguments.check {
        return record::compare(&context, &all);
    }
    Ok(())
}

/// Lets the judges of the corpora prove each answer a second time, and passes on what they say.
fn confirm(context: &Context, ids: &[ExerciseId], programs: &[PathBuf]) -> Outcome {
    let mut contradicted = 0;
    for (id, program) in ids.iter().zip(programs) {
        let mut command = cargo::test_command(program, &context.layout.solutions(*id));
        command.arg("--confirm");
        let finished = processes::run(&mut command, Some(LONGEST), |_| {})
            .map_err(Failure::io("start", program))?;
        terminal::write(String::from_utf8_lossy(&finished.stdout))?;
        match finished.status.and_then(|status| status.code()) {
            Some(0) => {}
            Some(code) if code == i32::from(REJECTED) => contradicted += 1,
            _ => {
                return Err(Failure::NoAnswer {
                    what: format!("the judge of {id}-corpus"),
                    how: finished.how(),
                    output: finished.stderr,
                });
            }
        }
    }
    if contradicted == 0 {
        return Ok(());
    }
    Err(Failure::Disagreement {
        problem: format!(
            "contradicted: {}",
            terminal::count(contradicted, "exercise")
        ),
        help: "one of the two searches is wrong: make the program smaller and report it".to_owned(),
    })
}

/// Builds the judges of the corpora with one call of Cargo, in the order of `ids`.
fn build(context: &Context, ids: &[ExerciseId]) -> Outcome<Vec<PathBuf>> {
    let packages: Vec<String> = ids.iter().map(|id| format!("{id}-corpus")).collect();
    let mut arguments = vec!["test", "--no-run", "--test", "corpus"];
    for package in &packages {
        arguments.extend(["--package", package]);
    }
    let build = cargo::build(context.layout.root(), &arguments)?;
    if !build.success {
        return Err(build.failure("the corpus"));
    }
    let mut programs = Vec::new();
    for package in &packages {
        match build.test_program(package, "corpus") {
            Some(program) => programs.push(program.to_path_buf()),
            None => return Err(build.failure(&format!("the judge of {package}"))),
        }
    }
    Ok(programs)
}

/// Judges every file of one corpus and compares what is found with what is documented. Unless it
/// is to be done `again`, the answer of an unchanged judge about unchanged files is remembered.
fn judge(context: &Context, id: ExerciseId, program: &Path, again: bool) -> Outcome<Measured> {
    let exercise = context.exercise(id)?;
    let corpus = Corpus::read(&context.layout.solutions(id))?;
    let started = Instant::now();
    let fresh = Fresh::of_inputs(
        &context.layout,
        &format!("judge-{id}"),
        &[&context.layout.solutions(id), program],
    );
    let remembered = if again { None } else { fresh.recall() };
    let remembered = match &remembered {
        Some(Value::String(text)) => judged::document::<CorpusReport>(text.as_bytes()).ok(),
        _ => None,
    };
    let unchanged = remembered.is_some();
    let judged = match remembered {
        Some(judged) => judged,
        None => {
            let mut command = cargo::test_command(program, &context.layout.solutions(id));
            command.args(["--json", "--counterexamples"]);
            let finished = processes::run(&mut command, Some(LONGEST), |_| {})
                .map_err(Failure::io("start", program))?;
            let judged = judged::read(&format!("the judge of {id}-corpus"), &finished)?;
            let text = String::from_utf8_lossy(&finished.stdout);
            fresh.remember(&[], Value::from(text.as_ref()));
            judged
        }
    };
    let lines = lines(context, &exercise, &corpus, judged.candidates)?;
    Ok(Measured::new(
        &exercise,
        lines,
        judged.unused_models,
        (!unchanged).then(|| started.elapsed()),
    ))
}

/// One line for every file of the corpus, then one for every file that the judge knows and the
/// corpus does not.
fn lines(
    context: &Context,
    exercise: &Exercise,
    corpus: &Corpus,
    mut candidates: Vec<Candidate>,
) -> Outcome<Vec<Line>> {
    let mut compiler = None;
    let starter = (&corpus.starter, Found::from(&exercise.starter));
    let right = corpus
        .right
        .iter()
        .map(|right| (&right.entry, Found::holds()));
    let wrong = corpus
        .wrong
        .iter()
        .map(|wrong| (&wrong.entry, Found::from(&wrong.expected)));
    let mut lines = Vec::new();
    for (entry, documented) in std::iter::once(starter).chain(right).chain(wrong) {
        let at = candidates
            .iter()
            .position(|candidate| candidate.file == entry.name);
        let candidate = at.map(|at| candidates.remove(at));
        let line = if documented.verdict == Word::CompileError.as_str() {
            // The judge cannot have it among its modules, so the compiler is asked.
            let compiler = match &mut compiler {
                Some(compiler) => compiler,
                none => none.insert(Compiler::prepare(context)?),
            };
            let found = grade::compile_only(context, compiler, exercise.id, &entry.path)?;
            Line::new(&entry.name, documented, Some(found), Vec::new())
        } else {
            match candidate {
                None => Line::new(&entry.name, documented, None, Vec::new()),
                Some(candidate) => {
                    let found = found(&candidate);
                    Line::new(&entry.name, documented, found, candidate.models)
                }
            }
        };
        lines.push(line);
    }
    // Whatever is left was judged, and nobody documented it.
    lines.extend(candidates.into_iter().map(Line::undocumented));
    Ok(lines)
}

/// What the judge found about a file; `None` when it ran no model and gave no reason.
fn found(candidate: &Candidate) -> Option<Found> {
    (!candidate.models.is_empty()).then(|| Found::by(&candidate.models))
}
