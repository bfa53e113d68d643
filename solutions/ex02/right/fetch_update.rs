//! right: `fetch_update` hides the retry loop behind a closure.

use lab::sync::atomic::{AtomicU64, Ordering};

struct Page(AtomicU64);

impl Page {
    fn raise(&self, weight: u64) {
        let outcome = self
            .0
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |count| {
                count.checked_add(weight)
            });
        outcome.expect("nobody counts to 2^64");
    }

    fn count(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

pub struct Visits {
    pages: Vec<Page>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: std::iter::repeat_with(|| Page(AtomicU64::new(0)))
                .take(pages)
                .collect(),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        self.pages[page].raise(weight);
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages[page].count()
    }

    pub fn total(&self) -> u64 {
        self.pages.iter().map(Page::count).sum()
    }
}
