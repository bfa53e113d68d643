//! wrong: looks a second time, but only after it has rendered
//! killed-by: same_photo_2
//! verdict: violated
//! kind: check-then-act
//! misconception: M7
//! question: How many threads have called `render` by the time of the second look?

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
        let stored = self.done.lock().unwrap().get(&photo).cloned();
        if let Some(thumb) = stored {
            return thumb;
        }
        let thumb = Arc::new(render(photo));
        let mut done = self.done.lock().unwrap();
        if let Some(faster) = done.get(&photo) {
            return faster.clone();
        }
        done.insert(photo, thumb.clone());
        thumb
    }

    pub fn evict(&self, photo: u32) -> bool {
        self.done.lock().unwrap().remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        self.done.lock().unwrap().len()
    }
}
