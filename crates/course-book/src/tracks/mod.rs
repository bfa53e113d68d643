//! `book/tracks.toml`: which chapters a course of half a day has, or one of a term.
//!
//! ```toml
//! [[track]]
//! id = "rust-day"
//! title = "One day, for people who write Rust"
//! start = "09:00"            # with `end`: a timetable by the clock
//! end = "17:00"
//! days = 1                   # how many days there are
//! block = 95                 # minutes without a break, at most
//! pause = 15
//! lunch = 60                 # the first break from half past eleven on
//! chapters = [{ chapter = 2 }, { chapter = 10, minutes = 37, valve = "without the strangers" }]
//! ```
//!
//! A track with `weeks` and `session` is one of a term, with two chapters a week; one with neither
//! is for people on their own. Their `all = true` means every chapter. How long a chapter takes
//! stands in its front matter; a `valve` says what is left out to make it shorter.

mod timetable;

use std::fs;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::course::{Chapter, Course};
use crate::finding::Finding;

/// The file, relative to the root of the course.
pub const FILE: &str = "book/tracks.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    track: Vec<Spanned<WrittenTrack>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTrack {
    id: String,
    title: String,
    #[serde(default)]
    start: Option<Spanned<String>>,
    #[serde(default)]
    end: Option<Spanned<String>>,
    #[serde(default = "one")]
    days: u32,
    #[serde(default)]
    block: u32,
    #[serde(default)]
    pause: u32,
    #[serde(default)]
    lunch: u32,
    #[serde(default)]
    weeks: Option<u32>,
    #[serde(default)]
    session: u32,
    #[serde(default)]
    all: bool,
    #[serde(default)]
    chapters: Vec<Spanned<WrittenSession>>,
}

fn one() -> u32 {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSession {
    chapter: u32,
    #[serde(default)]
    minutes: Option<u32>,
    #[serde(default)]
    valve: Option<String>,
}

/// A way through the course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// Its key, which `{{#timetable ID}}` names.
    pub id: String,
    /// Its name.
    pub title: String,
    /// When its sessions are.
    pub plan: Plan,
    /// Every chapter of the course.
    pub all: bool,
    /// The chapters in their order; empty when all belong to it.
    pub sessions: Vec<Session>,
    /// The line in the file.
    pub line: usize,
}

/// When the sessions of a track are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// On days with a clock; all times in minutes, those of the clock since midnight.
    Days {
        /// When a day starts.
        start: u32,
        /// When it must be over.
        end: u32,
        /// How many days there are.
        days: u32,
        /// The longest stretch without a break.
        block: u32,
        /// A break.
        pause: u32,
        /// The break with the meal; 0 for none.
        lunch: u32,
    },
    /// In the weeks of a term, two chapters each.
    Term {
        /// How many weeks there are.
        weeks: u32,
        /// How many minutes a week has in class.
        session: u32,
    },
    /// Whenever the learner likes.
    Alone,
}

/// A chapter in a track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The number of the chapter.
    pub chapter: u32,
    /// The minutes, when they are not those of the chapter.
    pub minutes: Option<u32>,
    /// What is left out.
    pub valve: Option<String>,
    /// The line in the file.
    pub line: usize,
}

/// Reads the tracks below `root`; a missing file has none.
#[must_use]
pub fn read(root: &Path) -> (Vec<Track>, Vec<Finding>) {
    match fs::read_to_string(root.join(FILE)) {
        Ok(text) => parse(&text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => (Vec::new(), Vec::new()),
        Err(error) => {
            let message = format!("cannot be read: {error}");
            (Vec::new(), vec![Finding::in_file(FILE, message)])
        }
    }
}

fn parse(text: &str) -> (Vec<Track>, Vec<Finding>) {
    let line_at = |offset: usize| 1 + text[..offset.min(text.len())].matches('\n').count();
    let written: Written = match toml::from_str(text) {
        Ok(written) => written,
        Err(error) => {
            let line = error.span().map_or(1, |span| line_at(span.start));
            return (Vec::new(), vec![Finding::at(FILE, line, error.message())]);
        }
    };
    let mut tracks: Vec<Track> = Vec::new();
    let mut found = Vec::new();
    for track in written.track {
        let line = line_at(track.span().start);
        let track = track.into_inner();
        let id = track.id.clone();
        let mut say = |line: usize, message: String| {
            found.push(Finding::at(FILE, line, format!("track `{id}`: {message}")));
        };
        if tracks.iter().any(|known| known.id == track.id) {
            say(line, "key `id`: it stands in the file twice".to_owned());
        }
        if track.all != track.chapters.is_empty() {
            let message = "key `chapters`: write either the chapters or `all = true`";
            say(line, message.to_owned());
        }
        let mut clock = |key: &str, time: &Spanned<String>| {
            minutes_of(time.as_ref()).unwrap_or_else(|| {
                let message = format!(
                    "key `{key}`: `{}` is not a time such as 09:00",
                    time.as_ref()
                );
                say(line_at(time.span().start), message);
                0
            })
        };
        let plan = match (&track.start, &track.end, track.weeks) {
            (Some(start), Some(end), None) => Plan::Days {
                start: clock("start", start),
                end: clock("end", end),
                days: track.days,
                block: track.block,
                pause: track.pause,
                lunch: track.lunch,
            },
            (None, None, Some(weeks)) => Plan::Term {
                weeks,
                session: track.session,
            },
            (None, None, None) => Plan::Alone,
            _ => {
                let message =
                    "write `start` and `end` for days, `weeks` for a term, or none of them";
                say(line, message.to_owned());
                Plan::Alone
            }
        };
        if let Plan::Days { block, pause, .. } = plan
            && (block == 0 || pause == 0)
        {
            let message = "keys `block` and `pause`: a day needs breaks; write their minutes";
            say(line, message.to_owned());
        }
        let sessions = track.chapters.into_iter().map(|session| {
            let line = line_at(session.span().start);
            let session = session.into_inner();
            Session {
                chapter: session.chapter,
                minutes: session.minutes,
                valve: session.valve,
                line,
            }
        });
        tracks.push(Track {
            id: track.id,
            title: track.title,
            plan,
            all: track.all,
            sessions: sessions.collect(),
            line,
        });
    }
    (tracks, found)
}

/// `09:30` is 570 minutes after midnight.
fn minutes_of(time: &str) -> Option<u32> {
    let (hours, minutes) = time.split_once(':')?;
    let number = |text: &str, below: u32| {
        let value = text.parse::<u32>().ok()?;
        (text.len() == 2 && value < below).then_some(value)
    };
    Some(number(hours, 24)? * 60 + number(minutes, 60)?)
}

/// A chapter of a track, with the minutes that it has there.
struct Lesson<'a> {
    chapter: &'a Chapter,
    minutes: u32,
    valve: Option<&'a str>,
}

