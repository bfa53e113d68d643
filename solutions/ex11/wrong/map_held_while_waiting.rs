//! wrong: the guard of the map lives until the slot is locked
//! killed-by: nested_and_waiting
//! verdict: deadlock
//! kind: lock-order
//! misconception: M14
//! question: A caller waits for a user. Which lock does it hold meanwhile, and who needs that one?

use lab::collections::HashMap;
use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Arc, Mutex, PoisonError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

type Slot<V> = Mutex<Option<Arc<V>>>;

pub struct SingleFlight<V> {
    slots: Mutex<HashMap<u32, Arc<Slot<V>>>>,
    flying: AtomicUsize,
}

/// Counts one flight, from its beginning to whatever end.
struct Flying<'a>(&'a AtomicUsize);

impl<'a> Flying<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Flying(count)
    }
}

impl Drop for Flying<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl<V> SingleFlight<V> {
    pub fn new() -> Self {
        SingleFlight {
            slots: Mutex::new(HashMap::new()),
            flying: AtomicUsize::new(0),
        }
    }

    pub fn get(
        &self,
        user: u32,
        fetch: impl FnOnce(u32) -> Result<V, FetchError>,
    ) -> Result<Arc<V>, FetchError> {
        let mut slots = self.slots.lock().unwrap();
        let slot = Arc::clone(slots.entry(user).or_default());
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        drop(slots);
        if let Some(avatar) = &*slot {
            return Ok(avatar.clone());
        }
        let _flying = Flying::new(&self.flying);
        let avatar = Arc::new(fetch(user)?);
        *slot = Some(avatar.clone());
        Ok(avatar)
    }

    pub fn in_flight(&self) -> usize {
        self.flying.load(Ordering::Relaxed)
    }
}
