//! What the course covers: every topic of the source material with its chapters, every claim about
//! Python with its recording or its source, and every correction with the place that teaches it.
//!
//! A chapter says its topics in its front matter. Behind a statement about Python that no program
//! shows stands `<!-- source: … -->`, and behind a correction `<!-- correction: ID -->`, each on a
//! line of its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use transcripts::Program;

use crate::corrections::{self, Correction};
use crate::course::Course;
use crate::finding::Finding;
use crate::page::{Page, expand};
use crate::summary;

/// What the course covers, and what is missing.
#[derive(Debug)]
pub struct Coverage {
    /// The report, for people.
    pub report: String,
    /// What is missing, in the order of file and line.
    pub missing: Vec<Finding>,
}

/// Reads the course below `root` and finds out what it covers. Numbers that are not recorded yet
/// are missing here, whatever the book's drafts accept.
///
/// # Errors
///
/// When the course cannot be read.
pub fn of(root: &Path) -> Result<Coverage> {
    let root = root
        .canonicalize()
        .with_context(|| format!("{} cannot be opened", root.display()))?;
    let src = root.join("book/src");
    let (mut course, mut missing) = Course::read(&root, &src, true)?;
    let pages = pages(&course)?;
    course.draft = false;
    let (corrections, found) = corrections::read(&root);
    missing.extend(found);
    missing.extend(unknown_ids(&pages));
    missing.extend(course.unproven_programs());
    missing.extend(course.unused_programs());

    let mut report = String::new();
    topics(&mut report, &pages, &mut missing);
    misconceptions(&mut report, &pages, &mut missing);
    claims(&mut report, &course, &pages);
    table(&mut report, &course, &pages, &corrections, &mut missing);
    missing.sort();
    missing.dedup();
    Ok(Coverage { report, missing })
}

/// All pages that SUMMARY.md names and that exist, expanded; what is wrong with them is found when
/// the book is checked.
fn pages(course: &Course) -> Result<Vec<Page>> {
    let path = course.src.join("SUMMARY.md");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let mut pages = Vec::new();
    for (_, name) in summary::pages(&text) {
        if let Ok(text) = fs::read_to_string(course.src.join(&name)) {
            pages.push(expand(course, Path::new(&name), &text).0);
        }
    }
    Ok(pages)
}

/// Topics and misconceptions that a page names and nobody knows.
fn unknown_ids(pages: &[Page]) -> Vec<Finding> {
    let topics: Vec<&str> = catalog::topics()
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    let beliefs: Vec<&str> = catalog::misconceptions()
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    let mut found = Vec::new();
    for page in pages {
        let front = &page.front_matter;
        for (key, ids, known) in [
            ("topics", &front.topics, &topics),
            ("misconceptions", &front.misconceptions, &beliefs),
        ] {
            for id in ids.iter().filter(|id| !known.contains(&id.as_str())) {
                let message = format!("key `{key}`: there is no `{id}`");
                found.push(Finding::at(&page.file, front.line(key), message));
            }
        }
    }
    found
}

/// The chapters that name this id in a list of their front matter.
fn chapters<'a>(pages: &'a [Page], id: &str, list: impl Fn(&Page) -> &[String]) -> Vec<&'a Page> {
    let names = |page: &&Page| {
        summary::chapter_number(&page.path).is_some() && list(page).iter().any(|one| one == id)
    };
    pages.iter().filter(names).collect()
}

/// `2, 7`, or a dash.
fn numbers(chapters: &[&Page]) -> String {
    let number = |page: &&Page| summary::chapter_number(&page.path).map(|n| n.to_string());
    match chapters.iter().filter_map(number).collect::<Vec<_>>() {
        numbers if numbers.is_empty() => "-".to_owned(),
        numbers => numbers.join(", "),
    }
}

fn topics(report: &mut String, pages: &[Page], missing: &mut Vec<Finding>) {
    heading(report, "Topics of the source material, and their chapters");
    for topic in catalog::topics() {
        let chapters = chapters(pages, &topic.id, |page| &page.front_matter.topics);
        line(report, &topic.id, &numbers(&chapters), &topic.text);
        if chapters.is_empty() {
            let message = format!(
                "topic {} has no chapter: {}; name it in the front matter of the chapter that treats it",
                topic.id, topic.text
            );
            missing.push(Finding::in_file("crates/catalog/data/topics.toml", message));
        }
    }
}

