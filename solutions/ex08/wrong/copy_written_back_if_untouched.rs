//! wrong: writes its copy back if nobody has touched what it removes; who was opened meanwhile is lost
//! killed-by: sweep_and_open
//! verdict: violated
//! kind: lost-update
//! misconception: M7
//! question: You have looked at the sessions that you remove. And at those that you keep?

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
        loop {
            let before = self.last_used.lock().unwrap().clone();
            let (old, young): (HashMap<_, _>, HashMap<_, _>) = before
                .clone()
                .into_iter()
                .partition(|(_, last)| now - last > ttl);
            let mut sessions = self.last_used.lock().unwrap();
            let touched = old.keys().any(|id| sessions.get(id) != before.get(id));
            if !touched {
                *sessions = young;
                drop(sessions);
                old.keys().for_each(|id| on_expire(*id));
                return old.len();
            }
        }
    }

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }
}
