//! wrong: a waiter expects the thumbnail it was woken for, which may be evicted by now
//! killed-by: evict_two_requests
//! verdict: violated
//! kind: panic
//! misconception: M11
//! question: You are woken, and you have the lock. What may have happened in between?
//! loom: holds: preemption-bound

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
                Some(Slot::Rendering) => {
                    slots = self
                        .changed
                        .wait_while(slots, |slots| {
                            matches!(slots.get(&photo), Some(Slot::Rendering))
                        })
                        .unwrap();
                    let Some(Slot::Ready(thumb)) = slots.get(&photo) else {
                        panic!("it was rendered")
                    };
                    return thumb.clone();
                }
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
        let ready = matches!(slots.get(&photo), Some(Slot::Ready(_)));
        if ready {
            slots.remove(&photo);
        }
        ready
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
