//! wrong: the map is free while somebody fetches, and a second lock lets one fetch in at a time
//! killed-by: two_users
//! verdict: deadlock
//! kind: lost-parallelism
//! misconception: M20
//! question: Hits do not wait any more. And two different users?

use lab::collections::HashMap;
use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Arc, Mutex, PoisonError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

pub struct SingleFlight<V> {
    done: Mutex<HashMap<u32, Arc<V>>>,
    gate: Mutex<()>,
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
            done: Mutex::new(HashMap::new()),
            gate: Mutex::new(()),
            flying: AtomicUsize::new(0),
        }
    }

    fn stored(&self, user: u32) -> Option<Arc<V>> {
        self.done.lock().unwrap().get(&user).cloned()
    }

    pub fn get(
        &self,
        user: u32,
        fetch: impl FnOnce(u32) -> Result<V, FetchError>,
    ) -> Result<Arc<V>, FetchError> {
        if let Some(avatar) = self.stored(user) {
            return Ok(avatar);
        }
        let _gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(avatar) = self.stored(user) {
            return Ok(avatar);
        }
        let _flying = Flying::new(&self.flying);
        let avatar = Arc::new(fetch(user)?);
        self.done.lock().unwrap().insert(user, avatar.clone());
        Ok(avatar)
    }

    pub fn in_flight(&self) -> usize {
        self.flying.load(Ordering::Relaxed)
    }
}
