//! wrong: keeps the larger of two sums; the smaller visit is gone
//! killed-by: same_page
//! verdict: violated
//! kind: lost-update
//! misconception: M8
//! question: Two threads read 0 and offer two sums. What does the larger one know of the other?

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
        // A count never goes down, so an older sum cannot overwrite a newer one.
        self.pages[page].fetch_max(count + weight, Ordering::SeqCst);
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
