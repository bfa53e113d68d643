//! wrong: a lock per photo, but each rendering writes back a copy of the whole map
//! killed-by: two_photos
//! verdict: violated
//! kind: lost-update
//! misconception: M6
//! question: Which thumbnails does your copy of the map not know?

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex, RwLock};

pub type Thumb = Vec<u8>;

type Snapshot = Arc<HashMap<u32, Arc<Thumb>>>;

pub struct ThumbCache {
    photo_locks: Mutex<HashMap<u32, Arc<Mutex<()>>>>,
    done: RwLock<Snapshot>,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            photo_locks: Mutex::new(HashMap::new()),
            done: RwLock::new(Arc::new(HashMap::new())),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        let lock = self.photo_lock(photo);
        let _held = lock.lock().unwrap();
        let before = self.snapshot();
        if let Some(thumb) = before.get(&photo) {
            return thumb.clone();
        }
        let thumb = Arc::new(render(photo));
        let mut after = HashMap::clone(&before);
        after.insert(photo, thumb.clone());
        *self.done.write().unwrap() = Arc::new(after);
        thumb
    }

    pub fn evict(&self, photo: u32) -> bool {
        let mut done = self.done.write().unwrap();
        let mut after = HashMap::clone(&done);
        let removed = after.remove(&photo).is_some();
        *done = Arc::new(after);
        removed
    }

    pub fn len(&self) -> usize {
        self.snapshot().len()
    }

    fn snapshot(&self) -> Snapshot {
        self.done.read().unwrap().clone()
    }

    fn photo_lock(&self, photo: u32) -> Arc<Mutex<()>> {
        let mut locks = self.photo_locks.lock().unwrap();
        locks.entry(photo).or_default().clone()
    }
}