/// The lessons of a track, and the sessions whose chapter does not exist.
fn lessons<'a>(track: &'a Track, chapters: &'a [Chapter]) -> (Vec<Lesson<'a>>, Vec<&'a Session>) {
    if track.all {
        let every = |chapter: &'a Chapter| Lesson {
            chapter,
            minutes: chapter.minutes.total(),
            valve: None,
        };
        return (chapters.iter().map(every).collect(), Vec::new());
    }
    let mut lessons = Vec::new();
    let mut unknown = Vec::new();
    for session in &track.sessions {
        match chapters.iter().find(|one| one.number == session.chapter) {
            Some(chapter) => lessons.push(Lesson {
                chapter,
                minutes: session.minutes.unwrap_or_else(|| chapter.minutes.total()),
                valve: session.valve.as_deref(),
            }),
            None => unknown.push(session),
        }
    }
    (lessons, unknown)
}

/// Findings about tracks: a chapter that does not exist, minutes without a reason, a day that is
/// too short, a quiet track that no page shows.
#[must_use]
pub fn check(course: &Course) -> Vec<Finding> {
    let mut found = Vec::new();
    for track in &course.tracks {
        let (lessons, unknown) = lessons(track, &course.chapters);
        let mut say = |line: usize, message: String| {
            let message = format!("track `{}`: {message}", track.id);
            found.push(Finding::at(FILE, line, message));
        };
        // A draft may lack chapters: they are being written.
        for session in unknown.iter().filter(|_| !course.draft) {
            let message = format!("key `chapter`: there is no chapter {}", session.chapter);
            say(session.line, message);
        }
        for session in &track.sessions {
            if session.minutes.is_some() != session.valve.is_some() {
                let message = "keys `minutes` and `valve` belong together: say what is left out, and how long the rest takes";
                say(session.line, message.to_owned());
            }
            let planned = lessons
                .iter()
                .find(|lesson| lesson.chapter.number == session.chapter)
                .map(|lesson| lesson.chapter.minutes.total());
            if let (Some(minutes), Some(planned)) = (session.minutes, planned)
                && minutes >= planned
            {
                let message = format!(
                    "key `minutes`: {minutes} is no less than the {planned} of the whole chapter"
                );
                say(session.line, message);
            }
        }
        if unknown.is_empty()
            && let Some(problem) = timetable::too_long(track, &lessons)
        {
            say(track.line, problem);
        }
    }
    found
}

/// The timetable of a track in Markdown; `page` is the path of the page that shows it.
///
/// # Errors
///
/// When there is no such track: the message lists the known ones.
pub fn timetable(course: &Course, id: &str, page: &str) -> Result<String, String> {
    let Some(track) = course.tracks.iter().find(|track| track.id == id) else {
        let known: Vec<&str> = course
            .tracks
            .iter()
            .map(|track| track.id.as_str())
            .collect();
        return Err(format!(
            "there is no track `{id}` in {FILE}; there are: {}",
            known.join(", ")
        ));
    };
    let (lessons, unknown) = lessons(track, &course.chapters);
    let mut markdown = timetable::markdown(track, &lessons, page);
    if !unknown.is_empty() {
        let missing: Vec<String> = unknown.iter().map(|one| one.chapter.to_string()).collect();
        markdown.push_str(&format!(
            "\nDraft: the chapters {} are not written yet.\n",
            missing.join(", ")
        ));
    }
    Ok(markdown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_two_digits_each() {
        assert_eq!(minutes_of("09:30"), Some(570));
        assert_eq!(minutes_of("00:00"), Some(0));
        for time in ["9:30", "24:00", "09:60", "0930", "09:5", ""] {
            assert_eq!(minutes_of(time), None, "{time}");
        }
    }

    #[test]
    fn every_mistake_names_its_line_and_key() {
        let text = "[[track]]\nid = \"a\"\ntitle = \"A\"\nstart = \"9\"\nend = \"12:00\"\n\n[[track]]\nid = \"a\"\ntitle = \"B\"\nweeks = 3\nend = \"12:00\"\nall = true\n";
        let found: Vec<String> = parse(text).1.iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "book/tracks.toml:1: track `a`: key `chapters`: write either the chapters or `all = true`",
                "book/tracks.toml:4: track `a`: key `start`: `9` is not a time such as 09:00",
                "book/tracks.toml:1: track `a`: keys `block` and `pause`: a day needs breaks; write their minutes",
                "book/tracks.toml:7: track `a`: key `id`: it stands in the file twice",
                "book/tracks.toml:7: track `a`: write `start` and `end` for days, `weeks` for a term, or none of them",
            ]
        );
    }
}
