//! right: a private generic module keeps the promise, with `wait_while` and a ticket that cleans up.

use lab::sync::Arc;

mod single_flight {
    use lab::sync::{Arc, Condvar, Mutex};
    use std::collections::{BTreeMap, BTreeSet};

    pub(super) struct SingleFlight<K, V> {
        state: Mutex<State<K, V>>,
        landed: Condvar,
    }

    struct State<K, V> {
        stored: BTreeMap<K, Arc<V>>,
        in_flight: BTreeSet<K>,
    }

    /// The right to make the value of one key. Dropped without a value, it lets the next one try.
    struct Ticket<'f, K: Ord + Copy, V> {
        flight: &'f SingleFlight<K, V>,
        key: K,
    }

    impl<K: Ord + Copy, V> SingleFlight<K, V> {
        pub(super) fn new() -> Self {
            let state = State {
                stored: BTreeMap::new(),
                in_flight: BTreeSet::new(),
            };
            SingleFlight {
                state: Mutex::new(state),
                landed: Condvar::new(),
            }
        }

        pub(super) fn get(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
            let state = self.state.lock().unwrap();
            let mut state = self
                .landed
                .wait_while(state, |state| state.in_flight.contains(&key))
                .unwrap();
            if let Some(value) = state.stored.get(&key) {
                return value.clone();
            }
            state.in_flight.insert(key);
            drop(state);

            let ticket = Ticket { flight: self, key };
            ticket.land(make())
        }

        pub(super) fn forget(&self, key: K) -> bool {
            self.state.lock().unwrap().stored.remove(&key).is_some()
        }

        pub(super) fn len(&self) -> usize {
            self.state.lock().unwrap().stored.len()
        }
    }

    impl<K: Ord + Copy, V> Ticket<'_, K, V> {
        fn land(self, value: V) -> Arc<V> {
            let value = Arc::new(value);
            let mut state = self.flight.state.lock().unwrap();
            state.stored.insert(self.key, value.clone());
            drop(state);
            value
        }
    }

    impl<K: Ord + Copy, V> Drop for Ticket<'_, K, V> {
        fn drop(&mut self) {
            if let Ok(mut state) = self.flight.state.lock() {
                state.in_flight.remove(&self.key);
            }
            self.flight.landed.notify_all();
        }
    }
}

pub type Thumb = Vec<u8>;

pub struct ThumbCache {
    flight: single_flight::SingleFlight<u32, Thumb>,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            flight: single_flight::SingleFlight::new(),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        self.flight.get(photo, || render(photo))
    }

    pub fn evict(&self, photo: u32) -> bool {
        self.flight.forget(photo)
    }

    pub fn len(&self) -> usize {
        self.flight.len()
    }
}
