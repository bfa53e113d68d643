//! wrong: asks for the write lock while it holds the read lock
//! killed-by: one_visitor
//! verdict: deadlock
//! kind: self-deadlock
//! misconception: M15
//! question: The writer waits until all readers are gone. Which reader will not go?

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
        let seen = self.pages.read().unwrap();
        let mut pages = self.pages.write().unwrap();
        pages[page] = seen[page] + weight;
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages.read().unwrap()[page]
    }

    pub fn total(&self) -> u64 {
        self.pages.read().unwrap().iter().sum()
    }
}
