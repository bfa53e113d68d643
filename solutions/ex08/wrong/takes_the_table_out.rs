//! wrong: takes the table out to sweep it in peace, and puts it back afterwards
//! killed-by: alive_meanwhile
//! verdict: violated
//! kind: torn-read
//! misconception: M7
//! question: What do others find while the table is on your desk?

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
        let taken = std::mem::take(&mut *self.last_used.lock().unwrap());
        let (old, young): (HashMap<_, _>, HashMap<_, _>) =
            taken.into_iter().partition(|(_, last)| now - last > ttl);
        self.last_used.lock().unwrap().extend(young);
        old.keys().for_each(|id| on_expire(*id));
        old.len()
    }

    pub fn alive(&self) -> Vec<u32> {
        self.last_used.lock().unwrap().keys().copied().collect()
    }
}
