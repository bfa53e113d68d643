//! The exercises of the course as data.
//!
//! | file | read by | becomes |
//! |---|---|---|
//! | `exercises/exNN/exercise.toml` | [`Exercise::parse`] | an [`Exercise`] |
//! | the first lines of `solutions/exNN/{right,wrong}/*.rs` | [`Header::parse`] | a [`Header`] |
//! | `exercises/stats.json` | [`Stats::parse`] | [`Stats`]: what `cargo course judge --record` measured |
//! | `exercises/second-judge.json` | [`SecondJudge::parse`] | [`SecondJudge`]: what loom said about the corpus |
//! | `.course/progress.toml` | [`Progress::parse`] | the [`Progress`] of one learner |
//!
//! Parsing is pure: it takes the text and the name that errors shall carry. [`Catalog::read`],
//! [`Corpus::read`] and [`ProgressFile`] are the thin layer that touches the disk. Every error
//! names the file, the line and the key, and says what to do next.
//!
//! Limitations: the crate knows nothing about terminals, processes or Cargo, and it does not look
//! into the Rust code of an exercise. Whether a header tells the truth is measured by the judge.

mod corpus;
mod coverage;
mod discover;
mod error;
mod exercise;
mod expectation;
mod files;
mod header;
mod id;
mod progress;
mod progress_file;
mod second_judge;
mod stats;

pub use corpus::{Corpus, Entry, Right, Wrong};
pub use coverage::{Coverage, Misconception, Topic, misconceptions, topics};
pub use discover::{Catalog, Layout};
pub use error::{CatalogError, Place};
pub use exercise::{Exercise, Loom, Minutes};
pub use expectation::{Expectation, Word, kind_word, parse_kind};
pub use files::write_atomically;
pub use header::Header;
pub use id::{ExerciseId, UnknownId};
pub use progress::{Progress, Record};
pub use progress_file::{ProgressFile, Recovered};
pub use second_judge::{Comparison, Hole, Remark, SecondJudge, Seconded, SecondedExercise};
pub use stats::{ExerciseStats, MeasuredModel, ModelRun, Stats};
