//! wrong: sixteen locks for all users: two users may share one
//! killed-by: chain
//! verdict: deadlock
//! kind: self-deadlock
//! misconception: M14
//! question: Users 0 and 16 have the same lock. What if the fetch of the one asks for the other?

use lab::collections::HashMap;
use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Arc, Mutex, PoisonError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

const STRIPES: usize = 16;

pub struct SingleFlight<V> {
    stripes: Vec<Mutex<HashMap<u32, Arc<V>>>>,
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
            stripes: (0..STRIPES).map(|_| Mutex::new(HashMap::new())).collect(),
            flying: AtomicUsize::new(0),
        }
    }

    pub fn get(
        &self,
        user: u32,
        fetch: impl FnOnce(u32) -> Result<V, FetchError>,
    ) -> Result<Arc<V>, FetchError> {
        let stripe = &self.stripes[user as usize % STRIPES];
        let mut done = stripe.lock().unwrap_or_else(PoisonError::into_inner);
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
