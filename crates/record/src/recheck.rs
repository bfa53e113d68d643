//! Is what is recorded still true? Nothing here depends on luck: a claim with `can` is looked up in
//! the recording, and a run can only refute one with `always` or `never`.

use std::path::Path;

use catalog::Layout;
use transcripts::evidence::transcript_file;
use transcripts::{Mistake, Program, Show, Verb, ending};

use crate::arguments::Arguments;
use crate::interpreters::Python;
use crate::selection::Selection;
use crate::{explorer, runner, terminal};

/// Checks every program of the selection, and gives back what is no longer true.
pub(crate) fn all(
    layout: &Layout,
    selection: &Selection,
    interpreters: &[Python],
    arguments: &Arguments,
) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut runs = 0;
    for program in selection.programs() {
        mistakes.extend(stored(layout.root(), selection, program, arguments));
        let path = layout.root().join(&program.file);
        for python in interpreters {
            if program.on.covers(&python.about) && can_be_refuted(program, python) {
                terminal::progress(&format!("{} on {}", program.name, python.about.name()));
                mistakes.extend(run_again(program, &path, python));
                runs += 1;
            }
        }
        terminal::clear();
    }
    terminal::say(&format!(
        "{} on {} of this machine",
        terminal::count(runs, "run"),
        terminal::count(interpreters.len(), "interpreter")
    ));
    mistakes
}

/// What the stored recording and the explorer say.
fn stored(
    root: &Path,
    selection: &Selection,
    program: &Program,
    arguments: &Arguments,
) -> Vec<Mistake> {
    let Some(mut mistakes) = selection.evidence.check(program) else {
        let problem = format!(
            "it is not recorded; run `cargo course record {}`",
            program.name
        );
        return vec![Mistake::in_file(&program.file, problem)];
    };
    let transcript = &selection.evidence.transcripts[&program.name];
    let line = program.explore_line;
    match explorer::ask(root, selection, program, arguments) {
        Err(problem) => mistakes.push(Mistake::at(&program.file, line, "explore", problem)),
        Ok(now) if mistakes.is_empty() && now != transcript.explored => {
            let problem = format!(
                "the explorer says something else than in {}; run `cargo course record --claims {}`",
                transcript_file(&program.name),
                program.name
            );
            mistakes.push(Mistake::at(&program.file, line, "explore", problem));
        }
        Ok(_) => {}
    }
    mistakes
}

/// Does one of the claims that a single run can refute speak of this interpreter?
fn can_be_refuted(program: &Program, python: &Python) -> bool {
    program.show == Show::Outcomes
        && program
            .claims
            .iter()
            .any(|p| p.claim.verb.falls_by_one_run() && p.claim.scope.covers(&python.about))
}

/// Runs the program once more, and looks at the claims that fall by one run.
fn run_again(program: &Program, path: &Path, python: &Python) -> Vec<Mistake> {
    let name = python.about.name();
    let outcome = match runner::outcome(python, &program.name, path) {
        Ok(outcome) => outcome,
        Err(problem) => {
            let problem = format!("on {name}: {problem}");
            return vec![Mistake::in_file(&program.file, problem)];
        }
    };
    let mut mistakes = Vec::new();
    for placed in &program.claims {
        let claim = &placed.claim;
        let refuted = match claim.verb {
            Verb::Always => outcome != claim.outcome,
            Verb::Never => outcome == claim.outcome,
            Verb::Can => false,
        };
        if refuted && claim.scope.covers(&python.about) {
            let problem = format!("`{claim}` does not hold: {name} printed `{outcome}`");
            mistakes.push(Mistake::at(&program.file, placed.line, "claim", problem));
        }
    }
    let mut claims = program.claims.iter();
    let named = claims.any(|p| ending::is_prepared_for(&p.claim.outcome, &outcome));
    if ending::is_abnormal(&outcome) && !named {
        let problem = format!("on {name} it ended with `{outcome}`, which no claim names");
        mistakes.push(Mistake::at(&program.file, 1, "claim", problem));
    }
    mistakes
}
