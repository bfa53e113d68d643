//! The backward count for symmetric counters that are too large for a graph.

use super::outcome::Outcome;
use crate::bigint::BigInt;
use crate::explore::Program;
use crate::machine::Machine;

/// Outcomes with exact counts that no graph was needed for.
#[derive(Clone, Debug)]
pub(crate) struct Exact {
    pub(crate) counts: Vec<(Outcome, BigInt)>,
}

/// Solves the program if it is of a kind that this knows.
pub(crate) fn solve(program: &Program, machine: &Machine) -> Option<Exact> {
    let _ = (program, machine);
    None
}
