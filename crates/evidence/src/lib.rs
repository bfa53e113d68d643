//! Evidence that the checking engine is right.
//!
//! * [`generate`] makes small random programs over everything `lab` offers, [`brute`] tries every
//!   schedule of them in the plainest way, and [`fuzz`] compares that with what the engine finds.
//! * [`suite`] is a list of small programs, each about one rule of the engine.
//! * [`faults`] breaks the rules one by one and sees whether that is noticed.
//! * [`stress`] runs programs on real threads: they never show what the engine calls impossible.
//! * [`parallel`] uses every processor for it.
//! * [`litmus`] compares the engine's memory model with herd7's, on litmus tests.

pub mod brute;
pub mod execute;
pub mod faults;
pub mod fuzz;
pub mod generate;
pub mod litmus;
pub mod parallel;
pub mod program;
pub mod random;
pub mod shrink;
pub mod stress;
pub mod suite;
