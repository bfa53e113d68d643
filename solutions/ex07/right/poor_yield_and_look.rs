//! right: waits for a running rendering by looking again and again. Poor, accepted: a Condvar would sleep.
//! loom: rejects: retry-loops

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex};
use lab::thread;

pub type Thumb = Vec<u8>;

pub struct ThumbCache {
    // `None`: somebody is rendering.
    slots: Mutex<HashMap<u32, Option<Arc<Thumb>>>>,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            slots: Mutex::new(HashMap::new()),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        loop {
            let mut slots = self.slots.lock().unwrap();
            match slots.get(&photo).cloned() {
                Some(Some(thumb)) => return thumb,
                Some(None) => {
                    drop(slots);
                    thread::yield_now();
                }
                None => {
                    slots.insert(photo, None);
                    break;
                }
            }
        }
        let thumb = Arc::new(render(photo));
        self.slots
            .lock()
            .unwrap()
            .insert(photo, Some(thumb.clone()));
        thumb
    }

    pub fn evict(&self, photo: u32) -> bool {
        let mut slots = self.slots.lock().unwrap();
        if let Some(Some(_)) = slots.get(&photo) {
            slots.remove(&photo);
            true
        } else {
            false
        }
    }

    pub fn len(&self) -> usize {
        self.slots.lock().unwrap().values().flatten().count()
    }
}
