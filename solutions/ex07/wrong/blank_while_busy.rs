//! wrong: one flag for the whole cache; whoever finds it set gets an empty picture
//! killed-by: same_photo_2
//! verdict: violated
//! kind: wrong-result
//! misconception: M7
//! question: What does the second request show to its customer?

use lab::collections::HashMap;
use lab::sync::atomic::{AtomicBool, Ordering};
use lab::sync::{Arc, Mutex};

pub type Thumb = Vec<u8>;

pub struct ThumbCache {
    done: Mutex<HashMap<u32, Arc<Thumb>>>,
    rendering: AtomicBool,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            done: Mutex::new(HashMap::new()),
            rendering: AtomicBool::new(false),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        let stored = self.done.lock().unwrap().get(&photo).cloned();
        if let Some(thumb) = stored {
            return thumb;
        }
        if self.rendering.swap(true, Ordering::SeqCst) {
            return Arc::new(Vec::new()); // Somebody is at it already.
        }
        let thumb = Arc::new(render(photo));
        self.done.lock().unwrap().insert(photo, thumb.clone());
        self.rendering.store(false, Ordering::SeqCst);
        thumb
    }

    pub fn evict(&self, photo: u32) -> bool {
        self.done.lock().unwrap().remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        self.done.lock().unwrap().len()
    }
}
