//! wrong: `close` posts one note for the workers, and the first one takes it along
//! killed-by: alone
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M13
//! question: Three workers and one note. Who takes the note down?

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
    // `None` is the note that the shop has closed.
    jobs: VecDeque<Option<J>>,
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
        state.jobs.push_back(Some(job));
        state.unfinished += 1;
        self.may_take.notify_one();
        Ok(())
    }

    pub fn take(&self) -> Option<J> {
        let mut state = self.state.lock().unwrap();
        loop {
            if let Some(slip) = state.jobs.pop_front() {
                return slip;
            }
            state = self.may_take.wait(state).unwrap();
        }
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
        let mut state = self.state.lock().unwrap();
        state.closed = true;
        state.jobs.push_back(None);
        self.may_take.notify_all();
    }
}
