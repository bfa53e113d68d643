//! wrong: reads under the read lock and writes under the write lock, with a gap between the two
//! killed-by: same_page
//! verdict: violated
//! kind: lost-update
//! misconception: M15
//! question: How many threads may hold the read lock at once, and what does each of them write?

use lab::sync::RwLock;

pub struct Visits {
    pages: RwLock<Vec<u64>>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: RwLock::new(vec![0; pages]),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        let count = self.get(page);
        self.pages.write().unwrap()[page] = count + weight;
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages.read().unwrap()[page]
    }

    pub fn total(&self) -> u64 {
        self.pages.read().unwrap().iter().sum()
    }
}
