//! wrong: an error returns early, and the note that it flies stays
//! killed-by: alone
//! verdict: violated
//! kind: wrong-result
//! misconception: M7
//! question: On which line does your method end when `fetch` fails?

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

        let avatar = Arc::new(fetch(user)?);
        let entry = Entry::Done(avatar.clone());
        self.entries.lock().unwrap().insert(user, entry);
        self.landed.notify_all();
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
