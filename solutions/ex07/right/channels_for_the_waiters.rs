//! right: whoever comes while a photo is rendered leaves a channel and gets the thumbnail by message.

use lab::collections::HashMap;
use lab::sync::mpsc::{Sender, channel};
use lab::sync::{Arc, Mutex};

pub type Thumb = Vec<u8>;

enum Slot {
    Rendering { waiting: Vec<Sender<Arc<Thumb>>> },
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
                return receiver.recv().expect("the renderer answers everybody");
            }
            None => {}
        }
        slots.insert(photo, Slot::Rendering { waiting: vec![] });
        drop(slots);

        let thumb = Arc::new(render(photo));
        let before = self
            .slots
            .lock()
            .unwrap()
            .insert(photo, Slot::Ready(thumb.clone()));
        if let Some(Slot::Rendering { waiting }) = before {
            for sender in waiting {
                sender.send(thumb.clone()).expect("the caller waits");
            }
        }
        thumb
    }

    pub fn evict(&self, photo: u32) -> bool {
        let mut slots = self.slots.lock().unwrap();
        match slots.get(&photo) {
            Some(Slot::Ready(_)) => slots.remove(&photo).is_some(),
            _ => false,
        }
    }

    pub fn len(&self) -> usize {
        let slots = self.slots.lock().unwrap();
        slots
            .values()
            .filter(|slot| matches!(slot, Slot::Ready(_)))
            .count()
    }
}
