//! right: looks for one expired session, removes it under the same guard, reports it, and begins again

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
        let mut removed = 0;
        while let Some(id) = self.remove_one(now, ttl) {
            on_expire(id);
            removed += 1;
        }
        removed
    }

    fn remove_one(&self, now: u64, ttl: u64) -> Option<u32> {
        let mut sessions = self.last_used.lock().unwrap();
        let mut sorted: Vec<_> = sessions.iter().map(|(id, last)| (*last, *id)).collect();
        sorted.sort_unstable();
        let (last, id) = *sorted.first()?;
        if now - last <= ttl {
            return None;
        }
        sessions.remove(&id);
        Some(id)
    }

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }
}
