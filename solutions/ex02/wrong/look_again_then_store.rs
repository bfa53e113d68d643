//! wrong: looks again whether the count has changed, and then stores; the gap has only moved
//! killed-by: same_page
//! verdict: violated
//! kind: lost-update
//! misconception: M7
//! question: What may happen after the second look?

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
        loop {
            let count = self.pages[page].load(Ordering::SeqCst);
            let raised = count + weight;
            if self.pages[page].load(Ordering::SeqCst) == count {
                self.pages[page].store(raised, Ordering::SeqCst);
                return;
            }
        }
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
