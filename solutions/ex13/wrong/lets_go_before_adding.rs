//! wrong: waits for room, lets the lock go, and takes it again to add the job
//! killed-by: two_clerks
//! verdict: violated
//! kind: broken-rule
//! misconception: M7
//! question: You have found a free place. Whose is it when you have the lock again?

use std::collections::VecDeque;

use lab::sync::{Condvar, Mutex};

pub struct BoundedQueue<T> {
    jobs: Mutex<VecDeque<T>>,
    not_empty: Condvar,
    not_full: Condvar,
    cap: usize,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        BoundedQueue {
            jobs: Mutex::new(VecDeque::with_capacity(cap)),
            not_empty: Condvar::new(),
            not_full: Condvar::new(),
            cap,
        }
    }

    pub fn put(&self, job: T) {
        let mut jobs = self.jobs.lock().unwrap();
        while jobs.len() >= self.cap {
            jobs = self.not_full.wait(jobs).unwrap();
        }
        drop(jobs);
        self.jobs.lock().unwrap().push_back(job);
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

    pub fn try_get(&self) -> Option<T> {
        let job = self.jobs.lock().unwrap().pop_front();
        if job.is_some() {
            self.not_full.notify_one();
        }
        job
    }

    pub fn len(&self) -> usize {
        self.jobs.lock().unwrap().len()
    }
}
