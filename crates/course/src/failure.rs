//! Every expected failure of the command line, with its exit code and the next thing to try.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use catalog::{CatalogError, ExerciseId};

/// The exit code when a solution was rejected.
pub(crate) const REJECTED: u8 = 1;
/// The exit code when the command line or the input cannot be used.
pub(crate) const USAGE: u8 = 2;
/// The exit code when nothing could be judged.
pub(crate) const COULD_NOT_JUDGE: u8 = 3;

/// An expected failure. Messages are fragments: lowercase, without a final period.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A solution was rejected, and the learner has been told why.
    Rejected,
    /// A judge could not decide, and the learner has been told why.
    Undecided,
    /// A program that was started for the learner ended like this, and has said why.
    Passed { code: u8 },
    /// The reader of our output went away, as in `cargo course list | head -1`.
    ReaderGone,

    /// The current folder does not belong to a course.
    NotInCourse { from: PathBuf },
    /// A text is not the number of an exercise.
    NotAnId(catalog::UnknownId),
    /// The course has no exercise with this number.
    NoSuchExercise {
        id: ExerciseId,
        nearest: Vec<ExerciseId>,
    },
    /// A hint that does not exist.
    NoSuchHint {
        id: ExerciseId,
        level: u32,
        count: usize,
    },
    /// A file of the course is missing or broken.
    Catalog(CatalogError),
    /// The learner's file or the file to grade cannot be judged.
    BadFile { problem: String, help: String },
    /// A port number cannot be used, an option makes no sense here, and the like.
    Usage { problem: String, help: String },

    /// A program that is needed is not there.
    NoProgram { program: String, help: String },
    /// The tools of the course, not the learner's file, do not build.
    ToolsDoNotBuild { what: String, output: String },
    /// A judge ended without an answer.
    NoAnswer {
        what: String,
        how: String,
        output: String,
    },
    /// A program had to be ended because it took too long.
    TooLong { what: String, seconds: u64 },
    /// The operating system refused.
    Io {
        action: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    /// A measured number is not the recorded one, or a line of the judge is off.
    Disagreement { problem: String, help: String },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Rejected => f.write_str("rejected"),
            Failure::Undecided => f.write_str("not decided"),
            Failure::Passed { code } => write!(f, "ended with {code}"),
            Failure::ReaderGone => f.write_str("nobody reads the output"),
            Failure::NotInCourse { from } => write!(
                f,
                "this is not the folder of the course: {} has no `exercises` beside its \
                 `Cargo.toml`, and no folder above it does",
                from.display()
            ),
            Failure::NotAnId(error) => error.fmt(f),
            Failure::NoSuchExercise { id, .. } => write!(f, "there is no exercise {id}"),
            Failure::NoSuchHint { id, level, .. } => write!(f, "{id} has no hint {level}"),
            Failure::Catalog(error) => error.fmt(f),
            Failure::BadFile { problem, .. }
            | Failure::Usage { problem, .. }
            | Failure::Disagreement { problem, .. } => f.write_str(problem),
            Failure::NoProgram { program, .. } => write!(f, "`{program}` was not found"),
            Failure::ToolsDoNotBuild { what, .. } => write!(f, "{what} does not build"),
            Failure::NoAnswer { what, how, .. } => {
                write!(f, "{what} ended without an answer ({how})")
            }
            Failure::TooLong { what, seconds } => {
                write!(f, "{what} was ended after {seconds} seconds")
            }
            Failure::Io {
                action,
                path,
                source,
            } => {
                write!(f, "cannot {action} {}: {source}", path.display())
            }
        }
    }
}

impl From<catalog::UnknownId> for Failure {
    fn from(error: catalog::UnknownId) -> Failure {
        Failure::NotAnId(error)
    }
}

impl From<CatalogError> for Failure {
    fn from(error: CatalogError) -> Failure {
        Failure::Catalog(error)
    }
}

