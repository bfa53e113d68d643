//! wrong: looks with one lock and goes to sleep with the next one
//! killed-by: two_printers
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M5
//! question: What may happen between looking and falling asleep?

use std::collections::VecDeque;

use lab::sync::{Condvar, Mutex};

pub struct BoundedQueue<T> {
    jobs: Mutex<VecDeque<T>>,
    not_full: Condvar,
    not_empty: Condvar,
    cap: usize,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        BoundedQueue {
            jobs: Mutex::new(VecDeque::new()),
            not_full: Condvar::new(),
            not_empty: Condvar::new(),
            cap,
        }
    }

    pub fn put(&self, job: T) {
        let mut jobs = self.jobs.lock().unwrap();
        while jobs.len() == self.cap {
            jobs = self.not_full.wait(jobs).unwrap();
        }
        jobs.push_back(job);
        self.not_empty.notify_one();
    }

    pub fn get(&self) -> T {
        loop {
            if let Some(job) = self.try_get() {
                return job;
            }
            let jobs = self.jobs.lock().unwrap();
            drop(self.not_empty.wait(jobs).unwrap());
        }
    }

    pub fn try_get(&self) -> Option<T> {
        let job = self.jobs.lock().unwrap().pop_front()?;
        self.not_full.notify_one();
        Some(job)
    }

    pub fn len(&self) -> usize {
        self.jobs.lock().unwrap().len()
    }
}
