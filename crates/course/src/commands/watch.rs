//! `cargo course` without a command, and `cargo course watch`.
//!
//! One loop over a closed list of events. The check runs on a thread of its own, so that a save or
//! a key can end it early: then its processes are ended, and its result is not wanted any more.
//! Keys are lines, which works with every terminal and every screen reader, and needs no terminal
//! mode that would have to be restored.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use catalog::ExerciseId;

use crate::Outcome;
use crate::commands::check::{self, End};
use crate::commands::{hint, list};
use crate::context::Context;
use crate::failure::Failure;
use crate::terminal::{self, BOLD, DIM, GREEN, RESET};

/// How often the file is looked at. A change counts when two looks in a row agree, so that a file
/// that is being written is left alone.
const LOOK: Duration = Duration::from_millis(150);

/// Shows where the learner is. With a person at the keyboard the current exercise is watched; else
/// it is checked once.
///
/// # Errors
///
/// Whatever [`check::check`] meets.
pub(crate) fn here() -> Outcome {
    if terminal::is_interactive() {
        return run(None);
    }
    let context = Context::find()?;
    let id = context.id_or_current(None)?;
    say_where(&context, id)?;
    check::check_and_say_next(&context, id)
}

/// Checks an exercise now and whenever its file is saved, until the learner quits.
///
/// # Errors
///
/// When there is no such exercise or the course cannot be read. A file that cannot be judged is
/// said, and the watch goes on.
pub(crate) fn run(exercise: Option<&str>) -> Outcome {
    let context = Arc::new(Context::find()?);
    let id = context.id_or_current(exercise)?;
    let (events, incoming) = mpsc::channel();
    let keys = events.clone();
    thread::spawn(move || read_keys(&keys));
    Watch::new(context, id, events).run(&incoming)
}

/// What can happen.
enum Event {
    /// The learner typed a line.
    Line(String),
    /// There will be no more lines.
    InputEnded,
    /// The check with this number has ended.
    Checked(u64, Outcome<End>),
}

/// What a line means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Hint,
    Next,
    List,
    Check,
    Quit,
    Unknown,
}

impl Key {
    fn read(line: &str) -> Key {
        match line.trim().to_ascii_lowercase().as_str() {
            "h" | "hint" => Key::Hint,
            "n" | "next" => Key::Next,
            "l" | "list" => Key::List,
            "" | "c" | "check" => Key::Check,
            "q" | "quit" | "exit" => Key::Quit,
            _ => Key::Unknown,
        }
    }
}

fn read_keys(events: &Sender<Event>) {
    for line in io::stdin().lines() {
        let Ok(line) = line else { break };
        // Nobody listens when the watch has ended.
        if events.send(Event::Line(line)).is_err() {
            return;
        }
    }
    let _ = events.send(Event::InputEnded);
}

/// What the loop does next.
#[must_use]
enum Next {
    Continue,
    Quit,
}

struct Watch {
    context: Arc<Context>,
    id: ExerciseId,
    events: Sender<Event>,
    /// The number of the check that is wanted; results of earlier ones are dropped.
    wanted: u64,
    /// The check that runs.
    running: Option<thread::JoinHandle<()>>,
    /// The content that was checked last, and what the latest look saw.
    checked: Content,
    seen: Content,
}

/// The content of the learner's file; `None` when there is no readable file.
type Content = Option<u64>;

impl Watch {
    fn new(context: Arc<Context>, id: ExerciseId, events: Sender<Event>) -> Watch {
        Watch {
            context,
            id,
            events,
            wanted: 0,
            running: None,
            checked: None,
            seen: None,
        }
    }

    fn run(mut self, incoming: &Receiver<Event>) -> Outcome {
        self.go_to(self.id)?;
        loop {
            let next = match incoming.recv_timeout(LOOK) {
                Ok(Event::Line(line)) => self.on_key(Key::read(&line))?,
                // Without a keyboard the watch ends with the check that runs.
                Ok(Event::InputEnded) if self.running.is_none() => Next::Quit,
                Ok(Event::InputEnded) => {
                    self.finish_running();
                    for event in incoming.try_iter() {
                        if let Event::Checked(number, result) = event {
                            self.on_checked(number, result)?;
                        }
                    }
                    Next::Quit
                }
                Ok(Event::Checked(number, result)) => {
                    self.on_checked(number, result)?;
                    Next::Continue
                }
                Err(RecvTimeoutError::Timeout) => self.look()?,
                Err(RecvTimeoutError::Disconnected) => Next::Quit,
            };
            if let Next::Quit = next {
                self.stop_running();
                return terminal::line("see you; your progress is kept");
            }
        }
    }

    /// A result that is not wanted any more belongs to an older content, and is dropped.
    fn on_checked(&mut self, number: u64, result: Outcome<End>) -> Outcome {
        if number != self.wanted {
            return Ok(());
        }
        self.finish_running();
        self.say_result(result)
    }

    fn on_key(&mut self, key: Key) -> Outcome<Next> {
        match key {
            Key::Quit => return Ok(Next::Quit),
            Key::Hint => hint::show(&self.context, self.id, None)?,
            Key::List => list::show_for(&self.context)?,
            Key::Check => self.check()?,
            Key::Next => self.go_on()?,
            Key::Unknown => self.say_keys()?,
        }
        Ok(Next::Continue)
    }

    /// Looks at the file, and checks it when it has changed and come to rest.
    fn look(&mut self) -> Outcome<Next> {
        let now = content_of(&self.context.layout.learner_file(self.id));
        if now == self.seen && now != self.checked {
            terminal::line(format_args!("{DIM}saved: checking again{RESET}"))?;
            self.check()?;
        }
        self.seen = now;
        Ok(Next::Continue)
    }

