//! right: the panic is caught, the flight is ended by hand on all three ways, and the panic goes on

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use lab::sync::{Arc, Condvar, Mutex};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

pub struct SingleFlight<V> {
    users: Mutex<(BTreeMap<u32, Arc<V>>, BTreeSet<u32>)>,
    changed: Condvar,
}

impl<V> Default for SingleFlight<V> {
    fn default() -> Self {
        SingleFlight {
            users: Mutex::new((BTreeMap::new(), BTreeSet::new())),
            changed: Condvar::new(),
        }
    }
}

impl<V> SingleFlight<V> {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn get(
        &self,
        user: u32,
        fetch: impl FnOnce(u32) -> Result<V, FetchError>,
    ) -> Result<Arc<V>, FetchError> {
        {
            let users = self.users.lock().unwrap();
            let mut users = self
                .changed
                .wait_while(users, |(_, flying)| flying.contains(&user))
                .unwrap();
            if let Some(avatar) = users.0.get(&user) {
                return Ok(Arc::clone(avatar));
            }
            users.1.insert(user);
        }
        let outcome = catch_unwind(AssertUnwindSafe(|| fetch(user)));

        let mut users = self.users.lock().unwrap();
        users.1.remove(&user);
        self.changed.notify_all();
        match outcome {
            Ok(Ok(avatar)) => {
                let avatar = Arc::new(avatar);
                users.0.insert(user, Arc::clone(&avatar));
                Ok(avatar)
            }
            Ok(Err(error)) => Err(error),
            Err(panic) => {
                drop(users);
                resume_unwind(panic)
            }
        }
    }

    pub fn in_flight(&self) -> usize {
        self.users.lock().unwrap().1.len()
    }
}
