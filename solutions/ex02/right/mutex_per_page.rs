//! right: a mutex for each page, so that visits of different pages do not wait for each other.

use lab::sync::{Mutex, MutexGuard, PoisonError};

pub struct Visits {
    pages: Vec<Mutex<u64>>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        let mut list = Vec::with_capacity(pages);
        list.resize_with(pages, || Mutex::new(0));
        Visits { pages: list }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        *self.page(page) += weight;
    }

    pub fn get(&self, page: usize) -> u64 {
        *self.page(page)
    }

    pub fn total(&self) -> u64 {
        let mut sum = 0;
        for page in 0..self.pages.len() {
            sum += self.get(page);
        }
        sum
    }

    /// A count is one number: there is nothing half done that a panic could have left behind.
    fn page(&self, page: usize) -> MutexGuard<'_, u64> {
        self.pages[page]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
