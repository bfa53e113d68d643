//! wrong: the guard of the `match` lives to its end, and one arm locks again
//! killed-by: one_caller
//! verdict: deadlock
//! kind: self-deadlock
//! misconception: M14
//! question: Until which line does the guard in the head of the `match` live?

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
        match self.done.lock().unwrap().get(&photo) {
            Some(thumb) => thumb.clone(),
            None => {
                let thumb = Arc::new(render(photo));
                self.done.lock().unwrap().insert(photo, thumb.clone());
                thumb
            }
        }
    }

    pub fn evict(&self, photo: u32) -> bool {
        self.done.lock().unwrap().remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        self.done.lock().unwrap().len()
    }
}
