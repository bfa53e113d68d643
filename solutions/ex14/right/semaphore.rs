//! right: a semaphore of our own counts what may be taken; closing hands out permits without end

use lab::sync::{Condvar, Mutex};

#[derive(Debug)]
pub struct Closed<J>(pub J);

struct Semaphore {
    permits: Mutex<usize>,
    more: Condvar,
}

impl Semaphore {
    fn new() -> Self {
        Semaphore {
            permits: Mutex::new(0),
            more: Condvar::new(),
        }
    }

    fn release(&self) {
        *self.permits.lock().unwrap() += 1;
        self.more.notify_one();
    }

    fn acquire(&self) {
        let permits = self.permits.lock().unwrap();
        let mut permits = self.more.wait_while(permits, |n| *n == 0).unwrap();
        *permits -= 1;
    }
}

pub struct JobBoard<J> {
    jobs: Mutex<(Vec<J>, bool)>,
    // One permit for each job on the board, and one more from `close` on, which goes round.
    available: Semaphore,
    open: Mutex<usize>,
    idle: Condvar,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        JobBoard {
            jobs: Mutex::new((Vec::new(), false)),
            available: Semaphore::new(),
            open: Mutex::new(0),
            idle: Condvar::new(),
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        let mut jobs = self.jobs.lock().unwrap();
        if jobs.1 {
            return Err(Closed(job));
        }
        *self.open.lock().unwrap() += 1;
        jobs.0.push(job);
        drop(jobs);
        self.available.release();
        Ok(())
    }

    pub fn take(&self) -> Option<J> {
        self.available.acquire();
        let job = self.jobs.lock().unwrap().0.pop();
        if job.is_none() {
            self.available.release();
        }
        job
    }

    pub fn done(&self) {
        let mut open = self.open.lock().unwrap();
        *open -= 1;
        if *open == 0 {
            self.idle.notify_all();
        }
    }

    pub fn wait_idle(&self) {
        let open = self.open.lock().unwrap();
        drop(self.idle.wait_while(open, |open| *open != 0));
    }

    pub fn close(&self) {
        let mut jobs = self.jobs.lock().unwrap();
        if !std::mem::replace(&mut jobs.1, true) {
            self.available.release();
        }
    }
}