impl Failure {
    /// An answer of the operating system about a file; the action is a verb, such as `write`.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Failure {
        let path = path.to_owned();
        move |source| Failure::Io {
            action,
            path,
            source,
        }
    }

    /// The exit code of the process.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Failure::ReaderGone => 0,
            Failure::Passed { code } => *code,
            Failure::Rejected | Failure::Disagreement { .. } => REJECTED,
            Failure::NotInCourse { .. }
            | Failure::NotAnId(_)
            | Failure::NoSuchExercise { .. }
            | Failure::NoSuchHint { .. }
            | Failure::BadFile { .. }
            | Failure::Usage { .. } => USAGE,
            Failure::Catalog(error) if error.blames_a_file() => USAGE,
            Failure::Undecided
            | Failure::Catalog(_)
            | Failure::NoProgram { .. }
            | Failure::ToolsDoNotBuild { .. }
            | Failure::NoAnswer { .. }
            | Failure::TooLong { .. }
            | Failure::Io { .. } => COULD_NOT_JUDGE,
        }
    }

    /// True when the learner has been told already.
    pub(crate) fn is_told(&self) -> bool {
        matches!(
            self,
            Failure::Rejected | Failure::Undecided | Failure::Passed { .. } | Failure::ReaderGone
        )
    }

    /// What another program said about it, to be shown before the message.
    pub(crate) fn output(&self) -> Option<&str> {
        match self {
            Failure::ToolsDoNotBuild { output, .. } | Failure::NoAnswer { output, .. } => {
                Some(output.trim_end()).filter(|output| !output.is_empty())
            }
            _ => None,
        }
    }

    /// The next thing to try: a sentence without its final period; `None` when the message says it.
    pub(crate) fn help(&self) -> Option<String> {
        let help = match self {
            Failure::Rejected
            | Failure::Undecided
            | Failure::Passed { .. }
            | Failure::ReaderGone
            | Failure::NotAnId(_)
            | Failure::Catalog(_) => return None,
            Failure::NotInCourse { .. } => {
                "go to the folder that `git clone` made, and try again".to_owned()
            }
            Failure::NoSuchExercise { nearest, .. } => {
                let ids: Vec<_> = nearest.iter().map(ToString::to_string).collect();
                format!(
                    "there is {}; `cargo course list` shows all",
                    ids.join(" and ")
                )
            }
            Failure::NoSuchHint { count, .. } => format!("choose a level from 1 to {count}"),
            Failure::BadFile { help, .. }
            | Failure::Usage { help, .. }
            | Failure::NoProgram { help, .. }
            | Failure::Disagreement { help, .. } => help.clone(),
            Failure::ToolsDoNotBuild { output, .. } => help_for_build(output).to_owned(),
            Failure::NoAnswer { .. } => {
                "try again; if it stays, run `cargo course doctor` and report it".to_owned()
            }
            Failure::TooLong { .. } => "run it by hand and look what it waits for".to_owned(),
            Failure::Io { source, .. } => match source.kind() {
                io::ErrorKind::PermissionDenied => {
                    "check who owns the file and its folder".to_owned()
                }
                io::ErrorKind::ReadOnlyFilesystem => {
                    "the folder is read-only: copy the course to a place where you may write"
                        .to_owned()
                }
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "the disk is full: free some space and try again; nothing was lost".to_owned()
                }
                _ => "run `cargo course doctor`".to_owned(),
            },
        };
        Some(help)
    }
}

/// The next thing to try after a build that failed without an error in the learner's file.
///
/// Cargo has no codes for what the operating system said, so its words are looked for.
fn help_for_build(output: &str) -> &'static str {
    let said = |words: &str| output.contains(words);
    if said("No space left on device") || said("os error 28") || said("not enough space") {
        "the disk is full: free some space and try again; nothing was lost"
    } else if said("Read-only file system") {
        "the folder is read-only: copy the course to a place where you may write, or set the \
         variable CARGO_TARGET_DIR to one"
    } else if said("Permission denied") {
        "check who owns the target folder, or set the variable CARGO_TARGET_DIR to one of yours"
    } else if said("linker `") && said("not found") {
        "install a C compiler; `cargo course doctor` says how"
    } else if said("failed to download") || said("Could not resolve host") {
        "the first build downloads a few packages: connect to the internet and try again"
    } else {
        "look at the changes outside `exercises` with `git status`, or run `cargo course doctor`"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_not_the_learners_fault() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let failure = Failure::io("write", Path::new("target/course"))(full);
        assert_eq!(failure.exit_code(), COULD_NOT_JUDGE);
        assert!(
            failure
                .help()
                .is_some_and(|help| help.contains("free some space"))
        );
    }

    #[test]
    fn an_unknown_exercise_suggests_its_neighbours() {
        let id = |number| ExerciseId::from_number(number).expect("a valid number");
        let failure = Failure::NoSuchExercise {
            id: id(8),
            nearest: vec![id(7), id(10)],
        };
        assert_eq!(failure.exit_code(), USAGE);
        let help = failure.help().expect("there is help");
        assert_eq!(
            help,
            "there is ex07 and ex10; `cargo course list` shows all"
        );
    }
}
