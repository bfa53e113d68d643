//! From the text of a page to the Markdown that mdBook renders: front matter is taken off,
//! directives are replaced, comments of the authors are dropped.

use std::path::{Path, PathBuf};

use transcripts::evidence::{PROGRAMS, transcript_file};

use crate::block::{card, cards, handout, interleaving, second_judge, transcript};
use crate::code;
use crate::course::Course;
use crate::directive::{Directive, Part, parts};
use crate::finding::Finding;
use crate::front_matter::{FrontMatter, split};
use crate::quiz;
use crate::tracks;

/// The directives and what they are replaced with, for the message about an unknown one.
const KNOWN: &str = "include PATH[:ANCHOR], exercise exNN, starter exNN[:ANCHOR], \
                     counterexample exNN, second-judge, quiz NAME, timetable ID, handout, cards exNN, transcript NAME";

/// A page, ready to be rendered.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its path below `book/src`, with `/`.
    pub path: String,
    /// Its file as findings show it.
    pub file: String,
    /// What it says about itself.
    pub front_matter: FrontMatter,
    /// Its text without front matter, line for line as in the file; directives are still there.
    pub source: String,
    /// The Markdown to be rendered.
    pub markdown: String,
    /// The exercise cards on it: the ids, with their lines.
    pub cards: Vec<(String, usize)>,
    /// The authors' notes, comments at the ends of lines, with their lines; no reader sees them.
    notes: Vec<(usize, String)>,
}

impl Page {
    /// The notes of a kind with their lines: `<!-- source: PEP 703 -->` is one of the kind `source`.
    pub fn notes<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
        self.notes.iter().filter_map(move |(line, note)| {
            let (found, text) = note.split_once(':')?;
            (found.trim() == kind).then_some((*line, text.trim()))
        })
    }
}

/// Expands a page; `path` is relative to the folder of the pages.
#[must_use]
pub fn expand(course: &Course, path: &Path, text: &str) -> (Page, Vec<Finding>) {
    let place = course.src.join(path);
    let file = course.shown(&place);
    let (front_matter, source, mut found) = split(&file, text);
    let mut page = Page {
        path: path.to_string_lossy().replace('\\', "/"),
        file,
        front_matter,
        markdown: String::new(),
        cards: Vec::new(),
        notes: Vec::new(),
        source: String::new(),
    };
    (page.source, page.notes) = without_comments(&source);
    let source = page.source.clone();
    let folder = place.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    for part in parts(&source) {
        match part {
            Part::Text(text) => page.markdown.push_str(text),
            Part::Unclosed(line) => {
                found.push(Finding::at(
                    &page.file,
                    line,
                    "`{{#` without `}}` on the same line; write `\\{{#` to show it",
                ));
            }
            Part::Directive(directive) => match replacement(course, &mut page, &folder, &directive)
            {
                Ok(text) => page.markdown.push_str(&text),
                Err(message) => {
                    let message = format!("{{{{#{}}}}}: {message}", directive.name);
                    found.push(Finding::at(&page.file, directive.line, message));
                }
            },
        }
    }
    page.markdown = page.markdown.replace(&format!("{DROPPED}\n"), "");
    if page.markdown.trim().is_empty() {
        found.push(Finding::in_file(&page.file, "the page is empty"));
    }
    (page, found)
}

fn replacement(
    course: &Course,
    page: &mut Page,
    folder: &Path,
    directive: &Directive,
) -> Result<String, String> {
    let arguments = directive.arguments.as_str();
    match directive.name.as_str() {
        "include" => {
            let (path, selection) = code::parse(arguments)?;
            let (place, text) = code::read(&course.root, folder, path)?;
            if let Some(program) = python_program(course, &place) {
                course.use_program(&program);
            }
            code::select(&text, &selection)
        }
        "starter" => {
            let (id, selection) =
                code::parse(or_own(arguments, page).as_str()).map(|(id, s)| (id.to_owned(), s))?;
            let exercise = course.exercise(&id)?;
            let path = course.catalog.layout.starter(exercise.id);
            let (_, text) = code::read(&course.root, &course.root, &course.shown(&path))?;
            Ok(format!(
                "```rust,ignore\n{}\n```",
                code::select(&text, &selection)?
            ))
        }
        "exercise" => {
            let id = or_own(arguments, page);
            let exercise = course.exercise(&id)?;
            page.cards.push((id, directive.line));
            let stats = course.stats.exercises.get(&exercise.id);
            let mut html = card::card(exercise, stats);
            if stats.is_none_or(|stats| stats.models.is_empty()) {
                html.push_str(&missing(
                    course,
                    "exercises/stats.json",
                    "the numbers of this exercise",
                    RECORD,
                )?);
            }
            Ok(block(&html))
        }
        "counterexample" => {
            let id = or_own(arguments, page);
            let exercise = course.exercise(&id)?;
            match course
                .counterexample(exercise)
                .map_err(|error| format!("{error:#}"))?
            {
                Some(recorded) => Ok(block(&interleaving::table(
                    &recorded,
                    &format!("How the starter of {id} fails"),
                ))),
                None => {
                    let file = format!("exercises/{id}/counterexample.json");
                    Ok(block(&missing(
                        course,
                        &file,
                        "the failing execution of this exercise",
                        RECORD,
                    )?))
                }
            }
        }
        "second-judge" => {
            let judged = &course.second_judge;
            if judged.exercises.is_empty() {
                return Ok(block(&missing(
                    course,
                    "exercises/second-judge.json",
                    "what the second judge said",
                    "cargo course judge --second-judge --record",
                )?));
            }
            Ok(block(&second_judge::tables(judged)))
        }
        "quiz" => {
            let questions = course.quizzes.get(arguments)?;
            course.use_quiz(arguments);
            Ok(quiz::page(questions))
        }
        "transcript" => recorded(course, arguments),
        "handout" => Ok(block(&handout::sheets(course))),
        "cards" => {
            let id = or_own(arguments, page);
            let exercise = course.exercise(&id)?;
            let recorded = course
                .counterexample(exercise)
                .map_err(|error| format!("{error:#}"))?;
            Ok(block(&match recorded {
                Some(recorded) => cards::cards(&recorded, &id),
                None => missing(
                    course,
                    &format!("exercises/{id}/counterexample.json"),
                    "the failing execution of this exercise",
                    RECORD,
                )?,
            }))
        }
        "timetable" => tracks::timetable(course, arguments, &page.path),
        _ => Err(format!("this directive is not known; known are: {KNOWN}")),
    }
}

