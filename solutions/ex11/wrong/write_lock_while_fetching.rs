//! wrong: readers share the map, and whoever fetches keeps them all out
//! killed-by: two_users
//! verdict: deadlock
//! kind: lost-parallelism
//! misconception: M20
//! question: Two different users are asked for. Who waits for whom?

use lab::collections::HashMap;
use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Arc, PoisonError, RwLock};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

pub struct SingleFlight<V> {
    done: RwLock<HashMap<u32, Arc<V>>>,
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
            done: RwLock::new(HashMap::new()),
            flying: AtomicUsize::new(0),
        }
    }

    pub fn get(
        &self,
        user: u32,
        fetch: impl FnOnce(u32) -> Result<V, FetchError>,
    ) -> Result<Arc<V>, FetchError> {
        if let Some(avatar) = self
            .done
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&user)
        {
            return Ok(avatar.clone());
        }
        let mut done = self.done.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(avatar) = done.get(&user) {
            return Ok(avatar.clone());
        }
        let _flying = Flying::new(&self.flying);
        let avatar = Arc::new(fetch(user)?);
        done.insert(user, avatar.clone());
        Ok(avatar)
    }

    pub fn in_flight(&self) -> usize {
        self.flying.load(Ordering::Relaxed)
    }
}
