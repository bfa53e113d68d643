//! wrong: `evict` looks under one lock and removes under the next
//! killed-by: evict_evict
//! verdict: violated
//! kind: check-then-act
//! misconception: M7
//! question: Both callers saw the thumbnail. How many removed it?

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex};

pub type Thumb = Vec<u8>;

pub struct ThumbCache {
    done: Mutex<HashMap<u32, Arc<Thumb>>>,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            done: Mutex::new(HashMap::new()),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        let mut done = self.done.lock().unwrap();
        let thumb = done.entry(photo).or_insert_with(|| Arc::new(render(photo)));
        thumb.clone()
    }

    pub fn evict(&self, photo: u32) -> bool {
        if !self.done.lock().unwrap().contains_key(&photo) {
            return false;
        }
        self.done.lock().unwrap().remove(&photo);
        true
    }

    pub fn len(&self) -> usize {
        self.done.lock().unwrap().len()
    }
}
