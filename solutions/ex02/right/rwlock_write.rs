//! right: writers hold the write lock, readers share the read lock.

use lab::sync::{Arc, RwLock};

pub struct Visits {
    pages: Arc<RwLock<Vec<u64>>>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: Arc::new(RwLock::new(vec![0; pages])),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        match self.pages.write() {
            Ok(mut pages) => pages[page] += weight,
            Err(_) => panic!("a visit panicked before"),
        }
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages.read().unwrap()[page]
    }

    pub fn total(&self) -> u64 {
        self.pages.read().unwrap().iter().copied().sum()
    }
}
