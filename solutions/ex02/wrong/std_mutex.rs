//! wrong: uses std's own mutex, which the checker cannot see
//! killed-by: scan
//! verdict: refused
//! question: Which module has the same mutex, made visible to the checker?

use std::sync::Mutex;

pub struct Visits {
    pages: Mutex<Vec<u64>>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: Mutex::new(vec![0; pages]),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        self.pages.lock().unwrap()[page] += weight;
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages.lock().unwrap()[page]
    }

    pub fn total(&self) -> u64 {
        self.pages.lock().unwrap().iter().sum()
    }
}