fn misconceptions(report: &mut String, pages: &[Page], missing: &mut Vec<Finding>) {
    heading(
        report,
        "What people believe, and the chapters that put it to the test",
    );
    for belief in catalog::misconceptions() {
        let chapters = chapters(pages, &belief.id, |page| &page.front_matter.misconceptions);
        line(report, &belief.id, &numbers(&chapters), &belief.belief);
        if chapters.is_empty() {
            let message = format!(
                "misconception {} has no chapter: {}; name it in the front matter of the chapter that takes it up",
                belief.id, belief.belief
            );
            missing.push(Finding::in_file(
                "crates/catalog/data/misconceptions.toml",
                message,
            ));
        }
    }
}

fn claims(report: &mut String, course: &Course, pages: &[Page]) {
    heading(report, "Claims about Python, and what they rest on");
    let mut by_chapter: BTreeMap<&str, Vec<&Program>> = BTreeMap::new();
    for program in course.evidence.programs.values() {
        let number = program.name.get(..2).unwrap_or_default();
        by_chapter.entry(number).or_default().push(program);
    }
    for (number, programs) in by_chapter {
        put(report, &format!("chapter {number}, programs"));
        for program in programs {
            put(report, &format!("  {}: {}", program.name, program.what));
            let Some(transcript) = course.evidence.transcripts.get(&program.name) else {
                put(report, "    not recorded");
                continue;
            };
            let on: Vec<String> = transcript
                .recordings
                .iter()
                .map(|recording| recording.interpreter.name())
                .collect();
            put(report, &format!("    recorded on {}", on.join(", ")));
            for placed in &program.claims {
                let mut reasons = vec![placed.claim.recorded(&transcript.recordings).reason];
                let explored = transcript.explored.as_ref();
                let explored = explored.and_then(|all| placed.claim.explored(&all.verdicts));
                reasons.extend(explored.map(|judgement| judgement.reason));
                put(
                    report,
                    &format!("    {}: {}", placed.claim, reasons.join("; ")),
                );
            }
        }
    }
    for page in pages {
        for (line, source) in page.notes("source") {
            put(report, &format!("{}:{line}: {source}", page.file));
        }
    }
}

/// The corrections, each with its place and its evidence.
fn table(
    report: &mut String,
    course: &Course,
    pages: &[Page],
    corrections: &[Correction],
    missing: &mut Vec<Finding>,
) {
    heading(report, "Corrections of the source material");
    for correction in corrections {
        let id = &correction.id;
        let taught: Vec<String> = pages
            .iter()
            .filter(|page| summary::chapter_number(&page.path) == Some(correction.chapter))
            .flat_map(|page| {
                let own = page.notes("correction").filter(|(_, text)| text == id);
                own.map(|(line, _)| format!("{}:{line}", page.file))
            })
            .collect();
        let mut evidence = Vec::new();
        for program in &correction.programs {
            evidence.push(format!("program {program}"));
            if !course.evidence.transcripts.contains_key(program) {
                let message =
                    format!("correction `{id}`: key `programs`: `{program}` is not recorded");
                missing.push(Finding::at(corrections::FILE, correction.line, message));
            }
        }
        evidence.extend(correction.source.clone());
        put(report, &format!("{id} ({})", correction.topics.join(", ")));
        put(report, &format!("  said:   {}", correction.says));
        put(report, &format!("  true:   {}", correction.fact));
        put(report, &format!("  rests:  {}", evidence.join("; ")));
        let place = match taught.as_slice() {
            [] => "-".to_owned(),
            places => places.join(", "),
        };
        put(
            report,
            &format!("  taught: chapter {}, {place}", correction.chapter),
        );
        if taught.is_empty() {
            let message = format!(
                "correction `{id}`: chapter {} does not teach it; write `<!-- correction: {id} -->` behind the place that does",
                correction.chapter
            );
            missing.push(Finding::at(corrections::FILE, correction.line, message));
        }
    }
    for page in pages {
        for (line, id) in page.notes("correction") {
            if !corrections.iter().any(|correction| correction.id == id) {
                let message = format!("there is no correction `{id}` in {}", corrections::FILE);
                missing.push(Finding::at(&page.file, line, message));
            }
        }
    }
}

fn heading(report: &mut String, text: &str) {
    let gap = if report.is_empty() { "" } else { "\n" };
    put(report, &format!("{gap}{text}"));
    put(report, &"-".repeat(text.chars().count()));
}

fn line(report: &mut String, id: &str, chapters: &str, text: &str) {
    put(report, &format!("{id:<6} {chapters:<10} {text}"));
}

fn put(report: &mut String, text: &str) {
    // Writing into a text does not fail.
    let _ = writeln!(report, "{text}");
}
