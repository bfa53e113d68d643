//! right: every rendering has a condition variable of its own, so that only its waiters wake up.

use lab::collections::HashMap;
use lab::sync::{Arc, Condvar, Mutex, MutexGuard};

pub type Thumb = Vec<u8>;

struct Flight {
    thumb: Mutex<Option<Arc<Thumb>>>,
    landed: Condvar,
}

impl Flight {
    fn wait(&self) -> Arc<Thumb> {
        let mut thumb = self.thumb.lock().unwrap();
        while thumb.is_none() {
            thumb = self.landed.wait(thumb).unwrap();
        }
        thumb.clone().expect("the loop ends only with a thumbnail")
    }

    fn land(&self, rendered: Arc<Thumb>) {
        *self.thumb.lock().unwrap() = Some(rendered);
        self.landed.notify_all();
    }
}

#[derive(Default)]
struct Shelf {
    stored: HashMap<u32, Arc<Thumb>>,
    flights: HashMap<u32, Arc<Flight>>,
}

pub struct ThumbCache {
    shelf: Mutex<Shelf>,
}

impl ThumbCache {
    pub fn new() -> Self {
        ThumbCache {
            shelf: Mutex::new(Shelf::default()),
        }
    }

    pub fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Thumb) -> Arc<Thumb> {
        let mut shelf = self.shelf();
        if let Some(thumb) = shelf.stored.get(&photo) {
            return thumb.clone();
        }
        if let Some(flight) = shelf.flights.get(&photo).cloned() {
            drop(shelf);
            return flight.wait();
        }
        let flight = Arc::new(Flight {
            thumb: Mutex::new(None),
            landed: Condvar::new(),
        });
        shelf.flights.insert(photo, flight.clone());
        drop(shelf);

        let thumb = Arc::new(render(photo));
        let mut shelf = self.shelf();
        shelf.stored.insert(photo, thumb.clone());
        shelf.flights.remove(&photo);
        drop(shelf);
        flight.land(thumb.clone());
        thumb
    }

    pub fn evict(&self, photo: u32) -> bool {
        self.shelf().stored.remove(&photo).is_some()
    }

    pub fn len(&self) -> usize {
        self.shelf().stored.len()
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().expect("nobody panics with the lock held")
    }
}
