//! The handout: one sheet for each chapter, made of what the chapters say about themselves.

use catalog::Exercise;

use crate::course::{Chapter, Course};
use crate::html::inline_code;

/// How many empty lines the table of a sheet has.
const ROWS: usize = 8;

/// All sheets.
#[must_use]
pub fn sheets(course: &Course) -> String {
    course
        .chapters
        .iter()
        .filter_map(|chapter| {
            let exercise = course.catalog.get(chapter.exercise)?;
            Some(sheet(chapter, exercise))
        })
        .collect()
}

fn sheet(chapter: &Chapter, exercise: &Exercise) -> String {
    let mut out = format!(
        "<section class=\"sheet\" aria-labelledby=\"sheet-{id}\">\n\
         <h2 id=\"sheet-{id}\">{number}. {title}</h2>\n\
         <p>Exercise <code>{id}</code>, {exercise_title}, about {minutes} minutes.</p>\n\
         <p>Afterwards you can:</p>\n<ul>\n",
        id = exercise.id,
        number = chapter.number,
        title = inline_code(&chapter.title),
        exercise_title = inline_code(&exercise.title),
        minutes = exercise.minutes.exercise,
    );
    for objective in &chapter.objectives {
        out.push_str(&format!("<li>{}</li>\n", inline_code(objective)));
    }
    out.push_str(
        "</ul>\n<p>An order of steps that breaks it, and what is shared after each step:</p>\n\
         <table class=\"blank\">\n<thead><tr><th scope=\"col\">step</th><th scope=\"col\">thread A</th>\
         <th scope=\"col\">thread B</th><th scope=\"col\">shared</th></tr></thead>\n<tbody>\n",
    );
    for step in 1..=ROWS {
        out.push_str(&format!(
            "<tr><th scope=\"row\">{step}</th><td></td><td></td><td></td></tr>\n"
        ));
    }
    out.push_str("</tbody>\n</table>\n<p>Between which two steps must nobody run?</p>\n");
    if let Some(hint) = exercise.hints.first() {
        out.push_str(&format!(
            "<p class=\"upside-down\"><span>Where to look: {}</span></p>\n",
            inline_code(hint)
        ));
    }
    out.push_str("</section>\n");
    out
}