/// The recorded runs of a Python program.
fn recorded(course: &Course, name: &str) -> Result<String, String> {
    course.use_program(name);
    let evidence = &course.evidence;
    let Some(program) = evidence.programs.get(name) else {
        let known: Vec<&str> = evidence.programs.keys().map(String::as_str).collect();
        return Err(format!(
            "there is no program `{name}` in {PROGRAMS}; there are: {}",
            known.join(", ")
        ));
    };
    match evidence.transcripts.get(name) {
        Some(recorded) => Ok(block(&transcript::figure(program, recorded))),
        None => Ok(block(&missing(
            course,
            &transcript_file(name),
            "the recorded runs of this program",
            &format!("cargo course record {name}"),
        )?)),
    }
}

/// The name of the Python program that this file is, if it is one.
fn python_program(course: &Course, place: &Path) -> Option<String> {
    let file = place.strip_prefix(course.root.join(PROGRAMS)).ok()?;
    Some(file.file_stem()?.to_string_lossy().into_owned())
}

/// The argument, or the page's own exercise when there is none.
fn or_own(arguments: &str, page: &Page) -> String {
    match &page.front_matter.exercise {
        Some(own) if arguments.is_empty() => own.clone(),
        Some(own) if arguments.starts_with(':') => format!("{own}{arguments}"),
        _ => arguments.to_owned(),
    }
}

/// HTML as a block of its own in Markdown.
fn block(html: &str) -> String {
    format!("\n\n{}\n\n", html.trim_end())
}

/// The command that records the numbers and the failing executions.
const RECORD: &str = "cargo course judge --record";

/// What stands on a draft where nothing is recorded yet; without a draft it is an error that names
/// the command which records it.
fn missing(course: &Course, file: &str, what: &str, command: &str) -> Result<String, String> {
    if course.draft {
        return Ok(format!(
            "<p class=\"draft\">Draft: {what} will stand here once it is recorded.</p>\n"
        ));
    }
    Err(format!(
        "{file} does not have {what}; run `{command}`, or build with --draft"
    ))
}

/// Stands for a line that was dropped, from a range of Unicode that no text uses.
const DROPPED: &str = "\u{e000}";

/// Takes out comments at the end of a line or on one of their own: they are the authors' notes about
/// their sources. Lines keep their numbers. Code blocks are left alone.
///
/// The notes come back as well, each with its line.
fn without_comments(text: &str) -> (String, Vec<(usize, String)>) {
    let mut out = String::with_capacity(text.len());
    let mut notes = Vec::new();
    let mut fence: Option<String> = None;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let bare = line.trim();
        match &fence {
            Some(open) if bare.starts_with(open.as_str()) => fence = None,
            Some(_) => {}
            None if bare.starts_with("```") || bare.starts_with("~~~") => {
                let mark = bare.chars().next();
                fence = Some(bare.chars().take_while(|c| Some(*c) == mark).collect());
            }
            None if bare.starts_with("<!--") && bare.ends_with("-->") => {
                let note = bare.trim_start_matches("<!--").trim_end_matches("-->");
                notes.push((number, note.trim().to_owned()));
                out.push_str(DROPPED);
                out.push('\n');
                continue;
            }
            // A note behind the words that it belongs to.
            None if bare.ends_with("-->") && bare.contains("<!--") => {
                let (words, note) = line.rsplit_once("<!--").unwrap_or((line, ""));
                let note = note.trim_end().trim_end_matches("-->");
                notes.push((number, note.trim().to_owned()));
                out.push_str(words.trim_end());
                out.push('\n');
                continue;
            }
            None => {}
        }
        out.push_str(line);
    }
    (out, notes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_of_authors_are_dropped_outside_code() {
        let text =
            "a <!-- source: PEP 1 -->\n<!-- source: a run -->\nb\n```html\n<!-- shown -->\n```\n";
        let (marked, notes) = without_comments(text);
        let expected = [(1, "source: PEP 1"), (2, "source: a run")];
        assert_eq!(notes, expected.map(|(line, note)| (line, note.to_owned())));
        assert_eq!(marked.lines().count(), text.lines().count());
        assert_eq!(
            marked.replace(&format!("{DROPPED}\n"), ""),
            "a\nb\n```html\n<!-- shown -->\n```\n"
        );
    }
}
