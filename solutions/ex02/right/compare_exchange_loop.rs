//! right: a compare-and-exchange loop starts again when somebody else was faster.

use lab::sync::atomic::{AtomicU64, Ordering};

pub struct Visits {
    pages: Box<[AtomicU64]>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: (0..pages).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        let counter = &self.pages[page];
        let mut seen = counter.load(Ordering::Relaxed);
        while let Err(found) =
            counter.compare_exchange_weak(seen, seen + weight, Ordering::AcqRel, Ordering::Relaxed)
        {
            seen = found;
        }
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages[page].load(Ordering::Acquire)
    }

    pub fn total(&self) -> u64 {
        (0..self.pages.len()).map(|page| self.get(page)).sum()
    }
}
