//! wrong: every call makes its own lock and keeps it all the way; nobody else knows it
//! killed-by: same_photo_2
//! verdict: violated
//! kind: check-then-act
//! misconception: M6
//! question: Which other request could ever wait for this lock?

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
        let gate = Mutex::new(());
        let _held = gate.lock().unwrap();
        let stored = self.done.lock().unwrap().get(&photo).cloned();
        if let Some(thumb) = stored {
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
}
