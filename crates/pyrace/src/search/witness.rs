//! A shortest schedule with the fewest preemptions, for every outcome.
//!
//! Dijkstra's algorithm over pairs of a state and the thread that ran last. A step costs one preemption
//! if another thread ran before that could have gone on; ties are broken by the number of
//! instructions. With symmetry a pair names the *place* of the thread, and the schedule is found
//! again on concrete threads afterwards.

use super::Stop;
use super::frontier::Frontier;
use super::graph::Graph;
use super::stepper::Stepper;
use crate::machine::State;

/// One decision of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The number of the thread that runs.
    pub thread: u16,
    /// The time-out of its wait fires.
    pub time_out: bool,
}

/// A schedule that leads to an outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Witness {
    /// Switches away from a thread that could have gone on.
    pub preemptions: u32,
    /// The decisions, in order.
    pub decisions: Vec<Decision>,
}

/// A path through the graph: the places of the threads that run.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    pub(crate) preemptions: u32,
    steps: Vec<PathStep>,
}

#[derive(Clone, Copy, Debug)]
struct PathStep {
    place: u16,
    /// The thread that ran last runs again.
    same: bool,
    time_out: bool,
}

/// No thread has run yet.
const NOBODY: u16 = u16::MAX;

/// Pairs of a state and the place of the thread that ran last, one bit for each.
struct Pairs {
    /// How many places a state has, and one for nobody.
    width: usize,
    bits: Vec<u64>,
}

impl Pairs {
    fn of(graph: &Graph) -> Pairs {
        let places = graph.edges.iter().map(|edge| edge.to_place).max();
        let width = places.map_or(1, |last| usize::from(last) + 2);
        Pairs {
            width,
            bits: vec![0; (graph.len() * width).div_ceil(64)],
        }
    }

    /// The word and the bit of a pair.
    fn at(&self, node: u32, last: u16) -> (usize, u64) {
        let place = if last == NOBODY { 0 } else { last + 1 };
        let index = node as usize * self.width + usize::from(place);
        (index / 64, 1 << (index % 64))
    }

    fn contains(&self, node: u32, last: u16) -> bool {
        let (word, bit) = self.at(node, last);
        self.bits[word] & bit != 0
    }

    /// Adds a pair; false if it was there.
    fn insert(&mut self, node: u32, last: u16) -> bool {
        let (word, bit) = self.at(node, last);
        let new = self.bits[word] & bit == 0;
        self.bits[word] |= bit;
        new
    }
}

/// The best path to each node in `targets`; nodes that stand for one outcome share a number.
pub(crate) fn paths(
    graph: &Graph,
    target_of: &dyn Fn(u32) -> Option<u32>,
    count: usize,
) -> Vec<Option<Path>> {
    let mut found: Vec<Option<Path>> = vec![None; count];
    let mut left = count;
    // Parents by number of visit: the visit before, and the edge taken.
    let mut visits: Vec<(u32, u16, u32, u32)> = vec![(0, NOBODY, u32::MAX, u32::MAX)];
    let mut done = Pairs::of(graph);
    let mut frontier = Frontier::default();
    frontier.push((0, 0), 0);
    while let Some(((preemptions, steps), visit)) = frontier.pop() {
        let (node, last, _, _) = visits[visit as usize];
        if !done.insert(node, last) {
            continue;
        }
        if let Some(target) = target_of(node) {
            let slot = &mut found[target as usize];
            if slot.is_none() {
                *slot = Some(path_to(graph, &visits, visit, preemptions));
                left -= 1;
                if left == 0 {
                    break;
                }
            }
        }
        let edges = graph.edges_of(node);
        let could_go_on = edges.iter().any(|edge| edge.from_place == last);
        let base = graph.first[node as usize];
        for (at, edge) in edges.iter().enumerate() {
            if done.contains(edge.to, edge.to_place) {
                continue;
            }
            // A place stands for several equal threads: going on with the last one costs nothing, and so
            // does any choice when the last one could not go on.
            let same = edge.from_place == last;
            let surprise = u32::from((could_go_on && !same) || edge.time_out);
            visits.push((edge.to, edge.to_place, visit, base + at as u32));
            frontier.push(
                (preemptions + surprise, steps + u32::from(edge.steps)),
                visits.len() as u32 - 1,
            );
        }
    }
    found
}

fn path_to(graph: &Graph, visits: &[(u32, u16, u32, u32)], visit: u32, preemptions: u32) -> Path {
    let mut steps = Vec::new();
    let mut at = visit;
    loop {
        let (_, _, parent, edge) = visits[at as usize];
        if parent == u32::MAX {
            break;
        }
        let edge = graph.edges[edge as usize];
        steps.push(PathStep {
            place: edge.from_place,
            same: edge.from_place == visits[parent as usize].1,
            time_out: edge.time_out,
        });
        at = parent;
    }
    steps.reverse();
    Path { preemptions, steps }
}

impl Stepper {
    /// Finds a path again on concrete threads; also gives the state it leads to.
    pub(crate) fn concrete(&mut self, path: &Path) -> Result<(Witness, State), Stop> {
        let mut state = self.root()?;
        let mut witness = Witness {
            preemptions: path.preemptions,
            decisions: Vec::with_capacity(path.steps.len()),
        };
        let mut last = NOBODY;
        for step in &path.steps {
            let mut thread = step.place;
            if self.symmetric {
                self.fingerprint(&mut state);
                let sorted = self.walker.sorted.clone();
                let own = sorted
                    .get(usize::from(step.place))
                    .map_or(0, |entry| entry.1);
                let mut equal = sorted
                    .iter()
                    .filter(|entry| entry.1 == own)
                    .map(|entry| entry.0);
                thread = if step.same {
                    last
                } else {
                    let place = sorted
                        .get(usize::from(step.place))
                        .map_or(0, |entry| entry.0);
                    if own > u128::from(u16::MAX) {
                        equal.find(|thread| *thread != last).unwrap_or(place)
                    } else {
                        place
                    }
                };
            }
            self.quantum(&mut state, usize::from(thread), step.time_out)?;
            self.close(&mut state)?;
            witness.decisions.push(Decision {
                thread,
                time_out: step.time_out,
            });
            last = thread;
        }
        Ok((witness, state))
    }
}
