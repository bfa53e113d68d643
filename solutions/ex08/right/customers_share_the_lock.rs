//! right: customers store the time in an atomic under a shared lock; the sweep takes the lock alone

use lab::collections::HashMap;
use lab::sync::RwLock;
use lab::sync::atomic::{AtomicU64, Ordering};

pub struct Sessions {
    last_used: RwLock<HashMap<u32, AtomicU64>>,
}

impl Sessions {
    pub fn new() -> Self {
        Sessions {
            last_used: RwLock::new(HashMap::new()),
        }
    }

    pub fn open(&self, id: u32, now: u64) {
        let mut sessions = self.last_used.write().unwrap();
        sessions.insert(id, AtomicU64::new(now));
    }

    pub fn touch(&self, id: u32, now: u64) -> bool {
        // Many customers at a time; a sweep is not among them, because it takes the lock for writing.
        let sessions = self.last_used.read().unwrap();
        let session = sessions.get(&id);
        session
            .map(|last| last.store(now, Ordering::Relaxed))
            .is_some()
    }

    pub fn sweep(&self, now: u64, ttl: u64, mut on_expire: impl FnMut(u32)) -> usize {
        let mut expired = Vec::new();
        let mut sessions = self.last_used.write().unwrap();
        sessions.retain(|id, last| {
            let keep = now - last.load(Ordering::Relaxed) <= ttl;
            if !keep {
                expired.push(*id);
            }
            keep
        });
        drop(sessions);
        for id in &expired {
            on_expire(*id);
        }
        expired.len()
    }

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.read().unwrap().keys().copied().collect()
    }
}
