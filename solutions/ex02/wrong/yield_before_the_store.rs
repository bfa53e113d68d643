//! wrong: sleeps and yields instead of keeping the others out
//! killed-by: same_page
//! verdict: violated
//! kind: lost-update
//! misconception: M9
//! question: Your thread sleeps. What are the other threads doing meanwhile?

use lab::sync::atomic::{AtomicU64, Ordering};
use lab::thread;
use std::time::Duration;

pub struct Visits {
    pages: Vec<AtomicU64>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: (0..pages).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        thread::sleep(Duration::from_millis(weight)); // So that the visits do not all come at once.
        let count = self.pages[page].load(Ordering::SeqCst);
        thread::yield_now();
        self.pages[page].store(count + weight, Ordering::SeqCst);
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages[page].load(Ordering::SeqCst)
    }

    pub fn total(&self) -> u64 {
        self.pages
            .iter()
            .map(|page| page.load(Ordering::SeqCst))
            .sum()
    }
}
