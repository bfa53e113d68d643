//! right: marks a session as gone, and everybody treats a marked session as if it were not there

use lab::collections::HashMap;
use lab::sync::Mutex;

#[derive(Clone, Copy, PartialEq)]
enum Session {
    Open { last_used: u64 },
    Gone,
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
        let mut sessions = self.sessions.lock().unwrap();
        sessions.insert(id, Session::Open { last_used: now });
    }

    pub fn touch(&self, id: u32, now: u64) -> bool {
        let mut sessions = self.sessions.lock().unwrap();
        match sessions.get_mut(&id) {
            Some(Session::Open { last_used }) => {
                *last_used = now;
                true
            }
            Some(Session::Gone) | None => false,
        }
    }

    pub fn sweep(&self, now: u64, ttl: u64, mut on_expire: impl FnMut(u32)) -> usize {
        let mut marked = Vec::new();
        for (id, session) in self.sessions.lock().unwrap().iter_mut() {
            if matches!(session, Session::Open { last_used } if now - *last_used > ttl) {
                *session = Session::Gone;
                marked.push(*id);
            }
        }
        for id in &marked {
            on_expire(*id);
        }
        // Only now the marks are thrown away; who was opened again meanwhile has none.
        let mut sessions = self.sessions.lock().unwrap();
        sessions.retain(|_, session| *session != Session::Gone);
        marked.len()
    }

    pub fn alive(&self) -> Vec<u32> {
        let sessions = self.sessions.lock().unwrap();
        let open = sessions
            .iter()
            .filter(|(_, session)| **session != Session::Gone);
        open.map(|(id, _)| *id).collect()
    }
}
