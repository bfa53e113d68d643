//! right: two hand-built semaphores, for free places and for jobs, and a lock for the list

use std::collections::VecDeque;

use lab::sync::{Condvar, Mutex};

struct Semaphore {
    permits: Mutex<usize>,
    released: Condvar,
}

impl Semaphore {
    fn new(permits: usize) -> Self {
        Semaphore {
            permits: Mutex::new(permits),
            released: Condvar::new(),
        }
    }

    fn acquire(&self) {
        let mut permits = self.permits.lock().unwrap();
        while *permits == 0 {
            permits = self.released.wait(permits).unwrap();
        }
        *permits -= 1;
    }

    fn try_acquire(&self) -> bool {
        let mut permits = self.permits.lock().unwrap();
        if *permits == 0 {
            return false;
        }
        *permits -= 1;
        true
    }

    fn release(&self) {
        *self.permits.lock().unwrap() += 1;
        self.released.notify_one();
    }
}

pub struct BoundedQueue<T> {
    places: Semaphore,
    ready: Semaphore,
    jobs: Mutex<VecDeque<T>>,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        BoundedQueue {
            places: Semaphore::new(cap),
            ready: Semaphore::new(0),
            jobs: Mutex::new(VecDeque::new()),
        }
    }

    pub fn put(&self, job: T) {
        self.places.acquire();
        self.jobs.lock().unwrap().push_back(job);
        self.ready.release();
    }

    pub fn get(&self) -> T {
        self.ready.acquire();
        self.take()
    }

    pub fn try_get(&self) -> Option<T> {
        self.ready.try_acquire().then(|| self.take())
    }

    pub fn len(&self) -> usize {
        self.jobs.lock().unwrap().len()
    }

    /// Takes the job that an acquired permit of `ready` stands for.
    fn take(&self) -> T {
        let job = self.jobs.lock().unwrap().pop_front();
        self.places.release();
        job.expect("one permit of `ready`, one job")
    }
}
