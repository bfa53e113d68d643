//! wrong: counts in 32 bits what is weighed in 64
//! killed-by: one_visitor
//! verdict: violated
//! kind: wrong-result
//! question: Which weights fit into your counter?

use lab::sync::atomic::{AtomicU32, Ordering};

pub struct Visits {
    pages: Vec<AtomicU32>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        let pages = (0..pages).map(|_| AtomicU32::new(0)).collect();
        Visits { pages }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        self.pages[page].fetch_add(weight as u32, Ordering::Relaxed);
    }

    pub fn get(&self, page: usize) -> u64 {
        u64::from(self.pages[page].load(Ordering::Relaxed))
    }

    pub fn total(&self) -> u64 {
        (0..self.pages.len()).map(|page| self.get(page)).sum()
    }
}
