//! wrong: a panic does not come by the line that counts down
//! killed-by: panics_once
//! verdict: violated
//! kind: wrong-result
//! misconception: M16
//! question: Which of your lines run when `fetch` panics?
//! loom: holds: panicking-thread

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
        let slot = Arc::clone(self.slots.lock().unwrap().entry(user).or_default());
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(avatar) = &*slot {
            return Ok(avatar.clone());
        }
        self.flying.fetch_add(1, Ordering::Relaxed);
        let fetched = fetch(user);
        self.flying.fetch_sub(1, Ordering::Relaxed);
        let avatar = Arc::new(fetched?);
        *slot = Some(avatar.clone());
        Ok(avatar)
    }

    pub fn in_flight(&self) -> usize {
        self.flying.load(Ordering::Relaxed)
    }
}
