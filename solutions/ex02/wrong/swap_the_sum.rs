//! wrong: `swap` writes in one step, but what it writes was computed from an older read
//! killed-by: same_page
//! verdict: violated
//! kind: lost-update
//! misconception: M8
//! question: `swap` is one step. In which step was `count` read?

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

    pub fn hit(&self, page: usize, weight: u64) {
        let count = self.get(page);
        self.pages[page].swap(count + weight, Ordering::SeqCst);
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
