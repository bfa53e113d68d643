//! Searching: which executions are run, and in which order.
//!
//! There are two searches, never mixed. The *exhaustive* one has no limit on surprises and proves
//! that a promise holds. The *calm* one goes through the executions with at most 0, 1, 2, …
//! surprises and finds the failure that is easiest to understand. Both walk through all choices
//! depth first and leave out a state that was reached before with as much left to spend.
//!
//! The exhaustive search can go by traces instead (`races`): then it leaves out executions that
//! differ only in the order of independent transitions, and keeps no states.

mod calm;
mod endings;
mod path;
mod races;
mod runner;
mod seen;

pub(crate) use calm::{Search, Shown, search};
pub(crate) use endings::{drive, every_ending, name_endings};
pub(crate) use path::{Branch, Choice, Choosable, Path};
pub(crate) use runner::{After, is_running};
pub(crate) use seen::Seen;
