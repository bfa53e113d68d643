//! The state graph.

use std::collections::VecDeque;

use super::Stop;
use super::count::topological;
use super::outcome::Outcome;
use super::recall::Attempt;
use super::seen::Seen;
use super::stepper::{Quantum, Stepper};
use crate::machine::{State, Status as ThreadStatus};
use crate::sorted::SortedMap;

/// A choice: which thread ran, and where it led. Threads are named by their *place*: their position in
/// the sorted order of the state, which is their number if the search does not sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    /// The state it led to.
    pub(crate) to: u32,
    /// The place of the thread before the step.
    pub(crate) from_place: u16,
    /// The place of the thread after the step.
    pub(crate) to_place: u16,
    /// How many threads could have made the step.
    pub(crate) times: u16,
    /// How many instructions it executed.
    pub(crate) steps: u16,
    /// A time-out fired.
    pub(crate) time_out: bool,
}

/// How a state without edges ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) node: u32,
    pub(crate) outcome: u32,
}

/// All states and all choices.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    /// For each state the first of its edges; one more at the end.
    pub(crate) first: Vec<u32>,
    /// The edges, in the order of the states they start from.
    pub(crate) edges: Vec<Edge>,
    /// The states without edges.
    pub(crate) ends: Vec<End>,
    /// The number of each state, by fingerprint.
    pub(crate) seen: Seen,
    /// The different outcomes, in the order in which they were found.
    pub(crate) outcomes: Vec<Outcome>,
    /// The states in an order in which every edge goes forward; `None` if there is a cycle.
    pub(crate) order: Option<Vec<u32>>,
}

impl Graph {
    pub(crate) fn len(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    pub(crate) fn edges_of(&self, node: u32) -> &[Edge] {
        let (from, to) = (self.first[node as usize], self.first[node as usize + 1]);
        &self.edges[from as usize..to as usize]
    }
}

/// States that are looked up together.
const TOGETHER: usize = 16;

/// A choice that a state offers.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) thread: u16,
    pub(crate) time_out: bool,
    pub(crate) times: u16,
    pub(crate) quantum: Quantum,
    pub(crate) next: State,
    /// The steps that the parts of the state cost and that are not counted.
    pub(crate) cost: u64,
}

impl Stepper {
    /// The state in which the first decision is taken.
    pub(crate) fn root(&mut self) -> Result<State, Stop> {
        let mut state = self.machine.start();
        self.close(&mut state)?;
        self.limit = self.limit.min(self.steps.saturating_add(self.after_root));
        Ok(state)
    }

    /// Everything that can happen next. `kin` holds the sorted order of the state, if it is sorted: of
    /// threads with equal fingerprints one is tried for all.
    /// The thread `first` is tried before the others, so that it stands for its equals.
    pub(crate) fn choices(
        &mut self,
        s: &State,
        sorted: &[(u16, u128)],
        first: u16,
    ) -> Result<Vec<Choice>, Stop> {
        let mut choices: Vec<Choice> = Vec::new();
        if self.finished(s) {
            return Ok(choices);
        }
        // Every state costs work for each of its threads: with thousands of them it is all the work.
        let threads = s.threads.len() as u64;
        self.steps += threads * threads / 4;
        if self.steps > self.limit {
            return Err(Stop::Limit("steps"));
        }
        // The fingerprint of each thread that may change places with another.
        let places = if sorted.is_empty() {
            0
        } else {
            s.threads.len()
        };
        let mut prints = vec![0; places];
        for (thread, print) in sorted {
            if s.threads[usize::from(*thread)].kin > 0 && *print > u128::from(u16::MAX) {
                prints[usize::from(*thread)] = *print;
            }
        }
        let mut tried: Vec<(u128, usize, usize)> = Vec::new();
        let preferred = usize::from(first);
        let others = (0..s.threads.len()).filter(|t| *t != preferred);
        let order = (preferred < s.threads.len())
            .then_some(preferred)
            .into_iter();
        for t in order.chain(others) {
            if s.threads[t].status == ThreadStatus::Done
                || s.threads[t].joins_all
                || s.threads[t].spins
            {
                continue;
            }
            let own = prints.get(t).copied().unwrap_or(0);
            if let Some((_, from, to)) = tried.iter().find(|entry| entry.0 == own) {
                for choice in &mut choices[*from..*to] {
                    choice.times += 1;
                }
                continue;
            }
            let from = choices.len();
            self.choices_of(s, t, &mut choices)?;
            if own != 0 {
                tried.push((own, from, choices.len()));
            }
        }
        Ok(choices)
    }

