//! right: poor, accepted: nobody notifies; everybody looks again after a short time

use std::collections::VecDeque;
use std::time::Duration;

use lab::sync::{Condvar, Mutex};

pub struct BoundedQueue<T> {
    jobs: Mutex<VecDeque<T>>,
    never_told: Condvar,
    cap: usize,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        BoundedQueue {
            jobs: Mutex::new(VecDeque::new()),
            never_told: Condvar::new(),
            cap,
        }
    }

    pub fn put(&self, job: T) {
        let mut jobs = self.jobs.lock().unwrap();
        while jobs.len() == self.cap {
            let pause = Duration::from_millis(10);
            jobs = self.never_told.wait_timeout(jobs, pause).unwrap().0;
        }
        jobs.push_back(job);
    }

    pub fn get(&self) -> T {
        let mut jobs = self.jobs.lock().unwrap();
        loop {
            if let Some(job) = jobs.pop_front() {
                return job;
            }
            let pause = Duration::from_millis(10);
            jobs = self.never_told.wait_timeout(jobs, pause).unwrap().0;
        }
    }

    pub fn try_get(&self) -> Option<T> {
        self.jobs.lock().unwrap().pop_front()
    }

    pub fn len(&self) -> usize {
        self.jobs.lock().unwrap().len()
    }
}
