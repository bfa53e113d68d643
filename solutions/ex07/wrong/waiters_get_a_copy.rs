//! wrong: renders once, but whoever had to wait gets the bytes by message and wraps a copy
//! killed-by: same_photo_2
//! verdict: violated
//! kind: wrong-result
//! question: One photo, one rendering. How many copies of the picture are in memory?

use lab::collections::HashMap;
use lab::sync::mpsc::{Sender, channel};
use lab::sync::{Arc, Mutex};

pub type Thumb = Vec<u8>;

enum Slot {
    Rendering { waiting: Vec<Sender<Thumb>> },
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
        let mut slots = self.slots.lock().unwrap();
        match slots.get_mut(&photo) {
            Some(Slot::Ready(thumb)) => return thumb.clone(),
            Some(Slot::Rendering { waiting }) => {
                let (sender, receiver) = channel();
                waiting.push(sender);
                drop(slots);
                return Arc::new(receiver.recv().unwrap());
            }
            None => {}
        }
        slots.insert(photo, Slot::Rendering { waiting: vec![] });
        drop(slots);

        let thumb = Arc::new(render(photo));
        let mut slots = self.slots.lock().unwrap();
        if let Some(Slot::Rendering { waiting }) = slots.insert(photo, Slot::Ready(thumb.clone())) {
            for sender in waiting {
                sender.send(thumb.to_vec()).unwrap();
            }
        }
        thumb
    }

    pub fn evict(&self, photo: u32) -> bool {
        let mut slots = self.slots.lock().unwrap();
        matches!(slots.get(&photo), Some(Slot::Ready(_))) && slots.remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        let slots = self.slots.lock().unwrap();
        slots
            .values()
            .filter(|slot| matches!(slot, Slot::Ready(_)))
            .count()
    }
}
