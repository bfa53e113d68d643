//! right: the change is made under the lock, the notification is given after the lock is free again

use std::collections::VecDeque;

use lab::sync::{Condvar, Mutex};

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
        while jobs.len() >= self.cap {
            jobs = self.room.wait(jobs).unwrap();
        }
        jobs.push_back(job);
        drop(jobs);
        self.work.notify_one();
    }

    pub fn get(&self) -> T {
        let mut jobs = self.jobs.lock().unwrap();
        while jobs.is_empty() {
            jobs = self.work.wait(jobs).unwrap();
        }
        let job = jobs
            .pop_front()
            .expect("the loop ended because a job is here");
        drop(jobs);
        self.room.notify_one();
        job
    }

    pub fn try_get(&self) -> Option<T> {
        let job = { self.jobs.lock().unwrap().pop_front() };
        if job.is_some() {
            self.room.notify_one();
        }
        job
    }

    pub fn len(&self) -> usize {
        self.jobs.lock().unwrap().len()
    }
}
