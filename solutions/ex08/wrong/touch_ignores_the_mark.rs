//! wrong: marks a session in the first pass and removes it in the second one; `touch` takes no notice of marks
//! killed-by: sweep_and_touch
//! verdict: violated
//! kind: check-then-act
//! misconception: M7
//! question: What does a customer hear whose session is marked already?

use lab::collections::HashMap;
use lab::sync::Mutex;

struct Session {
    last_used: u64,
    marked: bool,
}

pub struct Sessions {
    sessions: Mutex<HashMap<u32, Session>>,
}

impl Sessions {
    pub fn new() -> Self {
        Sessions {
            sessions: Mutex::new(HashMap::new()),
        }
    }

    pub fn open(&self, id: u32, now: u64) {
        let session = Session {
            last_used: now,
            marked: false,
        };
        self.sessions.lock().unwrap().insert(id, session);
    }

    pub fn touch(&self, id: u32, now: u64) -> bool {
        match self.sessions.lock().unwrap().get_mut(&id) {
            Some(session) => {
                session.last_used = now;
                true
            }
            None => false,
        }
    }

    pub fn sweep(&self, now: u64, ttl: u64, mut on_expire: impl FnMut(u32)) -> usize {
        for session in self.sessions.lock().unwrap().values_mut() {
            session.marked = now - session.last_used > ttl;
        }
        let mut expired = Vec::new();
        self.sessions.lock().unwrap().retain(|id, session| {
            if session.marked {
                expired.push(*id);
            }
            !session.marked
        });
        expired.iter().for_each(|id| on_expire(*id));
        expired.len()
    }

    pub fn alive(&self) -> Vec<u32> {
        self.sessions.lock().unwrap().keys().copied().collect()
    }
}
