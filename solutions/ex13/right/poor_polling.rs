//! right: poor, accepted: looks again and again and yields in between; it burns a processor
//! loom: rejects: retry-loops

use std::collections::VecDeque;

use lab::sync::Mutex;
use lab::thread;

pub struct BoundedQueue<T> {
    jobs: Mutex<VecDeque<T>>,
    cap: usize,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        BoundedQueue {
            jobs: Mutex::new(VecDeque::new()),
            cap,
        }
    }

    pub fn put(&self, job: T) {
        loop {
            let mut jobs = self.jobs.lock().unwrap();
            if jobs.len() < self.cap {
                jobs.push_back(job);
                return;
            }
            drop(jobs);
            thread::yield_now();
        }
    }

    pub fn get(&self) -> T {
        loop {
            if let Some(job) = self.try_get() {
                return job;
            }
            thread::yield_now();
        }
    }

    pub fn try_get(&self) -> Option<T> {
        self.jobs.lock().unwrap().pop_front()
    }

    pub fn len(&self) -> usize {
        self.jobs.lock().unwrap().len()
    }
}
