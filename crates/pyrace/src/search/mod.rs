//! The search over all schedules of a program.
//!
//! A *state graph* has a node for every state that some schedule reaches and an edge for every choice of
//! the next thread. Steps that no other thread can see commute with everything, so the *reduced* graph
//! runs them at once: its threads always stand before a visible step. Threads that do the same are
//! interchangeable, so of the states that differ only in who is where one is kept, with
//! multiplicities. Outcomes and counts of the full graph follow exactly from the reduced one.

mod abandoned;
pub(crate) mod bounded;
pub(crate) mod chain;
pub(crate) mod count;
mod frontier;
pub(crate) mod graph;
pub(crate) mod outcome;
mod parts;
mod recall;
pub(crate) mod seen;
pub(crate) mod stepper;
pub(crate) mod witness;

use crate::syntax::Diagnostic;

/// What a search may use up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// States of the reduced graph.
    pub states: u64,
    /// States of the graph of every bytecode, which only the exact count of schedules needs; 0 to
    /// leave the count out.
    pub bytecode_states: u64,
    /// Instructions of the whole search.
    pub steps: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            states: 1_000_000,
            bytecode_states: 300_000,
            steps: 400_000_000,
        }
    }
}

/// Why a search ended early.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stop {
    /// The program does something that is not supported.
    Refused(Box<Diagnostic>),
    /// A limit of states or steps was reached.
    Limit(&'static str),
    /// Something turned out to change that was thought constant: start again.
    Surprise,
}

impl From<Box<Diagnostic>> for Stop {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Stop::Refused(diagnostic)
    }
}
