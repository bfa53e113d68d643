//! The presenter's page of an exercise, `book/src/instructors/exNN.md`: one screen that somebody
//! can teach from. Its headings are fixed, so that a presenter finds everything with one look.

use std::collections::BTreeSet;

use catalog::Exercise;

use crate::course::Course;
use crate::finding::Finding;
use crate::page::Page;

/// The headings below the title, in their order.
const HEADINGS: [&str; 6] = [
    "Goal",
    "Script",
    "Ask the room",
    "What they will write",
    "Valves",
    "If the demo fails",
];

/// How many wrong solutions a presenter is prepared for, at least.
const PREPARED_FOR: usize = 3;

/// Findings about presenter pages; an exercise without one is a finding unless drafts are accepted.
#[must_use]
pub fn check(course: &Course, pages: &[Page]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut prepared = BTreeSet::new();
    for page in pages {
        let Some(id) = exercise_of(&page.path) else {
            continue;
        };
        match course.exercise(id) {
            Ok(exercise) => {
                prepared.insert(exercise.id);
                found.extend(mistakes(course, page, exercise));
            }
            Err(message) => found.push(Finding::in_file(&page.file, message)),
        }
    }
    if !course.draft {
        for exercise in &course.catalog.exercises {
            if !prepared.contains(&exercise.id) {
                let message = format!(
                    "the exercise lacks its presenter page: write book/src/instructors/{}.md and name it in SUMMARY.md",
                    exercise.id
                );
                let file = course.shown(&course.catalog.layout.manifest(exercise.id));
                found.push(Finding::in_file(&file, message));
            }
        }
    }
    found
}

/// `instructors/ex07.md` is about `ex07`.
fn exercise_of(path: &str) -> Option<&str> {
    let name = path.strip_prefix("instructors/")?.strip_suffix(".md")?;
    name.strip_prefix("ex")?
        .starts_with(|first: char| first.is_ascii_digit())
        .then_some(name)
}

/// A heading with its line, and the lines below it.
struct Section<'a> {
    line: usize,
    heading: &'a str,
    body: Vec<(usize, &'a str)>,
}

fn sections(source: &str) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut in_code = false;
    for (line, text) in (1..).zip(source.lines()) {
        in_code ^= text.starts_with("```");
        match text.strip_prefix("## ") {
            Some(heading) if !in_code => sections.push(Section {
                line,
                heading: heading.trim(),
                body: Vec::new(),
            }),
            _ => {
                if let Some(section) = sections.last_mut() {
                    section.body.push((line, text));
                }
            }
        }
    }
    sections
}

fn mistakes(course: &Course, page: &Page, exercise: &Exercise) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |line: usize, message: String| {
        found.push(Finding::at(&page.file, line, message));
    };
    let title = format!("# {}: {}", exercise.id, exercise.title);
    let first = (1..)
        .zip(page.source.lines())
        .find(|(_, line)| line.starts_with("# "));
    match first {
        Some((_, heading)) if heading.trim() == title => {}
        Some((line, _)) => say(line, format!("the heading must be `{title}`")),
        None => say(1, format!("the heading `{title}` is missing")),
    }
    let sections = sections(&page.source);
    let headings: Vec<&str> = sections.iter().map(|section| section.heading).collect();
    if headings != HEADINGS {
        let line = sections
            .iter()
            .zip(HEADINGS)
            .find(|(section, wanted)| section.heading != *wanted)
            .map_or(1, |(section, _)| section.line);
        let wanted = HEADINGS.join(", ");
        say(
            line,
            format!("the headings must be, in this order: {wanted}"),
        );
    }
    for section in &sections {
        let empty = section.body.iter().all(|(_, text)| text.trim().is_empty());
        if empty {
            say(
                section.line,
                format!("nothing stands below `{}`", section.heading),
            );
        }
        match section.heading {
            "Script" => script(section, exercise, &mut say),
            "What they will write" => wrong_solutions(course, section, exercise, &mut say),
            _ => {}
        }
    }
    found
}

/// The minutes of the script's items must be those of the exercise.
fn script(section: &Section<'_>, exercise: &Exercise, say: &mut impl FnMut(usize, String)) {
    let mut sum = 0;
    for (line, text) in &section.body {
        let Some(item) = text.strip_prefix("- ") else {
            continue;
        };
        match minutes(item) {
            Some(minutes) => sum += minutes,
            None => say(
                *line,
                "an item of the script starts with its minutes: `- 5 min: …`".to_owned(),
            ),
        }
    }
    let planned = exercise.minutes.total();
    if sum != planned {
        let message = format!(
            "the minutes of the script add up to {sum}, and the exercise has {planned}: concept, exercise and debrief"
        );
        say(section.line, message);
    }
}

/// `5 min: the vote` takes 5 minutes.
fn minutes(item: &str) -> Option<u32> {
    let item = item.trim_start_matches('*').trim_start();
    let digits = item.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = item.split_at(digits);
    rest.trim_start().starts_with("min").then_some(())?;
    number.parse().ok()
}

/// Every file that is named must be one of the wrong solutions.
fn wrong_solutions(
    course: &Course,
    section: &Section<'_>,
    exercise: &Exercise,
    say: &mut impl FnMut(usize, String),
) {
    let folder = course.catalog.layout.solutions(exercise.id).join("wrong");
    let mut named = BTreeSet::new();
    for (line, text) in &section.body {
        for name in text.split('`').skip(1).step_by(2) {
            let Some(name) = name.strip_suffix(".rs") else {
                continue;
            };
            let name = name.rsplit('/').next().unwrap_or(name);
            if folder.join(format!("{name}.rs")).is_file() {
                named.insert(name);
            } else {
                let folder = course.shown(&folder);
                say(*line, format!("there is no `{name}.rs` in {folder}"));
            }
        }
    }
    if named.len() < PREPARED_FOR {
        say(
            section.line,
            format!(
                "{} wrong solutions are named; the {PREPARED_FOR} most frequent ones belong here",
                named.len()
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presenter_pages_are_told_from_other_pages() {
        assert_eq!(exercise_of("instructors/ex07.md"), Some("ex07"));
        for path in [
            "instructors/tracks.md",
            "part2/ex07.md",
            "instructors/examples.md",
        ] {
            assert_eq!(exercise_of(path), None, "{path}");
        }
    }

    #[test]
    fn minutes_stand_at_the_start_of_an_item() {
        for (item, expected) in [
            ("5 min: the vote", Some(5)),
            ("**12 min** exercise", Some(12)),
            ("5 minutes of silence", Some(5)),
            ("the vote, 5 min", None),
            ("five min: the vote", None),
            ("5: the vote", None),
        ] {
            assert_eq!(minutes(item), expected, "{item}");
        }
    }
}
