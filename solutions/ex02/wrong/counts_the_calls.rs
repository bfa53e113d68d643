//! wrong: counts the calls and ignores what a visit weighs
//! killed-by: one_visitor
//! verdict: violated
//! kind: wrong-result
//! question: What does a visit of weight 3 add?

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

    pub fn hit(&self, page: usize, _weight: u64) {
        self.pages[page].fetch_add(1, Ordering::Relaxed);
    }

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
