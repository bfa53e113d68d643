//! wrong: the lock covers the read and is let go before the write
//! killed-by: same_page
//! verdict: violated
//! kind: lost-update
//! misconception: M5
//! question: Who may run between the end of the inner block and the store?

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicU64, Ordering};

pub struct Visits {
    lock: Mutex<()>,
    pages: Vec<AtomicU64>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            lock: Mutex::new(()),
            pages: (0..pages).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        let count = {
            let _held = self.lock.lock().unwrap();
            self.pages[page].load(Ordering::SeqCst)
        };
        self.pages[page].store(count + weight, Ordering::SeqCst);
    }

    pub fn get(&self, page: usize) -> u64 {
        let _held = self.lock.lock().unwrap();
        self.pages[page].load(Ordering::SeqCst)
    }

    pub fn total(&self) -> u64 {
        let _held = self.lock.lock().unwrap();
        self.pages
            .iter()
            .map(|page| page.load(Ordering::SeqCst))
            .sum()
    }
}
