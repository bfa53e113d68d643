//! wrong: a home-made lock that looks whether it is free and takes it in two steps
//! killed-by: same_page
//! verdict: violated
//! kind: lost-update
//! misconception: M7
//! question: Two threads look at the flag. Can both see that nobody is at work?

use lab::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use lab::thread;

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
        while self.busy.load(Ordering::SeqCst) {
            thread::yield_now();
        }
        self.busy.store(true, Ordering::SeqCst);
        let count = self.pages[page].load(Ordering::SeqCst);
        self.pages[page].store(count + weight, Ordering::SeqCst);
        self.busy.store(false, Ordering::SeqCst);
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
