//! wrong: the note is taken away after an error, and a panic does not come by that line
//! killed-by: panics_once
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M16
//! question: `fetch` panics. Which of the lines behind it run?
//! loom: holds: panicking-thread

use lab::collections::HashMap;
use lab::sync::{Arc, Condvar, Mutex};

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
                Some(Entry::Flying) => entries = self.landed.wait(entries).unwrap(),
                None => break,
            }
        }
        entries.insert(user, Entry::Flying);
        drop(entries);

        let outcome = fetch(user).map(Arc::new);
        let mut entries = self.entries.lock().unwrap();
        match &outcome {
            Ok(avatar) => entries.insert(user, Entry::Done(avatar.clone())),
            Err(_) => entries.remove(&user),
        };
        self.landed.notify_all();
        outcome
    }

    pub fn in_flight(&self) -> usize {
        let entries = self.entries.lock().unwrap();
        entries
            .values()
            .filter(|entry| matches!(entry, Entry::Flying))
            .count()
    }
}
