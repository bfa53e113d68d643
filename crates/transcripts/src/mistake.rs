//! What is wrong with a file: its place, and what to do next.

use std::fmt;

/// Something in a file that must be repaired.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// The file, relative to the root of the course.
    pub file: String,
    /// The line, from 1; `None` when the whole file is meant.
    pub line: Option<usize>,
    /// The key that is meant, such as `claim`; `None` when it is no single one.
    pub key: Option<String>,
    /// What is wrong and what to do next, as a fragment without a final period.
    pub problem: String,
}

impl Mistake {
    /// A mistake about a key on a line.
    #[must_use]
    pub fn at(file: &str, line: usize, key: &str, problem: impl Into<String>) -> Mistake {
        Mistake {
            file: file.to_owned(),
            line: Some(line),
            key: Some(key.to_owned()),
            problem: problem.into(),
        }
    }

    /// A mistake about a whole file.
    #[must_use]
    pub fn in_file(file: &str, problem: impl Into<String>) -> Mistake {
        Mistake {
            file: file.to_owned(),
            line: None,
            key: None,
            problem: problem.into(),
        }
    }

    /// The message without the file and the line: the key and the problem.
    #[must_use]
    pub fn message(&self) -> String {
        match &self.key {
            Some(key) => format!("key `{key}`: {}", self.problem),
            None => self.problem.clone(),
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message())
    }
}

impl std::error::Error for Mistake {}
