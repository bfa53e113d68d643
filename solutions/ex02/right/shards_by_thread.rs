//! right: every page has several counters, each raised in one step; a reader adds them up.

use lab::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

const SHARDS: usize = 2;

#[derive(Default)]
struct Page {
    shards: [AtomicU64; SHARDS],
}

pub struct Visits {
    pages: Vec<Page>,
    next: AtomicUsize,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: (0..pages).map(|_| Page::default()).collect(),
            next: AtomicUsize::new(0),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        // Which shard is taken does not matter: each of them is raised in one step.
        let shard = self.next.fetch_add(1, Ordering::Relaxed) % SHARDS;
        self.pages[page].shards[shard].fetch_add(weight, Ordering::Relaxed);
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages[page]
            .shards
            .iter()
            .map(|shard| shard.load(Ordering::Relaxed))
            .sum()
    }

    pub fn total(&self) -> u64 {
        (0..self.pages.len()).map(|page| self.get(page)).sum()
    }
}
