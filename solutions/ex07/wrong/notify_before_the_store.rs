//! wrong: wakes the waiters first and stores the thumbnail afterwards
//! killed-by: same_photo_2
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M12
//! question: A waiter wakes up before the thumbnail is stored. Who wakes it the next time?

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
        self.changed.notify_all();
        let mut slots = self.slots.lock().unwrap();
        slots.insert(photo, Slot::Ready(thumb.clone()));
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
