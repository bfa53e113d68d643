//! wrong: the pages are raised in one step, the total is not
//! killed-by: two_pages
//! verdict: violated
//! kind: lost-update
//! misconception: M8
//! question: Which number in your counter is still read and written in two steps?

use lab::sync::atomic::{AtomicU64, Ordering};

pub struct Visits {
    pages: Vec<AtomicU64>,
    total: AtomicU64,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: (0..pages).map(|_| AtomicU64::new(0)).collect(),
            total: AtomicU64::new(0),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        self.pages[page].fetch_add(weight, Ordering::SeqCst);
        let total = self.total.load(Ordering::SeqCst);
        self.total.store(total + weight, Ordering::SeqCst);
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages[page].load(Ordering::SeqCst)
    }

    pub fn total(&self) -> u64 {
        self.total.load(Ordering::SeqCst)
    }
}
