//! wrong: `add` takes the locks of all shards, to be on the safe side
//! killed-by: own_shards
//! verdict: violated
//! kind: lost-parallelism
//! misconception: M14
//! question: Which locks does an add to slot 0 need, and which does it take?

use lab::sync::{Mutex, MutexGuard};

#[repr(align(128))]
struct Shard(Mutex<u64>);

pub struct Sharded {
    shards: Vec<Shard>,
}

impl Sharded {
    pub fn new(shards: usize) -> Self {
        let shards = (0..shards).map(|_| Shard(Mutex::new(0))).collect();
        Sharded { shards }
    }

    pub fn add(&self, slot: usize, n: u64) {
        let mut all = self.lock_all();
        let place = slot % all.len();
        *all[place] += n;
    }

    fn lock_all(&self) -> Vec<MutexGuard<'_, u64>> {
        self.shards
            .iter()
            .map(|shard| shard.0.lock().unwrap())
            .collect()
    }

    pub fn sum(&self) -> u64 {
        self.lock_all().iter().map(|count| **count).sum()
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
