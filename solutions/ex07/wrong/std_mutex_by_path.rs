//! wrong: uses std's own types through a full path, so the checker cannot see them
//! killed-by: scan
//! verdict: refused
//! question: Which module has the same types, made visible to the checker?

use lab::collections::HashMap;
use lab::sync::Arc;

pub type Thumb = Vec<u8>;

pub struct ThumbCache {
    done: std::sync::Mutex<HashMap<u32, Arc<Thumb>>>,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            done: std::sync::Mutex::new(HashMap::new()),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        let mut done = self.done.lock().unwrap();
        done.entry(photo)
            .or_insert_with(|| Arc::new(render(photo)))
            .clone()
    }

    pub fn evict(&self, photo: u32) -> bool {
        self.done.lock().unwrap().remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        self.done.lock().unwrap().len()
    }
}
