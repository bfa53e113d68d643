//! right: who waits for the end leaves a sender; the last `done` drops them all, which ends every wait

use std::collections::VecDeque;

use lab::sync::mpsc::{self, Sender};
use lab::sync::{Condvar, Mutex};

#[derive(Debug)]
pub struct Closed<J>(pub J);

struct State<J> {
    jobs: VecDeque<J>,
    unfinished: usize,
    closed: bool,
    bells: Vec<Sender<()>>,
}

pub struct JobBoard<J> {
    state: Mutex<State<J>>,
    may_take: Condvar,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        let state = State {
            jobs: VecDeque::new(),
            unfinished: 0,
            closed: false,
            bells: Vec::new(),
        };
        JobBoard {
            state: Mutex::new(state),
            may_take: Condvar::new(),
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
        let state = self.state.lock().unwrap();
        let mut state = self
            .may_take
            .wait_while(state, |state| state.jobs.is_empty() && !state.closed)
            .unwrap();
        state.jobs.pop_front()
    }

    pub fn done(&self) {
        let mut state = self.state.lock().unwrap();
        state.unfinished -= 1;
        if state.unfinished == 0 {
            state.bells.clear();
        }
    }

    pub fn wait_idle(&self) {
        let bell = {
            let mut state = self.state.lock().unwrap();
            if state.unfinished == 0 {
                return;
            }
            let (sender, bell) = mpsc::channel();
            state.bells.push(sender);
            bell
        };
        // Nothing is ever sent. The wait is over when the sender is dropped.
        let _ = bell.recv();
    }

    pub fn close(&self) {
        self.state.lock().unwrap().closed = true;
        self.may_take.notify_all();
    }
}
