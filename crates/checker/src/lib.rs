//! The checking engine of the course: runs a model under every interleaving.
//!
//! A *model* is a closure that starts a few threads and says what must be true. A test runs it
//! once and sees one interleaving, usually the harmless one. The engine runs it again and again,
//! and each time makes other choices: who takes the next step, which store a load sees, which
//! waiter a notification wakes. When no choice is left, what the model says is true in **every**
//! interleaving.
//!
//! ```
//! use checker::{Check, check};
//! use interleaving::{Coverage, Verdict};
//! use lab::sync::{Arc, Mutex};
//! use lab::thread;
//!
//! // Right: both visits are counted, in every interleaving.
//! let stats = check(|| {
//!     let visits = Arc::new(Mutex::new(0));
//!     let other = Arc::clone(&visits);
//!     let visitor = thread::spawn(move || *other.lock().unwrap() += 1);
//!     *visits.lock().unwrap() += 1;
//!     visitor.join().unwrap();
//!     assert_eq!(*visits.lock().unwrap(), 2);
//! });
//! assert_eq!(stats.coverage, Coverage::Every);
//!
//! // Wrong: between the look and the write another thread may run.
//! let report = Check::default().report(|| {
//!     let visits = Arc::new(Mutex::new(0));
//!     let other = Arc::clone(&visits);
//!     let hit = |visits: &Mutex<i32>| {
//!         let seen = *visits.lock().unwrap();
//!         *visits.lock().unwrap() = seen + 1;
//!     };
//!     let visitor = thread::spawn(move || hit(&other));
//!     hit(&visits);
//!     visitor.join().unwrap();
//!     assert_eq!(*visits.lock().unwrap(), 2);
//! });
//! assert_eq!(report.verdict.word(), "violated");
//! let shown = report.counterexample.unwrap();
//! assert_eq!(shown.surprises.preemptions, 1);
//! assert!(shown.calmest, "no execution needs less to fail");
//! ```
//!
//! # How it works
//!
//! * Model threads are OS threads, of which exactly one runs at a time (`engine`, `crew`). Panics,
//!   thread-locals and stack overflow therefore behave as they do in a program.
//! * `execution` is the state of one execution: threads, locks, channels, and the choices.
//! * `memory` is the memory model: RC11 (Lahav et al., PLDI 2017) with the release sequences of
//!   C++20 and Rust, as an execution graph that is built step by step.
//! * `search` decides which executions are run. One search proves: it has no limit and leaves out
//!   states that were reached before. Another one explains: it goes through the executions with 0,
//!   1, 2, … *surprises* (preemptions, stale reads, spurious wake-ups, …), so the first failure it
//!   meets is the calmest one. A third one proves by other means, for whoever doubts the first: it
//!   goes through traces ([`Reduction::Traces`]).
//! * [`rt`] is what the types of `lab` are built on.
//!
//! A state is the histories of all threads and objects, up to the order of steps that do not touch
//! each other; it is kept as a fingerprint of 128 bits.
//!
//! # What a verdict means
//!
//! `Holds` with [`Coverage::Every`](interleaving::Coverage::Every) is said only when no choice was
//! left out. `Holds` with `UpTo(k)` is said when the model asked for it and every execution with at
//! most `k` surprises was run. When a limit is hit first, the verdict is `Inconclusive`, which is
//! never a pass. Nothing depends on time: the same code gives the same verdict, the same number of
//! executions and the same table.
//!
//! # Limits
//!
//! What the engine does not see or does not try:
//!
//! * **Only `lab`.** Locks, atomics and threads of std are invisible; the judge refuses them.
//! * **No load buffering.** A load never reads a store that is executed later, as in RC11. No
//!   hardware that Rust runs on as a tier 1 target is known to do it for dependent code, but
//!   `Relaxed` allows it.
//! * **Consume** does not exist in Rust, and is not modelled. Mixed-size accesses do not exist.
//! * **Initial values.** An atomic and a cell belong to everybody from the start; that a thread saw
//!   the *creation* of the value through a relaxed pointer is not reported as a race.
//! * **Polling.** A thread that sees the same value more than [`limits::POLLS_BEFORE_YIELD`] times
//!   without doing anything else lets another thread go first, and then sees what is new: stores
//!   become visible in finite time. For atomics, only looks from the same place of the source count:
//!   several loads at several places are no loop, and each of them may be stale. When nobody else
//!   can run and nothing changes any more for [`limits::IDLE_ROUNDS`] rounds, that is a livelock.
//! * **Spurious wake-ups**, of condition variables and of `park`: at most [`limits::SPURIOUS_PER_THREAD`] for each thread in one execution. A
//!   weak compare-and-exchange fails without a reason once at one place, until it has succeeded.
//! * **Reader-writer locks** let readers in while a writer waits, except a thread that reads
//!   already; std leaves the choice to the system.
//! * **Threads, steps, executions, states** are limited: see [`limits`].
//! * **Determinism** is assumed and checked: each replay compares the whole history of steps, and
//!   the first execution is run twice. Code that depends on addresses, hash order, time or a
//!   `static` is reported as not deterministic when it shows.

mod check;
mod clock;
mod crew;
mod engine;
mod execution;
mod faults;
mod hook;
pub mod limits;
mod memory;
mod outcomes;
mod print;
pub mod rt;
mod search;
mod show;

pub use check::{Check, Reduction, Stats, check};
pub use engine::{Abandoned, progress};
pub use faults::Fault;
pub use hook::BrokenPromise;
pub use outcomes::{Driven, Outcomes, Results, Witness, drive, outcomes};
