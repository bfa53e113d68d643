//! wrong: only the write is done under the lock; the value it writes was read without it
//! killed-by: same_page
//! verdict: violated
//! kind: lost-update
//! misconception: M5
//! question: How old is the count that you write under the lock?

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicU64, Ordering};

pub struct Visits {
    writer: Mutex<()>,
    pages: Vec<AtomicU64>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            writer: Mutex::new(()),
            pages: (0..pages).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        let raised = self.get(page) + weight;
        let _held = self.writer.lock().unwrap();
        self.pages[page].store(raised, Ordering::SeqCst);
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages[page].load(Ordering::SeqCst)
    }

    pub fn total(&self) -> u64 {
        (0..self.pages.len()).map(|page| self.get(page)).sum()
    }
}
