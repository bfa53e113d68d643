//! wrong: one statement locks twice; the first guard lives to the end of the statement
//! killed-by: one_visitor
//! verdict: deadlock
//! kind: self-deadlock
//! misconception: M14
//! question: When does the guard of the right-hand side end?

use lab::sync::Mutex;

pub struct Visits {
    pages: Mutex<Vec<u64>>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages: Mutex::new(vec![0; pages]),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        self.pages.lock().unwrap()[page] = self.pages.lock().unwrap()[page] + weight;
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages.lock().unwrap()[page]
    }

    pub fn total(&self) -> u64 {
        self.pages.lock().unwrap().iter().sum()
    }
}
