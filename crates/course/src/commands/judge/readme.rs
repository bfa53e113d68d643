//! The table of the README: how many solutions of each exercise are judged as documented.

use std::fmt::Write as _;

use catalog::{ModelRun, Stats, Word};

const BEGIN: &str = "<!-- judged: begin -->\n";
const END: &str = "<!-- judged: end -->";

/// The text with the table of these numbers between its marks; `None` when it has no marks.
pub(super) fn with_numbers(text: &str, stats: &Stats) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{}{END}{after}", table(stats)))
}

/// Only what was judged as documented is ever recorded.
fn table(stats: &Stats) -> String {
    let mut text = String::new();
    let (mut all_right, mut all_wrong, mut all_rejected, mut all_executions) = (0, 0, 0, 0);
    let mut rows = String::new();
    for (id, exercise) in &stats.exercises {
        let (right, wrong) = (exercise.right.len(), exercise.wrong.len());
        let runs = exercise.right.values().chain(exercise.wrong.values());
        let executions: u64 = runs
            .chain([&exercise.starter])
            .flatten()
            .map(|run| run.executions)
            .sum();
        let models = exercise.models.len();
        let _ = writeln!(
            rows,
            "| `{id}` | {right} | {wrong} | {models} | {executions} |"
        );
        all_right += right;
        all_wrong += wrong;
        all_rejected += exercise
            .wrong
            .values()
            .filter(|runs| is_rejected(runs))
            .count();
        all_executions += executions;
    }
    let _ = writeln!(
        text,
        "{} starters rejected, {all_right} right solutions accepted, {all_rejected} of {all_wrong} wrong \
         solutions rejected for their stated reason, {all_executions} executions.\n",
        stats.exercises.len(),
    );
    text.push_str("| exercise | right | wrong | models | executions |\n|---|--:|--:|--:|--:|\n");
    text.push_str(&rows);
    text
}

/// No run: the scan or the compiler refused the file.
fn is_rejected(runs: &[ModelRun]) -> bool {
    runs.last()
        .is_none_or(|run| run.verdict != Word::Holds.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_replaces_what_stands_between_the_marks() {
        let text = format!("# Course\n{BEGIN}old\n{END}\nmore\n");
        let stats = Stats::default();
        let first = with_numbers(&text, &stats).expect("the text has marks");
        assert!(first.starts_with("# Course\n") && first.ends_with("\nmore\n"));
        assert!(!first.contains("old"));
        assert_eq!(with_numbers(&first, &stats), Some(first.clone()));
        assert_eq!(with_numbers("# Course\n", &stats), None);
    }
}
