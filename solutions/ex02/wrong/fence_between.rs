//! wrong: fences order the load and the store, but another thread still runs between the two
//! killed-by: same_page
//! verdict: violated
//! kind: lost-update
//! misconception: M18
//! question: A fence puts your two steps in order. Whom does it keep out?

use lab::sync::atomic::{AtomicU64, Ordering, fence};

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
        fence(Ordering::SeqCst);
        let count = self.pages[page].load(Ordering::Acquire);
        fence(Ordering::SeqCst);
        self.pages[page].store(count + weight, Ordering::Release);
        fence(Ordering::SeqCst);
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages[page].load(Ordering::Acquire)
    }

    pub fn total(&self) -> u64 {
        self.pages
            .iter()
            .map(|page| page.load(Ordering::Acquire))
            .sum()
    }
}
