//! wrong: waits once and takes for granted that the thumbnail is there when the wait returns
//! killed-by: same_photo_2
//! verdict: violated
//! kind: panic
//! misconception: M11
//! question: `wait` has returned. Which facts do you know now?
//! loom: holds: spurious-wakeups

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
        if let Some(Slot::Rendering) = slots.get(&photo) {
            slots = self.changed.wait(slots).unwrap();
        }
        match slots.get(&photo) {
            Some(Slot::Ready(thumb)) => return thumb.clone(),
            Some(Slot::Rendering) => unreachable!("the wait is over"),
            None => slots.insert(photo, Slot::Rendering),
        };
        drop(slots);

        let thumb = Arc::new(render(photo));
        let mut slots = self.slots.lock().unwrap();
        slots.insert(photo, Slot::Ready(thumb.clone()));
        self.changed.notify_all();
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
