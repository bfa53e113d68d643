//! wrong: looks under the read lock and stores under the write lock, without a second look
//! killed-by: same_photo_2
//! verdict: violated
//! kind: check-then-act
//! misconception: M15
//! question: How many threads may hold the read lock and find nothing?

use lab::collections::HashMap;
use lab::sync::{Arc, RwLock};

pub type Thumb = Vec<u8>;

pub struct ThumbCache {
    done: RwLock<HashMap<u32, Arc<Thumb>>>,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            done: RwLock::new(HashMap::new()),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        if let Some(thumb) = self.done.read().unwrap().get(&photo) {
            return thumb.clone();
        }
        let mut done = self.done.write().unwrap();
        let thumb = Arc::new(render(photo));
        done.insert(photo, thumb.clone());
        thumb
    }

    pub fn evict(&self, photo: u32) -> bool {
        self.done.write().unwrap().remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        self.done.read().unwrap().len()
    }
}
