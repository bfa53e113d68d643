//! right: every shard has a box of its own, and an update is repeated until nobody came in between
//! loom: rejects: missed-interleavings

use lab::sync::atomic::{AtomicU64, Ordering};

#[repr(align(64))]
struct Shard(AtomicU64);

pub struct Sharded {
    shards: Vec<Box<Shard>>,
}

impl Sharded {
    pub fn new(shards: usize) -> Self {
        let shard = || Box::new(Shard(AtomicU64::new(0)));
        Sharded {
            shards: std::iter::repeat_with(shard).take(shards).collect(),
        }
    }

    pub fn add(&self, slot: usize, n: u64) {
        let Shard(count) = &*self.shards[slot % self.shards.len()];
        let mut seen = count.load(Ordering::Relaxed);
        while let Err(now) = count.compare_exchange_weak(
            seen,
            seen.wrapping_add(n),
            Ordering::AcqRel,
            Ordering::Relaxed,
        ) {
            seen = now;
        }
    }

    pub fn sum(&self) -> u64 {
        self.shards
            .iter()
            .fold(0, |sum, shard| sum + shard.0.load(Ordering::Acquire))
    }

    pub fn shard_addr(&self, i: usize) -> usize {
        &raw const *self.shards[i] as usize
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
