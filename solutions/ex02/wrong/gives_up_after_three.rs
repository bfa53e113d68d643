//! wrong: the exchange is tried three times, and after that the visit is forgotten
//! killed-by: busy_page
//! verdict: violated
//! kind: lost-update
//! misconception: M4
//! question: How often can a visit be overtaken?

use lab::sync::atomic::{AtomicU64, Ordering};

pub struct Visits {
    pages: Vec<AtomicU64>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        let pages = (0..pages).map(|_| AtomicU64::new(0)).collect();
        Visits { pages }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        for _ in 0..3 {
            let seen = self.pages[page].load(Ordering::SeqCst);
            if self.pages[page]
                .compare_exchange(seen, seen + weight, Ordering::SeqCst, Ordering::SeqCst)
                .is_ok()
            {
                return;
            }
        }
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages[page].load(Ordering::Relaxed)
    }

    pub fn total(&self) -> u64 {
        (0..self.pages.len()).map(|page| self.get(page)).sum()
    }
}
