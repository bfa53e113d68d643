//! wrong: `evict` throws a cell away that is being filled, so the thumbnail ends up nowhere
//! killed-by: evict_get_missing
//! verdict: violated
//! kind: check-then-act
//! misconception: M7
//! question: Somebody still fills the cell that you removed. Who will ever find what is in it?

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex, OnceLock};

pub type Thumb = Vec<u8>;

pub struct ThumbCache {
    cells: Mutex<HashMap<u32, Arc<OnceLock<Arc<Thumb>>>>>,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            cells: Mutex::new(HashMap::new()),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        let cell = self.cells.lock().unwrap().entry(photo).or_default().clone();
        cell.get_or_init(|| Arc::new(render(photo))).clone()
    }

    pub fn evict(&self, photo: u32) -> bool {
        match self.cells.lock().unwrap().remove(&photo) {
            Some(cell) => cell.get().is_some(),
            None => false,
        }
    }

    pub fn len(&self) -> usize {
        self.cells.lock().unwrap().len()
    }
}
