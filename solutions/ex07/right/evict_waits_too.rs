//! right: one state per photo, and `evict` waits for a running rendering, too.

use lab::collections::HashMap;
use lab::sync::{Arc, Condvar, Mutex};

pub type Thumb = Vec<u8>;

#[derive(Clone)]
enum Photo {
    InWork,
    Done(Arc<Thumb>),
}

pub struct ThumbCache {
    photos: Mutex<HashMap<u32, Photo>>,
    changed: Condvar,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            photos: Mutex::new(HashMap::new()),
            changed: Condvar::new(),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        let mut photos = self.photos.lock().unwrap();
        while let Some(state) = photos.get(&photo).cloned() {
            match state {
                Photo::Done(thumb) => return thumb,
                Photo::InWork => photos = self.changed.wait(photos).unwrap(),
            }
        }
        photos.insert(photo, Photo::InWork);
        drop(photos);

        let thumb = Arc::new(render(photo));
        let done = Photo::Done(Arc::clone(&thumb));
        self.photos.lock().unwrap().insert(photo, done);
        self.changed.notify_all();
        thumb
    }

    pub fn evict(&self, photo: u32) -> bool {
        let photos = self.photos.lock().unwrap();
        let mut photos = self
            .changed
            .wait_while(photos, |photos| {
                matches!(photos.get(&photo), Some(Photo::InWork))
            })
            .unwrap();
        photos.remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        let photos = self.photos.lock().unwrap();
        photos
            .values()
            .filter(|photo| matches!(photo, Photo::Done(_)))
            .count()
    }
}
