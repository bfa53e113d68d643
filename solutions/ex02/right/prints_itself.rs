//! right: a lock around all pages, and a line in the log that shows the whole counter at every visit.

use lab::sync::atomic::{AtomicU64, Ordering};
use lab::sync::{Mutex, PoisonError};

#[derive(Debug)]
pub struct Visits {
    pages: Mutex<Vec<u64>>,
    visits: AtomicU64,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: Mutex::new(vec![0; pages]),
            visits: AtomicU64::new(0),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        println!("a visit of page {page} that weighs {weight}: {self:?}");
        self.visits.fetch_add(1, Ordering::Relaxed);
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages[page] += weight;
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)[page]
    }

    pub fn total(&self) -> u64 {
        let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.iter().sum()
    }
}
