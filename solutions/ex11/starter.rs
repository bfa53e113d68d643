//! The avatar fetcher: many requests for the pictures of users, and a slow service that has them.

use lab::collections::HashMap;
use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Arc, Mutex};

/// What the service answers instead of an avatar: a status such as 503.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

/// The avatars that were fetched so far, by the number of their user.
pub struct SingleFlight<V> {
    done: Mutex<HashMap<u32, Arc<V>>>,
    flying: AtomicUsize,
}

impl<V> SingleFlight<V> {
    /// Nothing is fetched yet.
    pub fn new() -> Self {
        let done = Mutex::new(HashMap::new());
        let flying = AtomicUsize::new(0);
        SingleFlight { done, flying }
    }

    /// The avatar of `user`; `fetch` gets it when there is none. A success is kept for ever.
    ///
    /// Calls for one user wait for each other: one of them fetches, and after a success all have
    /// the same `Arc`. Different users are fetched at the same time, and a `fetch` may call any
    /// method, also `get` for other users, if no two wait for each other.
    ///
    /// An error is not kept. It goes to the caller whose `fetch` failed; one who waited for it may
    /// be given the same error, or calls its own `fetch`. After a panic of `fetch` the others go on
    /// as after an error.
    pub fn get(
        &self,
        user: u32,
        fetch: impl FnOnce(u32) -> Result<V, FetchError>,
    ) -> Result<Arc<V>, FetchError> {
        let mut done = self.done.lock().unwrap();
        if let Some(avatar) = done.get(&user) {
            return Ok(avatar.clone());
        }
        self.flying.fetch_add(1, Ordering::Relaxed);
        let fetched = fetch(user);
        self.flying.fetch_sub(1, Ordering::Relaxed);
        let avatar = Arc::new(fetched?);
        done.insert(user, avatar.clone());
        Ok(avatar)
    }

    /// How many users are being fetched at the moment, however many callers wait for them.
    pub fn in_flight(&self) -> usize {
        self.flying.load(Ordering::Relaxed)
    }
}
