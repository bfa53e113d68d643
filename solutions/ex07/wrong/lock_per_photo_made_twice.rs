//! wrong: looks for the lock of the photo, then stores a new one: two requests may get two locks
//! killed-by: same_photo_2
//! verdict: violated
//! kind: check-then-act
//! misconception: M6
//! question: Two requests make the lock of the same photo. Which of the two locks do they hold?

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex};

pub type Thumb = Vec<u8>;

pub struct ThumbCache {
    done: Mutex<HashMap<u32, Arc<Thumb>>>,
    locks: Mutex<HashMap<u32, Arc<Mutex<()>>>>,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            done: Mutex::new(HashMap::new()),
            locks: Mutex::new(HashMap::new()),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        let known = self.locks.lock().unwrap().get(&photo).cloned();
        let lock = match known {
            Some(lock) => lock,
            None => {
                let lock = Arc::new(Mutex::new(()));
                self.locks.lock().unwrap().insert(photo, lock.clone());
                lock
            }
        };
        let _held = lock.lock().unwrap();
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
