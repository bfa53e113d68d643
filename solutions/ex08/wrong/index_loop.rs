//! wrong: walks over the indices, with the lock for each step: others make the list shorter meanwhile
//! killed-by: two_sweepers
//! verdict: violated
//! kind: panic
//! misconception: M7
//! question: Your index was right when you compared it with the length. And now?

use lab::sync::Mutex;

pub struct Sessions {
    /// The sessions and their last use.
    sessions: Mutex<Vec<(u32, u64)>>,
}

impl Sessions {
    pub fn new() -> Self {
        Sessions {
            sessions: Mutex::new(Vec::new()),
        }
    }

    pub fn open(&self, id: u32, now: u64) {
        let mut sessions = self.sessions.lock().unwrap();
        sessions.retain(|session| session.0 != id);
        sessions.push((id, now));
    }

    pub fn touch(&self, id: u32, now: u64) -> bool {
        let mut sessions = self.sessions.lock().unwrap();
        let session = sessions.iter_mut().find(|session| session.0 == id);
        session.map(|session| session.1 = now).is_some()
    }

    pub fn sweep(&self, now: u64, ttl: u64, mut on_expire: impl FnMut(u32)) -> usize {
        let mut removed = 0;
        let mut at = 0;
        while at < self.sessions.lock().unwrap().len() {
            let mut sessions = self.sessions.lock().unwrap();
            let (id, last_used) = sessions[at];
            if now - last_used <= ttl {
                at += 1;
                continue;
            }
            sessions.remove(at);
            drop(sessions);
            on_expire(id);
            removed += 1;
        }
        removed
    }

    pub fn alive(&self) -> Vec<u32> {
        let sessions = self.sessions.lock().unwrap();
        sessions.iter().map(|session| session.0).collect()
    }
}
