//! right: a bounded channel is already such a queue: both ends live in one struct

use lab::channel::{Receiver, Sender, bounded};

pub struct BoundedQueue<T> {
    door: Sender<T>,
    tray: Receiver<T>,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        let (door, tray) = bounded(cap);
        BoundedQueue { door, tray }
    }

    pub fn put(&self, job: T) {
        if self.door.send(job).is_err() {
            unreachable!("the queue owns a receiver itself");
        }
    }

    pub fn get(&self) -> T {
        self.tray.recv().expect("the queue owns a sender itself")
    }

    pub fn try_get(&self) -> Option<T> {
        self.tray.try_recv().ok()
    }

    pub fn len(&self) -> usize {
        self.tray.len()
    }
}
