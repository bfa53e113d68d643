//! right: those who wait leave a sender; an error or a panic drops the senders, and they try again

use lab::channel::{self, Sender};
use lab::collections::HashMap;
use lab::sync::{Arc, Mutex};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

enum State<V> {
    Flying(Vec<Sender<Arc<V>>>),
    Done(Arc<V>),
}

pub struct SingleFlight<V> {
    users: Mutex<HashMap<u32, State<V>>>,
}

struct Landing<'a, V>(&'a SingleFlight<V>, u32);

impl<V> Drop for Landing<'_, V> {
    fn drop(&mut self) {
        let mut users = self.0.users.lock().unwrap();
        if let Some(State::Flying(_)) = users.get(&self.1) {
            // Failed. The senders are dropped with the entry, which wakes everybody up.
            users.remove(&self.1);
        }
    }
}

impl<V> SingleFlight<V> {
    pub fn new() -> Self {
        SingleFlight {
            users: Mutex::new(HashMap::new()),
        }
    }

    pub fn get(
        &self,
        user: u32,
        fetch: impl FnOnce(u32) -> Result<V, FetchError>,
    ) -> Result<Arc<V>, FetchError> {
        loop {
            let waiting = {
                let mut users = self.users.lock().unwrap();
                match users.get_mut(&user) {
                    Some(State::Done(avatar)) => return Ok(avatar.clone()),
                    Some(State::Flying(waiters)) => {
                        let (sender, receiver) = channel::bounded(1);
                        waiters.push(sender);
                        receiver
                    }
                    None => {
                        users.insert(user, State::Flying(Vec::new()));
                        break;
                    }
                }
            };
            if let Ok(avatar) = waiting.recv() {
                return Ok(avatar);
            }
        }
        let _landing = Landing(self, user);
        let avatar = Arc::new(fetch(user)?);
        let before = self
            .users
            .lock()
            .unwrap()
            .insert(user, State::Done(avatar.clone()));
        if let Some(State::Flying(waiters)) = before {
            for waiter in waiters {
                let _ = waiter.send(avatar.clone());
            }
        }
        Ok(avatar)
    }

    pub fn in_flight(&self) -> usize {
        let users = self.users.lock().unwrap();
        users
            .values()
            .filter(|state| matches!(state, State::Flying(_)))
            .count()
    }
}
