//! wrong: `evict` removes the note of a running rendering, and the next request renders as well
//! killed-by: evict_two_requests
//! verdict: violated
//! kind: check-then-act
//! misconception: M7
//! question: Who reads the note of a rendering, and what if it is gone?

use lab::collections::HashMap;
use lab::sync::{Arc, Condvar, Mutex};

pub type Thumb = Vec<u8>;

enum Slot {
    Rendering,
    Ready(Arc<Thumb>),
}

pub struct ThumbCache {
    slots: Mutex<HashMap<u32, Slot>>,
    changed: Condvar,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            slots: Mutex::new(HashMap::new()),
            changed: Condvar::new(),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        let mut slots = self.slots.lock().unwrap();
        loop {
            match slots.get(&photo) {
                Some(Slot::Ready(thumb)) => return thumb.clone(),
                Some(Slot::Rendering) => slots = self.changed.wait(slots).unwrap(),
                None => break,
            }
        }
        slots.insert(photo, Slot::Rendering);
        drop(slots);
        let thumb = Arc::new(render(photo));
        self.slots
            .lock()
            .unwrap()
            .insert(photo, Slot::Ready(thumb.clone()));
        self.changed.notify_all();
        thumb
    }

    pub fn evict(&self, photo: u32) -> bool {
        let mut slots = self.slots.lock().unwrap();
        matches!(slots.remove(&photo), Some(Slot::Ready(_)))
    }

    pub fn len(&self) -> usize {
        self.slots
            .lock()
            .unwrap()
            .values()
            .filter(|slot| matches!(slot, Slot::Ready(_)))
            .count()
    }
}
