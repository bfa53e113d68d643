//! wrong: one condition variable for two questions, and `post` tells one of the sleepers
//! killed-by: job_needs_help
//! verdict: deadlock
//! kind: lost-parallelism
//! misconception: M12
//! question: A worker and a customer sleep in the same room. What if the customer hears of the job?

use std::collections::VecDeque;

use lab::sync::{Condvar, Mutex};

#[derive(Debug)]
pub struct Closed<J>(pub J);

pub struct JobBoard<J> {
    state: Mutex<State<J>>,
    changed: Condvar,
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
            changed: Condvar::new(),
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        let mut state = self.state.lock().unwrap();
        if state.closed {
            return Err(Closed(job));
        }
        state.jobs.push_back(job);
        state.unfinished += 1;
        self.changed.notify_one();
        Ok(())
    }

    pub fn take(&self) -> Option<J> {
        let mut state = self.state.lock().unwrap();
        while state.jobs.is_empty() && !state.closed {
            state = self.changed.wait(state).unwrap();
        }
        state.jobs.pop_front()
    }

    pub fn done(&self) {
        let mut state = self.state.lock().unwrap();
        state.unfinished -= 1;
        if state.unfinished == 0 {
            self.changed.notify_all();
        }
    }

    pub fn wait_idle(&self) {
        let mut state = self.state.lock().unwrap();
        while state.unfinished > 0 {
            state = self.changed.wait(state).unwrap();
        }
    }

    pub fn close(&self) {
        self.state.lock().unwrap().closed = true;
        self.changed.notify_all();
    }
}
