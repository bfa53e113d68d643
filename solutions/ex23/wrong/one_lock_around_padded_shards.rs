//! wrong: padded numbers, all behind one lock
//! killed-by: own_shards
//! verdict: violated
//! kind: lost-parallelism
//! misconception: M20
//! question: The numbers lie in different lines. Where does the lock lie?

use lab::sync::Mutex;

#[repr(align(128))]
struct Shard(u64);

pub struct Sharded {
    shards: Mutex<Vec<Shard>>,
}

impl Sharded {
    pub fn new(shards: usize) -> Self {
        let shards = (0..shards).map(|_| Shard(0)).collect();
        Sharded {
            shards: Mutex::new(shards),
        }
    }

    pub fn add(&self, slot: usize, n: u64) {
        let mut shards = self.shards.lock().unwrap();
        let place = slot % shards.len();
        shards[place].0 += n;
    }

    pub fn sum(&self) -> u64 {
        self.shards
            .lock()
            .unwrap()
            .iter()
            .map(|shard| shard.0)
            .sum()
    }

    pub fn shard_addr(&self, i: usize) -> usize {
        std::ptr::from_ref(&self.shards.lock().unwrap()[i]).addr()
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
