//! wrong: stores the bytes and gives every caller a copy of its own
//! killed-by: one_caller
//! verdict: violated
//! kind: wrong-result
//! question: Two callers hold two `Arc`s. How many copies of the picture are in memory?

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex};

pub type Thumb = Vec<u8>;

pub struct ThumbCache {
    done: Mutex<HashMap<u32, Thumb>>,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            done: Mutex::new(HashMap::new()),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        let mut done = self.done.lock().unwrap();
        let thumb = done.entry(photo).or_insert_with(|| render(photo));
        Arc::new(thumb.clone())
    }

    pub fn evict(&self, photo: u32) -> bool {
        self.done.lock().unwrap().remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        self.done.lock().unwrap().len()
    }
}
