//! The table of the two judges. Nothing in it is typed: it is what
//! `cargo course judge --second-judge --record` wrote.

use catalog::{Comparison, ExerciseId, SecondJudge, Seconded, SecondedExercise};

use crate::html::{escape, inline_code};

/// The tables: a summary with one row per exercise, then every file about which the judges do not
/// agree, with the reason.
#[must_use]
pub fn tables(judged: &SecondJudge) -> String {
    let mut out = table(
        "Right and wrong solutions, judged twice",
        &[
            "Exercise",
            "Both accept",
            "Both reject",
            "Only loom accepts",
            "Only loom rejects",
            "loom cannot finish",
            "Not under loom",
        ],
        &judged
            .exercises
            .iter()
            .map(|(id, exercise)| summary(&id.to_string(), exercise))
            .chain([summary("All", &sum(judged))])
            .collect::<Vec<_>>(),
    );
    out.push_str(&differences(
        judged,
        "Where the judges differ, and why",
        |c| matches!(c, Comparison::LoomHolds | Comparison::LoomRejects),
    ));
    out.push_str(&differences(
        judged,
        "Where loom gives no verdict, and why",
        |c| matches!(c, Comparison::Undecided | Comparison::LeftOut),
    ));
    out
}

/// One row of the summary.
fn summary(name: &str, exercise: &SecondedExercise) -> Vec<String> {
    let both = |comparison| {
        let count = exercise.count("right", comparison) + exercise.count("wrong", comparison);
        count.to_string()
    };
    let left_out = match &exercise.reason {
        Some(reason) => format!("all: {}", inline_code(reason)),
        None => both(Comparison::LeftOut),
    };
    vec![
        escape(name),
        exercise.count("right", Comparison::Agrees).to_string(),
        exercise.count("wrong", Comparison::Agrees).to_string(),
        both(Comparison::LoomHolds),
        both(Comparison::LoomRejects),
        both(Comparison::Undecided),
        left_out,
    ]
}

/// All exercises as one: the names of the files keep their folder, which is what is counted.
fn sum(judged: &SecondJudge) -> SecondedExercise {
    let mut sum = SecondedExercise::default();
    for (id, exercise) in &judged.exercises {
        for (name, seconded) in &exercise.files {
            sum.files
                .insert(format!("{name} of {id}"), seconded.clone());
        }
    }
    sum
}

/// The files that compare in one of these ways; nothing when there are none.
fn differences(judged: &SecondJudge, caption: &str, wanted: impl Fn(Comparison) -> bool) -> String {
    let files = judged.exercises.iter().flat_map(|(id, exercise)| {
        exercise
            .files
            .iter()
            .map(move |(name, seconded)| (*id, name, seconded))
    });
    let rows: Vec<Vec<String>> = files
        .filter(|(_, _, seconded)| wanted(seconded.comparison))
        .map(|(id, name, seconded)| difference(id, name, seconded))
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    table(caption, &["Solution", "Our judge", "loom", "Why"], &rows)
}

fn difference(id: ExerciseId, name: &str, seconded: &Seconded) -> Vec<String> {
    let why = match (seconded.hole, &seconded.reason) {
        (Some(hole), _) => format!(
            "<code>{}</code>: {}",
            hole.as_str(),
            inline_code(hole.explanation())
        ),
        (None, Some(reason)) => inline_code(reason),
        (None, None) => String::new(),
    };
    let loom = match seconded.loom.as_str() {
        "" => "not asked".to_owned(),
        loom => escape(loom),
    };
    vec![
        format!("<code>{}</code>", escape(&format!("{id}/{name}"))),
        escape(&seconded.ours),
        loom,
        why,
    ]
}

/// A table whose first column names the row; the cells are HTML.
fn table(caption: &str, columns: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{caption}\">\n<table>\n\
         <caption>{caption}</caption>\n<thead><tr>"
    );
    for column in columns {
        out.push_str(&format!("<th scope=\"col\">{column}</th>"));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            if at == 0 {
                out.push_str(&format!("<th scope=\"row\">{cell}</th>"));
            } else {
                out.push_str(&format!("<td>{cell}</td>"));
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORDED: &str = r#"{ "v": 1, "exercises": {
        "ex10": { "files": {
            "right/swap.rs": { "comparison": "loom-rejects", "ours": "holds", "loom": "stuck by two", "hole": "swap-spin-lock" },
            "right/lock.rs": { "comparison": "agrees", "ours": "holds", "loom": "holds" },
            "wrong/a<b.rs": { "comparison": "left-out", "ours": "deadlock by two", "reason": "needs `wait_timeout`" } } },
        "ex13": { "reason": "no time-outs" } } }"#;

    #[test]
    fn every_difference_has_a_row_and_nothing_is_typed() {
        let judged = SecondJudge::parse(RECORDED, "second-judge.json").expect("a complete record");
        insta::assert_snapshot!(tables(&judged));
    }
}
