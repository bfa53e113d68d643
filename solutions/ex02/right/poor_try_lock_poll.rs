//! right: polls with `try_lock` until the lock is free. Poor, accepted: it burns the processor while it waits.

use lab::sync::Mutex;
use lab::thread;

pub struct Visits {
    pages: Mutex<Vec<u64>>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: Mutex::new(vec![0; pages]),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        loop {
            if let Ok(mut pages) = self.pages.try_lock() {
                pages[page] += weight;
                return;
            }
            thread::yield_now();
        }
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages.lock().unwrap()[page]
    }

    pub fn total(&self) -> u64 {
        self.pages.lock().unwrap().iter().sum()
    }
}
