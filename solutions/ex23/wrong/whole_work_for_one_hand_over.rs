//! wrong: what counts for a hand-over is all the work, not one task
//! killed-by: a_plan
//! verdict: violated
//! kind: wrong-result
//! question: A thousand tasks of 20 microseconds: how long is each, and what does it cost to hand it over?

use lab::sync::atomic::{AtomicU64, Ordering};

#[repr(align(128))]
struct Shard(AtomicU64);

pub struct Sharded {
    shards: Vec<Shard>,
}

impl Sharded {
    pub fn new(shards: usize) -> Self {
        let shards = (0..shards.max(1))
            .map(|_| Shard(AtomicU64::new(0)))
            .collect();
        Sharded { shards }
    }

    pub fn add(&self, slot: usize, n: u64) {
        let shard = &self.shards[slot % self.shards.len()].0;
        shard.fetch_add(n, Ordering::Relaxed);
    }

    pub fn sum(&self) -> u64 {
        self.shards
            .iter()
            .map(|shard| shard.0.load(Ordering::Relaxed))
            .sum()
    }

    pub fn shard_addr(&self, i: usize) -> usize {
        std::ptr::from_ref(&self.shards[i]).addr()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    Sequential,
    Threads(usize),
    Processes(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    pub tasks: usize,
    pub task_us: u64,
    pub io_percent: u8,
    pub releases_gil: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Runtime {
    pub gil: bool,
    pub cores: usize,
}

pub fn plan(work: &Profile, runtime: Runtime) -> Plan {
    let waits = work.io_percent >= 50;
    let workers = work.tasks.min(if waits { 64 } else { runtime.cores });
    let total = u128::from(work.task_us) * work.tasks as u128;
    if workers < 2 || total < 1_000 {
        Plan::Sequential
    } else if waits || !runtime.gil || work.releases_gil {
        Plan::Threads(workers)
    } else if total >= 5_000 {
        Plan::Processes(workers)
    } else {
        Plan::Sequential
    }
}
