//! wrong: the second exchange may fail like the first one, and nobody looks at it
//! killed-by: busy_page
//! verdict: violated
//! kind: lost-update
//! question: How often can a visit be overtaken?

use lab::sync::atomic::{AtomicU64, Ordering::SeqCst};

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
        let page = &self.pages[page];
        let count = page.load(SeqCst);
        if let Err(newer) = page.compare_exchange(count, count + weight, SeqCst, SeqCst) {
            let _ = page.compare_exchange(newer, newer + weight, SeqCst, SeqCst);
        }
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages[page].load(SeqCst)
    }

    pub fn total(&self) -> u64 {
        self.pages.iter().map(|page| page.load(SeqCst)).sum()
    }
}
