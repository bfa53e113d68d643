//! right: everybody who waits for a load holds a share of the flight and gets its result, also an error

use lab::collections::HashMap;
use lab::sync::{Arc, Condvar, Mutex};

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

type Outcome<V> = Result<Arc<V>, CacheError>;

struct Flight<V> {
    outcome: Mutex<Option<Outcome<V>>>,
    landed: Condvar,
}

impl<V> Flight<V> {
    fn land(&self, outcome: Outcome<V>) {
        self.outcome.lock().unwrap().get_or_insert(outcome);
        self.landed.notify_all();
    }

    fn wait(&self) -> Outcome<V> {
        let outcome = self.outcome.lock().unwrap();
        let outcome = self.landed.wait_while(outcome, |outcome| outcome.is_none());
        outcome.unwrap().clone().expect("waited until it was there")
    }
}

enum Slot<V> {
    Loading(Arc<Flight<V>>),
    Ready { value: Arc<V>, end: u64 },
}

/// The youngest use stands last.
struct Shelf<V> {
    slots: Vec<(u32, Slot<V>)>,
    closed: bool,
    stats: Stats,
}

impl<V> Shelf<V> {
    fn place(&self, k: u32) -> Option<usize> {
        self.slots.iter().position(|(key, _)| *key == k)
    }

    fn remove(&mut self, k: u32) -> Option<Slot<V>> {
        self.place(k).map(|place| self.slots.remove(place).1)
    }
}

pub struct Cache<V, C: Clock> {
    shelf: Mutex<Shelf<V>>,
    capacity: usize,
    ttl: u64,
    clock: C,
}

/// Lands a flight whose load panicked.
struct Pilot<'c, V, C: Clock> {
    cache: &'c Cache<V, C>,
    k: u32,
    flight: Arc<Flight<V>>,
}

impl<V, C: Clock> Drop for Pilot<'_, V, C> {
    fn drop(&mut self) {
        let panicked = LoadError("the load panicked".to_owned());
        self.cache
            .land(self.k, &self.flight, Err(CacheError::Load(panicked)));
    }
}

impl<V, C: Clock> Cache<V, C> {
    pub fn new(capacity: usize, ttl: u64, clock: C) -> Self {
        let shelf = Shelf {
            slots: Vec::new(),
            closed: false,
            stats: Stats::default(),
        };
        Cache {
            shelf: Mutex::new(shelf),
            capacity,
            ttl,
            clock,
        }
    }

    pub fn get_or_load(
        &self,
        k: u32,
        load: impl FnOnce(u32) -> Result<V, LoadError>,
    ) -> Result<Arc<V>, CacheError> {
        let flight = {
            let mut shelf = self.shelf.lock().unwrap();
            if shelf.closed {
                return Err(CacheError::Closed);
            }
            match shelf.remove(k) {
                Some(Slot::Ready { value, end }) if self.clock.now() < end => {
                    shelf.stats.hits += 1;
                    let copy = value.clone();
                    shelf.slots.push((k, Slot::Ready { value, end }));
                    return Ok(copy);
                }
                Some(Slot::Loading(flight)) => {
                    shelf.stats.hits += 1;
                    shelf.slots.push((k, Slot::Loading(flight.clone())));
                    drop(shelf);
                    return flight.wait();
                }
                _ => {}
            }
            shelf.stats.misses += 1;
            let flight = Arc::new(Flight {
                outcome: Mutex::new(None),
                landed: Condvar::new(),
            });
            shelf.slots.push((k, Slot::Loading(flight.clone())));
            flight
        };
        let pilot = Pilot {
            cache: self,
            k,
            flight: flight.clone(),
        };
        let outcome = load(k).map(Arc::new).map_err(CacheError::Load);
        self.land(k, &flight, outcome.clone());
        drop(pilot); // Nothing is left to do for it.
        outcome
    }

    fn land(&self, k: u32, flight: &Arc<Flight<V>>, outcome: Outcome<V>) {
        let mut shelf = self.shelf.lock().unwrap();
        let ours =
            |slot: &Slot<V>| matches!(slot, Slot::Loading(other) if Arc::ptr_eq(other, flight));
        let place = shelf.slots.iter().position(|(_, slot)| ours(slot));
        if let Some(place) = place {
            shelf.slots.remove(place);
            if let Ok(value) = &outcome {
                let (value, end) = (value.clone(), self.clock.now() + self.ttl);
                shelf.slots.push((k, Slot::Ready { value, end }));
                let ready = |(_, slot): &(u32, Slot<V>)| matches!(slot, Slot::Ready { .. });
                if shelf.slots.iter().filter(|slot| ready(slot)).count() > self.capacity {
                    let oldest = shelf.slots.iter().position(ready);
                    shelf.slots.remove(oldest.expect("there are some"));
                }
            }
        }
        drop(shelf);
        flight.land(outcome);
    }

    pub fn peek(&self, k: u32) -> Option<Arc<V>> {
        let shelf = self.shelf.lock().unwrap();
        match &shelf.slots[shelf.place(k)?].1 {
            Slot::Ready { value, end } if self.clock.now() < *end => Some(value.clone()),
            _ => None,
        }
    }

    pub fn invalidate(&self, k: u32) -> bool {
        self.shelf.lock().unwrap().remove(k).is_some()
    }

    pub fn sweep(&self, mut on_evict: impl FnMut(u32)) -> usize {
        let mut expired = Vec::new();
        {
            let mut shelf = self.shelf.lock().unwrap();
            let now = self.clock.now();
            shelf.slots.retain(|(k, slot)| match slot {
                Slot::Ready { end, .. } if *end <= now => {
                    expired.push(*k);
                    false
                }
                _ => true,
            });
        }
        for k in &expired {
            on_evict(*k);
        }
        expired.len()
    }

    pub fn stats(&self) -> Stats {
        self.shelf.lock().unwrap().stats
    }

    pub fn close(&self) {
        let mut shelf = self.shelf.lock().unwrap();
        shelf.closed = true;
        for (_, slot) in shelf.slots.drain(..) {
            if let Slot::Loading(flight) = slot {
                flight.land(Err(CacheError::Closed));
            }
        }
    }
}
