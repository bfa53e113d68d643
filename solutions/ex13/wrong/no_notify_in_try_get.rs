//! wrong: `get` tells the clerks about the free place, `try_get` forgets it
//! killed-by: no_room
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M12
//! question: How many ways are there for a job to leave the queue?

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
        let job = jobs.pop_front().expect("a job is here");
        self.not_full.notify_one();
        job
    }

    pub fn try_get(&self) -> Option<T> {
        self.jobs.lock().unwrap().pop_front()
    }

    pub fn len(&self) -> usize {
        self.jobs.lock().unwrap().len()
    }
}
