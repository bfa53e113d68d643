//! right: a lock for each user who is being fetched, held by those who use it; the map keeps a `Weak`
//! loom: no: loom has no `Weak`

use lab::collections::HashMap;
use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Arc, Mutex, PoisonError, RwLock, Weak};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

pub struct SingleFlight<V> {
    done: RwLock<HashMap<u32, Arc<V>>>,
    // When the last one who holds a lock lets it go, nothing is left but the number of the user.
    locks: Mutex<HashMap<u32, Weak<Mutex<()>>>>,
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
            locks: Mutex::new(HashMap::new()),
            flying: AtomicUsize::new(0),
        }
    }

    fn stored(&self, user: u32) -> Option<Arc<V>> {
        self.done.read().unwrap().get(&user).cloned()
    }

    fn lock_of(&self, user: u32) -> Arc<Mutex<()>> {
        let mut locks = self.locks.lock().unwrap();
        if let Some(lock) = locks.get(&user).and_then(Weak::upgrade) {
            return lock;
        }
        let lock = Arc::new(Mutex::new(()));
        locks.insert(user, Arc::downgrade(&lock));
        lock
    }

    pub fn get(
        &self,
        user: u32,
        fetch: impl FnOnce(u32) -> Result<V, FetchError>,
    ) -> Result<Arc<V>, FetchError> {
        if let Some(avatar) = self.stored(user) {
            return Ok(avatar);
        }
        let lock = self.lock_of(user);
        let _turn = lock.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(avatar) = self.stored(user) {
            return Ok(avatar);
        }
        let _flying = Flying::new(&self.flying);
        let avatar = Arc::new(fetch(user)?);
        self.done.write().unwrap().insert(user, avatar.clone());
        Ok(avatar)
    }

    pub fn in_flight(&self) -> usize {
        self.flying.load(Ordering::Relaxed)
    }
}
