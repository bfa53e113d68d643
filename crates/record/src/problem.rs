//! Why nothing can be recorded, with the next thing to try.

use std::fmt;

/// A failure of the whole command.
#[derive(Debug)]
pub(crate) struct Problem {
    /// What is wrong.
    pub(crate) message: String,
    /// What to do next.
    pub(crate) help: String,
    /// The exit code.
    pub(crate) code: u8,
}

impl Problem {
    /// Something that was asked for cannot be done.
    pub(crate) fn usage(message: impl Into<String>, help: impl Into<String>) -> Problem {
        Problem {
            message: message.into(),
            help: help.into(),
            code: crate::USAGE,
        }
    }

    /// The operating system refused.
    pub(crate) fn io(what: &str, error: &dyn fmt::Display) -> Problem {
        Problem {
            message: format!("{what}: {error}"),
            help: "look whether the disk is full or the folder is read-only".to_owned(),
            code: crate::COULD_NOT,
        }
    }
}
