//! wrong: takes the count out and puts it back with the visit on top; in between the page shows zero
//! killed-by: count_never_falls
//! verdict: violated
//! kind: torn-read
//! question: The sums are right in the end. What does a reader see on the way?

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
        let mine = self.pages[page].swap(0, Ordering::AcqRel);
        self.pages[page].fetch_add(mine + weight, Ordering::AcqRel);
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
