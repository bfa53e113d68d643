//! wrong: waits well, then lets go of the lock and takes it again for the job
//! killed-by: two_printers
//! verdict: violated
//! kind: panic
//! misconception: M7
//! question: What is true after the lock was free for a moment?

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
        let mut jobs = self.jobs.lock().unwrap();
        while jobs.is_empty() {
            jobs = self.not_empty.wait(jobs).unwrap();
        }
        drop(jobs);
        let job = self.try_get();
        job.expect("the loop has seen a job")
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
