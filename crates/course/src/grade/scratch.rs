//! A folder for one grading, with the layout of the course.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};

use catalog::ExerciseId;

use crate::Outcome;
use crate::context::Context;
use crate::failure::Failure;

/// A folder below `<target>/course/grade` that nobody else uses. Dropping it removes it.
///
/// Inside, the submission is `exercises/exNN/src/lib.rs` and the models are
/// `exercises/exNN/tests`, as in the course, so that counterexamples name the same paths.
pub(crate) struct Scratch {
    folder: PathBuf,
    exercise: PathBuf,
    /// Locked as long as the grading lives; a folder without a locked file is a left-over.
    _lock: File,
}

impl Scratch {
    /// Makes the folder and copies the submission and the pristine models into it.
    ///
    /// # Errors
    ///
    /// When the target folder cannot be written to, or the models cannot be read.
    pub(crate) fn create(
        target: &Path,
        context: &Context,
        id: ExerciseId,
        submission: &str,
    ) -> Outcome<Scratch> {
        let parent = target.join("course").join("grade");
        fs::create_dir_all(&parent).map_err(Failure::io("write", &parent))?;
        remove_left_overs(&parent);
        let mut hasher = DefaultHasher::new();
        submission.hash(&mut hasher);
        let name = format!("{id}-{:016x}-{}", hasher.finish(), std::process::id());
        let (folder, lock) = (0u32..)
            .find_map(|number| claim(&parent.join(format!("{name}-{number}"))).transpose())
            .expect("there are more numbers than gradings")
            .map_err(Failure::io("write", &parent))?;
        let exercise = folder.join("exercises").join(id.to_string());
        let scratch = Scratch {
            folder,
            exercise,
            _lock: lock,
        };
        let source = scratch.exercise.join("src");
        fs::create_dir_all(&source).map_err(Failure::io("write", &source))?;
        let file = source.join("lib.rs");
        fs::write(&file, submission).map_err(Failure::io("write", &file))?;
        let models = context.layout.exercise(id).join("tests");
        copy_folder(&models, &scratch.exercise.join("tests"))?;
        Ok(scratch)
    }

    /// The root of the mirrored course.
    pub(crate) fn root(&self) -> &Path {
        &self.folder
    }

    /// `exercises/exNN` in the mirrored course.
    pub(crate) fn exercise(&self) -> &Path {
        &self.exercise
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed now is a left-over for the next grading.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Makes and locks a folder; `None` when the name is taken.
fn claim(folder: &Path) -> io::Result<Option<(PathBuf, File)>> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(None),
        result => result?,
    }
    let lock = File::create(lock_file(folder))?;
    match lock.lock() {
        Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(error),
        _ => Ok(Some((folder.to_owned(), lock))),
    }
}

fn lock_file(folder: &Path) -> PathBuf {
    folder.join("lock")
}

/// Removes the folders of gradings that were ended before they could clean up.
///
/// Nothing here is worth an error: the next grading tries again. A folder whose lock file is not
/// there yet was made a moment ago and is left alone.
fn remove_left_overs(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let Ok(lock) = File::open(lock_file(&entry.path())) else {
            continue;
        };
        if lock.try_lock().is_ok() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn copy_folder(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to).map_err(Failure::io("write", to))?;
    for entry in fs::read_dir(from).map_err(Failure::io("read", from))? {
        let path = entry.map_err(Failure::io("read", from))?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_folder(&path, &target)?;
        } else {
            fs::copy(&path, &target).map_err(Failure::io("copy", &path))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_left_over_is_removed_and_a_living_one_is_not() {
        let parent = tempfile::tempdir().expect("a temporary folder");
        let (left, _) = claim(&parent.path().join("left"))
            .expect("writable")
            .expect("free");
        let (alive, lock) = claim(&parent.path().join("alive"))
            .expect("writable")
            .expect("free");
        remove_left_overs(parent.path());
        assert!(!left.exists());
        assert!(alive.exists());
        drop(lock);
    }

    #[test]
    fn a_name_is_claimed_once() {
        let parent = tempfile::tempdir().expect("a temporary folder");
        let folder = parent.path().join("ex02-1");
        let first = claim(&folder).expect("writable");
        assert!(first.is_some());
        assert!(claim(&folder).expect("no error").is_none());
    }
}
