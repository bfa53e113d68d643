//! right: a power of two of shards, chosen by the low bits, unless the number is another one

use lab::sync::atomic::{AtomicU64, Ordering};

#[repr(C, align(128))]
struct Shard {
    added: AtomicU64,
    calls: AtomicU64,
}

pub struct Sharded {
    shards: Vec<Shard>,
    mask: Option<usize>,
}

impl Sharded {
    pub fn new(shards: usize) -> Self {
        let mut all = Vec::with_capacity(shards);
        all.resize_with(shards, || Shard {
            added: AtomicU64::new(0),
            calls: AtomicU64::new(0),
        });
        let mask = shards.is_power_of_two().then(|| shards - 1);
        Sharded { shards: all, mask }
    }

    fn shard(&self, slot: usize) -> &Shard {
        let place = match self.mask {
            Some(mask) => slot & mask,
            None => slot % self.shards.len(),
        };
        &self.shards[place]
    }

    pub fn add(&self, slot: usize, n: u64) {
        let shard = self.shard(slot);
        shard.added.fetch_add(n, Ordering::SeqCst);
        // For the report of how evenly the slots are spread; it lies in the same line.
        shard.calls.fetch_add(1, Ordering::Relaxed);
    }

    pub fn sum(&self) -> u64 {
        self.shards
            .iter()
            .map(|shard| shard.added.load(Ordering::SeqCst))
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
