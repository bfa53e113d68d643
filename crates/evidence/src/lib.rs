//! Evidence that the checking engine is right.
//!
//! * [`generate`] makes small random programs over everything `lab` offers, [`brute`] tries every
//!   schedule of them in the plainest way, and [`fuzz`] compares that with what the engine finds.

pub mod brute;
pub mod execute;
pub mod fuzz;
pub mod generate;
pub mod program;
pub mod random;
pub mod shrink;
