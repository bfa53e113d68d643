//! wrong: room is made before the value is stored, also when it takes the place of its own old value
//! killed-by: loaded_anew
//! verdict: violated
//! kind: wrong-result
//! question: How many values will there be when this one is stored?

use lab::collections::HashMap;
use lab::sync::{Arc, Condvar, Mutex, MutexGuard};

pub trait Clock: Send + Sync {
    fn now(&self) -> u64;
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CacheError {
    Load(LoadError),
    Closed,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    pub hits: u64,
    pub misses: u64,
}

struct Stored<V> {
    value: Arc<V>,
    end: u64,
    used: u64,
}

/// Everything that threads share, owned by one lock.
struct State<V> {
    stored: HashMap<u32, Stored<V>>,
    /// Which loads are running, each with a number of its own.
    loading: HashMap<u32, u64>,
    /// Counts loads and uses, so that each has a number and the smaller one came first.
    moment: u64,
    stats: Stats,
    closed: bool,
}

impl<V> State<V> {
    fn moment(&mut self) -> u64 {
        self.moment += 1;
        self.moment
    }
}

pub struct Cache<V, C: Clock> {
    state: Mutex<State<V>>,
    changed: Condvar,
    capacity: usize,
    ttl: u64,
    clock: C,
}

/// A load that is running. However it ends, its note goes and everybody looks again.
struct Flight<'c, V, C: Clock> {
    cache: &'c Cache<V, C>,
    k: u32,
    number: u64,
}

impl<V, C: Clock> Drop for Flight<'_, V, C> {
    fn drop(&mut self) {
        let mut state = self.cache.lock();
        if state.loading.get(&self.k) == Some(&self.number) {
            state.loading.remove(&self.k);
        }
        self.cache.changed.notify_all();
    }
}

impl<V, C: Clock> Cache<V, C> {
    pub fn new(capacity: usize, ttl: u64, clock: C) -> Self {
        let state = State {
            stored: HashMap::new(),
            loading: HashMap::new(),
            moment: 0,
            stats: Stats::default(),
            closed: false,
        };
        Cache {
            state: Mutex::new(state),
            changed: Condvar::new(),
            capacity,
            ttl,
            clock,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<V>> {
        self.state.lock().unwrap()
    }

    pub fn get_or_load(
        &self,
        k: u32,
        load: impl FnOnce(u32) -> Result<V, LoadError>,
    ) -> Result<Arc<V>, CacheError> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return Err(CacheError::Closed);
            }
            let moment = state.moment();
            let now = self.clock.now();
            if let Some(stored) = state.stored.get_mut(&k).filter(|stored| now < stored.end) {
                stored.used = moment;
                let value = stored.value.clone();
                state.stats.hits += 1;
                return Ok(value);
            }
            if !state.loading.contains_key(&k) {
                break;
            }
            state = self.changed.wait(state).unwrap();
        }
        state.stats.misses += 1;
        let number = state.moment();
        state.loading.insert(k, number);
        drop(state);
        let _flight = Flight {
            cache: self,
            k,
            number,
        };
        let value = Arc::new(load(k).map_err(CacheError::Load)?);
        self.store(k, number, &value);
        Ok(value)
    }

    pub fn peek(&self, k: u32) -> Option<Arc<V>> {
        let state = self.lock();
        let now = self.clock.now();
        let stored = state.stored.get(&k)?;
        (now < stored.end).then(|| stored.value.clone())
    }

    pub fn invalidate(&self, k: u32) -> bool {
        let mut state = self.lock();
        state.loading.remove(&k);
        state.stored.remove(&k).is_some()
    }

    pub fn sweep(&self, on_evict: impl FnMut(u32)) -> usize {
        let mut state = self.lock();
        let now = self.clock.now();
        let expired = state.stored.iter().filter(|(_, stored)| stored.end <= now);
        let mut expired: Vec<u32> = expired.map(|(k, _)| *k).collect();
        for k in &expired {
            state.stored.remove(k);
        }
        drop(state);
        expired.sort_unstable();
        expired.iter().copied().for_each(on_evict);
        expired.len()
    }

    pub fn stats(&self) -> Stats {
        self.lock().stats
    }

    pub fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// Stores what a load brought, unless its note is gone.
    fn store(&self, k: u32, number: u64, value: &Arc<V>) {
        let mut state = self.lock();
        if state.loading.get(&k) != Some(&number) {
            return;
        }
        let entry = Stored {
            value: value.clone(),
            end: self.clock.now() + self.ttl,
            used: state.moment(),
        };
        if state.stored.len() == self.capacity {
            let oldest = state.stored.iter().min_by_key(|(_, stored)| stored.used);
            let oldest = oldest.map(|(k, _)| *k).expect("a full cache has a value");
            state.stored.remove(&oldest);
        }
        state.stored.insert(k, entry);
    }
}
