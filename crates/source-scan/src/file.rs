//! Reading the learner's file, with a clear word for everything that can be wrong with it.

use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes. A solution has some kilobytes.
pub const MAX_SOURCE_BYTES: u64 = 256 * 1024;

/// Why a source file cannot be judged.
#[derive(Debug)]
#[non_exhaustive]
pub enum SourceError {
    /// There is no such file.
    Missing(PathBuf),
    /// It is a directory.
    Directory(PathBuf),
    /// It is a symbolic link.
    Link(PathBuf),
    /// It is a device, a pipe or a socket.
    NotAFile(PathBuf),
    /// It has no text in it.
    Empty(PathBuf),
    /// It is larger than [`MAX_SOURCE_BYTES`].
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        bytes: u64,
    },
    /// It is not UTF-8.
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The first line that is not.
        line: usize,
    },
    /// The operating system refused.
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

impl fmt::Display for SourceError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SourceError::Missing(path) => write!(
                out,
                "there is no file {}: `cargo course reset` brings the starter back",
                path.display()
            ),
            SourceError::Directory(path) => write!(
                out,
                "{} is a directory, and a file is needed: move it away, then `cargo course reset` brings the starter back",
                path.display()
            ),
            SourceError::Link(path) => write!(
                out,
                "{} is a link: put the file itself there",
                path.display()
            ),
            SourceError::NotAFile(path) => {
                write!(
                    out,
                    "{} is not a plain file: put a Rust file there",
                    path.display()
                )
            }
            SourceError::Empty(path) => write!(
                out,
                "{} is empty: write your solution, or `cargo course reset` brings the starter back",
                path.display()
            ),
            SourceError::TooLarge { path, bytes } => write!(
                out,
                "{} has {bytes} bytes, and a solution may have {MAX_SOURCE_BYTES}: is this the right file?",
                path.display()
            ),
            SourceError::NotUtf8 { path, line } => write!(
                out,
                "line {line} of {} is not UTF-8 text: save the file as UTF-8",
                path.display()
            ),
            SourceError::Io { path, source } => {
                write!(
                    out,
                    "cannot read {}: {source}; check that you may read it",
                    path.display()
                )
            }
        }
    }
}

impl std::error::Error for SourceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            SourceError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Reads a source file.
///
/// # Errors
/// When it is missing, empty, too large, not UTF-8, not a plain file, or unreadable.
pub fn read_source(path: &Path) -> Result<String, SourceError> {
    let io = |source| SourceError::Io {
        path: path.to_owned(),
        source,
    };
    let meta = match fs::symlink_metadata(path) {
        Ok(meta) => meta,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(SourceError::Missing(path.to_owned()));
        }
        Err(error) => return Err(io(error)),
    };
    let kind = meta.file_type();
    if kind.is_symlink() {
        return Err(SourceError::Link(path.to_owned()));
    }
    if kind.is_dir() {
        return Err(SourceError::Directory(path.to_owned()));
    }
    if !kind.is_file() {
        return Err(SourceError::NotAFile(path.to_owned()));
    }
    // One byte more than allowed is enough to know that it is too large, however long it is.
    let mut bytes = Vec::new();
    fs::File::open(path)
        .map_err(io)?
        .take(MAX_SOURCE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(io)?;
    if bytes.len() as u64 > MAX_SOURCE_BYTES {
        let bytes = meta.len().max(MAX_SOURCE_BYTES + 1);
        return Err(SourceError::TooLarge {
            path: path.to_owned(),
            bytes,
        });
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
        SourceError::NotUtf8 {
            path: path.to_owned(),
            line,
        }
    })?;
    if text.trim().is_empty() {
        return Err(SourceError::Empty(path.to_owned()));
    }
    Ok(text)
}
