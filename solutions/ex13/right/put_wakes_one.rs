//! right: one condition variable; `get` wakes all, so only printers sleep when `put` wakes one

use std::collections::VecDeque;

use lab::sync::{Condvar, Mutex};

pub struct BoundedQueue<T> {
    jobs: Mutex<VecDeque<T>>,
    changed: Condvar,
    cap: usize,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        BoundedQueue {
            jobs: Mutex::new(VecDeque::with_capacity(cap)),
            changed: Condvar::new(),
            cap,
        }
    }

    pub fn put(&self, job: T) {
        let jobs = self.jobs.lock().unwrap();
        let mut jobs = self
            .changed
            .wait_while(jobs, |jobs| jobs.len() == self.cap)
            .unwrap();
        jobs.push_back(job);
        // No clerk sleeps here: the last `get` woke them all, and none has seen a full queue since.
        self.changed.notify_one();
    }

    pub fn get(&self) -> T {
        let jobs = self.jobs.lock().unwrap();
        let mut jobs = self
            .changed
            .wait_while(jobs, |jobs| jobs.is_empty())
            .unwrap();
        let job = jobs
            .pop_front()
            .expect("wait_while returns with the lock, and the queue is not empty");
        self.changed.notify_all();
        job
    }

    pub fn try_get(&self) -> Option<T> {
        let mut jobs = self.jobs.lock().unwrap();
        let job = jobs.pop_front();
        if job.is_some() {
            self.changed.notify_all();
        }
        job
    }

    pub fn len(&self) -> usize {
        self.jobs.lock().unwrap().len()
    }
}
