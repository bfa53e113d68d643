//! wrong: plain cells are not shared between threads, and the compiler says so
//! killed-by: compiler
//! verdict: compile-error
//! misconception: M16
//! question: What does the compiler know about `Cell` that it does not know about `AtomicU64`?

use std::cell::Cell;

pub struct Visits {
    pages: Vec<Cell<u64>>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: vec![Cell::new(0); pages],
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        self.pages[page].set(self.pages[page].get() + weight);
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages[page].get()
    }

    pub fn total(&self) -> u64 {
        self.pages.iter().map(Cell::get).sum()
    }
}
