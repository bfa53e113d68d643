//! wrong: looks under one mutex and stores under another, as if two locks were one
//! killed-by: same_photo_2
//! verdict: violated
//! kind: check-then-act
//! misconception: M6
//! question: Two threads are in the two halves of the method. Which lock keeps them apart?

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex, RwLock};

pub type Thumb = Vec<u8>;

pub struct ThumbCache {
    done: RwLock<HashMap<u32, Arc<Thumb>>>,
    look_lock: Mutex<()>,
    store_lock: Mutex<()>,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            done: RwLock::new(HashMap::new()),
            look_lock: Mutex::new(()),
            store_lock: Mutex::new(()),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        if let Some(thumb) = self.look(photo) {
            return thumb;
        }
        let _held = self.store_lock.lock().unwrap();
        let thumb = Arc::new(render(photo));
        self.done.write().unwrap().insert(photo, thumb.clone());
        thumb
    }

    pub fn evict(&self, photo: u32) -> bool {
        let _held = self.store_lock.lock().unwrap();
        self.done.write().unwrap().remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        let _held = self.look_lock.lock().unwrap();
        self.done.read().unwrap().len()
    }

    fn look(&self, photo: u32) -> Option<Arc<Thumb>> {
        let _held = self.look_lock.lock().unwrap();
        self.done.read().unwrap().get(&photo).cloned()
    }
}
