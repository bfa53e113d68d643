//! wrong: `alive` counts first and asks for one session after the other
//! killed-by: alive_meanwhile
//! verdict: violated
//! kind: torn-read
//! misconception: M7
//! question: Your place in the list was right a moment ago. Who is there now?

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
        self.sessions.lock().unwrap().retain(|(id, last)| {
            let keep = now - last <= ttl;
            if !keep {
                expired.push(*id);
            }
            keep
        });
        expired.iter().for_each(|id| on_expire(*id));
        expired.len()
    }

    pub fn alive(&self) -> Vec<u32> {
        let count = self.sessions.lock().unwrap().len();
        let get = |at: usize| self.sessions.lock().unwrap().get(at).copied();
        let sessions = (0..count).filter_map(get);
        sessions.map(|session| session.0).collect()
    }
}
