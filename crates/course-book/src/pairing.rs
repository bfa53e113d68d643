//! Chapters and exercises belong together one to one, and say the same about each other.

use std::collections::BTreeMap;

use catalog::Exercise;

use crate::course::Course;
use crate::finding::Finding;
use crate::front_matter::Minutes;
use crate::page::Page;
use crate::summary::chapter_number;

/// Findings about chapters without exercise, exercises without chapter, and contradictions.
#[must_use]
pub fn check(course: &Course, pages: &[Page]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut chapter_of: BTreeMap<String, &Page> = BTreeMap::new();
    for page in pages {
        let front_matter = &page.front_matter;
        let line = front_matter.line("exercise");
        for (card, line) in &page.cards {
            if front_matter.exercise.as_ref() != Some(card) {
                let message = format!(
                    "the card of {card} stands on a page whose front matter does not say `exercise: {card}`"
                );
                found.push(Finding::at(&page.file, *line, message));
            }
        }
        let Some(id) = &front_matter.exercise else {
            if chapter_number(&page.path).is_some() {
                found.push(Finding::at(
                    &page.file,
                    1,
                    "the chapter lacks its exercise; write `exercise: exNN` in the front matter",
                ));
            }
            continue;
        };
        if let Some(other) = chapter_of.insert(id.clone(), page) {
            found.push(Finding::at(
                &page.file,
                line,
                format!("{id} has a chapter already: {}", other.file),
            ));
        }
        match course.exercise(id) {
            Err(message) => found.push(Finding::at(&page.file, line, message)),
            Ok(exercise) => found.extend(contradictions(page, exercise)),
        }
        match page.cards.len() {
            1 => {}
            0 => found.push(Finding::at(
                &page.file,
                line,
                format!("the chapter does not show its exercise; write `{{{{#exercise {id}}}}}`"),
            )),
            n => found.push(Finding::at(
                &page.file,
                page.cards[1].1,
                format!("the card of the exercise stands on the page {n} times"),
            )),
        }
    }
    for exercise in &course.catalog.exercises {
        if !chapter_of.contains_key(&exercise.id.to_string()) {
            let file = course.shown(&course.catalog.layout.manifest(exercise.id));
            let message = format!(
                "the exercise lacks its chapter: no page of SUMMARY.md says `exercise: {}`",
                exercise.id
            );
            found.push(Finding::in_file(&file, message));
        }
    }
    found
}

/// Where a chapter and its `exercise.toml` say different things.
fn contradictions(page: &Page, exercise: &Exercise) -> Vec<Finding> {
    let front_matter = &page.front_matter;
    let manifest = format!("exercises/{}/exercise.toml", exercise.id);
    let mut found = Vec::new();
    let mut add = |key: &str, message: String| {
        found.push(Finding::at(&page.file, front_matter.line(key), message))
    };
    if exercise.chapter != page.path {
        add(
            "exercise",
            format!("{manifest} names another chapter: {}", exercise.chapter),
        );
    }
    let planned = exercise.minutes;
    let same = match front_matter.minutes {
        None => false,
        Some(Minutes::Total(total)) => total == planned.total(),
        Some(Minutes::Phases {
            concept,
            exercise,
            debrief,
        }) => (concept, exercise, debrief) == (planned.concept, planned.exercise, planned.debrief),
    };
    if !same {
        add(
            "minutes",
            format!(
                "`minutes` must be what {manifest} says: {{ concept: {}, exercise: {}, debrief: {} }}",
                planned.concept, planned.exercise, planned.debrief
            ),
        );
    }
    if let Some(title) = &front_matter.title {
        let heading = page.source.lines().find_map(|line| line.strip_prefix("# "));
        if heading.map(str::trim) != Some(title) {
            let heading = heading.unwrap_or("(none)");
            add(
                "title",
                format!("`title` is not the heading of the page: {heading}"),
            );
        }
    }
    if front_matter.objectives.is_empty() {
        add(
            "objectives",
            "`objectives` is missing: say what the reader can do afterwards".to_owned(),
        );
    }
    for (key, here, there) in [
        ("topics", &front_matter.topics, &exercise.topics),
        (
            "misconceptions",
            &front_matter.misconceptions,
            &exercise.misconceptions,
        ),
    ] {
        let sorted = |list: &[String]| {
            let mut list = list.to_vec();
            list.sort();
            list
        };
        if !here.is_empty() && sorted(here) != sorted(there) {
            add(
                key,
                format!(
                    "`{key}` differs from {manifest}, which says: {}",
                    there.join(", ")
                ),
            );
        }
    }
    found
}
