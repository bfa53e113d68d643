//! The execution graph, kept for one question only: is the order of the `SeqCst` operations
//! possible?
//!
//! The axiom is that of RC11 (Lahav, Vafeiadis, Kang, Hur, Dreyer: Repairing Sequential
//! Consistency in C/C++11, PLDI 2017), with the release sequences of C++20 and Rust:
//! `psc` must be acyclic, where
//!
//! ```text
//! scb      = sb ∪ (sb≠loc ; hb ; sb≠loc) ∪ hb=loc ∪ mo ∪ fr
//! psc_base = ([SC] ∪ [F_SC];hb?) ; scb ; ([SC] ∪ hb?;[F_SC])
//! psc_F    = [F_SC] ; (hb ∪ hb;eco;hb) ; [F_SC]
//! ```
//!
//! As long as every load took the newest store and every store was placed last, the order of
//! execution is itself a witness, so nothing is computed.

use super::location::{Location, StoreId};
use crate::clock::{Clock, Tid};

/// Where an event happens: same-location matters to the axioms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// An atomic variable.
    Atomic(usize),
    /// Any other shared object.
    Object(usize),
    /// No place: a fence.
    Fence,
}

/// An event of the graph.
#[derive(Clone, Debug)]
pub(crate) struct GraphEvent {
    pub(crate) thread: Tid,
    /// The number of the event in its thread.
    pub(crate) number: u32,
    /// Everything that happens before the event, itself included.
    pub(crate) clock: Clock,
    pub(crate) place: Place,
    pub(crate) seq_cst: bool,
    pub(crate) reads: Option<StoreId>,
    pub(crate) writes: Option<StoreId>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Graph {
    pub(crate) events: Vec<GraphEvent>,
    /// How many of them are `SeqCst`.
    seq_cst: usize,
}

/// A set of events.
#[derive(Clone, PartialEq, Eq)]
struct Set(Vec<u64>);

impl Set {
    fn new(n: usize) -> Self {
        Set(vec![0; n.div_ceil(64)])
    }
    fn add(&mut self, i: usize) {
        self.0[i / 64] |= 1 << (i % 64);
    }
    fn has(&self, i: usize) -> bool {
        self.0[i / 64] & (1 << (i % 64)) != 0
    }
    fn remove(&mut self, i: usize) {
        self.0[i / 64] &= !(1 << (i % 64));
    }
    fn union(&mut self, other: &Set) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine |= theirs;
        }
    }
    fn meets(&self, other: &Set) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }
}

impl Graph {
    pub(crate) fn clear(&mut self) {
        self.events.clear();
        self.seq_cst = 0;
    }

    pub(crate) fn push(&mut self, event: GraphEvent) {
        self.seq_cst += usize::from(event.seq_cst);
        self.events.push(event);
    }

    pub(crate) fn pop(&mut self) {
        if let Some(event) = self.events.pop() {
            self.seq_cst -= usize::from(event.seq_cst);
        }
    }

    /// True when fewer than two operations are `SeqCst`: then they cannot be in a wrong order.
    pub(crate) fn is_trivial(&self) -> bool {
        self.seq_cst < 2
    }

    fn happens_before(&self, a: usize, b: usize) -> bool {
        let earlier = &self.events[a];
        a != b && self.events[b].clock.covers(earlier.thread, earlier.number)
    }

    fn sequenced_before(&self, a: usize, b: usize) -> bool {
        let (x, y) = (&self.events[a], &self.events[b]);
        x.thread == y.thread && x.number < y.number
    }

    fn same_place(&self, a: usize, b: usize) -> bool {
        let (x, y) = (self.events[a].place, self.events[b].place);
        x == y && x != Place::Fence
    }

    /// The span an event covers in modification order: the store it saw and the store it made,
    /// as ranks. `before(a, b)` below is then `eco`.
    fn ranks(&self, i: usize, locations: &[Location]) -> Option<(usize, Option<u32>, Option<u32>)> {
        let event = &self.events[i];
        let Place::Atomic(location) = event.place else {
            return None;
        };
        let of = &locations[location];
        Some((
            location,
            event.reads.map(|s| of.rank(s)),
            event.writes.map(|s| of.rank(s)),
        ))
    }

    /// `mo ∪ fr` from `a` to `b`: `b` writes something newer than what `a` wrote or read.
    fn mo_or_fr(&self, a: usize, b: usize, locations: &[Location]) -> bool {
        let (Some((la, ra, wa)), Some((lb, _, wb))) =
            (self.ranks(a, locations), self.ranks(b, locations))
        else {
            return false;
        };
        if a == b || la != lb {
            return false;
        }
        let Some(wb) = wb else { return false };
        wa.is_some_and(|wa| wa < wb) || ra.is_some_and(|ra| ra < wb)
    }

