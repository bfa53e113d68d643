//! wrong: a count of 64 bits in two atomics of 32: a reader sees the one without the carry of the other
//! killed-by: count_never_falls
//! verdict: violated
//! kind: torn-read
//! misconception: M8
//! question: Which two numbers must a reader see together?

use lab::sync::atomic::{AtomicU32, Ordering::SeqCst};

pub struct Visits {
    pages: Vec<(AtomicU32, AtomicU32)>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: (0..pages)
                .map(|_| (AtomicU32::new(0), AtomicU32::new(0)))
                .collect(),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        let (low, high) = &self.pages[page];
        let before = low.fetch_add(weight as u32, SeqCst);
        let carry = u32::from(before.checked_add(weight as u32).is_none());
        high.fetch_add((weight >> 32) as u32 + carry, SeqCst);
    }

    pub fn get(&self, page: usize) -> u64 {
        let (low, high) = &self.pages[page];
        u64::from(high.load(SeqCst)) << 32 | u64::from(low.load(SeqCst))
    }

    pub fn total(&self) -> u64 {
        (0..self.pages.len()).map(|page| self.get(page)).sum()
    }
}
