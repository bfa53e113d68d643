//! wrong: a flag is set outside the lock, then the notification is given
//! killed-by: two_printers
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M12
//! question: The printer has read the flag and is about to sleep. Who hears a notification now?

use std::collections::VecDeque;

use lab::sync::atomic::{AtomicBool, Ordering::SeqCst};
use lab::sync::{Condvar, Mutex};

pub struct BoundedQueue<T> {
    jobs: Mutex<VecDeque<T>>,
    has_jobs: AtomicBool,
    bell: Mutex<()>,
    rung: Condvar,
    cap: usize,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        BoundedQueue {
            jobs: Mutex::new(VecDeque::new()),
            has_jobs: AtomicBool::new(false),
            bell: Mutex::new(()),
            rung: Condvar::new(),
            cap,
        }
    }

    pub fn put(&self, job: T) {
        let mut job = Some(job);
        loop {
            let mut jobs = self.jobs.lock().unwrap();
            if jobs.len() < self.cap {
                jobs.extend(job.take());
                self.has_jobs.store(true, SeqCst);
                break;
            }
            drop(jobs);
            lab::thread::yield_now();
        }
        self.rung.notify_all();
    }

    pub fn get(&self) -> T {
        loop {
            if let Some(job) = self.try_get() {
                return job;
            }
            let mut bell = self.bell.lock().unwrap();
            while !self.has_jobs.load(SeqCst) {
                bell = self.rung.wait(bell).unwrap();
            }
        }
    }

    pub fn try_get(&self) -> Option<T> {
        let mut jobs = self.jobs.lock().unwrap();
        let job = jobs.pop_front();
        self.has_jobs.store(!jobs.is_empty(), SeqCst);
        job
    }

    pub fn len(&self) -> usize {
        self.jobs.lock().unwrap().len()
    }
}
