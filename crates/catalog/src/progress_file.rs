//! The progress file: read, changed and written as one step.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::discover::Layout;
use crate::error::CatalogError;
use crate::files;
use crate::progress::Progress;

/// The file that holds the progress of the learner: `.course/progress.toml`.
#[derive(Clone, Debug)]
pub struct ProgressFile {
    path: PathBuf,
    shown: String,
}

/// A progress file that could not be used was set aside.
#[derive(Debug)]
pub struct Recovered {
    /// What was wrong with it.
    pub problem: CatalogError,
    /// Where it is now.
    pub backup: PathBuf,
}

impl ProgressFile {
    /// The progress file of this course.
    #[must_use]
    pub fn of(layout: &Layout) -> ProgressFile {
        let path = layout.state().join("progress.toml");
        ProgressFile {
            shown: layout.shown(&path),
            path,
        }
    }

    /// Reads the progress. A file that is not there is an empty progress. A broken file is renamed,
    /// and the second value says so: tell the learner.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or a broken one cannot be renamed.
    pub fn read(&self) -> Result<(Progress, Option<Recovered>), CatalogError> {
        let problem = match files::read(&self.path) {
            Ok(None) => return Ok((Progress::default(), None)),
            Ok(Some(text)) => match Progress::parse(&text, &self.shown) {
                Ok(progress) => return Ok((progress, None)),
                Err(problem) => problem,
            },
            // Not UTF-8, or far too large: it is no progress file, so it is set aside as well.
            Err(error @ CatalogError::Io { .. }) if is_broken(&error) => error,
            Err(error) => return Err(error),
        };
        let backup = self.set_aside()?;
        Ok((Progress::default(), Some(Recovered { problem, backup })))
    }

    /// Changes the progress. Two processes that change it at the same time take turns, so that no
    /// change is lost.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, locked or written. It is then as it was.
    pub fn update<T>(
        &self,
        change: impl FnOnce(&mut Progress) -> T,
    ) -> Result<(T, Option<Recovered>), CatalogError> {
        let _turn = self.lock()?;
        let (mut progress, recovered) = self.read()?;
        let before = progress.clone();
        let result = change(&mut progress);
        if progress != before || recovered.is_some() {
            files::write_atomically(&self.path, progress.to_text().as_bytes())?;
        }
        Ok((result, recovered))
    }

    /// Waits for its turn; the turn ends when the file is dropped.
    fn lock(&self) -> Result<File, CatalogError> {
        let path = self.path.with_extension("lock");
        let failed = |source| CatalogError::Io {
            action: "write",
            path: path.clone(),
            source,
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        // The file stays: removing it would let two processes lock two different files.
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path);
        let file = file.map_err(failed)?;
        match file.lock() {
            // A file system without locks: the rename still keeps the file whole.
            Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
            result => result.map(|()| file).map_err(failed),
        }
    }

    /// Renames the broken file to a name that is not taken.
    fn set_aside(&self) -> Result<PathBuf, CatalogError> {
        for number in 1.. {
            let backup = self.path.with_extension(format!("toml.broken-{number}"));
            if backup.symlink_metadata().is_ok() {
                continue;
            }
            return match fs::rename(&self.path, &backup) {
                Ok(()) => Ok(backup),
                Err(source) => Err(CatalogError::Io {
                    action: "rename",
                    path: self.path.clone(),
                    source,
                }),
            };
        }
        unreachable!("internal error: every number is taken: please report")
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn is_broken(error: &CatalogError) -> bool {
    let CatalogError::Io { source, .. } = error else {
        return false;
    };
    matches!(
        source.kind(),
        io::ErrorKind::InvalidData | io::ErrorKind::FileTooLarge
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ExerciseId;

    fn course() -> (tempfile::TempDir, ProgressFile) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = ProgressFile::of(&Layout::new(folder.path()));
        (folder, file)
    }

    fn id(number: u8) -> ExerciseId {
        ExerciseId::from_number(number).expect("a valid number")
    }

    #[test]
    fn a_change_is_kept() {
        let (_folder, file) = course();
        file.update(|progress| progress.record_mut(id(2)).solved = true)
            .expect("writable");
        file.update(|progress| progress.current = Some(id(7)))
            .expect("writable");
        let (progress, recovered) = file.read().expect("readable");
        assert!(progress.is_solved(id(2)));
        assert_eq!(progress.current, Some(id(7)));
        assert!(recovered.is_none());
    }

    #[test]
    fn a_broken_file_is_kept_and_reported() {
        let (_folder, file) = course();
        for (number, broken) in [(1, &b"format = 1\n[exer"[..]), (2, b"\xff\xfe\0")] {
            fs::create_dir_all(file.path().parent().expect("a parent")).expect("writable");
            fs::write(file.path(), broken).expect("writable");
            let (changed, recovered) = file
                .update(|progress| progress.record_mut(id(2)).hints += 1)
                .expect("writable");
            let recovered = recovered.expect("the file was broken");
            assert_eq!(changed, ());
            assert_eq!(fs::read(&recovered.backup).expect("the backup"), broken);
            assert!(
                recovered
                    .backup
                    .ends_with(format!("progress.toml.broken-{number}"))
            );
            assert_eq!(file.read().expect("readable").0.record(id(2)).hints, 1);
        }
    }

    #[test]
    fn changes_made_at_the_same_time_are_all_kept() {
        let (_folder, file) = course();
        std::thread::scope(|scope| {
            for number in 1..=8 {
                let file = &file;
                scope.spawn(move || {
                    file.update(|progress| progress.record_mut(id(number)).solved = true)
                        .expect("writable");
                });
            }
        });
        let (progress, _) = file.read().expect("readable");
        assert!((1..=8).all(|number| progress.is_solved(id(number))));
    }

    #[test]
    fn nothing_is_written_when_nothing_changed() {
        let (_folder, file) = course();
        file.update(|_| ()).expect("writable");
        assert!(!file.path().exists());
    }
}
