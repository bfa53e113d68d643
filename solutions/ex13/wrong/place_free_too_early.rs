//! wrong: says that a place is free before the job has left it
//! killed-by: full_queue
//! verdict: violated
//! kind: broken-rule
//! misconception: M7
//! question: The place is free, you say. Where is the job?

use std::collections::VecDeque;

use lab::sync::{Condvar, Mutex};

struct Semaphore {
    permits: Mutex<usize>,
    more: Condvar,
}

impl Semaphore {
    fn new(permits: usize) -> Self {
        Semaphore {
            permits: Mutex::new(permits),
            more: Condvar::new(),
        }
    }

    fn acquire(&self) {
        let mut permits = self
            .more
            .wait_while(self.permits.lock().unwrap(), |permits| *permits == 0)
            .unwrap();
        *permits -= 1;
    }

    fn try_acquire(&self) -> bool {
        let mut permits = self.permits.lock().unwrap();
        let free = *permits > 0;
        if free {
            *permits -= 1;
        }
        free
    }

    fn release(&self) {
        *self.permits.lock().unwrap() += 1;
        self.more.notify_one();
    }
}

pub struct BoundedQueue<T> {
    jobs: Mutex<VecDeque<T>>,
    places: Semaphore,
    ready: Semaphore,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        BoundedQueue {
            jobs: Mutex::new(VecDeque::new()),
            places: Semaphore::new(cap),
            ready: Semaphore::new(0),
        }
    }

    pub fn put(&self, job: T) {
        self.places.acquire();
        self.jobs.lock().unwrap().push_back(job);
        self.ready.release();
    }

    fn take(&self) -> T {
        self.places.release();
        self.jobs
            .lock()
            .unwrap()
            .pop_front()
            .expect("a permit is a job")
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
}
