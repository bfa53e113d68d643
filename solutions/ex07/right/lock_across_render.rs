//! right: one guard spans the look, the rendering and the store.

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex};

pub type Thumb = Vec<u8>;

pub struct ThumbCache {
    done: Mutex<HashMap<u32, Arc<Thumb>>>,
}

impl ThumbCache {
    pub fn new() -> Self {
        let done = Mutex::new(HashMap::new());
        ThumbCache { done }
    }

    // ANCHOR: get
    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        let mut done = self.done.lock().unwrap();
        let thumb = done.entry(photo).or_insert_with(|| Arc::new(render(photo)));
        thumb.clone()
    }
    // ANCHOR_END: get

    pub fn evict(&self, photo: u32) -> bool {
        self.done.lock().unwrap().remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        self.done.lock().unwrap().len()
    }
}
