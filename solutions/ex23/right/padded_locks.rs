//! right: a padded lock for every shard, taken one after the other by a sum

use lab::sync::Mutex;

/// A value that shares its cache lines with nobody.
#[derive(Default)]
#[repr(align(64))]
struct CachePadded<T>(T);

pub struct Sharded {
    shards: Box<[CachePadded<Mutex<u64>>]>,
}

impl Sharded {
    pub fn new(shards: usize) -> Self {
        let shards = (0..shards).map(|_| CachePadded::default()).collect();
        Sharded { shards }
    }

    pub fn add(&self, slot: usize, n: u64) {
        let place = slot % self.shards.len();
        *self.shards[place].0.lock().unwrap() += n;
    }

    pub fn sum(&self) -> u64 {
        let mut sum = 0;
        for shard in &self.shards {
            sum += *shard.0.lock().unwrap();
        }
        sum
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
    const MOST_WAITING: usize = 64;
    let workers = match work.io_percent {
        50.. => work.tasks.min(MOST_WAITING),
        _ => work.tasks.min(runtime.cores),
    };
    if workers < 2 || u128::from(work.task_us) * (work.tasks as u128) < 1_000 {
        return Plan::Sequential;
    }
    let take_turns = runtime.gil && !work.releases_gil && work.io_percent < 50;
    match (take_turns, work.task_us) {
        (false, _) => Plan::Threads(workers),
        (true, 5_000..) => Plan::Processes(workers),
        (true, _) => Plan::Sequential,
    }
}
