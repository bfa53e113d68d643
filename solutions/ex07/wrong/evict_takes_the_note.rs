//! wrong: `evict` removes whatever stands in the map, also the note of a rendering that still runs
//! killed-by: evict_get_missing
//! verdict: violated
//! kind: check-then-act
//! misconception: M7
//! question: What did you forget on behalf of the customer: a thumbnail, or somebody else's note?

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
        self.changed.notify_all();
        thumb
    }

    pub fn evict(&self, photo: u32) -> bool {
        self.slots.lock().unwrap().remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        let slots = self.slots.lock().unwrap();
        slots
            .values()
            .filter(|slot| matches!(slot, Slot::Ready(_)))
            .count()
    }
}
