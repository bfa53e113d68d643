//! right: takes the whole map out, sorts it into two, and puts one part back, all under one guard

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
        let mut sessions = self.last_used.lock().unwrap();
        let (old, young): (HashMap<_, _>, HashMap<_, _>) = std::mem::take(&mut *sessions)
            .into_iter()
            .partition(|(_, last)| now - last > ttl);
        *sessions = young;
        drop(sessions);
        for id in old.keys() {
            on_expire(*id);
        }
        old.len()
    }

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }
}