    /// Extended coherence order: any chain of reads-from, modification order and from-read.
    fn eco(&self, a: usize, b: usize, locations: &[Location]) -> bool {
        if self.mo_or_fr(a, b, locations) {
            return true;
        }
        let (Some((la, ra, wa)), Some((lb, rb, _))) =
            (self.ranks(a, locations), self.ranks(b, locations))
        else {
            return false;
        };
        if a == b || la != lb {
            return false;
        }
        // `b` reads something at least as new as what `a` wrote, or newer than what `a` read.
        let Some(rb) = rb else { return false };
        wa.is_some_and(|wa| wa <= rb) || ra.is_some_and(|ra| ra < rb)
    }

    /// True when the `SeqCst` operations of this graph fit into one order: `psc` has no cycle.
    pub(crate) fn seq_cst_possible(&self, locations: &[Location]) -> bool {
        let n = self.events.len();
        let strong: Vec<usize> = (0..n).filter(|i| self.events[*i].seq_cst).collect();
        if strong.len() < 2 {
            return true;
        }
        let scb = self.scb(locations);
        let mut edges = vec![Set::new(strong.len()); strong.len()];
        for (i, from) in strong.iter().enumerate() {
            // Where a path may start: the operation, and for a fence all that comes after it.
            let mut reached = Set::new(n);
            for (event, successors) in scb.iter().enumerate() {
                let starts =
                    event == *from || (self.is_fence(*from) && self.happens_before(*from, event));
                if starts {
                    reached.union(successors);
                }
            }
            for (j, to) in strong.iter().enumerate() {
                let mut ends = Set::new(n);
                self.ends(*to, &mut ends);
                let fences = self.is_fence(*from) && self.is_fence(*to);
                if reached.meets(&ends)
                    || (fences && self.happens_before(*from, *to))
                    || (fences && self.fence_eco(*from, *to, locations))
                {
                    if i == j {
                        return false;
                    }
                    edges[i].add(j);
                }
            }
        }
        acyclic(&edges)
    }

    fn is_fence(&self, i: usize) -> bool {
        self.events[i].place == Place::Fence
    }

    fn ends(&self, to: usize, set: &mut Set) {
        set.add(to);
        if self.is_fence(to) {
            for event in 0..self.events.len() {
                if self.happens_before(event, to) {
                    set.add(event);
                }
            }
        }
    }

    /// `hb ; eco ; hb` between two fences.
    fn fence_eco(&self, from: usize, to: usize, locations: &[Location]) -> bool {
        let n = self.events.len();
        (0..n)
            .filter(|a| self.happens_before(from, *a))
            .any(|a| (0..n).any(|b| self.happens_before(b, to) && self.eco(a, b, locations)))
    }

    fn scb(&self, locations: &[Location]) -> Vec<Set> {
        let n = self.events.len();
        // For `sb≠loc ; hb ; sb≠loc`: the first event after, and the last event before, at
        // another place. If any pair is ordered by hb, this pair is.
        let next_elsewhere: Vec<Option<usize>> = (0..n)
            .map(|a| {
                (0..n)
                    .filter(|b| self.sequenced_before(a, *b) && !self.same_place(a, *b))
                    .min_by_key(|b| self.events[*b].number)
            })
            .collect();
        let last_elsewhere: Vec<Option<usize>> = (0..n)
            .map(|d| {
                (0..n)
                    .filter(|c| self.sequenced_before(*c, d) && !self.same_place(*c, d))
                    .max_by_key(|c| self.events[*c].number)
            })
            .collect();
        (0..n)
            .map(|a| {
                let mut successors = Set::new(n);
                for (b, last) in last_elsewhere.iter().enumerate() {
                    let through = match (next_elsewhere[a], *last) {
                        (Some(x), Some(y)) => self.happens_before(x, y),
                        _ => false,
                    };
                    if a != b
                        && (self.sequenced_before(a, b)
                            || through
                            || (self.same_place(a, b) && self.happens_before(a, b))
                            || self.mo_or_fr(a, b, locations))
                    {
                        successors.add(b);
                    }
                }
                successors
            })
            .collect()
    }
}

/// True when the relation has no cycle.
fn acyclic(edges: &[Set]) -> bool {
    let n = edges.len();
    let mut alive = Set::new(n);
    (0..n).for_each(|i| alive.add(i));
    for _ in 0..n {
        // A node without successors among the living is on no cycle.
        let Some(done) = (0..n).find(|i| alive.has(*i) && !edges[*i].meets(&alive)) else {
            return false;
        };
        alive.remove(done);
    }
    true
}
