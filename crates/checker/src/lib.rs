//! The checking engine of the course: runs a model under every interleaving.

mod check;
mod clock;
mod crew;
mod engine;
mod execution;
mod hook;
pub mod limits;
mod memory;
mod outcomes;
mod print;
pub mod rt;
mod search;
mod show;

pub use check::{Check, Stats, check};
pub use engine::{Abandoned, progress};
pub use hook::BrokenPromise;
pub use outcomes::{Driven, Outcomes, Results, Witness, drive, outcomes};
