//! wrong: the first total is kept and given out for ever
//! killed-by: one_visitor
//! verdict: violated
//! kind: wrong-result
//! question: The total was asked for once. What if another visit comes?

use lab::sync::OnceLock;
use lab::sync::atomic::{AtomicU64, Ordering};

pub struct Visits {
    pages: Vec<AtomicU64>,
    sum: OnceLock<u64>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: (0..pages).map(|_| AtomicU64::new(0)).collect(),
            sum: OnceLock::new(),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        self.pages[page].fetch_add(weight, Ordering::Relaxed);
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages[page].load(Ordering::Relaxed)
    }

    pub fn total(&self) -> u64 {
        let sum = || (0..self.pages.len()).map(|page| self.get(page)).sum();
        *self.sum.get_or_init(sum)
    }
}
