//! right: every photo has a slot with a lock of its own, handed out under the lock of the map.

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex};

pub type Thumb = Vec<u8>;

type Slot = Arc<Mutex<Option<Arc<Thumb>>>>;

#[derive(Default)]
pub struct ThumbCache {
    slots: Mutex<HashMap<u32, Slot>>,
}

impl ThumbCache {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        let slot = self.slot(photo);
        let mut thumb = slot.lock().unwrap();
        match &*thumb {
            Some(stored) => stored.clone(),
            None => thumb.insert(Arc::new(render(photo))).clone(),
        }
    }

    pub fn evict(&self, photo: u32) -> bool {
        let slot = self.slot(photo);
        let mut thumb = slot.lock().unwrap();
        thumb.take().is_some()
    }

    pub fn len(&self) -> usize {
        let slots: Vec<Slot> = self.slots.lock().unwrap().values().cloned().collect();
        let full = |slot: &&Slot| slot.lock().unwrap().is_some();
        slots.iter().filter(full).count()
    }

    /// The lock of the map is free again when this returns.
    fn slot(&self, photo: u32) -> Slot {
        self.slots.lock().unwrap().entry(photo).or_default().clone()
    }
}
