//! Two counts, one shared and one in shards, on plain std:
//! `cargo run --release -p ex23-corpus --example plain_std`.

// ANCHOR: program
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const THREADS: usize = 2;
const ROUNDS: u64 = 5_000_000;

#[repr(align(128))]
#[derive(Default)]
struct Shard(AtomicU64);

/// How long `THREADS` threads need to add `ROUNDS` each.
fn measure(add: impl Fn(usize) + Sync) -> Duration {
    let begin = Instant::now();
    thread::scope(|scope| {
        for slot in 0..THREADS {
            let add = &add;
            scope.spawn(move || (0..ROUNDS).for_each(|_| add(slot)));
        }
    });
    begin.elapsed()
}

fn add(count: &AtomicU64) {
    count.fetch_add(1, Ordering::Relaxed);
}

fn main() {
    let one = AtomicU64::new(0);
    let neighbours = [const { AtomicU64::new(0) }; THREADS];
    let apart: [Shard; THREADS] = Default::default();

    let times = [
        ("one atomic", measure(|_| add(&one))),
        ("neighbours", measure(|slot| add(&neighbours[slot]))),
        ("lines apart", measure(|slot| add(&apart[slot].0))),
    ];
    for (what, time) in times {
        println!("{what:12} {time:?}");
    }
    let sum = |counts: &[&AtomicU64]| counts.iter().map(|c| c.load(Ordering::Relaxed)).sum();
    let sums: [u64; 3] = [
        sum(&[&one]),
        sum(&[&neighbours[0], &neighbours[1]]),
        sum(&[&apart[0].0, &apart[1].0]),
    ];
    assert_eq!(sums, [THREADS as u64 * ROUNDS; 3]);
}
// ANCHOR_END: program
