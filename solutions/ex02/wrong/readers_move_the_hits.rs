//! wrong: a reader takes the new hits out of one list and adds them to the counts a moment later
//! killed-by: two_readers
//! verdict: violated
//! kind: torn-read
//! misconception: M7
//! question: Where is a hit while a reader carries it from one place to the other?

use lab::sync::Mutex;

pub struct Visits {
    pending: Mutex<Vec<(usize, u64)>>,
    counts: Mutex<Vec<u64>>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pending: Mutex::default(),
            counts: Mutex::new(vec![0; pages]),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        self.pending.lock().unwrap().push((page, weight));
    }

    fn drain(&self) {
        let new = std::mem::take(&mut *self.pending.lock().unwrap());
        let mut counts = self.counts.lock().unwrap();
        for (page, weight) in new {
            counts[page] += weight;
        }
    }

    pub fn get(&self, page: usize) -> u64 {
        self.drain();
        self.counts.lock().unwrap()[page]
    }

    pub fn total(&self) -> u64 {
        self.drain();
        self.counts.lock().unwrap().iter().sum()
    }
}
