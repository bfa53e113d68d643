//! wrong: a clerk who was woken for a free place hands the job over, needs no place, and tells nobody
//! killed-by: busy_hour
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M12
//! question: A clerk is woken for a place and does not need it. Who else could use the place?
//! loom: holds: preemption-bound

use std::collections::VecDeque;

use lab::sync::{Arc, Condvar, Mutex};

struct Tray<T> {
    job: Mutex<Option<T>>,
    filled: Condvar,
}

impl<T> Tray<T> {
    fn fill(&self, job: T) {
        *self.job.lock().unwrap() = Some(job);
        self.filled.notify_one();
    }
}

struct Desk<T> {
    jobs: VecDeque<T>,
    trays: VecDeque<Arc<Tray<T>>>,
}

pub struct BoundedQueue<T> {
    desk: Mutex<Desk<T>>,
    room: Condvar,
    cap: usize,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        let desk = Desk {
            jobs: VecDeque::new(),
            trays: VecDeque::new(),
        };
        BoundedQueue {
            desk: Mutex::new(desk),
            room: Condvar::new(),
            cap,
        }
    }

    pub fn put(&self, job: T) {
        let mut desk = self.desk.lock().unwrap();
        loop {
            // Trays are only there while no job is: a job in the queue would have been taken.
            if let Some(tray) = desk.trays.pop_front() {
                tray.fill(job);
                return;
            }
            if desk.jobs.len() < self.cap {
                desk.jobs.push_back(job);
                return;
            }
            desk = self.room.wait(desk).unwrap();
        }
    }

    pub fn get(&self) -> T {
        let tray = {
            let mut desk = self.desk.lock().unwrap();
            if let Some(job) = desk.jobs.pop_front() {
                self.room.notify_one();
                return job;
            }
            let tray = Arc::new(Tray {
                job: Mutex::new(None),
                filled: Condvar::new(),
            });
            desk.trays.push_back(Arc::clone(&tray));
            tray
        };
        let mut job = tray.job.lock().unwrap();
        loop {
            if let Some(job) = job.take() {
                return job;
            }
            job = tray.filled.wait(job).unwrap();
        }
    }

    pub fn try_get(&self) -> Option<T> {
        let job = self.desk.lock().unwrap().jobs.pop_front()?;
        self.room.notify_one();
        Some(job)
    }

    pub fn len(&self) -> usize {
        self.desk.lock().unwrap().jobs.len()
    }
}
