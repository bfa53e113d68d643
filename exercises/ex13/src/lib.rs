//! Print spooler: clerks put jobs into a queue of limited size, printers take them out.

use std::collections::VecDeque;

use lab::sync::{Condvar, Mutex};

/// A queue for at most `cap` jobs. The oldest job leaves first.
pub struct BoundedQueue<T> {
    jobs: Mutex<VecDeque<T>>,
    changed: Condvar,
    cap: usize,
}

impl<T> BoundedQueue<T> {
    /// An empty queue with room for `cap` jobs, at least one.
    pub fn new(cap: usize) -> Self {
        BoundedQueue {
            jobs: Mutex::new(VecDeque::new()),
            changed: Condvar::new(),
            cap,
        }
    }

    /// Adds a job at the back. Waits while the queue is full.
    pub fn put(&self, job: T) {
        let mut jobs = self.jobs.lock().unwrap();
        if jobs.len() == self.cap {
            jobs = self.changed.wait(jobs).unwrap();
        }
        jobs.push_back(job);
        self.changed.notify_one();
    }

    /// Takes the oldest job. Waits while the queue is empty.
    pub fn get(&self) -> T {
        let mut jobs = self.jobs.lock().unwrap();
        if jobs.is_empty() {
            jobs = self.changed.wait(jobs).unwrap();
        }
        let job = jobs.pop_front().expect("I was woken, so a job is here");
        self.changed.notify_one();
        job
    }

    /// Takes the oldest job if there is one. Never waits for a job.
    pub fn try_get(&self) -> Option<T> {
        let job = self.jobs.lock().unwrap().pop_front()?;
        self.changed.notify_one();
        Some(job)
    }

    /// How many jobs are in the queue: never more than `cap`.
    pub fn len(&self) -> usize {
        self.jobs.lock().unwrap().len()
    }
}
