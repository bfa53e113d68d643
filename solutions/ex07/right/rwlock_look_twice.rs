//! right: hits share a read lock; a miss takes the write lock, looks again, and only then renders.

use lab::sync::{Arc, RwLock};
use std::collections::BTreeMap;

pub type Thumb = Vec<u8>;

#[derive(Default)]
pub struct ThumbCache {
    done: RwLock<BTreeMap<u32, Arc<Thumb>>>,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache::default()
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        if let Some(thumb) = self.done.read().unwrap().get(&photo) {
            return thumb.clone();
        }
        let mut done = self.done.write().unwrap();
        if let Some(thumb) = done.get(&photo) {
            return thumb.clone(); // Somebody was faster while no lock was held.
        }
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
