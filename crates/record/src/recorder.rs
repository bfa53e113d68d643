//! Making transcripts.

use std::collections::BTreeMap;
use std::path::Path;

use catalog::{Layout, write_atomically};
use transcripts::evidence::transcript_file;
use transcripts::{Mistake, Outcome, Program, Recording, Show, Transcript};

use crate::arguments::Arguments;
use crate::interpreters::Python;
use crate::problem::Problem;
use crate::selection::Selection;
use crate::{explorer, runner, terminal};

/// Records every program of the selection, and gives back what does not hold.
///
/// # Errors
///
/// When a transcript cannot be written.
pub(crate) fn all(
    layout: &Layout,
    selection: &Selection,
    interpreters: &[Python],
    arguments: &Arguments,
) -> Result<Vec<Mistake>, Problem> {
    let mut mistakes = Vec::new();
    for program in selection.programs() {
        let mut transcript = begin(selection, program);
        let path = layout.root().join(&program.file);
        for python in interpreters {
            if !program.on.covers(&python.about) {
                continue;
            }
            match record(program, &path, python) {
                Ok(recording) => transcript.add(recording),
                Err(problem) => {
                    let problem = format!("on {}: {problem}", python.about.name());
                    mistakes.push(Mistake::in_file(&program.file, problem));
                }
            }
        }
        if transcript.recordings.is_empty() {
            let problem = "nothing is recorded: no interpreter of its `on` is here";
            mistakes.push(Mistake::in_file(&program.file, problem));
            continue;
        }
        match explorer::ask(layout.root(), selection, program, arguments) {
            Ok(explored) => transcript.explored = explored,
            Err(problem) => {
                let line = program.explore_line;
                mistakes.push(Mistake::at(&program.file, line, "explore", problem));
            }
        }
        transcript.claims = transcript.judged(program);
        let file = transcript_file(&program.name);
        write_atomically(&layout.root().join(&file), transcript.to_json().as_bytes())
            .map_err(|error| Problem::io(&file, &error))?;
        let explored = selection.evidence.explored(program).map(|(_, hash)| hash);
        show(program, &transcript);
        mistakes.extend(transcript.check(&file, program, explored));
    }
    Ok(mistakes)
}

/// What is stored and still of the same program; what is not is dropped, and the author is told.
fn begin(selection: &Selection, program: &Program) -> Transcript {
    let mut transcript = Transcript::of(program);
    let Some(stored) = selection.evidence.transcripts.get(&program.name) else {
        return transcript;
    };
    let same = stored.sha256 == program.sha256;
    for recording in &stored.recordings {
        let about = &recording.interpreter;
        let fits = recording.runs == program.times()
            && recording.output.is_empty() == (program.show == Show::Outcomes);
        if same && fits && program.on.covers(about) {
            transcript.add(recording.clone());
        } else {
            terminal::remark(format_args!(
                "{}: the old recording of {} is dropped: the program has changed since",
                program.name,
                about.name()
            ));
        }
    }
    transcript
}

fn record(program: &Program, path: &Path, python: &Python) -> Result<Recording, String> {
    let name = python.about.name();
    let recording = |runs, outcomes, output| Recording {
        interpreter: python.about.clone(),
        runs,
        outcomes,
        output,
    };
    if program.show == Show::Output {
        terminal::progress(&format!("{} on {name}", program.name));
        let output = runner::output(python, &program.name, path);
        terminal::clear();
        return Ok(recording(1, Vec::new(), output?));
    }
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for run in 1..=program.runs {
        terminal::progress(&format!(
            "{} on {name}: run {run} of {}",
            program.name, program.runs
        ));
        let outcome = runner::outcome(python, &program.name, path);
        *counts
            .entry(outcome.inspect_err(|_| terminal::clear())?)
            .or_default() += 1;
    }
    terminal::clear();
    let mut outcomes: Vec<Outcome> = counts
        .into_iter()
        .map(|(text, count)| Outcome { text, count })
        .collect();
    outcomes.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
    let seen: Vec<String> = outcomes
        .iter()
        .map(|outcome| format!("{} × {}", outcome.count, outcome.text))
        .collect();
    terminal::remark(format_args!(
        "{} on {name}: {}",
        program.name,
        seen.join(", ")
    ));
    Ok(recording(program.runs, outcomes, String::new()))
}

/// The claims with what became of them.
fn show(program: &Program, transcript: &Transcript) {
    terminal::say(&format!("{}: {}", program.name, program.what));
    for placed in &program.claims {
        let recorded = placed.claim.recorded(&transcript.recordings);
        let explored = transcript.explored.as_ref();
        let explored = explored
            .and_then(|all| placed.claim.explored(&all.verdicts))
            .map_or_else(String::new, |judgement| format!("; {judgement}"));
        terminal::say(&format!("  {}: {recorded}{explored}", placed.claim));
    }
}
