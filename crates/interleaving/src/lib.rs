//! The shared language of the course.
//!
//! A *step* is one atomic action of one thread; an [`Event`] is the record of a step. An
//! *execution* is one run of a model; its *interleaving* is the total order of its events. A
//! [`Counterexample`] is the interleaving of an execution that breaks a promise, and a [`Verdict`]
//! is what a search over executions proved.
//!
//! Everything here is plain data: the checking engine fills it in for Rust, `pyrace` fills it in
//! for Python, and one renderer turns both into the same table. The crate does no I/O, reads no
//! clock and decides nothing about colour: the caller chooses a [`render::Style`].
//!
//! The JSON form is versioned: see [`FORMAT_VERSION`]. It can be written and read in two ways that
//! agree to the byte: with [`json`], which every learner compiles, and with serde, behind the
//! feature `serde`, for the tools that embed this data in documents of their own.

mod counterexample;
mod event;
pub mod json;
pub mod render;
mod verdict;
mod version;
pub mod words;

pub use counterexample::{Counterexample, Object, ObjectKind, Surprises, Thread};
pub use event::{Action, Change, Event, Source, Switch, Wake};
pub use verdict::{Coverage, Kind, Limit, Report, Verdict};
pub use version::{FORMAT_VERSION, UnknownVersion, check_version};
