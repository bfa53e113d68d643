//! The toolbox that judges an exercise: it runs the models and turns what happened into words.
//!
//! A *model* is a small program with a promise. The engine runs it in every interleaving; this
//! crate decides what that means for a learner. It has three parts:
//!
//! * what models are made of: [`Model`], [`promise!`], [`race()`], [`start`], [`end`],
//!   [`Rendezvous`], [`Witness`], [`History`], [`Trace`], [`Canaries`], [`vary`], [`probe`],
//!   [`assert_unlocked`], [`impls!`];
//! * the judges: [`Exercise`] for the learner's own file, [`Corpus`] for the right and wrong
//!   solutions of an exercise;
//! * behind them the source scan, one child process per model, and the words.
//!
//! ```no_run
//! use lab::sync::{Arc, Mutex};
//! use lab_check::{Exercise, Model, Rules, promise, race};
//!
//! fn two_hits() {
//!     let hits = Arc::new(Mutex::new(0));
//!     let counter = Arc::clone(&hits);
//!     race(2, move |_| *counter.lock().unwrap() += 1);
//!     let seen = *hits.lock().unwrap();
//!     promise!(LostUpdate, seen == 2, "two hits were made, the counter says {seen}");
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     Exercise::new("ex02", env!("CARGO_MANIFEST_DIR"), Rules::strict())
//!         .models(vec![Model::new("two_hits", two_hits).promises("both hits are counted")])
//!         .run()
//! }
//! ```
//!
//! # Who is to blame
//!
//! Code under test never runs in the judge's own process, and the judge never believes an exit
//! status or a printed text. An endless loop, a deadlock on a lock the checker cannot see, an
//! abort, a stack overflow, too much memory, a flood of output and `exit(0)` each end in a
//! verdict, in bounded time and memory. Time is processor time, so a busy machine changes no
//! verdict.
//!
//! # Limitations
//!
//! * Code between two steps of `lab` is one step to the checker. That is why the source scan
//!   refuses what it cannot see, and why callbacks of models call [`probe`].
//! * Solutions are judged in a debug build. What stands inside of `debug_assert!` is part of it, so
//!   a step that is needed and hidden there is not missed. Conditions on the build and the names of
//!   types are refused; the *size* of a type of `lab` tells a checked one from std's all the same.
//! * With `unsafe` allowed, an access through a raw pointer that does not go through `lab::cell`
//!   is invisible.
//! * Linux tells processor time and sleeping threads. Elsewhere a wall-clock time of a minute
//!   has to do to recognise code that goes nowhere.
//! * The feature `loom` replaces the engine by loom, the second judge. Then there are no
//!   counterexamples, no counters and no rule that threads must be started.

mod args;
mod children;
mod corpus;
mod exercise;
mod explore;
mod impls;
mod json;
mod judgement;
mod model;
mod ordered;
mod process;
mod promise;
mod terminal;
mod toolbox;
mod words;

pub use corpus::{Candidate, Corpus, Expected};
pub use exercise::Exercise;
pub use interleaving::{Action, Kind};
pub use model::Model;
pub use promise::broken_promise;
pub use source_scan::Rules;
pub use toolbox::{
    Canaries, Canary, Choice, Counters, History, Rendezvous, Trace, Witness, assert_unlocked,
    counters, end, held_locks, probe, race, start, start_in, start_with, vary,
};

/// The name that stands for the source scan where a model's name is expected.
const SCAN: &str = "scan";

/// The name that stands for the compiler where a model's name is expected.
const COMPILER: &str = "compiler";
