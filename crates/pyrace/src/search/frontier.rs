//! What a search for the cheapest way still has to visit.

use std::collections::VecDeque;

use crate::sorted::SortedMap;

/// What a schedule costs: its preemptions, and then its instructions.
pub(crate) type Cost = (u32, u32);

/// Visits by cost; those of equal cost in the order in which they were found.
///
/// There are far fewer costs than visits: a queue for each of them is cheaper than one heap of all. A visit
/// leads to others with as many preemptions or a few more, so these are numbered without gaps.
#[derive(Debug, Default)]
pub(crate) struct Frontier {
    /// By preemptions: the queues by instructions.
    levels: Vec<SortedMap<u32, VecDeque<u32>>>,
    /// No level before this one has a queue.
    first: usize,
}

impl Frontier {
    /// Adds a visit.
    pub(crate) fn push(&mut self, cost: Cost, visit: u32) {
        let (preemptions, steps) = cost;
        let level = preemptions as usize;
        if self.levels.len() <= level {
            self.levels.resize_with(level + 1, SortedMap::new);
        }
        self.first = self.first.min(level);
        self.levels[level]
            .or_insert(steps, VecDeque::new())
            .push_back(visit);
    }

    /// Takes the cheapest visit.
    pub(crate) fn pop(&mut self) -> Option<(Cost, u32)> {
        while self.levels.get(self.first)?.is_empty() {
            self.first += 1;
        }
        let level = &mut self.levels[self.first];
        let (steps, visits) = level.first_mut()?;
        let steps = *steps;
        let visit = visits.pop_front();
        if visits.is_empty() {
            level.remove(&steps);
        }
        visit.map(|visit| ((self.first as u32, steps), visit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cheapest_comes_first_and_then_the_oldest() {
        let mut frontier = Frontier::default();
        for (visit, cost) in [(1, 0), (0, 9), (0, 2), (1, 0), (0, 2)]
            .into_iter()
            .enumerate()
            .map(|(visit, cost)| (visit as u32, cost))
        {
            frontier.push(cost, visit);
        }
        let order: Vec<u32> = std::iter::from_fn(|| frontier.pop())
            .map(|(_, visit)| visit)
            .collect();
        assert_eq!(order, [2, 4, 1, 0, 3]);
    }
}
