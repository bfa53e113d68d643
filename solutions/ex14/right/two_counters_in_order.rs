//! right: two counters without a lock: what is finished is read before what was posted

use lab::sync::atomic::{AtomicU64, Ordering::SeqCst};
use lab::sync::{Condvar, Mutex};
use lab::thread::{self, Thread};
use std::collections::BTreeMap;

#[derive(Debug)]
pub struct Closed<J>(pub J);

/// `finished` is read before `posted`: if they agree, nothing was open in between.
pub struct JobBoard<J> {
    jobs: Mutex<(BTreeMap<u64, J>, bool)>,
    changed: Condvar,
    posted: AtomicU64,
    finished: AtomicU64,
    sleepers: Mutex<Vec<Thread>>,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        JobBoard {
            jobs: Mutex::new((BTreeMap::new(), false)),
            changed: Condvar::new(),
            posted: AtomicU64::new(0),
            finished: AtomicU64::new(0),
            sleepers: Mutex::default(),
        }
    }

    fn idle(&self) -> bool {
        let finished = self.finished.load(SeqCst);
        let posted = self.posted.load(SeqCst);
        finished == posted
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        let mut jobs = self.jobs.lock().unwrap();
        if jobs.1 {
            return Err(Closed(job));
        }
        let number = self.posted.fetch_add(1, SeqCst);
        jobs.0.insert(number, job);
        self.changed.notify_one();
        Ok(())
    }

    pub fn take(&self) -> Option<J> {
        let mut jobs = self.jobs.lock().unwrap();
        while jobs.0.is_empty() && !jobs.1 {
            jobs = self.changed.wait(jobs).unwrap();
        }
        jobs.0.pop_first().map(|(_, job)| job)
    }

    pub fn done(&self) {
        self.finished.fetch_add(1, SeqCst);
        if self.idle() {
            for sleeper in self.sleepers.lock().unwrap().drain(..) {
                sleeper.unpark();
            }
        }
    }

    pub fn wait_idle(&self) {
        loop {
            self.sleepers.lock().unwrap().push(thread::current());
            if self.idle() {
                return;
            }
            thread::park();
            if self.idle() {
                return;
            }
        }
    }

    pub fn close(&self) {
        self.jobs.lock().unwrap().1 = true;
        self.changed.notify_all();
    }
}
