//! wrong: one atomic for everything, and the addresses of a decoration
//! killed-by: own_shards
//! verdict: violated
//! kind: lost-parallelism
//! misconception: M8
//! question: Two threads add to two slots. What do both of them touch?

use lab::sync::atomic::{AtomicU64, Ordering};

#[repr(align(128))]
struct Shard([u8; 128]);

pub struct Sharded {
    all: AtomicU64,
    shards: Vec<Shard>,
}

impl Sharded {
    pub fn new(shards: usize) -> Self {
        let shards = (0..shards).map(|_| Shard([0; 128])).collect();
        Sharded {
            all: AtomicU64::new(0),
            shards,
        }
    }

    pub fn add(&self, _slot: usize, n: u64) {
        self.all.fetch_add(n, Ordering::Relaxed);
    }

    pub fn sum(&self) -> u64 {
        self.all.load(Ordering::Relaxed)
    }

    pub fn shard_addr(&self, i: usize) -> usize {
        self.shards[i].0.as_ptr().addr()
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
