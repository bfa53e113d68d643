//! wrong: leaves a note that it renders; whoever reads the note takes the thumbnail for granted
//! killed-by: same_photo_2
//! verdict: violated
//! kind: panic
//! misconception: M7
//! question: The note says that somebody has started. Does it say that somebody has finished?

use lab::collections::{HashMap, HashSet};
use lab::sync::{Arc, Mutex};

pub type Thumb = Vec<u8>;

pub struct ThumbCache {
    done: Mutex<HashMap<u32, Arc<Thumb>>>,
    started: Mutex<HashSet<u32>>,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            done: Mutex::new(HashMap::new()),
            started: Mutex::new(HashSet::new()),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        let first = self.started.lock().unwrap().insert(photo);
        if first {
            let thumb = Arc::new(render(photo));
            self.done.lock().unwrap().insert(photo, thumb);
        }
        self.done.lock().unwrap()[&photo].clone()
    }

    pub fn evict(&self, photo: u32) -> bool {
        self.started.lock().unwrap().remove(&photo);
        self.done.lock().unwrap().remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        self.done.lock().unwrap().len()
    }
}