    /// Starts a check of the current content; one that still runs is ended.
    fn check(&mut self) -> Outcome {
        self.stop_running();
        self.wanted += 1;
        self.checked = content_of(&self.context.layout.learner_file(self.id));
        self.seen = self.checked;
        let (context, id) = (Arc::clone(&self.context), self.id);
        let (events, number) = (self.events.clone(), self.wanted);
        self.running = Some(thread::spawn(move || {
            let result = check::check(&context, id);
            // Nobody listens when the watch has ended.
            let _ = events.send(Event::Checked(number, result));
        }));
        Ok(())
    }

    /// Ends the check that runs, with all its processes; its result is not wanted.
    fn stop_running(&mut self) {
        if let Some(running) = &self.running {
            self.wanted += 1;
            while !running.is_finished() {
                // It may have been between two programs: then the next one is ended.
                processes::end_all();
                thread::park_timeout(Duration::from_millis(5));
            }
        }
        self.finish_running();
    }

    fn finish_running(&mut self) {
        if let Some(running) = self.running.take() {
            // A panic of the check has been printed; the watch goes on.
            let _ = running.join();
        }
    }

    fn go_to(&mut self, id: ExerciseId) -> Outcome {
        // A check that still runs notes where the learner was; it must not do so after this.
        self.stop_running();
        self.id = id;
        self.context
            .note_progress(|progress| progress.current = Some(id));
        say_where(&self.context, id)?;
        self.say_keys()?;
        self.check()
    }

    /// Goes to the next open exercise. When there is none, everything is checked once more before
    /// the course is said to be done: a solved file may have been changed since.
    fn go_on(&mut self) -> Outcome {
        let progress = self.context.progress()?;
        let open = progress.next_open(&self.context.ids, Some(self.id));
        if let Some(next) = open.filter(|next| *next != self.id) {
            return self.go_to(next);
        }
        if open.is_some() {
            return terminal::line(format_args!("{} is the last open exercise", self.id));
        }
        self.stop_running();
        terminal::line("every exercise is solved; checking them all once more …")?;
        match check::check_all(&self.context) {
            Ok(()) => terminal::line(format_args!(
                "{GREEN}{BOLD}Everything holds, in every interleaving. You have finished the course.{RESET}"
            )),
            Err(failure) => {
                terminal::report(&failure);
                self.context.progress().map(drop)
            }
        }
    }

    fn say_result(&self, result: Outcome<End>) -> Outcome {
        match result {
            Ok(End::Holds) => {
                let progress = self.context.progress()?;
                let next = match progress.next_open(&self.context.ids, Some(self.id)) {
                    Some(next) => format!("go on with {next}: n and Enter"),
                    None => "that was the last one: n and Enter".to_owned(),
                };
                terminal::line(format_args!(
                    "{GREEN}{BOLD}{} is solved.{RESET} {next}",
                    self.id
                ))?;
            }
            Ok(End::Rejected | End::Undecided) => {}
            Err(Failure::ReaderGone) => return Err(Failure::ReaderGone),
            // Something is wrong with the file or the course: say it, the learner repairs it.
            Err(failure) => terminal::report(&failure),
        }
        self.say_keys()
    }

    fn say_keys(&self) -> Outcome {
        terminal::line(format_args!(
            "{DIM}watching {}; keys with Enter: h hint, n next, l list, c check, q quit{RESET}",
            self.context
                .layout
                .shown(&self.context.layout.learner_file(self.id))
        ))
    }
}

/// A number that changes with the content.
fn content_of(file: &Path) -> Content {
    // A file that grows without end is the check's to refuse, not ours to read.
    let metadata = fs::metadata(file).ok()?;
    let mut hasher = DefaultHasher::new();
    if metadata.len() <= source_scan::MAX_SOURCE_BYTES {
        fs::read(file).ok()?.hash(&mut hasher);
    }
    metadata.len().hash(&mut hasher);
    Some(hasher.finish())
}

fn say_where(context: &Context, id: ExerciseId) -> Outcome {
    let exercise = context.exercise(id)?;
    let progress = context.progress()?;
    let solved = context
        .ids
        .iter()
        .filter(|id| progress.is_solved(**id))
        .count();
    terminal::line(format_args!(
        "{solved} of {} exercises solved",
        context.ids.len()
    ))?;
    terminal::line(format_args!("{BOLD}{id}  {}{RESET}", exercise.title))?;
    let layout = &context.layout;
    let chapter = layout.shown(&layout.chapter(&exercise));
    terminal::line(format_args!(
        "  read  {chapter} (`cargo course book` shows it in the browser)"
    ))?;
    terminal::line(format_args!(
        "  edit  {}",
        layout.shown(&layout.learner_file(id))
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_letters_or_words() {
        for (line, key) in [
            ("h", Key::Hint),
            ("Hint ", Key::Hint),
            ("n", Key::Next),
            ("l\r", Key::List),
            ("", Key::Check),
            ("q", Key::Quit),
            ("x", Key::Unknown),
        ] {
            assert_eq!(Key::read(line), key, "{line:?}");
        }
    }

    #[test]
    fn the_content_counts_not_the_time() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("lib.rs");
        assert_eq!(content_of(&file), None);
        fs::write(&file, "one").expect("writable");
        let one = content_of(&file);
        fs::write(&file, "one").expect("writable");
        assert_eq!(content_of(&file), one);
        fs::write(&file, "two").expect("writable");
        assert_ne!(content_of(&file), one);
    }
}
