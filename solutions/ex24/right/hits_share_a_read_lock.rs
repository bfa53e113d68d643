//! right: hits share a read lock and write down their use in an atomic; loads have a lock of their own

use lab::collections::HashMap;
use lab::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use lab::sync::{Arc, Condvar, Mutex, RwLock};

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

struct Entry<V> {
    value: Arc<V>,
    end: u64,
    used: AtomicU64,
}

#[derive(Default)]
struct Loads {
    running: HashMap<u32, u64>,
    next: u64,
}

/// The locks are taken in the order of the fields. Hits need only the second one.
pub struct Cache<V, C: Clock> {
    loads: Mutex<Loads>,
    entries: RwLock<HashMap<u32, Entry<V>>>,
    ended: Condvar,
    closed: AtomicBool,
    uses: AtomicU64,
    hits: AtomicU64,
    misses: AtomicU64,
    capacity: usize,
    ttl: u64,
    clock: C,
}

struct Running<'c, V, C: Clock>(&'c Cache<V, C>, u32, u64);

impl<V, C: Clock> Drop for Running<'_, V, C> {
    fn drop(&mut self) {
        let Running(cache, k, number) = self;
        let mut loads = cache.loads.lock().unwrap();
        if loads.running.get(k) == Some(number) {
            loads.running.remove(k);
        }
        cache.ended.notify_all();
    }
}

impl<V, C: Clock> Cache<V, C> {
    pub fn new(capacity: usize, ttl: u64, clock: C) -> Self {
        Cache {
            loads: Mutex::default(),
            entries: RwLock::new(HashMap::new()),
            ended: Condvar::new(),
            closed: AtomicBool::new(false),
            uses: AtomicU64::new(0),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
            capacity,
            ttl,
            clock,
        }
    }

    // ANCHOR: hit
    fn hit(&self, k: u32) -> Option<Arc<V>> {
        let entries = self.entries.read().unwrap();
        let entry = entries.get(&k)?;
        if entry.end <= self.clock.now() {
            return None;
        }
        let use_number = self.uses.fetch_add(1, Ordering::Relaxed);
        // Two hits may come here in the other order: the larger number wins.
        entry.used.fetch_max(use_number, Ordering::Relaxed);
        self.hits.fetch_add(1, Ordering::Relaxed);
        Some(entry.value.clone())
    }
    // ANCHOR_END: hit

    pub fn get_or_load(
        &self,
        k: u32,
        load: impl FnOnce(u32) -> Result<V, LoadError>,
    ) -> Result<Arc<V>, CacheError> {
        if self.closed.load(Ordering::Acquire) {
            return Err(CacheError::Closed);
        }
        if let Some(value) = self.hit(k) {
            return Ok(value);
        }
        let number = {
            let mut loads = self.loads.lock().unwrap();
            loop {
                if self.closed.load(Ordering::Acquire) {
                    return Err(CacheError::Closed);
                }
                if let Some(value) = self.hit(k) {
                    return Ok(value);
                }
                if !loads.running.contains_key(&k) {
                    loads.next += 1;
                    let number = loads.next;
                    loads.running.insert(k, number);
                    break number;
                }
                loads = self.ended.wait(loads).unwrap();
            }
        };
        let running = Running(self, k, number);
        self.misses.fetch_add(1, Ordering::Relaxed);
        let value = Arc::new(load(k).map_err(CacheError::Load)?);
        let loads = self.loads.lock().unwrap();
        if loads.running.get(&k) == Some(&number) {
            let mut entries = self.entries.write().unwrap();
            let entry = Entry {
                value: value.clone(),
                end: self.clock.now() + self.ttl,
                used: AtomicU64::new(self.uses.fetch_add(1, Ordering::Relaxed)),
            };
            entries.insert(k, entry);
            if entries.len() > self.capacity {
                let use_of = |entry: &Entry<V>| entry.used.load(Ordering::Relaxed);
                let oldest = entries.iter().min_by_key(|(_, entry)| use_of(entry));
                let oldest = oldest.map(|(k, _)| *k);
                oldest.and_then(|oldest| entries.remove(&oldest));
            }
        }
        drop(loads);
        drop(running);
        Ok(value)
    }

    pub fn peek(&self, k: u32) -> Option<Arc<V>> {
        let entries = self.entries.read().unwrap();
        let entry = entries.get(&k).filter(|entry| self.clock.now() < entry.end);
        entry.map(|entry| entry.value.clone())
    }

    pub fn invalidate(&self, k: u32) -> bool {
        let mut loads = self.loads.lock().unwrap();
        loads.running.remove(&k);
        self.entries.write().unwrap().remove(&k).is_some()
    }

    pub fn sweep(&self, mut on_evict: impl FnMut(u32)) -> usize {
        let mut dropped = Vec::new();
        let mut entries = self.entries.write().unwrap();
        let now = self.clock.now();
        entries.retain(|k, entry| {
            let fresh = now < entry.end;
            if !fresh {
                dropped.push(*k);
            }
            fresh
        });
        drop(entries);
        for k in &dropped {
            on_evict(*k);
        }
        dropped.len()
    }

    pub fn stats(&self) -> Stats {
        Stats {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
        }
    }

    pub fn close(&self) {
        // Under the lock of the waiters, so that none of them looks and then misses the call.
        let loads = self.loads.lock().unwrap();
        self.closed.store(true, Ordering::Release);
        drop(loads);
        self.ended.notify_all();
    }
}
