//! right: one condition variable per role, so notify_one always reaches somebody who can use it

use std::collections::VecDeque;

use lab::sync::{Condvar, Mutex};

// ANCHOR: shape
pub struct BoundedQueue<T> {
    jobs: Mutex<VecDeque<T>>,
    not_full: Condvar,
    not_empty: Condvar,
    cap: usize,
}
// ANCHOR_END: shape

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        BoundedQueue {
            jobs: Mutex::new(VecDeque::new()),
            not_full: Condvar::new(),
            not_empty: Condvar::new(),
            cap,
        }
    }

    // ANCHOR: methods
    pub fn put(&self, job: T) {
        let mut jobs = self.jobs.lock().unwrap();
        while jobs.len() == self.cap {
            jobs = self.not_full.wait(jobs).unwrap();
        }
        jobs.push_back(job);
        self.not_empty.notify_one();
    }

    pub fn get(&self) -> T {
        let mut jobs = self.jobs.lock().unwrap();
        loop {
            if let Some(job) = jobs.pop_front() {
                self.not_full.notify_one();
                return job;
            }
            jobs = self.not_empty.wait(jobs).unwrap();
        }
    }
    // ANCHOR_END: methods

    pub fn try_get(&self) -> Option<T> {
        let job = self.jobs.lock().unwrap().pop_front()?;
        self.not_full.notify_one();
        Some(job)
    }

    pub fn len(&self) -> usize {
        self.jobs.lock().unwrap().len()
    }
}
