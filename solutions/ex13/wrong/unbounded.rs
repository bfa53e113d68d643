//! wrong: never waits for room
//! killed-by: two_clerks
//! verdict: violated
//! kind: broken-rule
//! question: Which line makes the clerk wait?

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
        jobs.push_back(job);
        self.not_empty.notify_one();
    }

    pub fn get(&self) -> T {
        let mut jobs = self.jobs.lock().unwrap();
        while jobs.is_empty() {
            jobs = self.not_empty.wait(jobs).unwrap();
        }
        let job = jobs.pop_front().expect("a job is here");
        self.not_full.notify_one();
        job
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
