//! right: one lock per method. Poor, accepted: only `hit` writes, so its lock alone makes it one step.

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicU64, Ordering};

pub struct Visits {
    hit_lock: Mutex<()>,
    read_lock: Mutex<()>,
    pages: Vec<AtomicU64>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            hit_lock: Mutex::new(()),
            read_lock: Mutex::new(()),
            pages: (0..pages).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        let _held = self.hit_lock.lock().unwrap();
        let count = self.pages[page].load(Ordering::Relaxed);
        self.pages[page].store(count + weight, Ordering::Relaxed);
    }

    pub fn get(&self, page: usize) -> u64 {
        let _held = self.read_lock.lock().unwrap();
        self.pages[page].load(Ordering::Relaxed)
    }

    pub fn total(&self) -> u64 {
        let _held = self.read_lock.lock().unwrap();
        self.pages
            .iter()
            .map(|page| page.load(Ordering::Relaxed))
            .sum()
    }
}
