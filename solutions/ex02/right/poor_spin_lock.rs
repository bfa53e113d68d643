//! right: a hand-made lock taken by `compare_exchange`. Poor, accepted: a sleeping owner makes the others spin.

use lab::hint;
use lab::sync::atomic::{AtomicBool, AtomicU64, Ordering};

pub struct Visits {
    busy: AtomicBool,
    pages: Vec<AtomicU64>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            busy: AtomicBool::new(false),
            pages: (0..pages).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        // Acquire here and release below: the next owner sees this owner's store.
        while self
            .busy
            .compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed)
            .is_err()
        {
            hint::spin_loop();
        }
        let count = self.pages[page].load(Ordering::Relaxed);
        self.pages[page].store(count + weight, Ordering::Relaxed);
        self.busy.store(false, Ordering::Release);
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages[page].load(Ordering::Relaxed)
    }

    pub fn total(&self) -> u64 {
        self.pages
            .iter()
            .map(|page| page.load(Ordering::Relaxed))
            .sum()
    }
}
