//! The visit counter of a news site: one number per page, raised by many threads at once.

use lab::sync::atomic::{AtomicU64, Ordering};

/// How often each page was visited.
pub struct Visits {
    pages: Vec<AtomicU64>,
}

impl Visits {
    /// A counter for `pages` pages, all of them at zero.
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: (0..pages).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    /// Counts a visit of `page` that weighs `weight`. A bulk of old visits weighs billions.
    ///
    /// Any number of threads may call this at the same time, and no visit may get lost.
    pub fn hit(&self, page: usize, weight: u64) {
        let count = self.pages[page].load(Ordering::SeqCst);
        self.pages[page].store(count + weight, Ordering::SeqCst);
    }

    /// The count of `page`: exact as soon as the threads that hit it are joined.
    ///
    /// While they are at work, a thread that asks twice never sees the count go down.
    pub fn get(&self, page: usize) -> u64 {
        self.pages[page].load(Ordering::SeqCst)
    }

    /// The sum over all pages: exact as soon as all threads are joined.
    pub fn total(&self) -> u64 {
        self.pages
            .iter()
            .map(|page| page.load(Ordering::SeqCst))
            .sum()
    }
}
