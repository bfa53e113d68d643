//! wrong: sees the note, lets the lock go, and takes it again to wait: the wake-up may come in between
//! killed-by: same_photo_2
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M12
//! question: The thumbnail is stored just before you lie down. Who wakes you?

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
        loop {
            let mut slots = self.slots.lock().unwrap();
            match slots.get(&photo) {
                Some(Slot::Ready(thumb)) => return thumb.clone(),
                Some(Slot::Rendering) => {}
                None => {
                    slots.insert(photo, Slot::Rendering);
                    break;
                }
            }
            drop(slots);
            let slots = self.slots.lock().unwrap();
            drop(self.changed.wait(slots).unwrap());
        }

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
