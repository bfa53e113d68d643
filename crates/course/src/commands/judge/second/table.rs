//! The table of both judges on the terminal.

use catalog::{Comparison, ExerciseId, SecondJudge, SecondedExercise};

use super::Compared;
use crate::Outcome;
use crate::terminal::{self, BOLD, DIM, GREEN, RED, RESET};

/// How two judges compare, in the order of the columns.
const COLUMNS: [(Comparison, &str); 5] = [
    (Comparison::Agrees, "agree"),
    (Comparison::LoomHolds, "only loom accepts"),
    (Comparison::LoomRejects, "only loom rejects"),
    (Comparison::Undecided, "undecided"),
    (Comparison::LeftOut, "not under loom"),
];

/// Shows one exercise: the counts, then every line that is not an agreement.
pub(super) fn show(id: ExerciseId, compared: &Compared) -> Outcome {
    let exercise = &compared.exercise;
    terminal::line(format_args!("{BOLD}{id}{RESET}"))?;
    if let Some(reason) = &exercise.reason {
        return terminal::line(format_args!("  not under loom: {reason}"));
    }
    for folder in ["right", "wrong"] {
        let counts: Vec<String> = COLUMNS
            .into_iter()
            .map(|(comparison, words)| (exercise.count(folder, comparison), words))
            .filter(|(count, words)| *count > 0 || *words == "agree")
            .map(|(count, words)| format!("{count} {words}"))
            .collect();
        terminal::line(format_args!("  {folder}  {}", counts.join(", ")))?;
    }
    for (name, seconded) in &exercise.files {
        let words = match seconded.comparison {
            Comparison::Agrees => continue,
            other => COLUMNS.into_iter().find(|(column, _)| *column == other),
        };
        let words = words.map_or("", |(_, words)| words);
        let why = match (&seconded.hole, &seconded.reason) {
            (Some(hole), _) => format!("{hole}: {}", hole.explanation()),
            (None, Some(reason)) => reason.clone(),
            (None, None) => continue,
        };
        let loom = match seconded.loom.as_str() {
            "" => String::new(),
            loom => format!("; loom: {loom}"),
        };
        terminal::line(format_args!(
            "  {name}: {words} (ours: {}{loom})\n    {DIM}{why}{RESET}",
            seconded.ours
        ))?;
    }
    for problem in &compared.unexplained {
        terminal::line(format_args!("  {RED}off{RESET}  {problem}"))?;
    }
    Ok(())
}

/// Shows the sum over all exercises.
pub(super) fn show_sum(all: &SecondJudge, unexplained: usize) -> Outcome {
    let sum = |comparison| -> usize {
        let both = |exercise: &SecondedExercise| {
            exercise.count("right", comparison) + exercise.count("wrong", comparison)
        };
        all.exercises.values().map(both).sum()
    };
    let counts = COLUMNS.map(|(comparison, words)| format!("{} {words}", sum(comparison)));
    let (color, verdict) = if unexplained == 0 {
        (GREEN, "every difference is explained".to_owned())
    } else {
        (RED, format!("not explained: {unexplained}"))
    };
    terminal::line(format_args!(
        "{}: {color}{verdict}{RESET}",
        counts.join(", ")
    ))
}
