//! wrong: makes up the thumbnail itself and never calls `render`
//! killed-by: one_caller
//! verdict: violated
//! kind: wrong-result
//! question: Where do the bytes of the thumbnail come from?

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
        let _ = render;
        let mut done = self.done.lock().unwrap();
        let thumb = done
            .entry(photo)
            .or_insert_with(|| Arc::new(vec![photo as u8]));
        thumb.clone()
    }

    pub fn evict(&self, photo: u32) -> bool {
        self.done.lock().unwrap().remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        self.done.lock().unwrap().len()
    }
}
