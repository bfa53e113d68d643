//! The sessions of a web shop: customers use them, and a sweeper removes those that nobody uses.

use lab::collections::HashMap;
use lab::sync::Mutex;

/// The open sessions. Any number of threads may use the table at the same time. For each single
/// session, calls that overlap end as if they had come one by one.
pub struct Sessions {
    last_used: Mutex<HashMap<u32, u64>>,
}

impl Sessions {
    /// A table without sessions.
    pub fn new() -> Self {
        let last_used = Mutex::new(HashMap::new());
        Sessions { last_used }
    }

    /// Opens the session `id` at the time `now`. A session that is open already is used at `now`.
    pub fn open(&self, id: u32, now: u64) {
        self.last_used.lock().unwrap().insert(id, now);
    }

    /// Uses the session `id` at the time `now`. Returns whether it is open.
    pub fn touch(&self, id: u32, now: u64) -> bool {
        match self.last_used.lock().unwrap().get_mut(&id) {
            Some(last_used) => {
                *last_used = now;
                true
            }
            None => false,
        }
    }

    /// Removes every session that was last used more than `ttl` before `now`, and returns how many
    /// it has removed. `now` is never before the last use of a session.
    ///
    /// `on_expire` is told of each removed session once. By then the session is gone, and no lock
    /// is held: `on_expire` may use the table.
    pub fn sweep(&self, now: u64, ttl: u64, mut on_expire: impl FnMut(u32)) -> usize {
        let last_used = self.last_used.lock().unwrap().clone();
        let expired: HashMap<_, _> = last_used.into_iter().filter(|s| now - s.1 > ttl).collect();
        let mut last_used = self.last_used.lock().unwrap();
        for id in expired.keys() {
            last_used.remove(id);
            on_expire(*id);
        }
        expired.len()
    }

    /// The open sessions, in any order.
    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }
}
