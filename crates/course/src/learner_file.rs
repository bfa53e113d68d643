//! A file with a solution: the learner's own, or one to grade.

use std::path::Path;

use source_scan::SourceError;

use crate::failure::Failure;

/// Why a file cannot be judged, with the next thing to try.
///
/// `shown` is the path as the reader knows it; `reset` is the command that brings the starter back,
/// when the file is the learner's own.
pub(crate) fn bad_file(error: &SourceError, shown: &str, reset: Option<&str>) -> Failure {
    let restore = |first: &str| match reset {
        Some(reset) => format!("{first} `{reset}` (it keeps a backup)"),
        None => "name the file with the solution, usually a `lib.rs`".to_owned(),
    };
    let (problem, help) = match error {
        SourceError::Missing(_) => (
            format!("there is no file {shown}"),
            restore("bring the starter back with"),
        ),
        SourceError::Directory(_) => (
            format!("{shown} is a folder, not a file"),
            restore("move it away, and bring the starter back with"),
        ),
        SourceError::Link(_) => (
            format!("{shown} is a link, and only a plain file is judged"),
            "copy the file it points to into its place".to_owned(),
        ),
        SourceError::NotAFile(_) => (
            format!("{shown} is not a plain file"),
            restore("bring the starter back with"),
        ),
        SourceError::Empty(_) => (
            format!("{shown} is empty"),
            restore("write your solution, or bring the starter back with"),
        ),
        SourceError::TooLarge { bytes, .. } => (
            format!(
                "{shown} has {bytes} bytes, and a solution has at most {}",
                source_scan::MAX_SOURCE_BYTES
            ),
            restore("is it the right file? bring the starter back with"),
        ),
        SourceError::NotUtf8 { line, .. } => (
            format!("{shown} is not UTF-8 text: line {line}"),
            "save the file as UTF-8 in your editor".to_owned(),
        ),
        SourceError::Io { source, .. } => (
            format!("cannot read {shown}: {source}"),
            "check who may read it".to_owned(),
        ),
        // A new way to be wrong speaks for itself.
        other => (other.to_string(), "name another file".to_owned()),
    };
    Failure::BadFile { problem, help }
}

/// Is the path itself unusable, so that there is no content to speak of?
pub(crate) fn is_about_the_path(error: &SourceError) -> bool {
    !matches!(
        error,
        SourceError::Empty(_) | SourceError::TooLarge { .. } | SourceError::NotUtf8 { .. }
    )
}

/// Reads a file with a solution.
///
/// # Errors
///
/// [`Failure::BadFile`] when it is not a plain file with UTF-8 text of a sensible size.
pub(crate) fn read(path: &Path, shown: &str, reset: Option<&str>) -> Result<String, Failure> {
    source_scan::read_source(path).map_err(|error| bad_file(&error, shown, reset))
}
