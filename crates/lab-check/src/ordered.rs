//! Many jobs at the same time, results in the order of the jobs.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Runs `job` on every item with this many workers. `done` gets the results on the calling
/// thread, in the order of the items, as soon as they are there.
pub(crate) fn in_order<T: Sync, R: Send>(
    items: &[T],
    workers: usize,
    job: impl Fn(&T) -> R + Sync,
    mut done: impl FnMut(&T, R),
) {
    let next = AtomicUsize::new(0);
    let (send, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..workers.clamp(1, items.len().max(1)) {
            let send = send.clone();
            let (next, job) = (&next, &job);
            scope.spawn(move || {
                // Relaxed: the number is all that is shared; results go through the channel.
                while let Some((index, item)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    items.get(index).map(|item| (index, item))
                } {
                    if send.send((index, job(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut early = BTreeMap::new();
        let mut wanted = 0;
        for (index, result) in results {
            early.insert(index, result);
            while let Some(result) = early.remove(&wanted) {
                done(&items[wanted], result);
                wanted += 1;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..50).collect();
        for workers in [1, 2, 7, 100] {
            let mut seen = Vec::new();
            in_order(
                &items,
                workers,
                |item| item * 2,
                |item, double| seen.push((*item, double)),
            );
            assert_eq!(seen, items.iter().map(|n| (*n, n * 2)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn no_items_are_no_work() {
        in_order(
            &[] as &[u8],
            4,
            |_| (),
            |_, ()| unreachable!("there is nothing to do"),
        );
    }
}
