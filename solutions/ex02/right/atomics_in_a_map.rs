//! right: pages come to exist when they are visited; known ones need no more than the read lock.

use lab::collections::HashMap;
use lab::sync::RwLock;
use lab::sync::atomic::{AtomicU64, Ordering};

#[derive(Default)]
pub struct Visits {
    pages: RwLock<HashMap<usize, AtomicU64>>,
}

impl Visits {
    pub fn new(_pages: usize) -> Self {
        Visits::default()
    }

    pub fn hit(&self, page: usize, weight: u64) {
        if let Some(count) = self.pages.read().unwrap().get(&page) {
            count.fetch_add(weight, Ordering::Relaxed);
            return;
        }
        // Somebody may have added the page meanwhile: `entry` looks again, under the write lock.
        let mut pages = self.pages.write().unwrap();
        let count = pages.entry(page).or_default();
        count.fetch_add(weight, Ordering::Relaxed);
    }

    pub fn get(&self, page: usize) -> u64 {
        let pages = self.pages.read().unwrap();
        pages
            .get(&page)
            .map_or(0, |count| count.load(Ordering::Relaxed))
    }

    pub fn total(&self) -> u64 {
        let pages = self.pages.read().unwrap();
        pages
            .values()
            .map(|count| count.load(Ordering::Relaxed))
            .sum()
    }
}
