//! wrong: `evict` leaves an empty slot behind, and `len` counts it as a thumbnail
//! killed-by: one_caller
//! verdict: violated
//! kind: wrong-result
//! question: Nothing is stored any more. What does `len` count?

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
        thumb.get_or_insert_with(|| Arc::new(render(photo))).clone()
    }

    pub fn evict(&self, photo: u32) -> bool {
        self.slot(photo).lock().unwrap().take().is_some()
    }

    pub fn len(&self) -> usize {
        self.slots.lock().unwrap().len()
    }

    fn slot(&self, photo: u32) -> Slot {
        self.slots.lock().unwrap().entry(photo).or_default().clone()
    }
}
