//! `cargo course reset`: the starter comes back, and nothing is lost.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use catalog::ExerciseId;

use crate::Outcome;
use crate::context::Context;
use crate::failure::Failure;
use crate::terminal::{self, BOLD, RESET};

/// Puts the starter back. Whatever was in its place is kept as a backup.
///
/// # Errors
///
/// When there is no such exercise, or a file cannot be read or written. The learner's file is then
/// as it was, or in the backup that the message names.
pub(crate) fn run(exercise: &str) -> Outcome {
    let context = Context::find()?;
    let id = context.id(exercise)?;
    let starter = context.layout.starter(id);
    let file = context.layout.learner_file(id);
    let shown = context.layout.shown(&file);
    let pristine = fs::read(&starter).map_err(Failure::io("read", &starter))?;
    match state_of(&file, &pristine)? {
        State::Pristine => return terminal::line(format_args!("{shown} is the starter already")),
        State::Absent => {}
        State::Changed => {
            let backup = set_aside(&context, id, &file)?;
            let backup = context.layout.shown(&backup);
            terminal::line(format_args!("your file is kept as {BOLD}{backup}{RESET}"))?;
        }
    }
    catalog::write_atomically(&file, &pristine)?;
    context.note_progress(|progress| progress.record_mut(id).solved = false);
    terminal::line(format_args!("{BOLD}{shown}{RESET} is the starter again"))
}

/// What lies where the learner's file belongs.
enum State {
    Absent,
    Pristine,
    /// A file with another content, or a folder, or a link.
    Changed,
}

fn state_of(file: &Path, pristine: &[u8]) -> Outcome<State> {
    match fs::symlink_metadata(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(State::Absent),
        Err(error) => Err(Failure::io("read", file)(error)),
        Ok(found) if found.is_file() && found.len() == pristine.len() as u64 => {
            let content = fs::read(file).map_err(Failure::io("read", file))?;
            Ok(if content == pristine {
                State::Pristine
            } else {
                State::Changed
            })
        }
        Ok(_) => Ok(State::Changed),
    }
}

/// Keeps what lies there under a new name below `.course/backups`.
///
/// A plain file is copied first, so that at every moment one of the two places has it; anything
/// else is moved.
fn set_aside(context: &Context, id: ExerciseId, file: &Path) -> Outcome<PathBuf> {
    let folder = context.layout.state().join("backups");
    fs::create_dir_all(&folder).map_err(Failure::io("write", &folder))?;
    let is_plain = fs::symlink_metadata(file).is_ok_and(|found| found.is_file());
    for number in 1u32.. {
        let backup = folder.join(format!("{id}-{number}.rs"));
        let kept = if is_plain {
            copy_new(file, &backup)
        } else {
            move_new(file, &backup)
        };
        match kept {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Failure::io("write", &backup)(error)),
            Ok(()) => return Ok(backup),
        }
    }
    unreachable!("internal error: every number is taken: please report")
}

fn copy_new(file: &Path, backup: &Path) -> io::Result<()> {
    let mut copy = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(backup)?;
    let copied = fs::File::open(file)
        .and_then(|mut original| io::copy(&mut original, &mut copy))
        .and_then(|_| copy.sync_all());
    if copied.is_err() {
        // Half a backup would be taken for a whole one. The first error is the one to report.
        let _ = fs::remove_file(backup);
    }
    copied
}

fn move_new(file: &Path, backup: &Path) -> io::Result<()> {
    if backup.symlink_metadata().is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    fs::rename(file, backup)
}
