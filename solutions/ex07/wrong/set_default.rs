//! wrong: renders before it asks the map, as `cache.setdefault(key, render())` does in Python
//! killed-by: one_caller
//! verdict: violated
//! kind: wrong-result
//! misconception: M7
//! question: When is the argument of a call computed: before the call, or when it turns out to be needed?

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
        let mine = Arc::new(render(photo));
        self.done
            .lock()
            .unwrap()
            .entry(photo)
            .or_insert(mine)
            .clone()
    }

    pub fn evict(&self, photo: u32) -> bool {
        self.done.lock().unwrap().remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        self.done.lock().unwrap().len()
    }
}
