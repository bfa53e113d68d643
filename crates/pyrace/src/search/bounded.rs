//! The search with few preemptions, when the whole graph is too large.
//!
//! States are visited in the order of their preemptions. If all states that need at most `k` were
//! visited, every schedule with at most `k` preemptions was tried: that is what the report says then.

use super::Stop;
use super::frontier::Frontier;
use super::outcome::Outcome;
use super::seen::Seen;
use super::stepper::Stepper;
use super::witness::{Decision, Witness};
use crate::machine::State;
use crate::sorted::SortedMap;

/// What a bounded search found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bounded {
    /// The outcomes, each with a schedule of the fewest preemptions.
    pub(crate) outcomes: SortedMap<Outcome, Witness>,
    /// Every schedule with at most this many preemptions was tried; `None` if not even those without.
    pub(crate) proven: Option<u32>,
    /// Every schedule was tried.
    pub(crate) complete: bool,
    /// The number of visited states.
    pub(crate) states: u64,
}

struct Visit {
    state: Option<State>,
    last: u16,
    parent: u32,
    decision: Decision,
}

impl Stepper {
    /// Visits at most `limit` states.
    pub(crate) fn bounded(&mut self, limit: u64) -> Result<Bounded, Stop> {
        self.bounded_until(limit, usize::MAX)
    }

    /// As [`Stepper::bounded`], and stops when it has found this number of outcomes.
    pub(crate) fn bounded_until(&mut self, limit: u64, outcomes: usize) -> Result<Bounded, Stop> {
        let mut found = Bounded::default();
        let root = self.root()?;
        let nobody = Decision {
            thread: u16::MAX,
            time_out: false,
        };
        let mut visits = vec![Visit {
            state: Some(root),
            last: u16::MAX,
            parent: u32::MAX,
            decision: nobody,
        }];
        let mut seen = Seen::default();
        let mut frontier = Frontier::default();
        frontier.push((0, 0), 0);
        while let Some(((preemptions, steps), number)) = frontier.pop() {
            let last = visits[number as usize].last;
            let Some(mut state) = visits[number as usize].state.take() else {
                continue;
            };
            let fingerprint = self.fingerprint(&mut state).0;
            let sorted = if self.symmetric {
                self.walker.sorted.clone()
            } else {
                Vec::new()
            };
            let place = if last == u16::MAX {
                last
            } else {
                self.place(last)
            };
            let key = fingerprint
                ^ (u128::from(place) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
            if !seen.number(key).1 {
                continue;
            }
            if seen.len() as u64 > limit {
                found.proven = preemptions.checked_sub(1);
                found.states = seen.len() as u64;
                return Ok(found);
            }
            let choices = match self.choices(&state, &sorted, last) {
                Ok(choices) => choices,
                // What was found so far stays true.
                Err(Stop::Limit(_)) => {
                    found.proven = preemptions.checked_sub(1);
                    found.states = seen.len() as u64;
                    return Ok(found);
                }
                Err(stop) => return Err(stop),
            };
            if choices.is_empty() {
                let outcome = self.outcome(&state);
                if found.outcomes.get(&outcome).is_none() {
                    let witness = witness(&visits, number, preemptions);
                    found.outcomes.insert(outcome, witness);
                }
                if found.outcomes.len() == outcomes {
                    found.states = seen.len() as u64;
                    return Ok(found);
                }
                continue;
            }
            let could_go_on = choices.iter().any(|choice| choice.thread == last);
            for choice in choices {
                let surprise = u32::from((could_go_on && choice.thread != last) || choice.time_out);
                frontier.push(
                    (preemptions + surprise, steps + choice.quantum.steps),
                    visits.len() as u32,
                );
                visits.push(Visit {
                    state: Some(choice.next),
                    last: choice.thread,
                    parent: number,
                    decision: Decision {
                        thread: choice.thread,
                        time_out: choice.time_out,
                    },
                });
            }
        }
        found.complete = true;
        found.states = seen.len() as u64;
        Ok(found)
    }
}

fn witness(visits: &[Visit], number: u32, preemptions: u32) -> Witness {
    let mut decisions = Vec::new();
    let mut at = number;
    while let Some(visit) = visits.get(at as usize)
        && visit.parent != u32::MAX
    {
        decisions.push(visit.decision);
        at = visit.parent;
    }
    decisions.reverse();
    Witness {
        preemptions,
        decisions,
    }
}
