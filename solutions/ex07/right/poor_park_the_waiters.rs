//! right: waiters write their name on a list and park. Poor, accepted: a Condvar keeps that list itself.

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex};
use lab::thread::{self, Thread};

pub type Thumb = Vec<u8>;

enum Slot {
    Rendering(Vec<Thread>),
    Ready(Arc<Thumb>),
}

pub struct ThumbCache {
    slots: Mutex<HashMap<u32, Slot>>,
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
            match slots.get_mut(&photo) {
                Some(Slot::Ready(thumb)) => return thumb.clone(),
                Some(Slot::Rendering(parked)) => {
                    parked.push(thread::current());
                    drop(slots);
                    thread::park(); // It may return early: the loop looks again.
                }
                None => {
                    slots.insert(photo, Slot::Rendering(Vec::new()));
                    break;
                }
            }
        }
        let thumb = Arc::new(render(photo));
        let mut slots = self.slots.lock().unwrap();
        if let Some(Slot::Rendering(parked)) = slots.insert(photo, Slot::Ready(thumb.clone())) {
            parked.iter().for_each(Thread::unpark);
        }
        thumb
    }

    pub fn evict(&self, photo: u32) -> bool {
        let mut slots = self.slots.lock().unwrap();
        let ready = matches!(slots.get(&photo), Some(Slot::Ready(_)));
        ready && slots.remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        let slots = self.slots.lock().unwrap();
        slots
            .values()
            .filter(|slot| matches!(slot, Slot::Ready(_)))
            .count()
    }
}
