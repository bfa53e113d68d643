//! What lies ahead: along a schedule, how many schedules go on and how many of them end the same way.

use super::trace::Tracer;
use super::words::grouped;
use super::{Report, Trace};
use crate::bigint::BigInt;
use crate::explore::{Explorer, Program};
use crate::game::FromHere;
use crate::search::Limits;
use crate::search::count::backward;
use crate::search::graph::Graph;
use crate::search::witness::Decision;

/// States up to which it is worth the time: programs for teaching have a few hundred.
const STATES: u64 = 4_000;

/// Instructions up to which it is worth the time.
const STEPS: u64 = 1_000_000;

impl Report {
    /// Adds to each trace what lies ahead of its decisions, if the graph is small.
    pub(super) fn look_ahead(&mut self, program: &Program) {
        if self.states > STATES {
            return;
        }
        let limits = Limits {
            states: STATES,
            bytecode_states: 0,
            steps: STEPS,
        };
        let (Some(graph), machine) = Explorer::new(program).limits(limits).graph() else {
            return;
        };
        let mut tracer = Tracer::new(program, machine);
        for (at, trace) in self.traces.iter_mut() {
            let counted = &self.counted[*at];
            let wanted: Vec<bool> = graph
                .outcomes
                .iter()
                .map(|outcome| *outcome == counted.outcome)
                .collect();
            if let (Some(ahead), Some(witness)) = (backward(&graph, &wanted), &counted.witness) {
                trace.ahead =
                    along(&mut tracer, &graph, &ahead, &witness.decisions).unwrap_or_default();
            }
        }
    }
}

/// The numbers before each decision and at the end; `None` if the schedule leaves the graph.
fn along(
    tracer: &mut Tracer,
    graph: &Graph,
    ahead: &[(BigInt, BigInt)],
    decisions: &[Decision],
) -> Option<Vec<FromHere>> {
    let mut state = tracer.root().ok()?;
    let mut found = Vec::with_capacity(decisions.len() + 1);
    for decision in decisions.iter().map(Some).chain([None]) {
        let fingerprint = tracer.fingerprint(&mut state.clone());
        let node = graph.seen.get(fingerprint)?;
        let (all, bad) = ahead.get(node as usize)?.clone();
        found.push(FromHere { all, bad });
        if let Some(decision) = decision {
            tracer.follow(&mut state, *decision, &mut Vec::new()).ok()?;
        }
    }
    let end = found.last()?;
    (end.all == end.bad).then_some(found)
}

impl Trace {
    /// In words, where the numbers change: `At the start 4 of 6 continuations end so; after step 1 it is
    /// 2 of 3.` `None` if they were not counted or every continuation ends so anyway.
    #[must_use]
    pub fn ahead_in_words(&self) -> Option<String> {
        let start = self.ahead.first().filter(|start| start.all != start.bad)?;
        let share = |here: &FromHere| {
            let (bad, all) = (here.bad.to_string(), here.all.to_string());
            format!("{} of {}", grouped(&bad), grouped(&all))
        };
        let mut text = format!("At the start {} continuations end so", share(start));
        let after = self.ahead.iter().zip(&self.decided).skip(1);
        for (before, (here, steps)) in self.ahead.iter().zip(after) {
            if here != before {
                text.push_str(&format!("; after step {steps} it is {}", share(here)));
            }
            if here.all == here.bad {
                break;
            }
        }
        text.push('.');
        Some(text)
    }
}
