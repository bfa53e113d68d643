//! wrong: each thread has a lock of its own, so two threads hold two locks
//! killed-by: same_page
//! verdict: violated
//! kind: lost-update
//! misconception: M6
//! question: How many locks guard one count, and who takes which?

use lab::sync::atomic::{AtomicU64, Ordering};
use lab::sync::{Arc, Mutex};

lab::thread_local! {
    static LOCK: Arc<Mutex<()>> = Arc::new(Mutex::new(()));
}

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
        let lock = LOCK.with(Arc::clone);
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
