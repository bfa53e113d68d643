//! wrong: waits for a thread called "visitor A" to be done, instead of for whoever is at work
//! killed-by: same_page
//! verdict: violated
//! kind: lost-update
//! question: What if the threads have other names, or none?

use lab::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use lab::thread;

pub struct Visits {
    pages: Vec<AtomicU64>,
    first_is_done: AtomicBool,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: (0..pages).map(|_| AtomicU64::new(0)).collect(),
            first_is_done: AtomicBool::new(false),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        let visitor = thread::current();
        while visitor.name() == Some("visitor B") && !self.first_is_done.load(SeqCst) {
            thread::yield_now();
        }
        let count = self.pages[page].load(SeqCst);
        self.pages[page].store(count + weight, SeqCst);
        if visitor.name() == Some("visitor A") {
            self.first_is_done.store(true, SeqCst);
        }
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages[page].load(SeqCst)
    }

    pub fn total(&self) -> u64 {
        self.pages.iter().map(|page| page.load(SeqCst)).sum()
    }
}
