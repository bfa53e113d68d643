//! Equal parts of different states, kept once.
//!
//! A search of many states waits for memory most of its time. But the states are made of few different
//! threads, variables and heaps, and these fit into the caches if equal ones are one (this is the idea of
//! "collapse" compression: Holzmann, "State compression in SPIN", 1997).

use super::seen::Seen;
use crate::machine::Common;

/// The parts that were met.
#[derive(Debug)]
pub(crate) struct Parts<T> {
    seen: Seen,
    kept: Vec<T>,
    /// The parts that were kept before and are given up: no number is given twice.
    before: u32,
    weight: u64,
}

/// Values up to which the parts are worth their memory (a value takes 16 bytes): then all are given up.
const MOST: u64 = 1 << 21;

/// The values of a part that are no more than what each state costs anyway.
const SMALL: u64 = 64;

/// The steps that each value beyond them costs: the default limit of steps is about 400 MB of them.
const STEPS_OF_A_VALUE: u64 = 16;

impl<T> Default for Parts<T> {
    fn default() -> Parts<T> {
        Parts {
            seen: Seen::default(),
            kept: Vec::new(),
            before: 0,
            weight: 0,
        }
    }
}

impl<T: Common> Parts<T> {
    /// Replaces a part that has changed by one that is equal to it, if there is one. What it costs as work:
    /// a step walks over a part that has changed, and a large one takes memory for each state.
    pub(crate) fn unify(&mut self, part: &mut T) -> u64 {
        if !part.is_fresh() {
            return 0;
        }
        if self.weight > MOST {
            *self = Parts {
                before: self.before + self.kept.len() as u32,
                ..Parts::default()
            };
        }
        let weight = part.weight();
        let (number, new) = self.seen.number(part.identity());
        if new {
            self.weight += weight;
            self.kept.push(part.clone());
            part.set_number(self.before + self.kept.len() as u32);
        } else if part.is_same(&self.kept[number as usize]) {
            *part = self.kept[number as usize].clone();
        }
        STEPS_OF_A_VALUE * weight.saturating_sub(SMALL)
    }

    /// The part with a number, if it is kept still.
    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        let at = number.checked_sub(self.before + 1)?;
        self.kept.get(at as usize)
    }
}
