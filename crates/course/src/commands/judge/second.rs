//! `cargo course judge --second-judge`: what does loom say about the corpus?

mod compare;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use catalog::{
    Comparison, Corpus, ExerciseId, Loom, Remark, SecondJudge, Seconded, SecondedExercise,
    write_atomically,
};

use super::LONGEST;
use crate::Outcome;
use crate::cargo;
use crate::cli::JudgeArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::judged::{self, Candidate, CorpusReport, Found};
use crate::terminal;

use compare::Answer;

/// One exercise as both judges see it, and what nobody has explained.
struct Compared {
    exercise: SecondedExercise,
    /// Sentences: each names a file and says what to do.
    unexplained: Vec<String>,
}

/// Asks loom about the right and the wrong solutions of these exercises.
///
/// # Errors
///
/// [`Failure::Disagreement`] when a difference has no explanation, an explanation is not needed or
/// the recorded table is another one; and whatever keeps the corpus from being judged.
pub(super) fn run(context: &Context, ids: &[ExerciseId], arguments: &JudgeArgs) -> Outcome {
    let programs = build(context, &asked(context, ids)?)?;
    let mut all = SecondJudge::default();
    let mut unexplained = Vec::new();
    for id in ids {
        let compared = match programs.get(id) {
            Some(program) => compared(context, *id, program)?,
            None => left_out(context, *id)?,
        };
        if !arguments.json {
            table::show(*id, &compared)?;
        }
        unexplained.extend(compared.unexplained);
        all.exercises.insert(*id, compared.exercise);
    }
    if arguments.json {
        terminal::write(all.to_text())?;
    } else {
        table::show_sum(&all, unexplained.len())?;
    }
    if !unexplained.is_empty() {
        return Err(Failure::Disagreement {
            problem: format!(
                "not explained: {}",
                terminal::count(unexplained.len(), "difference")
            ),
            help: "find out which of the two judges is right; name the hole in the header of the \
                   file, or correct our judge"
                .to_owned(),
        });
    }
    let text = recorded(context, all)?;
    let path = context.layout.second_judge();
    if arguments.record {
        write_atomically(&path, text.as_bytes())?;
        return terminal::line(format_args!("wrote {}", context.layout.shown(&path)));
    }
    if arguments.check && fs::read_to_string(&path).ok().as_deref() != Some(&*text) {
        return Err(Failure::Disagreement {
            problem: format!("not what loom says: {}", context.layout.shown(&path)),
            help: "look at the change, then record it with `cargo course judge --second-judge \
                   --record`"
                .to_owned(),
        });
    }
    Ok(())
}

/// The exercises that loom can judge.
fn asked(context: &Context, ids: &[ExerciseId]) -> Outcome<Vec<ExerciseId>> {
    let mut asked = Vec::new();
    for id in ids {
        if context.exercise(*id)?.loom == Loom::Yes {
            asked.push(*id);
        }
    }
    Ok(asked)
}

/// Builds the judges of the corpora on loom with one call of Cargo.
fn build(context: &Context, ids: &[ExerciseId]) -> Outcome<BTreeMap<ExerciseId, PathBuf>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let packages: Vec<String> = ids.iter().map(|id| format!("{id}-corpus")).collect();
    let features: Vec<String> = packages
        .iter()
        .map(|package| format!("{package}/loom"))
        .collect();
    let features = features.join(",");
    let mut arguments = vec!["test", "--no-run", "--test", "corpus"];
    for package in &packages {
        arguments.extend(["--package", package]);
    }
    arguments.extend(["--features", &features]);
    let build = cargo::build(context.layout.root(), &arguments)?;
    if !build.success {
        return Err(build.failure("the corpus under loom"));
    }
    let mut programs = BTreeMap::new();
    for (id, package) in ids.iter().zip(&packages) {
        match build.test_program(package, "corpus") {
            Some(program) => programs.insert(*id, program.to_path_buf()),
            None => return Err(build.failure(&format!("the judge of {package} under loom"))),
        };
    }
    Ok(programs)
}

