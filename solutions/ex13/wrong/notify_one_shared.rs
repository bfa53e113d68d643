//! wrong: clerks and printers wait on one condition variable, and each change wakes one of them
//! killed-by: two_printers
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M12
//! question: Who can be the one that hears the notification, and can it use it?

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
            jobs: Mutex::new(VecDeque::new()),
            changed: Condvar::new(),
            cap,
        }
    }

    pub fn put(&self, job: T) {
        let mut jobs = self.jobs.lock().unwrap();
        while jobs.len() == self.cap {
            jobs = self.changed.wait(jobs).unwrap();
        }
        jobs.push_back(job);
        self.changed.notify_one();
    }

    pub fn get(&self) -> T {
        let mut jobs = self.jobs.lock().unwrap();
        while jobs.is_empty() {
            jobs = self.changed.wait(jobs).unwrap();
        }
        let job = jobs.pop_front().expect("a job is here");
        self.changed.notify_one();
        job
    }

    pub fn try_get(&self) -> Option<T> {
        let job = self.jobs.lock().unwrap().pop_front()?;
        self.changed.notify_one();
        Some(job)
    }

    pub fn len(&self) -> usize {
        self.jobs.lock().unwrap().len()
    }
}
