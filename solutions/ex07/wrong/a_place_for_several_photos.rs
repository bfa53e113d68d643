//! wrong: photos with the same remainder share one place, and nobody compares their numbers
//! killed-by: two_photos
//! verdict: violated
//! kind: wrong-result
//! question: How does your cache know which photo a thumbnail shows?

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
        self.done
            .lock()
            .unwrap()
            .entry(photo % 4)
            .or_insert_with(|| Arc::new(render(photo)))
            .clone()
    }

    pub fn evict(&self, photo: u32) -> bool {
        self.done.lock().unwrap().remove(&(photo % 4)).is_some()
    }

    pub fn len(&self) -> usize {
        self.done.lock().unwrap().len()
    }
}
