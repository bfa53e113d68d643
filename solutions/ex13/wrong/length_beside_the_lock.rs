//! wrong: keeps the number of jobs in an atomic that is changed outside the lock
//! killed-by: two_printers
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M8
//! question: The printer has looked at the number and is about to sleep. What does it miss?

use std::collections::VecDeque;

use lab::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use lab::sync::{Condvar, Mutex};

pub struct BoundedQueue<T> {
    jobs: Mutex<VecDeque<T>>,
    length: AtomicUsize,
    changed: Condvar,
    cap: usize,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        BoundedQueue {
            jobs: Mutex::new(VecDeque::new()),
            length: AtomicUsize::new(0),
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
        drop(jobs);
        self.length.fetch_add(1, SeqCst);
        self.changed.notify_all();
    }

    pub fn get(&self) -> T {
        let mut jobs = self.jobs.lock().unwrap();
        loop {
            if self.length.load(SeqCst) > 0 {
                if let Some(job) = jobs.pop_front() {
                    self.length.fetch_sub(1, SeqCst);
                    self.changed.notify_all();
                    return job;
                }
            }
            jobs = self.changed.wait(jobs).unwrap();
        }
    }

    pub fn try_get(&self) -> Option<T> {
        let job = self.jobs.lock().unwrap().pop_front()?;
        self.length.fetch_sub(1, SeqCst);
        self.changed.notify_all();
        Some(job)
    }

    pub fn len(&self) -> usize {
        self.length.load(SeqCst).min(self.cap)
    }
}
