//! wrong: takes all jobs out, keeps the first one, and puts the others back in a second step
//! killed-by: job_for_both
//! verdict: violated
//! kind: order-violation
//! misconception: M7
//! question: Where are the other jobs between your two critical sections?

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
        jobs.push_back(job);
        self.not_empty.notify_one();
    }

    pub fn get(&self) -> T {
        let mut jobs = self.jobs.lock().unwrap();
        loop {
            if !jobs.is_empty() {
                let mut batch = std::mem::take(&mut *jobs);
                drop(jobs);
                let job = batch.pop_front().unwrap();
                let mut jobs = self.jobs.lock().unwrap();
                batch.append(&mut jobs);
                *jobs = batch;
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
