//! wrong: does not wait for a busy slot: fetches once more, and stores nothing
//! killed-by: same_user
//! verdict: violated
//! kind: check-then-act
//! misconception: M20
//! question: Somebody is fetching this user already. What is your own fetch for?

use lab::collections::HashMap;
use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Arc, Mutex, TryLockError};

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
        let slot = Arc::clone(self.slots.lock().unwrap().entry(user).or_default());
        let mut slot = match slot.try_lock() {
            Ok(slot) => slot,
            Err(TryLockError::Poisoned(error)) => error.into_inner(),
            Err(TryLockError::WouldBlock) => {
                let _flying = Flying::new(&self.flying);
                return fetch(user).map(Arc::new);
            }
        };
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
