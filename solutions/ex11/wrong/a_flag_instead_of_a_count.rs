//! wrong: remembers that somebody is fetched, and not how many
//! killed-by: counted
//! verdict: violated
//! kind: wrong-result
//! misconception: M20
//! question: Two users are being fetched. What does the first one that lands say about the other?

use lab::collections::HashMap;
use lab::sync::atomic::{AtomicBool, Ordering};
use lab::sync::{Arc, Mutex, PoisonError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

type Slot<V> = Mutex<Option<Arc<V>>>;

pub struct SingleFlight<V> {
    slots: Mutex<HashMap<u32, Arc<Slot<V>>>>,
    flying: AtomicBool,
}

struct Flying<'a>(&'a AtomicBool);

impl<'a> Flying<'a> {
    fn new(flag: &'a AtomicBool) -> Self {
        flag.store(true, Ordering::Relaxed);
        Flying(flag)
    }
}

impl Drop for Flying<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

impl<V> SingleFlight<V> {
    pub fn new() -> Self {
        SingleFlight {
            slots: Mutex::new(HashMap::new()),
            flying: AtomicBool::new(false),
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
        let _flying = Flying::new(&self.flying);
        let avatar = Arc::new(fetch(user)?);
        *slot = Some(avatar.clone());
        Ok(avatar)
    }

    pub fn in_flight(&self) -> usize {
        usize::from(self.flying.load(Ordering::Relaxed))
    }
}
