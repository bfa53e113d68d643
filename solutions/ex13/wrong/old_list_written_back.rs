//! wrong: adds the job to a copy of the list without the lock, and writes the copy back
//! killed-by: room_for_both
//! verdict: violated
//! kind: lost-update
//! misconception: M7
//! question: Somebody adds a job while you work on your copy. Where does it go?

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
        let mut copy = std::mem::take(&mut *jobs);
        drop(jobs);
        copy.push_back(job);
        *self.jobs.lock().unwrap() = copy;
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
