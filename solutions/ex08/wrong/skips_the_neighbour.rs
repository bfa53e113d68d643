//! wrong: removes by index while it walks, and steps over the one that has moved up
//! killed-by: one_thread
//! verdict: violated
//! kind: wrong-result
//! question: You remove number 2. Which number has number 3 now?

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
        let mut expired = Vec::new();
        {
            let mut sessions = self.sessions.lock().unwrap();
            let mut at = 0;
            while at < sessions.len() {
                if now - sessions[at].1 > ttl {
                    expired.push(sessions.remove(at).0);
                }
                at += 1;
            }
        }
        expired.iter().for_each(|id| on_expire(*id));
        expired.len()
    }

    pub fn alive(&self) -> Vec<u32> {
        let sessions = self.sessions.lock().unwrap();
        sessions.iter().map(|session| session.0).collect()
    }
}
