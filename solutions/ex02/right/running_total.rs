//! right: the total is a counter of its own, raised by a second `fetch_add`.

use lab::sync::atomic::{AtomicU64, Ordering};

pub struct Visits {
    pages: Vec<AtomicU64>,
    total: AtomicU64,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: (0..pages).map(|_| AtomicU64::default()).collect(),
            total: AtomicU64::new(0),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        self.pages[page].fetch_add(weight, Ordering::Relaxed);
        self.total.fetch_add(weight, Ordering::Relaxed);
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages[page].load(Ordering::Relaxed)
    }

    pub fn total(&self) -> u64 {
        self.total.load(Ordering::Relaxed)
    }
}
