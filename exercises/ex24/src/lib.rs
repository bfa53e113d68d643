//! A cache in front of something slow. Calls that overlap, `stats` apart, end as if one by one.
use lab::{collections::HashMap, sync::Arc, sync::Mutex};
pub trait Clock: Send + Sync {
    fn now(&self) -> u64; // in ticks, never backwards
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CacheError {
    Load(LoadError),
    Closed,
}
/// The sum is the number of finished `get_or_load`; a miss is one whose `load` was called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    pub hits: u64,
    pub misses: u64,
}
type Got<V> = Result<Arc<V>, CacheError>;
pub struct Cache<V, C: Clock> {
    stored: Mutex<HashMap<u32, (u64, Arc<V>)>>, // when, and what
    clock: C,
}
impl<V, C: Clock> Cache<V, C> {
    /// Stores `capacity` values at most (1 or more), each for less than `ttl` ticks from its load.
    pub fn new(_capacity: usize, _ttl: u64, clock: C) -> Self {
        let stored = Mutex::default();
        Cache { stored, clock }
    }
    /// The stored value of `k`, or what `load` makes of it: one load per key at a time, and whoever
    /// comes meanwhile waits for it. Loads of different keys overlap; `load` holds no lock and may
    /// use the cache for other keys. If it fails or panics, its caller is told, nothing is stored,
    /// and who waits gets an error or starts over. If there are too many values, the one goes that
    /// `get_or_load` has not stored or returned for the longest time.
    pub fn get_or_load(&self, k: u32, load: impl FnOnce(u32) -> Result<V, LoadError>) -> Got<V> {
        let load = || load(k).map(Arc::new).map_err(CacheError::Load);
        let value = self.peek(k).map_or_else(load, Ok)?;
        let now = self.clock.now();
        self.stored.lock().unwrap().insert(k, (now, value.clone()));
        Ok(value)
    }
    /// The stored value, unless it has expired. To look is no use of it, and is not counted.
    pub fn peek(&self, k: u32) -> Option<Arc<V>> {
        let stored = self.stored.lock().unwrap();
        stored.get(&k).map(|(_, value)| value.clone())
    }
    /// Forgets the value of `k` (was there one?), and one that is being loaded is never stored.
    pub fn invalidate(&self, k: u32) -> bool {
        self.stored.lock().unwrap().remove(&k).is_some()
    }
    /// Drops what has expired, tells `on_evict` each of the keys, without a lock, and counts them.
    pub fn sweep(&self, _on_evict: impl FnMut(u32)) -> usize {
        0
    }
    pub fn stats(&self) -> Stats {
        Stats::default()
    }
    /// From now on `get_or_load` answers `Closed`, also to those who wait in it.
    pub fn close(&self) {}
}
