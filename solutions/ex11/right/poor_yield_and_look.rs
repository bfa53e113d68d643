//! right: looks again and again until the flight is over. Poor, accepted: a Condvar would sleep

use lab::collections::{HashMap, HashSet};
use lab::sync::{Arc, Mutex};
use lab::thread;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

pub struct SingleFlight<V> {
    done: Mutex<HashMap<u32, Arc<V>>>,
    // Taken before `done`, never while `done` is held.
    flying: Mutex<HashSet<u32>>,
}

struct Leave<'a>(&'a Mutex<HashSet<u32>>, u32);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        self.0.lock().unwrap().remove(&self.1);
    }
}

impl<V> SingleFlight<V> {
    pub fn new() -> Self {
        SingleFlight {
            done: Mutex::new(HashMap::new()),
            flying: Mutex::new(HashSet::new()),
        }
    }

    pub fn get(
        &self,
        user: u32,
        fetch: impl FnOnce(u32) -> Result<V, FetchError>,
    ) -> Result<Arc<V>, FetchError> {
        loop {
            let mut flying = self.flying.lock().unwrap();
            if let Some(avatar) = self.done.lock().unwrap().get(&user) {
                return Ok(avatar.clone());
            }
            if !flying.contains(&user) {
                flying.insert(user);
                break;
            }
            drop(flying);
            thread::yield_now();
        }
        let _leave = Leave(&self.flying, user);
        let avatar = Arc::new(fetch(user)?);
        self.done.lock().unwrap().insert(user, avatar.clone());
        Ok(avatar)
    }

    pub fn in_flight(&self) -> usize {
        self.flying.lock().unwrap().len()
    }
}