    fn choices_of(&mut self, s: &State, t: usize, choices: &mut Vec<Choice>) -> Result<(), Stop> {
        for time_out in [false, true] {
            let Attempt {
                quantum,
                mut next,
                cost,
            } = self.attempt(s, t, time_out)?;
            if let Some(wait) = quantum.waits {
                if wait.timeout && !time_out {
                    continue;
                }
                return Ok(());
            }
            self.close(&mut next)?;
            if self.machine.shared.surprised() {
                return Err(Stop::Surprise);
            }
            choices.push(Choice {
                thread: t as u16,
                time_out,
                times: 1,
                quantum,
                next,
                cost,
            });
            return Ok(());
        }
        Ok(())
    }

    /// Builds the whole graph.
    ///
    /// # Errors
    ///
    /// [`Stop::Limit`] when it has more than `limit` states.
    pub(crate) fn graph(&mut self, limit: u64) -> Result<Graph, Stop> {
        let mut graph = Graph {
            first: vec![0],
            ..Graph::default()
        };
        let mut seen = Seen::default();
        let mut known: SortedMap<Outcome, u32> = SortedMap::new();
        let mut queue: VecDeque<State> = VecDeque::new();
        // The states that the last edges lead to, until they are looked up.
        let mut found: Vec<(u128, State)> = Vec::new();
        let mut root = self.root()?;
        let fingerprint = self.fingerprint(&mut root);
        seen.number(fingerprint.0);
        queue.push_back(root);
        let mut node = 0u32;
        while let Some(mut state) = queue.pop_front() {
            let sorted: Vec<(u16, u128)> = if self.symmetric {
                self.fingerprint(&mut state);
                self.walker.sorted.clone()
            } else {
                Vec::new()
            };
            let choices = self.choices(&state, &sorted, u16::MAX)?;
            if choices.is_empty() {
                let outcome = self.outcome(&state);
                let next = graph.outcomes.len() as u32;
                let number = *known.or_insert(outcome.clone(), next);
                if number == next {
                    graph.outcomes.push(outcome);
                }
                graph.ends.push(End {
                    node,
                    outcome: number,
                });
            }
            for mut choice in choices {
                let fingerprint = self.fingerprint_of(&mut choice.next, choice.cost);
                let to_place = self.place(choice.thread);
                found.push((fingerprint.0, choice.next));
                graph.edges.push(Edge {
                    to: u32::MAX,
                    from_place: place_in(&sorted, choice.thread),
                    to_place,
                    times: choice.times,
                    steps: choice.quantum.steps.min(u32::from(u16::MAX)) as u16,
                    time_out: choice.time_out,
                });
            }
            graph.first.push(graph.edges.len() as u32);
            node += 1;
            let may_be_last = queue.is_empty() || (seen.len() + found.len()) as u64 > limit;
            if found.len() < TOGETHER && !may_be_last {
                continue;
            }
            seen.fetch(found.iter().map(|(print, _)| *print));
            let open = graph.edges.len() - found.len();
            for (edge, (print, state)) in graph.edges[open..].iter_mut().zip(found.drain(..)) {
                let (to, new) = seen.number(print);
                edge.to = to;
                if new {
                    queue.push_back(state);
                }
            }
            if seen.len() as u64 > limit {
                return Err(Stop::Limit("states"));
            }
        }
        graph.seen = seen;
        graph.order = topological(&graph);
        Ok(graph)
    }

    /// The place of a thread in the order of the last fingerprint.
    pub(crate) fn place(&self, thread: u16) -> u16 {
        if self.symmetric {
            place_in(&self.walker.sorted, thread)
        } else {
            thread
        }
    }
}

/// The position of a thread in a sorted order, the same for threads that cannot be told apart; its
/// number if there is no order. Threads without kin come first in the order, whatever their numbers.
pub(crate) fn place_in(sorted: &[(u16, u128)], thread: u16) -> u16 {
    let Some(entry) = sorted.iter().find(|entry| entry.0 == thread) else {
        return thread;
    };
    // A thread that can be told apart has a place of its own.
    let own = entry.1 <= u128::from(u16::MAX);
    sorted
        .iter()
        .position(|other| {
            if own {
                other.0 == thread
            } else {
                other.1 == entry.1
            }
        })
        .map_or(thread, |place| place as u16)
}
