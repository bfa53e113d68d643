//! What is wrong with the book: one finding each, with its place and what to do next.

use std::fmt;

/// Something that must be repaired before the book may be built.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, relative to the root of the course.
    pub file: String,
    /// The line, from 1; `None` when the whole file is meant.
    pub line: Option<usize>,
    /// What is wrong and what to do next, as a fragment without a final period.
    pub message: String,
}

impl Finding {
    /// A finding about a line of a file.
    #[must_use]
    pub fn at(file: &str, line: usize, message: impl Into<String>) -> Finding {
        Finding {
            file: file.to_owned(),
            line: Some(line),
            message: message.into(),
        }
    }

    /// A finding about a whole file.
    #[must_use]
    pub fn in_file(file: &str, message: impl Into<String>) -> Finding {
        Finding {
            file: file.to_owned(),
            line: None,
            message: message.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

/// All findings of one build, in the order of file and line.
#[derive(Debug)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// The findings in order, each once; `Ok` when there are none.
    ///
    /// # Errors
    ///
    /// `Findings` with everything that was found.
    pub fn check(mut found: Vec<Finding>) -> Result<(), Findings> {
        found.sort();
        found.dedup();
        if found.is_empty() {
            Ok(())
        } else {
            Err(Findings(found))
        }
    }

    /// The findings.
    #[must_use]
    pub fn list(&self) -> &[Finding] {
        &self.0
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.0 {
            writeln!(f, "{finding}")?;
        }
        match self.0.len() {
            1 => write!(f, "the book was not built: 1 finding"),
            n => write!(f, "the book was not built: {n} findings"),
        }
    }
}

impl std::error::Error for Findings {}
