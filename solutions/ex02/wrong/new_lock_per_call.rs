//! wrong: every call makes a lock of its own, so nobody ever waits for anybody
//! killed-by: same_page
//! verdict: violated
//! kind: lost-update
//! misconception: M6
//! question: Which other thread could ever ask for this lock?

use lab::sync::Mutex;
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
        let lock = Mutex::new(());
        let _held = lock.lock().unwrap();
        let count = self.pages[page].load(Ordering::SeqCst);
        self.pages[page].store(count + weight, Ordering::SeqCst);
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
