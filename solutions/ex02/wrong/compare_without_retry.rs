//! wrong: the compare-and-exchange notices that somebody was faster, and then gives the visit up
//! killed-by: same_page
//! verdict: violated
//! kind: lost-update
//! question: What becomes of the visit when the exchange does not happen?

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
        let count = self.pages[page].load(Ordering::SeqCst);
        let _ = self.pages[page].compare_exchange(
            count,
            count + weight,
            Ordering::SeqCst,
            Ordering::SeqCst,
        );
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
