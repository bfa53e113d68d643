//! wrong: takes the expired sessions out in the head of a `for`, and the guard lives to the end of the loop
//! killed-by: report_uses_the_table
//! verdict: violated
//! kind: broken-rule
//! misconception: M14
//! question: How long does a temporary value live that stands in the head of a `for`?

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
        for (id, _) in self
            .last_used
            .lock()
            .unwrap()
            .extract_if(|_, last| now - *last > ttl)
        {
            on_expire(id);
            removed += 1;
        }
        removed
    }

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }
}
