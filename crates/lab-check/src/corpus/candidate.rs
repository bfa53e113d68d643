//! A file of a corpus and what its header says.

use interleaving::Kind;
use source_scan::Rules;

use crate::model::Model;

/// What is documented about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Every model holds.
    Holds,
    /// It is rejected.
    Rejected {
        /// The first model that rejects it, `scan` or `compiler`.
        by: &'static str,
        /// The word of the verdict.
        verdict: &'static str,
        /// The name of the bug, where the verdict has one.
        kind: Option<Kind>,
    },
}

/// A file of a corpus.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub(crate) file: &'static str,
    pub(crate) rules: Rules,
    pub(crate) expected: Expected,
    pub(crate) models: Option<fn() -> Vec<Model>>,
    pub(crate) about: Option<&'static str>,
    pub(crate) misconception: Option<&'static str>,
    pub(crate) question: Option<&'static str>,
}

impl Candidate {
    /// The file `file` below the directory of the corpus, such as `right/one_lock.rs`.
    #[must_use]
    pub fn new(file: &'static str, rules: Rules, expected: Expected) -> Candidate {
        Candidate {
            file,
            rules,
            expected,
            models: None,
            about: None,
            misconception: None,
            question: None,
        }
    }

    /// True for the file that a learner starts from.
    pub(crate) fn is_starter(&self) -> bool {
        !self.file.contains('/') && self.expected != Expected::Holds
    }

    /// The exercise's models, compiled against this file. Without them the file was not compiled,
    /// because the scan or the compiler is expected to refuse it.
    #[must_use]
    pub fn models(mut self, models: fn() -> Vec<Model>) -> Candidate {
        self.models = Some(models);
        self
    }

    /// The sentence of the header.
    #[must_use]
    pub fn about(mut self, about: &'static str) -> Candidate {
        self.about = Some(about);
        self
    }

    /// The misconception behind the file.
    #[must_use]
    pub fn misconception(mut self, id: &'static str) -> Candidate {
        self.misconception = Some(id);
        self
    }

    /// The question for a learner who writes the same.
    #[must_use]
    pub fn question(mut self, question: &'static str) -> Candidate {
        self.question = Some(question);
        self
    }
}
