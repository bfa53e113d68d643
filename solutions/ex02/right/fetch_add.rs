//! right: `fetch_add` reads, adds and writes in one step.

use lab::sync::atomic::{AtomicU64, Ordering};

pub struct Visits {
    pages: Vec<AtomicU64>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: (0..pages).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    // ANCHOR: hit
    pub fn hit(&self, page: usize, weight: u64) {
        // Relaxed: the count is a number of its own; nobody reads other data because of it.
        self.pages[page].fetch_add(weight, Ordering::Relaxed);
    }
    // ANCHOR_END: hit

    pub fn get(&self, page: usize) -> u64 {
        self.pages[page].load(Ordering::Relaxed)
    }

    pub fn total(&self) -> u64 {
        self.pages
            .iter()
            .map(|page| page.load(Ordering::Relaxed))
            .sum()
    }
}
