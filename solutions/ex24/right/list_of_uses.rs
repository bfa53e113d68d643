//! right: the uses stand in a list, youngest first, and a panic of a load is caught, tidied up after and passed on

use lab::collections::HashMap;
use lab::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

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
}

/// Everything that threads share, owned by one lock.
struct State<V> {
    stored: HashMap<u32, Stored<V>>,
    /// Which loads are running, each with a number of its own.
    loading: HashMap<u32, u64>,
    /// The keys of `stored`, the youngest use in front.
    uses: VecDeque<u32>,
    loads: u64,
    stats: Stats,
    closed: bool,
}

impl<V> State<V> {
    fn forget(&mut self, k: u32) -> bool {
        self.uses.retain(|used| *used != k);
        self.stored.remove(&k).is_some()
    }

    fn used(&mut self, k: u32) {
        self.uses.retain(|used| *used != k);
        self.uses.push_front(k);
    }
}

pub struct Cache<V, C: Clock> {
    state: Mutex<State<V>>,
    changed: Condvar,
    capacity: usize,
    ttl: u64,
    clock: C,
}

impl<V, C: Clock> Cache<V, C> {
    pub fn new(capacity: usize, ttl: u64, clock: C) -> Self {
        let state = State {
            stored: HashMap::new(),
            loading: HashMap::new(),
            uses: VecDeque::new(),
            loads: 0,
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
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn get_or_load(
        &self,
        k: u32,
        load: impl FnOnce(u32) -> Result<V, LoadError>,
    ) -> Result<Arc<V>, CacheError> {
        let number = {
            let waits = |state: &mut State<V>| !state.closed && state.loading.contains_key(&k);
            let state = self.changed.wait_while(self.lock(), waits);
            let mut state = state.unwrap_or_else(PoisonError::into_inner);
            if state.closed {
                return Err(CacheError::Closed);
            }
            let now = self.clock.now();
            let fresh = state.stored.get(&k).filter(|stored| now < stored.end);
            if let Some(value) = fresh.map(|stored| stored.value.clone()) {
                state.used(k);
                state.stats.hits += 1;
                return Ok(value);
            }
            state.stats.misses += 1;
            state.loads += 1;
            let number = state.loads;
            state.loading.insert(k, number);
            number
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| load(k).map(Arc::new)));
        let mut state = self.lock();
        if state.loading.get(&k) == Some(&number) {
            state.loading.remove(&k);
            if let Ok(Ok(value)) = &outcome {
                self.store(&mut state, k, value.clone());
            }
        }
        drop(state);
        self.changed.notify_all();
        match outcome {
            Ok(loaded) => loaded.map_err(CacheError::Load),
            Err(panic) => resume_unwind(panic),
        }
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
        let known = state.forget(k);
        drop(state);
        self.changed.notify_all();
        known
    }

    pub fn sweep(&self, mut on_evict: impl FnMut(u32)) -> usize {
        let mut count = 0;
        // One at a time, so that no list of expired keys can become out of date.
        while let Some(k) = self.drop_one_expired() {
            on_evict(k);
            count += 1;
        }
        count
    }

    fn drop_one_expired(&self) -> Option<u32> {
        let mut state = self.lock();
        let now = self.clock.now();
        let place = state
            .uses
            .iter()
            .rposition(|k| state.stored[k].end <= now)?;
        let k = state.uses[place];
        state.forget(k);
        Some(k)
    }

    pub fn stats(&self) -> Stats {
        self.lock().stats
    }

    pub fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    fn store(&self, state: &mut State<V>, k: u32, value: Arc<V>) {
        let end = self.clock.now() + self.ttl;
        state.stored.insert(k, Stored { value, end });
        state.used(k);
        if state.uses.len() > self.capacity {
            let oldest = state.uses.back().copied();
            oldest.map(|oldest| state.forget(oldest));
        }
    }
}
