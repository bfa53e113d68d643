//! wrong: two slots that follow each other use the same shard
//! killed-by: own_shards
//! verdict: violated
//! kind: lost-parallelism
//! misconception: M20
//! question: Which shard do the slots 0 and 1 use?

use lab::sync::atomic::{AtomicU64, Ordering};

#[repr(align(128))]
struct Shard(AtomicU64);

pub struct Sharded {
    shards: Vec<Shard>,
}

impl Sharded {
    pub fn new(shards: usize) -> Self {
        let shards = (0..shards).map(|_| Shard(AtomicU64::new(0))).collect();
        Sharded { shards }
    }

    pub fn add(&self, slot: usize, n: u64) {
        let shard = &self.shards[(slot / 2) % self.shards.len()];
        shard.0.fetch_add(n, Ordering::Relaxed);
    }

    pub fn sum(&self) -> u64 {
        let shards = self.shards.iter();
        shards.map(|shard| shard.0.load(Ordering::Relaxed)).sum()
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
    let most = if waits { 64 } else { runtime.cores };
    let workers = work.tasks.min(most);
    let all_us = work.task_us.saturating_mul(work.tasks as u64);
    if workers < 2 || all_us < 1_000 {
        Plan::Sequential
    } else if waits || !runtime.gil || work.releases_gil {
        Plan::Threads(workers)
    } else if work.task_us >= 5_000 {
        Plan::Processes(workers)
    } else {
        Plan::Sequential
    }
}
