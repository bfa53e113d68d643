//! right: a `OnceLock` per photo runs the renderer once and lets the others wait.

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex, OnceLock};

pub type Thumb = Vec<u8>;

type Cell = Arc<OnceLock<Arc<Thumb>>>;

pub struct ThumbCache {
    cells: Mutex<HashMap<u32, Cell>>,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            cells: Mutex::new(HashMap::new()),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        let cell = {
            let mut cells = self.cells.lock().unwrap();
            cells
                .entry(photo)
                .or_insert_with(|| Arc::new(OnceLock::new()))
                .clone()
        };
        cell.get_or_init(|| Arc::new(render(photo))).clone()
    }

    pub fn evict(&self, photo: u32) -> bool {
        let mut cells = self.cells.lock().unwrap();
        // A cell that is still being filled stays: its thumbnail is not stored yet.
        match cells.get(&photo).map(|cell| cell.get().is_some()) {
            Some(true) => cells.remove(&photo).is_some(),
            Some(false) | None => false,
        }
    }

    pub fn len(&self) -> usize {
        let cells = self.cells.lock().unwrap();
        cells.values().filter(|cell| cell.get().is_some()).count()
    }
}