/// An exercise that says that loom cannot judge it.
fn left_out(context: &Context, id: ExerciseId) -> Outcome<Compared> {
    let reason = match context.exercise(id)?.loom {
        Loom::No { reason } => Some(reason),
        Loom::Yes => None,
    };
    Ok(Compared {
        exercise: SecondedExercise {
            reason,
            files: BTreeMap::new(),
        },
        unexplained: Vec::new(),
    })
}

/// Asks loom about every file of one corpus, and compares its answers with the headers.
fn compared(context: &Context, id: ExerciseId, program: &Path) -> Outcome<Compared> {
    let folder = context.layout.solutions(id);
    let corpus = Corpus::read(&folder)?;
    let mut command = cargo::test_command(program, &folder);
    command.args(["--json", "--skip", "starter.rs"]);
    let finished = processes::run(&mut command, Some(LONGEST), |_| {})
        .map_err(Failure::io("start", program))?;
    let judged: CorpusReport =
        judged::read(&format!("the judge of {id}-corpus under loom"), &finished)?;
    let mut compared = Compared {
        exercise: SecondedExercise::default(),
        unexplained: Vec::new(),
    };
    for (name, ours, remark) in documented(&corpus) {
        let candidate = judged.candidates.iter().find(|c| c.file == name);
        let (seconded, problem) = file(&ours, remark, candidate);
        let problem = problem.map(|problem| format!("{id}/{name}: {problem}"));
        compared.unexplained.extend(problem);
        compared.exercise.files.insert(name.to_owned(), seconded);
    }
    Ok(compared)
}

/// The files that models judge: those that the scan or the compiler stops never reach a judge.
fn documented(corpus: &Corpus) -> impl Iterator<Item = (&str, Found, Option<&Remark>)> {
    let right = corpus
        .right
        .iter()
        .map(|right| (&*right.entry.name, Found::holds(), right.loom.as_ref()));
    let wrong = corpus
        .wrong
        .iter()
        .filter(|wrong| wrong.expected.verdict.judge_before_models().is_none())
        .map(|wrong| {
            let found = Found::from(&wrong.expected);
            (&*wrong.entry.name, found, wrong.loom.as_ref())
        });
    right.chain(wrong)
}

/// One line of the table, and what is wrong with it.
fn file(
    ours: &Found,
    remark: Option<&Remark>,
    candidate: Option<&Candidate>,
) -> (Seconded, Option<String>) {
    let mut seconded = Seconded {
        comparison: Comparison::LeftOut,
        ours: ours.to_string(),
        loom: String::new(),
        hole: None,
        reason: None,
    };
    if let Some(Remark::No(reason)) = remark {
        seconded.reason = Some(reason.clone());
        return (seconded, None);
    }
    let answer = Answer::of(candidate.map_or(&[], |candidate| &candidate.models));
    seconded.loom = answer.to_string();
    seconded.reason = answer.reason();
    match compare::compare(ours.model.is_none(), &answer, remark) {
        Ok((comparison, hole)) => {
            seconded.comparison = comparison;
            seconded.hole = hole;
            (seconded, None)
        }
        Err((comparison, problem)) => {
            seconded.comparison = comparison;
            let problem = format!(
                "ours: {}; loom: {}; {problem}",
                seconded.ours, seconded.loom
            );
            (seconded, Some(problem))
        }
    }
}

/// The text to be recorded. Exercises that were not asked about keep their lines.
fn recorded(context: &Context, judged: SecondJudge) -> Outcome<String> {
    let path = context.layout.second_judge();
    let mut recorded = match fs::read_to_string(&path) {
        Ok(text) => SecondJudge::parse(&text, &context.layout.shown(&path))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => SecondJudge::default(),
        Err(error) => return Err(Failure::io("read", &path)(error)),
    };
    recorded.exercises.retain(|id, _| context.ids.contains(id));
    recorded.exercises.extend(judged.exercises);
    Ok(recorded.to_text())
}
