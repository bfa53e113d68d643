//! wrong: a hit stores the thumbnail a second time, even if it was evicted meanwhile
//! killed-by: evict_get_stored
//! verdict: violated
//! kind: check-then-act
//! misconception: M7
//! question: You put back what you found. What may have become of it since?

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex};

pub type Thumb = Vec<u8>;

pub struct ThumbCache {
    done: Mutex<HashMap<u32, Arc<Thumb>>>,
    gate: Mutex<()>,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            done: Mutex::new(HashMap::new()),
            gate: Mutex::new(()),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        let _one_at_a_time = self.gate.lock().unwrap();
        let stored = self.done.lock().unwrap().get(&photo).cloned();
        let thumb = stored.unwrap_or_else(|| Arc::new(render(photo)));
        self.done.lock().unwrap().insert(photo, thumb.clone());
        thumb
    }

    pub fn evict(&self, photo: u32) -> bool {
        self.done.lock().unwrap().remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        self.done.lock().unwrap().len()
    }
}
