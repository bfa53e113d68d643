//! The exercise card: what to do, what is checked, and what it costs. Nothing on it is typed: it
//! is made of `exercise.toml` and of the numbers that `cargo course judge --record` measured.

use catalog::{Exercise, ExerciseStats, Loom};
use interleaving::{Coverage, words};

use crate::html::{escape, inline_code};

/// The card of an exercise; without measured numbers the table of models is left out.
#[must_use]
pub fn card(exercise: &Exercise, stats: Option<&ExerciseStats>) -> String {
    let id = exercise.id.to_string();
    let mut out = format!(
        "<aside class=\"exercise-card\" id=\"exercise-{id}\" aria-label=\"Exercise {id}\">\n\
         <p class=\"card-title\"><span class=\"card-id\">{id}</span> {title}</p>\n<dl>\n",
        title = inline_code(&exercise.title),
    );
    let mut entry = |term: &str, html: &str| {
        out.push_str(&format!("<div><dt>{term}</dt><dd>{html}</dd></div>\n"));
    };
    entry("Edit", &format!("<code>exercises/{id}/src/lib.rs</code>"));
    entry(
        "Check",
        &format!("<code>cargo course check {id}</code> or <code>cargo test -p {id}</code>"),
    );
    entry("Stuck?", &format!("<code>cargo course hint {id}</code>"));
    let minutes = exercise.minutes;
    entry(
        "Time",
        &format!(
            "about {} minutes, {} with reading and talking",
            minutes.exercise,
            minutes.total()
        ),
    );
    entry("As given", &starter(exercise, stats));
    if let Loom::No { reason } = &exercise.loom {
        entry("Second judge", &format!("none: {}", inline_code(reason)));
    } else {
        entry("Second judge", "loom");
    }
    out.push_str("</dl>\n");
    if let Some(stats) = stats.filter(|stats| !stats.models.is_empty()) {
        out.push_str(&models(&id, stats));
    }
    out.push_str("</aside>\n");
    out
}

/// What the checker says about the starter.
fn starter(exercise: &Exercise, stats: Option<&ExerciseStats>) -> String {
    let expected = &exercise.starter;
    let mut html = match expected.kind {
        Some(kind) => format!("rejected: {}", escape(kind.words())),
        None => format!("rejected: {}", escape(expected.verdict.as_str())),
    };
    if let Some(run) = stats.and_then(|stats| stats.starter.last()) {
        let executions = words::number(run.executions);
        let plural = if run.executions == 1 { "" } else { "s" };
        html.push_str(&format!(
            ", by <code>{}</code> after {executions} execution{plural}",
            escape(&run.model)
        ));
    }
    html
}

fn models(id: &str, stats: &ExerciseStats) -> String {
    let mut out = format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"What is checked in {id}\">\n<table>\n\
         <caption>What is checked</caption>\n<thead><tr><th scope=\"col\">Promise</th><th scope=\"col\">Checked in</th>\
         <th scope=\"col\">Executions</th></tr></thead>\n<tbody>\n"
    );
    for model in &stats.models {
        let covers = match model.coverage {
            Coverage::Every => "every interleaving".to_owned(),
            coverage => words::holds(coverage)
                .trim_start_matches("holds in ")
                .to_owned(),
        };
        let executions = if model.fewest == model.most {
            words::number(model.most)
        } else {
            format!(
                "{} to {}",
                words::number(model.fewest),
                words::number(model.most)
            )
        };
        out.push_str(&format!(
            "<tr><td>{promise}<br><code>{name}</code></td><td>{covers}</td><td>{executions}</td></tr>\n",
            promise = inline_code(&model.promise),
            name = escape(&model.model),
        ));
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    out
}
