//! The order of comparisons in `list.sort`, which a program's `__lt__` can see.
//!
//! Up to 63 items CPython finds the run at the start and inserts the others one by one
//! (`count_run` and `binarysort` in `Objects/listobject.c`; the search for the run is another one from
//! 3.13 on). Longer lists are merged here in a simpler way: the result is the same.

use crate::code::Version;
use crate::machine::{Outcome, Turn};
use crate::value::Value;

/// Lists shorter than this are sorted by insertion alone.
const SHORT: usize = 64;

impl Turn<'_> {
    /// Items in the order of their keys; equal ones keep their order.
    pub(crate) fn sorted(
        &mut self,
        keys: &[Value],
        items: &[Value],
        reverse: bool,
    ) -> Outcome<Vec<Value>> {
        let mut order: Vec<usize> = (0..items.len()).collect();
        if reverse {
            order.reverse();
        }
        if order.len() < SHORT {
            self.insert_all(keys, &mut order)?;
        } else {
            self.merge_all(keys, &mut order)?;
        }
        if reverse {
            order.reverse();
        }
        Ok(order.into_iter().map(|at| items[at]).collect())
    }

    fn insert_all(&mut self, keys: &[Value], order: &mut [usize]) -> Outcome<()> {
        if order.len() < 2 {
            return Ok(());
        }
        let run = if self.m.rules.version >= Version::V3_13 {
            self.long_run(keys, order)?
        } else {
            self.first_run(keys, order)?
        };
        for start in run..order.len() {
            let pivot = order[start];
            let (mut left, mut right) = (0, start);
            while left < right {
                let middle = left + (right - left) / 2;
                if self.less(keys[pivot], keys[order[middle]])? {
                    right = middle;
                } else {
                    left = middle + 1;
                }
            }
            order[left..=start].rotate_right(1);
        }
        Ok(())
    }

    /// The length of the run at the start, made ascending (to 3.12).
    fn first_run(&mut self, keys: &[Value], order: &mut [usize]) -> Outcome<usize> {
        let falls = self.less(keys[order[1]], keys[order[0]])?;
        let mut n = 2;
        while n < order.len() && self.less(keys[order[n]], keys[order[n - 1]])? == falls {
            n += 1;
        }
        if falls {
            order[..n].reverse();
        }
        Ok(n)
    }

    /// The length of the run at the start, made ascending (from 3.13 on): a descending run may have equal
    /// items.
    fn long_run(&mut self, keys: &[Value], order: &mut [usize]) -> Outcome<usize> {
        let mut n = 1;
        while n < order.len() && !self.less(keys[order[n]], keys[order[n - 1]])? {
            n += 1;
        }
        if n == order.len() {
            return Ok(n);
        }
        if n > 1 {
            if self.less(keys[order[0]], keys[order[n - 1]])? {
                return Ok(n);
            }
            order[..n].reverse();
        }
        n += 1;
        let mut equal = 0;
        while n < order.len() {
            if self.less(keys[order[n]], keys[order[n - 1]])? {
                reverse_last(order, n, &mut equal);
            } else if self.less(keys[order[n - 1]], keys[order[n]])? {
                break;
            } else {
                equal += 1;
            }
            n += 1;
        }
        reverse_last(order, n, &mut equal);
        order[..n].reverse();
        while n < order.len() && !self.less(keys[order[n]], keys[order[n - 1]])? {
            n += 1;
        }
        Ok(n)
    }

    fn merge_all(&mut self, keys: &[Value], order: &mut Vec<usize>) -> Outcome<()> {
        let mut width = 1;
        while width < order.len() {
            let mut merged = Vec::with_capacity(order.len());
            for run in order.chunks(2 * width) {
                let (left, right) = run.split_at(width.min(run.len()));
                let (mut l, mut r) = (0, 0);
                while l < left.len() && r < right.len() {
                    // Equal items keep their order.
                    if self.less(keys[right[r]], keys[left[l]])? {
                        merged.push(right[r]);
                        r += 1;
                    } else {
                        merged.push(left[l]);
                        l += 1;
                    }
                }
                merged.extend_from_slice(&left[l..]);
                merged.extend_from_slice(&right[r..]);
            }
            *order = merged;
            width *= 2;
        }
        Ok(())
    }
}

/// Reverses the last equal items before `n`: the reversal of the whole run gives their order back.
fn reverse_last(order: &mut [usize], n: usize, equal: &mut usize) {
    if *equal > 0 {
        order[n - *equal - 1..n].reverse();
        *equal = 0;
    }
}
