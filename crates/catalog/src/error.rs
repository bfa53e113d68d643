//! What can be wrong with the files of the course.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// A place in a file: the file, its line and the key that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as the caller named it, usually relative to the root of the course.
    pub file: String,
    /// The line, from 1; `None` when the whole file is meant.
    pub line: Option<usize>,
    /// The key, with dots for nested keys: `minutes.concept`.
    pub key: Option<String>,
}

impl Place {
    /// The whole file.
    #[must_use]
    pub fn file(file: &str) -> Place {
        Place {
            file: file.to_owned(),
            line: None,
            key: None,
        }
    }

    /// A line of the file.
    #[must_use]
    pub fn line(file: &str, line: usize) -> Place {
        Place {
            file: file.to_owned(),
            line: Some(line),
            key: None,
        }
    }

    /// The place of the byte `offset` of `text`, which belongs to `key`.
    pub(crate) fn at(file: &str, text: &str, offset: usize, key: impl Into<String>) -> Place {
        let line = line_of(text, offset);
        Place {
            file: file.to_owned(),
            line: Some(line),
            key: Some(key.into()),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(key) = &self.key {
            write!(f, ": key `{key}`")?;
        }
        Ok(())
    }
}

/// The line of the byte `offset`, from 1.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().iter().take(offset);
    1 + before.filter(|byte| **byte == b'\n').count()
}

/// Something is wrong with a file of the course. The message says what to do next.
// Written by hand: the crate is on the way to the first check, and a derive costs more than this.
#[derive(Debug)]
#[non_exhaustive]
pub enum CatalogError {
    /// A file says something that it must not say.
    Invalid {
        /// Where.
        place: Place,
        /// What is wrong.
        problem: String,
        /// What to do next.
        help: String,
    },
    /// A file or folder is not there.
    Missing {
        /// Which.
        path: PathBuf,
        /// What to do next.
        help: String,
    },
    /// A file or folder could not be read or written.
    Io {
        /// `read` or `write`.
        action: &'static str,
        /// Which.
        path: PathBuf,
        /// The answer of the operating system.
        source: io::Error,
    },
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CatalogError::Invalid {
                place,
                problem,
                help,
            } => {
                write!(f, "{place}: {problem}; {help}")
            }
            CatalogError::Missing { path, help } => {
                write!(f, "{} is missing; {help}", path.display())
            }
            CatalogError::Io {
                action,
                path,
                source,
            } => {
                let (path, help) = (path.display(), io_help(source));
                write!(f, "cannot {action} {path}: {source}; {help}")
            }
        }
    }
}

impl std::error::Error for CatalogError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            CatalogError::Io { source, .. } => Some(source),
            CatalogError::Invalid { .. } | CatalogError::Missing { .. } => None,
        }
    }
}

impl CatalogError {
    /// Is a file of the course to blame, and not the operating system?
    #[must_use]
    pub fn blames_a_file(&self) -> bool {
        match self {
            CatalogError::Invalid { .. } | CatalogError::Missing { .. } => true,
            CatalogError::Io { source, .. } => matches!(
                source.kind(),
                io::ErrorKind::InvalidData
                    | io::ErrorKind::IsADirectory
                    | io::ErrorKind::FileTooLarge
            ),
        }
    }

    /// The same about a file under the name by which people know it.
    pub(crate) fn about(self, shown: &str) -> CatalogError {
        match self {
            CatalogError::Io { action, source, .. } => CatalogError::Io {
                action,
                path: PathBuf::from(shown),
                source,
            },
            other => other,
        }
    }

    pub(crate) fn invalid(
        place: Place,
        problem: impl Into<String>,
        help: impl Into<String>,
    ) -> CatalogError {
        CatalogError::Invalid {
            place,
            problem: problem.into(),
            help: help.into(),
        }
    }
}

/// The next thing to try after this answer of the operating system.
fn io_help(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "check the permissions of the file and of its folder",
        io::ErrorKind::ReadOnlyFilesystem => "the folder is read-only: work in a copy of it",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full: free some space and try again"
        }
        io::ErrorKind::InvalidData => "save the file as UTF-8",
        io::ErrorKind::IsADirectory => "it is a folder: move it away",
        io::ErrorKind::FileTooLarge => "restore the file with `git checkout`",
        _ => "try `cargo course doctor`",
    }
}
