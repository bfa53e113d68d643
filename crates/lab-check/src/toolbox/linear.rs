//! Is there an order of the calls that explains all results?
//!
//! The search of Wing and Gong (*Testing and verifying concurrent objects*, 1993): take any call
//! that no other remaining call precedes, run the specification, and go on when the result is the
//! one that was seen. With at most eight calls nothing cleverer is needed.

use std::fmt::{Debug, Write as _};

/// One call of a history.
#[derive(Clone, Debug)]
pub(super) struct Call<Op, Ret> {
    pub(super) thread: String,
    pub(super) op: Op,
    /// When it began; times are the order of all begins and ends.
    pub(super) began: u32,
    /// When it returned, and what.
    pub(super) returned: Option<(u32, Ret)>,
}

/// The calls in an order that explains them, as indices; `None` when there is no such order.
pub(super) fn explain<Op, Ret: PartialEq, S: Clone>(
    calls: &[Call<Op, Ret>],
    start: &S,
    spec: &impl Fn(&mut S, &Op) -> Ret,
) -> Option<Vec<usize>> {
    let left: Vec<usize> = (0..calls.len())
        .filter(|index| calls[*index].returned.is_some())
        .collect();
    let mut order = Vec::with_capacity(left.len());
    search(calls, &left, start, spec, &mut order).then_some(order)
}

fn search<Op, Ret: PartialEq, S: Clone>(
    calls: &[Call<Op, Ret>],
    left: &[usize],
    state: &S,
    spec: &impl Fn(&mut S, &Op) -> Ret,
    order: &mut Vec<usize>,
) -> bool {
    if left.is_empty() {
        return true;
    }
    // Only calls that began before every remaining one had returned may come first.
    let first_return = left
        .iter()
        .filter_map(|index| calls[*index].returned.as_ref().map(|(time, _)| *time))
        .min()
        .unwrap_or(u32::MAX);
    for &index in left
        .iter()
        .filter(|index| calls[**index].began < first_return)
    {
        let mut next = state.clone();
        let result = spec(&mut next, &calls[index].op);
        if calls[index]
            .returned
            .as_ref()
            .is_some_and(|(_, seen)| *seen == result)
        {
            let rest: Vec<usize> = left
                .iter()
                .copied()
                .filter(|other| *other != index)
                .collect();
            order.push(index);
            if search(calls, &rest, &next, spec, order) {
                return true;
            }
            order.pop();
        }
    }
    false
}

/// The history in words.
pub(super) fn story<Op: Debug, Ret: Debug>(calls: &[Call<Op, Ret>]) -> String {
    let mut text = "no order of these calls explains what they returned:".to_owned();
    for call in calls {
        let Call {
            thread,
            op,
            began,
            returned,
        } = call;
        let _ = match returned {
            Some((end, value)) => {
                write!(
                    text,
                    "\n  {thread}: {op:?} returned {value:?} (from time {began} to {end})"
                )
            }
            None => write!(
                text,
                "\n  {thread}: {op:?} has not returned (since time {began})"
            ),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug)]
    enum Op {
        Add(u64),
        Get,
    }

    fn spec(state: &mut u64, op: &Op) -> u64 {
        match op {
            Op::Add(n) => {
                *state += n;
                *state
            }
            Op::Get => *state,
        }
    }

    fn call(thread: &str, op: Op, began: u32, end: u32, result: u64) -> Call<Op, u64> {
        Call {
            thread: thread.to_owned(),
            op,
            began,
            returned: Some((end, result)),
        }
    }

    #[test]
    fn overlapping_calls_may_come_in_either_order() {
        let calls = [
            call("A", Op::Add(1), 1, 4, 3),
            call("B", Op::Add(2), 2, 3, 2),
        ];
        assert_eq!(explain(&calls, &0, &spec), Some(vec![1, 0]));
    }

    #[test]
    fn a_lost_update_has_no_order() {
        let calls = [
            call("A", Op::Add(1), 1, 4, 1),
            call("B", Op::Add(1), 2, 3, 1),
        ];
        assert_eq!(explain(&calls, &0, &spec), None);
        insta::assert_snapshot!(story(&calls));
    }

    #[test]
    fn a_call_that_ended_comes_before_one_that_began_later() {
        // The value 0 would be right only if the reader came first, and it did not.
        let stale = [call("A", Op::Add(5), 1, 2, 5), call("B", Op::Get, 3, 4, 0)];
        assert_eq!(explain(&stale, &0, &spec), None);
        let overlapping = [call("A", Op::Add(5), 1, 3, 5), call("B", Op::Get, 2, 4, 0)];
        assert_eq!(explain(&overlapping, &0, &spec), Some(vec![1, 0]));
    }

    #[test]
    fn calls_that_never_returned_are_left_out() {
        let mut calls = vec![call("A", Op::Add(1), 1, 2, 1)];
        calls.push(Call {
            thread: "B".to_owned(),
            op: Op::Get,
            began: 3,
            returned: None,
        });
        assert_eq!(explain(&calls, &0, &spec), Some(vec![0]));
    }

    /// Against brute force over all permutations: same answer for every small history.
    #[test]
    fn the_search_agrees_with_trying_all_orders() {
        let mut seed = 7u64;
        let mut random = |below: u64| {
            seed = seed
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            (seed >> 33) % below
        };
        let mut explained = 0;
        for _ in 0..500 {
            let count = 2 + random(3) as usize;
            let mut times: Vec<u32> = (1..=2 * count as u32).collect();
            for at in (1..times.len()).rev() {
                times.swap(at, random(at as u64 + 1) as usize);
            }
            let calls: Vec<Call<Op, u64>> = times
                .chunks(2)
                .map(|pair| {
                    let op = if random(2) == 0 { Op::Get } else { Op::Add(1) };
                    call(
                        "A",
                        op,
                        pair[0].min(pair[1]),
                        pair[0].max(pair[1]),
                        random(3),
                    )
                })
                .collect();
            let found = explain(&calls, &0, &spec).is_some();
            assert_eq!(found, any_order(&calls), "{}", story(&calls));
            explained += u32::from(found);
        }
        assert!(
            (30..470).contains(&explained),
            "a test of both answers: {explained}"
        );
    }

    fn any_order(calls: &[Call<Op, u64>]) -> bool {
        permutations(calls.len()).into_iter().any(|order| {
            let mut state = 0;
            let fits = order.iter().all(|index| {
                let (_, seen) = calls[*index].returned.unwrap();
                spec(&mut state, &calls[*index].op) == seen
            });
            let in_time = order.iter().enumerate().all(|(at, later)| {
                order[..at]
                    .iter()
                    .all(|earlier| calls[*earlier].began < calls[*later].returned.unwrap().0)
            });
            fits && in_time
        })
    }

    fn permutations(n: usize) -> Vec<Vec<usize>> {
        if n == 0 {
            return vec![vec![]];
        }
        permutations(n - 1)
            .into_iter()
            .flat_map(|shorter| {
                (0..n).map(move |at| {
                    let mut longer = shorter.clone();
                    longer.insert(at, n - 1);
                    longer
                })
            })
            .collect()
    }
}
