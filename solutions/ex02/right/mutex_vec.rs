//! right: one mutex owns all the counts, and one guard spans the read and the write.

use lab::sync::Mutex;

pub struct Visits {
    pages: Mutex<Vec<u64>>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: Mutex::new(vec![0; pages]),
        }
    }

    // ANCHOR: hit
    pub fn hit(&self, page: usize, weight: u64) {
        let mut pages = self.pages.lock().unwrap();
        pages[page] += weight;
    } // The guard ends here, and with it the lock.
    // ANCHOR_END: hit

    pub fn get(&self, page: usize) -> u64 {
        self.pages.lock().unwrap()[page]
    }

    pub fn total(&self) -> u64 {
        self.pages.lock().unwrap().iter().sum()
    }
}
