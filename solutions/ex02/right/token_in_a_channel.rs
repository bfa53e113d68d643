//! right: the counts lie in a channel with one place; whoever takes them out has them alone.

use lab::channel::{Receiver, Sender, bounded};

pub struct Visits {
    put: Sender<Vec<u64>>,
    take: Receiver<Vec<u64>>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        let (put, take) = bounded(1);
        put.send(vec![0; pages]).expect("the place is free");
        Visits { put, take }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        self.with(|counts| counts[page] += weight);
    }

    pub fn get(&self, page: usize) -> u64 {
        self.with(|counts| counts[page])
    }

    pub fn total(&self) -> u64 {
        self.with(|counts| counts.iter().sum())
    }

    fn with<R>(&self, work: impl FnOnce(&mut Vec<u64>) -> R) -> R {
        let mut counts = self.take.recv().expect("the sender is in the same struct");
        let result = work(&mut counts);
        self.put.send(counts).expect("the place is free again");
        result
    }
}
