//! right: the keys live in shards with a lock each; only a load that needs room takes all of them, in order

use lab::collections::HashMap;
use lab::sync::atomic::{AtomicBool, AtomicU64, Ordering};
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

const SHARDS: usize = 2;

struct Stored<V> {
    value: Arc<V>,
    end: u64,
    used: u64,
}

struct Shard<V> {
    stored: HashMap<u32, Stored<V>>,
    loading: HashMap<u32, u64>,
}

/// One lock, one waiting room and two counts for every part of the keys.
#[repr(align(128))]
struct Part<V> {
    shard: Mutex<Shard<V>>,
    changed: Condvar,
    hits: AtomicU64,
    misses: AtomicU64,
}

pub struct Cache<V, C: Clock> {
    parts: [Part<V>; SHARDS],
    moment: AtomicU64,
    closed: AtomicBool,
    capacity: usize,
    ttl: u64,
    clock: C,
}

struct Flight<'c, V> {
    part: &'c Part<V>,
    k: u32,
    number: u64,
}

impl<V> Drop for Flight<'_, V> {
    fn drop(&mut self) {
        let mut shard = self.part.lock();
        if shard.loading.get(&self.k) == Some(&self.number) {
            shard.loading.remove(&self.k);
        }
        self.part.changed.notify_all();
    }
}

impl<V> Part<V> {
    fn lock(&self) -> MutexGuard<'_, Shard<V>> {
        self.shard.lock().unwrap()
    }
}

impl<V, C: Clock> Cache<V, C> {
    pub fn new(capacity: usize, ttl: u64, clock: C) -> Self {
        let parts = std::array::from_fn(|_| {
            let shard = Shard {
                stored: HashMap::new(),
                loading: HashMap::new(),
            };
            Part {
                shard: Mutex::new(shard),
                changed: Condvar::new(),
                hits: AtomicU64::new(0),
                misses: AtomicU64::new(0),
            }
        });
        Cache {
            parts,
            moment: AtomicU64::new(0),
            closed: AtomicBool::new(false),
            capacity,
            ttl,
            clock,
        }
    }

    fn part(&self, k: u32) -> &Part<V> {
        &self.parts[k as usize % SHARDS]
    }

    fn moment(&self) -> u64 {
        self.moment.fetch_add(1, Ordering::Relaxed)
    }

    pub fn get_or_load(
        &self,
        k: u32,
        load: impl FnOnce(u32) -> Result<V, LoadError>,
    ) -> Result<Arc<V>, CacheError> {
        let part = self.part(k);
        let mut shard = part.lock();
        loop {
            if self.closed.load(Ordering::Acquire) {
                return Err(CacheError::Closed);
            }
            let now = self.clock.now();
            if let Some(stored) = shard.stored.get_mut(&k).filter(|stored| now < stored.end) {
                stored.used = self.moment();
                part.hits.fetch_add(1, Ordering::Relaxed);
                return Ok(stored.value.clone());
            }
            if !shard.loading.contains_key(&k) {
                break;
            }
            shard = part.changed.wait(shard).unwrap();
        }
        part.misses.fetch_add(1, Ordering::Relaxed);
        let number = self.moment();
        shard.loading.insert(k, number);
        drop(shard);
        let _flight = Flight { part, k, number };
        let value = Arc::new(load(k).map_err(CacheError::Load)?);
        self.store(k, number, value.clone());
        Ok(value)
    }

    /// Takes the locks of all parts, always in the same order: who is the oldest is a question to
    /// all of them.
    fn store(&self, k: u32, number: u64, value: Arc<V>) {
        let mut shards: Vec<MutexGuard<'_, Shard<V>>> = self.parts.iter().map(Part::lock).collect();
        let own = &mut shards[k as usize % SHARDS];
        if own.loading.get(&k) != Some(&number) {
            return;
        }
        let end = self.clock.now() + self.ttl;
        let used = self.moment();
        own.stored.insert(k, Stored { value, end, used });
        let all: usize = shards.iter().map(|shard| shard.stored.len()).sum();
        if all > self.capacity {
            let everybody = shards.iter_mut().flat_map(|shard| {
                let oldest = shard.stored.iter().min_by_key(|(_, stored)| stored.used);
                let oldest = oldest.map(|(k, stored)| (stored.used, *k));
                oldest.map(|oldest| (oldest, shard))
            });
            if let Some(((_, k), shard)) = everybody.min_by_key(|(oldest, _)| *oldest) {
                shard.stored.remove(&k);
            }
        }
    }

    pub fn peek(&self, k: u32) -> Option<Arc<V>> {
        let shard = self.part(k).lock();
        let stored = shard.stored.get(&k)?;
        (self.clock.now() < stored.end).then(|| stored.value.clone())
    }

    pub fn invalidate(&self, k: u32) -> bool {
        let mut shard = self.part(k).lock();
        shard.loading.remove(&k);
        shard.stored.remove(&k).is_some()
    }

    pub fn sweep(&self, mut on_evict: impl FnMut(u32)) -> usize {
        let mut count = 0;
        for part in &self.parts {
            let mut shard = part.lock();
            let now = self.clock.now();
            let expired: Vec<u32> = shard
                .stored
                .iter()
                .filter_map(|(k, stored)| (stored.end <= now).then_some(*k))
                .collect();
            for k in &expired {
                shard.stored.remove(k);
            }
            drop(shard);
            count += expired.len();
            expired.into_iter().for_each(&mut on_evict);
        }
        count
    }

    pub fn stats(&self) -> Stats {
        let sum = |count: fn(&Part<V>) -> &AtomicU64| {
            let counts = self
                .parts
                .iter()
                .map(|part| count(part).load(Ordering::Relaxed));
            counts.sum()
        };
        Stats {
            hits: sum(|part| &part.hits),
            misses: sum(|part| &part.misses),
        }
    }

    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
        for part in &self.parts {
            // Whoever has looked before the store sleeps by the time the lock is ours.
            drop(part.lock());
            part.changed.notify_all();
        }
    }
}
