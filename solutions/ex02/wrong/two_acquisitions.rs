//! wrong: reads under the lock, lets it go, and takes it again to write
//! killed-by: same_page
//! verdict: violated
//! kind: lost-update
//! misconception: M6
//! question: Each line holds the lock. Who holds it between the two lines?

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
        let count = self.pages.lock().unwrap()[page];
        self.pages.lock().unwrap()[page] = count + weight;
    }

    pub fn get(&self, page: usize) -> u64 {
        self.pages.lock().unwrap()[page]
    }

    pub fn total(&self) -> u64 {
        self.pages.lock().unwrap().iter().sum()
    }
}
