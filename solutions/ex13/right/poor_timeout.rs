//! right: poor, accepted: notifies well, and looks again after a while all the same, to be safe
//! loom: no: loom has no time-outs

use std::collections::VecDeque;
use std::time::Duration;

use lab::sync::{Condvar, Mutex};

const WHILE: Duration = Duration::from_millis(100);

pub struct BoundedQueue<T> {
    jobs: Mutex<VecDeque<T>>,
    room: Condvar,
    work: Condvar,
    cap: usize,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        BoundedQueue {
            jobs: Mutex::new(VecDeque::new()),
            room: Condvar::new(),
            work: Condvar::new(),
            cap,
        }
    }

    pub fn put(&self, job: T) {
        let mut jobs = self.jobs.lock().unwrap();
        while jobs.len() == self.cap {
            jobs = self.room.wait_timeout(jobs, WHILE).unwrap().0;
        }
        jobs.push_back(job);
        self.work.notify_one();
    }

    pub fn get(&self) -> T {
        let mut jobs = self.jobs.lock().unwrap();
        loop {
            if let Some(job) = jobs.pop_front() {
                self.room.notify_one();
                return job;
            }
            jobs = self.work.wait_timeout(jobs, WHILE).unwrap().0;
        }
    }

    pub fn try_get(&self) -> Option<T> {
        let job = self.jobs.lock().unwrap().pop_front()?;
        self.room.notify_one();
        Some(job)
    }

    pub fn len(&self) -> usize {
        self.jobs.lock().unwrap().len()
    }
}
