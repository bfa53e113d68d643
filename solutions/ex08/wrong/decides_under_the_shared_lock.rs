//! wrong: customers and the sweeper share the lock while they look; the sweeper takes it alone to remove
//! killed-by: sweep_and_touch
//! verdict: violated
//! kind: check-then-act
//! misconception: M15
//! question: You let the shared lock go and take the whole one. Who was in between?

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
        let old = |last: &AtomicU64| now - last.load(Ordering::Relaxed) > ttl;
        let mut expired = Vec::new();
        for (id, last) in self.last_used.read().unwrap().iter() {
            if old(last) {
                expired.push(*id);
            }
        }
        let mut sessions = self.last_used.write().unwrap();
        expired.retain(|id| sessions.remove(id).is_some());
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
