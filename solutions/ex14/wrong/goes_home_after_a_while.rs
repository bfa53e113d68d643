//! wrong: `take` gives up when no job has come for some time
//! killed-by: one_worker
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M9
//! question: How long may it take until the next job is posted?
//! loom: no: loom has no time-outs

use std::collections::VecDeque;

use lab::sync::{Condvar, Mutex};
use std::time::Duration;

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
            let (again, waited) = self
                .may_take
                .wait_timeout(state, Duration::from_secs(1))
                .unwrap();
            state = again;
            if waited.timed_out() {
                break;
            }
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
        while state.unfinished > 0 {
            state = self.idle.wait(state).unwrap();
        }
    }

    pub fn close(&self) {
        self.state.lock().unwrap().closed = true;
        self.may_take.notify_all();
    }
}
