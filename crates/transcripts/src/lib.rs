//! The Python evidence of the book as data.
//!
//! | file | read by | becomes |
//! |---|---|---|
//! | `book/python/NN-name.py` | [`Program::parse`] | a [`Program`]: its header with its [`Claim`]s |
//! | `book/transcripts/NN-name.json` | [`Transcript::parse`] | a [`Transcript`]: what was recorded |
//! | the JSON of `cargo course explore` | [`explored::parse`] | [`Verdict`]s: what can happen at all |
//!
//! A claim says what a program prints: on which interpreters, and whether always, never, or at
//! times. It is judged twice, by [`Claim::recorded`] against the runs that were recorded and by
//! [`Claim::explored`] against the explorer, which tries every schedule. Nothing here is a matter
//! of luck: the same files give the same judgement.
//!
//! Everything but [`Evidence::read`] is pure. Every mistake names file, line and key.
//!
//! Limitations: an outcome is one line of text, compared byte by byte.

pub mod claim;
pub mod ending;
pub mod evidence;
pub mod explored;
pub mod interpreter;
pub mod judgement;
pub mod mistake;
pub mod program;
pub mod scope;
pub mod transcript;

pub use claim::{Claim, Verb};
pub use evidence::Evidence;
pub use explored::Verdict;
pub use interpreter::{Interpreter, Version};
pub use judgement::{Judgement, Standing};
pub use mistake::Mistake;
pub use program::{Explore, Program, Show};
pub use scope::Scope;
pub use transcript::{Explored, Outcome, Recording, StoredClaim, Transcript};
