//! wrong: a lock per page, but each visit writes the counts of all pages back
//! killed-by: two_pages
//! verdict: violated
//! kind: lost-update
//! misconception: M6
//! question: Which data does the lock of page 0 protect, and which data do you write under it?

use lab::sync::{Arc, Mutex};

pub struct Visits {
    page_locks: Vec<Mutex<()>>,
    counts: Mutex<Arc<Vec<u64>>>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            page_locks: (0..pages).map(|_| Mutex::new(())).collect(),
            counts: Mutex::new(Arc::new(vec![0; pages])),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        let _held = self.page_locks[page].lock().unwrap();
        let before = self.counts();
        let mut after = before.to_vec();
        after[page] += weight;
        *self.counts.lock().unwrap() = Arc::new(after);
    }

    pub fn get(&self, page: usize) -> u64 {
        self.counts()[page]
    }

    pub fn total(&self) -> u64 {
        self.counts().iter().sum()
    }

    fn counts(&self) -> Arc<Vec<u64>> {
        Arc::clone(&self.counts.lock().unwrap())
    }
}
