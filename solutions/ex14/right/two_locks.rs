//! right: the jobs and the count have a lock each; a job is counted before it can be seen

use std::collections::BTreeMap;

use lab::sync::{Condvar, Mutex};

#[derive(Debug)]
pub struct Closed<J>(pub J);

/// How much is going on, and a way to wait until it is nothing.
struct Count {
    value: Mutex<u32>,
    zero: Condvar,
}

impl Count {
    fn up(&self) {
        *self.value.lock().unwrap() += 1;
    }

    fn down(&self) {
        let mut value = self.value.lock().unwrap();
        *value -= 1;
        if *value == 0 {
            self.zero.notify_all();
        }
    }

    fn wait_for_zero(&self) {
        let value = self.value.lock().unwrap();
        let _zero = self.zero.wait_while(value, |value| *value != 0).unwrap();
    }
}

pub struct JobBoard<J> {
    // The jobs by their number, the next number, and whether the board is closed.
    jobs: Mutex<(BTreeMap<u64, J>, u64, bool)>,
    changed: Condvar,
    count: Count,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        JobBoard {
            jobs: Mutex::new((BTreeMap::new(), 0, false)),
            changed: Condvar::new(),
            count: Count {
                value: Mutex::new(0),
                zero: Condvar::new(),
            },
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        self.count.up();
        let mut guard = self.jobs.lock().unwrap();
        let (jobs, next, closed) = &mut *guard;
        if *closed {
            drop(guard);
            // There was no job after all.
            self.count.down();
            return Err(Closed(job));
        }
        jobs.insert(*next, job);
        *next += 1;
        drop(guard);
        self.changed.notify_one();
        Ok(())
    }

    pub fn take(&self) -> Option<J> {
        let mut guard = self.jobs.lock().unwrap();
        loop {
            let (jobs, _, closed) = &mut *guard;
            match jobs.pop_first() {
                Some((_, job)) => return Some(job),
                None if *closed => return None,
                None => guard = self.changed.wait(guard).unwrap(),
            }
        }
    }

    pub fn done(&self) {
        self.count.down();
    }

    pub fn wait_idle(&self) {
        self.count.wait_for_zero();
    }

    pub fn close(&self) {
        let mut guard = self.jobs.lock().unwrap();
        guard.2 = true;
        self.changed.notify_all();
    }
}
