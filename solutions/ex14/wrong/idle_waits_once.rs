//! wrong: `wait_idle` believes its first wake-up
//! killed-by: one_worker
//! verdict: violated
//! kind: order-violation
//! misconception: M11
//! question: What is true when `wait` returns?
//! loom: holds: spurious-wakeups

use std::collections::VecDeque;

use lab::sync::{Condvar, Mutex};

#[derive(Debug)]
pub struct Closed<J>(pub J);

pub struct JobBoard<J> {
    state: Mutex<State<J>>,
    may_take: Condvar,
    idle: Condvar,
}

struct State<J> {
    jobs: VecDeque<J>,
    unfinished: usize,
    closed: bool,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        JobBoard {
            state: Mutex::new(State {
                jobs: VecDeque::new(),
                unfinished: 0,
                closed: false,
            }),
            may_take: Condvar::new(),
            idle: Condvar::new(),
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        let mut state = self.state.lock().unwrap();
        if state.closed {
            return Err(Closed(job));
        }
        state.jobs.push_back(job);
        state.unfinished += 1;
        self.may_take.notify_one();
        Ok(())
    }

    pub fn take(&self) -> Option<J> {
        let mut state = self.state.lock().unwrap();
        while state.jobs.is_empty() && !state.closed {
            state = self.may_take.wait(state).unwrap();
        }
        state.jobs.pop_front()
    }

    pub fn done(&self) {
        let mut state = self.state.lock().unwrap();
        state.unfinished -= 1;
        if state.unfinished == 0 {
            self.idle.notify_all();
        }
    }

    pub fn wait_idle(&self) {
        let mut state = self.state.lock().unwrap();
        if state.unfinished > 0 {
            state = self.idle.wait(state).unwrap();
        }
        drop(state);
    }

    pub fn close(&self) {
        self.state.lock().unwrap().closed = true;
        self.may_take.notify_all();
    }
}
