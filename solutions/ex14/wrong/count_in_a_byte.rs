//! wrong: the count of unfinished jobs is a byte
//! killed-by: many_jobs
//! verdict: violated
//! kind: panic
//! loom: no: it follows a model for a thousand steps, which are too few for 256 jobs
//! question: How many jobs can be unfinished, and what does your count say then?

use lab::sync::{Condvar, Mutex, MutexGuard};
use std::collections::VecDeque;

#[derive(Debug)]
pub struct Closed<J>(pub J);

struct State<J> {
    waiting: VecDeque<J>,
    unfinished: u8,
    open: bool,
}

pub struct JobBoard<J> {
    state: Mutex<State<J>>,
    work: Condvar,
    idle: Condvar,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        let state = State {
            waiting: VecDeque::new(),
            unfinished: 0,
            open: true,
        };
        JobBoard {
            state: Mutex::new(state),
            work: Condvar::new(),
            idle: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<J>> {
        self.state
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        let mut state = self.lock();
        if !state.open {
            return Err(Closed(job));
        }
        state.waiting.push_back(job);
        state.unfinished += 1;
        drop(state);
        self.work.notify_one();
        Ok(())
    }

    pub fn take(&self) -> Option<J> {
        let mut state = self.lock();
        loop {
            match state.waiting.pop_front() {
                Some(job) => return Some(job),
                None if state.open => state = self.work.wait(state).unwrap(),
                None => return None,
            }
        }
    }

    pub fn done(&self) {
        let mut state = self.lock();
        state.unfinished -= 1;
        if state.unfinished == 0 {
            self.idle.notify_all();
        }
    }

    pub fn wait_idle(&self) {
        let mut state = self.lock();
        while state.unfinished > 0 {
            state = self.idle.wait(state).unwrap();
        }
    }

    pub fn close(&self) {
        self.lock().open = false;
        self.work.notify_all();
    }
}
