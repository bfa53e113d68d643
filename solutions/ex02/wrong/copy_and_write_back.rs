//! wrong: works on a copy of all counts and writes the whole copy back
//! killed-by: same_page
//! verdict: violated
//! kind: lost-update
//! misconception: M7
//! question: Which visits does your copy not know?

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
        let mut copy = self.pages.lock().unwrap().clone();
        copy[page] += weight;
        *self.pages.lock().unwrap() = copy;
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages.lock().unwrap()[page]
    }

    pub fn total(&self) -> u64 {
        self.pages.lock().unwrap().iter().sum()
    }
}
