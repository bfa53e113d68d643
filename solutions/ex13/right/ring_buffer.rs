//! right: a ring of fixed places under one lock, and a condition variable per role

use lab::sync::{Condvar, Mutex};

struct Ring<T> {
    places: Box<[Option<T>]>,
    oldest: usize,
    used: usize,
}

impl<T> Ring<T> {
    fn push(&mut self, job: T) -> Result<(), T> {
        if self.used == self.places.len() {
            return Err(job);
        }
        let free = (self.oldest + self.used) % self.places.len();
        self.places[free] = Some(job);
        self.used += 1;
        Ok(())
    }

    fn pop(&mut self) -> Option<T> {
        let job = self.places[self.oldest].take()?;
        self.oldest = (self.oldest + 1) % self.places.len();
        self.used -= 1;
        Some(job)
    }
}

pub struct BoundedQueue<T> {
    ring: Mutex<Ring<T>>,
    clerks: Condvar,
    printers: Condvar,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        let ring = Ring {
            places: (0..cap).map(|_| None).collect(),
            oldest: 0,
            used: 0,
        };
        BoundedQueue {
            ring: Mutex::new(ring),
            clerks: Condvar::new(),
            printers: Condvar::new(),
        }
    }

    pub fn put(&self, job: T) {
        let mut ring = self.ring.lock().unwrap();
        let mut job = job;
        while let Err(refused) = ring.push(job) {
            job = refused;
            ring = self.clerks.wait(ring).unwrap();
        }
        self.printers.notify_one();
    }

    pub fn get(&self) -> T {
        let mut ring = self.ring.lock().unwrap();
        loop {
            match ring.pop() {
                Some(job) => {
                    self.clerks.notify_one();
                    break job;
                }
                None => ring = self.printers.wait(ring).unwrap(),
            }
        }
    }

    pub fn try_get(&self) -> Option<T> {
        let mut ring = self.ring.lock().unwrap();
        let job = ring.pop()?;
        self.clerks.notify_one();
        Some(job)
    }

    pub fn len(&self) -> usize {
        self.ring.lock().unwrap().used
    }
}
