//! wrong: looks again whether somebody has used the session, and not whether it is still there
//! killed-by: two_sweepers
//! verdict: violated
//! kind: check-then-act
//! misconception: M7
//! question: A session that is not there: has it expired?

use lab::collections::HashMap;
use lab::sync::Mutex;

pub struct Sessions {
    last_used: Mutex<HashMap<u32, u64>>,
}

impl Sessions {
    pub fn new() -> Self {
        let last_used = Mutex::new(HashMap::new());
        Sessions { last_used }
    }

    pub fn open(&self, id: u32, now: u64) {
        self.last_used.lock().unwrap().insert(id, now);
    }

    pub fn touch(&self, id: u32, now: u64) -> bool {
        match self.last_used.lock().unwrap().get_mut(&id) {
            Some(last_used) => {
                *last_used = now;
                true
            }
            None => false,
        }
    }

    pub fn sweep(&self, now: u64, ttl: u64, mut on_expire: impl FnMut(u32)) -> usize {
        let list = self.expired(now, ttl);
        let mut removed = 0;
        for id in list {
            let mut sessions = self.last_used.lock().unwrap();
            let used = sessions.get(&id).is_some_and(|last| now - last <= ttl);
            if !used {
                sessions.remove(&id);
                drop(sessions);
                on_expire(id);
                removed += 1;
            }
        }
        removed
    }

    fn expired(&self, now: u64, ttl: u64) -> Vec<u32> {
        let sessions = self.last_used.lock().unwrap();
        let old = sessions.iter().filter(|(_, last)| now - **last > ttl);
        old.map(|(id, _)| *id).collect()
    }

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }
}
