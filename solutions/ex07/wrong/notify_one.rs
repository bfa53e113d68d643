//! wrong: a note and a condition variable, but only one of the waiters is notified
//! killed-by: same_photo_3
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M12
//! question: Two requests wait for the same photo. How many of them hear your one notification?

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
        let mut slots = self.slots.lock().unwrap();
        slots.insert(photo, Slot::Ready(thumb.clone()));
        self.changed.notify_one();
        thumb
    }

    pub fn evict(&self, photo: u32) -> bool {
        let mut slots = self.slots.lock().unwrap();
        let stored = matches!(slots.get(&photo), Some(Slot::Ready(_)));
        if stored {
            slots.remove(&photo);
        }
        stored
    }

    pub fn len(&self) -> usize {
        let slots = self.slots.lock().unwrap();
        slots
            .values()
            .filter(|slot| matches!(slot, Slot::Ready(_)))
            .count()
    }
}
