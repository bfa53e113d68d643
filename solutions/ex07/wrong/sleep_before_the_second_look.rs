//! wrong: waits a while and looks again, in the hope that the other one is done by then
//! killed-by: same_photo_2
//! verdict: violated
//! kind: check-then-act
//! misconception: M9
//! question: How long does the other request take? Who promised that?

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex};
use lab::thread;
use std::time::Duration;

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
        for _ in 0..3 {
            let stored = self.done.lock().unwrap().get(&photo).cloned();
            if let Some(thumb) = stored {
                return thumb;
            }
            thread::sleep(Duration::from_millis(50));
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
