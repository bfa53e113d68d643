//! wrong: `len` counts the notes of renderings that still run
//! killed-by: len_while_rendering
//! verdict: violated
//! kind: torn-read
//! question: What is in the map while a photo is being rendered?

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
        let ready = matches!(slots.get(&photo), Some(Slot::Ready(_)));
        if ready {
            slots.remove(&photo);
        }
        ready
    }

    pub fn len(&self) -> usize {
        self.slots.lock().unwrap().len()
    }
}
