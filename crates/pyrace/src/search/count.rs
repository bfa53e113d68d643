//! Exact numbers of schedules.
//!
//! In a graph without cycles the number of paths from the root to a node is the sum over the edges
//! that lead to it (Kahn's order), and the number of paths from a node to an outcome the same
//! backwards. A cycle means that schedules may be of any length: then there is no number.

use super::graph::Graph;
use crate::bigint::BigInt;

/// Numbers of schedules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counts {
    /// All schedules.
    pub(crate) total: BigInt,
    /// The schedules of each outcome.
    pub(crate) by_outcome: Vec<BigInt>,
}

/// A non-negative number that is small most of the time.
#[derive(Clone, Debug)]
enum Tally {
    Small(u128),
    Large(BigInt),
}

impl Tally {
    const ZERO: Tally = Tally::Small(0);

    fn into_big(self) -> BigInt {
        match self {
            Tally::Small(value) => BigInt::from((value >> 64) as u64)
                .shl(64)
                .add(&BigInt::from(value as u64)),
            Tally::Large(value) => value,
        }
    }

    fn add(&mut self, other: &Tally, times: u16) {
        if let (Tally::Small(a), Tally::Small(b)) = (&*self, other)
            && let Some(sum) = b
                .checked_mul(u128::from(times))
                .and_then(|b| a.checked_add(b))
        {
            *self = Tally::Small(sum);
            return;
        }
        let mut sum = std::mem::replace(self, Tally::ZERO).into_big();
        match other {
            Tally::Small(other) => {
                sum.add_multiple(&Tally::Small(*other).into_big(), u32::from(times));
            }
            Tally::Large(other) => sum.add_multiple(other, u32::from(times)),
        }
        *self = Tally::Large(sum);
    }
}

/// The nodes in an order in which every edge goes forward; `None` if there is a cycle.
pub(crate) fn topological(graph: &Graph) -> Option<Vec<u32>> {
    let mut incoming = vec![0u32; graph.len()];
    for edge in &graph.edges {
        incoming[edge.to as usize] += 1;
    }
    let mut order = Vec::with_capacity(graph.len());
    order.extend((0..graph.len() as u32).filter(|node| incoming[*node as usize] == 0));
    // The list is the queue, too: so neighbours in the order are neighbours in memory.
    let mut next = 0;
    while let Some(&node) = order.get(next) {
        next += 1;
        for edge in graph.edges_of(node) {
            incoming[edge.to as usize] -= 1;
            if incoming[edge.to as usize] == 0 {
                order.push(edge.to);
            }
        }
    }
    (order.len() == graph.len()).then_some(order)
}

/// Counts the schedules; `None` if there are infinitely many.
pub(crate) fn count(graph: &Graph) -> Option<Counts> {
    let order = graph.order.as_ref()?;
    let mut paths = vec![Tally::ZERO; graph.len()];
    *paths.first_mut()? = Tally::Small(1);
    let mut outcome_of = vec![u32::MAX; graph.len()];
    for end in &graph.ends {
        outcome_of[end.node as usize] = end.outcome;
    }
    let mut total = Tally::ZERO;
    let mut by_outcome = vec![Tally::ZERO; graph.outcomes.len()];
    for &node in order {
        let here = std::mem::replace(&mut paths[node as usize], Tally::ZERO);
        for edge in graph.edges_of(node) {
            paths[edge.to as usize].add(&here, edge.times);
        }
        if let Some(sum) = by_outcome.get_mut(outcome_of[node as usize] as usize) {
            sum.add(&here, 1);
            total.add(&here, 1);
        }
    }
    Some(Counts {
        total: total.into_big(),
        by_outcome: by_outcome.into_iter().map(Tally::into_big).collect(),
    })
}

/// For each node: how many schedules go on from it, and how many of them end in a wanted outcome.
pub(crate) fn backward(graph: &Graph, wanted: &[bool]) -> Option<Vec<(BigInt, BigInt)>> {
    let order = graph.order.as_ref()?;
    let mut from = vec![(Tally::ZERO, Tally::ZERO); graph.len()];
    for end in &graph.ends {
        let hit = wanted.get(end.outcome as usize).copied().unwrap_or(false);
        from[end.node as usize] = (Tally::Small(1), Tally::Small(u128::from(hit)));
    }
    for &node in order.iter().rev() {
        let mut sum = std::mem::replace(&mut from[node as usize], (Tally::ZERO, Tally::ZERO));
        for edge in graph.edges_of(node) {
            let (all, hits) = &from[edge.to as usize];
            sum.0.add(all, edge.times);
            sum.1.add(hits, edge.times);
        }
        from[node as usize] = sum;
    }
    Some(
        from.into_iter()
            .map(|(all, hits)| (all.into_big(), hits.into_big()))
            .collect(),
    )
}

/// The nodes from which no end can be reached: whoever gets there stays in a loop for ever.
pub(crate) fn trapped(graph: &Graph) -> Vec<u32> {
    // Without a cycle every way comes to a state without edges, and such a state is an end.
    if graph.order.is_some() {
        return Vec::new();
    }
    let mut before: Vec<Vec<u32>> = vec![Vec::new(); graph.len()];
    for node in 0..graph.len() as u32 {
        for edge in graph.edges_of(node) {
            before[edge.to as usize].push(node);
        }
    }
    let mut escapes = vec![false; graph.len()];
    let mut todo: Vec<u32> = graph.ends.iter().map(|end| end.node).collect();
    for node in &todo {
        escapes[*node as usize] = true;
    }
    while let Some(node) = todo.pop() {
        for previous in &before[node as usize] {
            if !escapes[*previous as usize] {
                escapes[*previous as usize] = true;
                todo.push(*previous);
            }
        }
    }
    (0..graph.len() as u32)
        .filter(|node| !escapes[*node as usize])
        .collect()
}
