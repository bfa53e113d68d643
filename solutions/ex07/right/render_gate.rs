//! right: a second mutex lets one renderer in at a time; hits never wait for it.

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex, PoisonError};

pub type Thumb = Vec<u8>;

pub struct ThumbCache {
    done: Mutex<HashMap<u32, Arc<Thumb>>>,
    // Always taken before `done`, never while `done` is held.
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
        if let Some(thumb) = self.stored(photo) {
            return thumb;
        }
        let _gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thumb) = self.stored(photo) {
            return thumb;
        }
        let thumb = Arc::new(render(photo));
        self.done.lock().unwrap().insert(photo, thumb.clone());
        thumb
    }

    pub fn evict(&self, photo: u32) -> bool {
        self.done.lock().unwrap().remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        self.done.lock().unwrap().len()
    }

    fn stored(&self, photo: u32) -> Option<Arc<Thumb>> {
        self.done.lock().unwrap().get(&photo).cloned()
    }
}
