//! wrong: a caller who has waited for a second gives up with an error
//! killed-by: same_user
//! verdict: violated
//! kind: wrong-result
//! misconception: M9
//! question: How long may a fetch take, and who has promised it?
//! loom: no: loom has no time-outs

use lab::collections::HashMap;
use lab::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

enum Entry<V> {
    Flying,
    Done(Arc<V>),
}

pub struct SingleFlight<V> {
    entries: Mutex<HashMap<u32, Entry<V>>>,
    landed: Condvar,
}

/// The right to fetch one user. Dropped without an avatar, it lets the next one try.
struct Ticket<'a, V> {
    flight: &'a SingleFlight<V>,
    user: u32,
    avatar: Option<Arc<V>>,
}

impl<V> Drop for Ticket<'_, V> {
    fn drop(&mut self) {
        let mut entries = self.flight.entries.lock().unwrap();
        match self.avatar.take() {
            Some(avatar) => entries.insert(self.user, Entry::Done(avatar)),
            None => entries.remove(&self.user),
        };
        self.flight.landed.notify_all();
    }
}

impl<V> SingleFlight<V> {
    pub fn new() -> Self {
        SingleFlight {
            entries: Mutex::new(HashMap::new()),
            landed: Condvar::new(),
        }
    }

    pub fn get(
        &self,
        user: u32,
        fetch: impl FnOnce(u32) -> Result<V, FetchError>,
    ) -> Result<Arc<V>, FetchError> {
        let mut entries = self.entries.lock().unwrap();
        loop {
            match entries.get(&user) {
                Some(Entry::Done(avatar)) => return Ok(avatar.clone()),
                Some(Entry::Flying) => {
                    let (again, waited) = self
                        .landed
                        .wait_timeout(entries, Duration::from_secs(1))
                        .unwrap();
                    if waited.timed_out() {
                        return Err(FetchError(504));
                    }
                    entries = again;
                }
                None => break,
            }
        }
        entries.insert(user, Entry::Flying);
        drop(entries);

        let mut ticket = Ticket {
            flight: self,
            user,
            avatar: None,
        };
        let avatar = Arc::new(fetch(user)?);
        ticket.avatar = Some(avatar.clone());
        Ok(avatar)
    }

    pub fn in_flight(&self) -> usize {
        let entries = self.entries.lock().unwrap();
        entries
            .values()
            .filter(|entry| matches!(entry, Entry::Flying))
            .count()
    }
}
