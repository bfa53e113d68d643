//! wrong: `post` looks at an atomic flag, and takes the lock afterwards
//! killed-by: post_or_close
//! verdict: violated
//! kind: check-then-act
//! misconception: M8
//! question: Until when is the answer of your flag worth something?

use std::collections::VecDeque;

use lab::sync::atomic::{AtomicBool, Ordering};
use lab::sync::{Condvar, Mutex};

#[derive(Debug)]
pub struct Closed<J>(pub J);

pub struct JobBoard<J> {
    state: Mutex<State<J>>,
    closed: AtomicBool,
    may_take: Condvar,
    idle: Condvar,
}

struct State<J> {
    jobs: VecDeque<J>,
    unfinished: usize,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        JobBoard {
            state: Mutex::new(State {
                jobs: VecDeque::new(),
                unfinished: 0,
            }),
            closed: AtomicBool::new(false),
            may_take: Condvar::new(),
            idle: Condvar::new(),
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        if self.closed.load(Ordering::SeqCst) {
            return Err(Closed(job));
        }
        let mut state = self.state.lock().unwrap();
        state.jobs.push_back(job);
        state.unfinished += 1;
        self.may_take.notify_one();
        Ok(())
    }

    pub fn take(&self) -> Option<J> {
        let mut state = self.state.lock().unwrap();
        while state.jobs.is_empty() && !self.closed.load(Ordering::SeqCst) {
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
        while state.unfinished > 0 {
            state = self.idle.wait(state).unwrap();
        }
    }

    pub fn close(&self) {
        let _state = self.state.lock().unwrap();
        self.closed.store(true, Ordering::SeqCst);
        self.may_take.notify_all();
    }
}
