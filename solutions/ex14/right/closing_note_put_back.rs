//! right: closing posts a note; each worker who finds it puts it back for the next one

use std::collections::VecDeque;

use lab::sync::{Condvar, Mutex};

#[derive(Debug)]
pub struct Closed<J>(pub J);

enum Slip<J> {
    Job(J),
    GoHome,
}

struct State<J> {
    slips: VecDeque<Slip<J>>,
    closed: bool,
    unfinished: u64,
}

pub struct JobBoard<J> {
    state: Mutex<State<J>>,
    slip: Condvar,
    idle: Condvar,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        let state = State {
            slips: VecDeque::new(),
            closed: false,
            unfinished: 0,
        };
        JobBoard {
            state: Mutex::new(state),
            slip: Condvar::new(),
            idle: Condvar::new(),
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        let mut state = self.state.lock().unwrap();
        if state.closed {
            return Err(Closed(job));
        }
        state.unfinished += 1;
        state.slips.push_back(Slip::Job(job));
        self.slip.notify_one();
        Ok(())
    }

    pub fn take(&self) -> Option<J> {
        let mut state = self.state.lock().unwrap();
        loop {
            match state.slips.pop_front() {
                Some(Slip::Job(job)) => break Some(job),
                Some(Slip::GoHome) => {
                    // The note is the last one on the board, and stays it.
                    state.slips.push_back(Slip::GoHome);
                    self.slip.notify_one();
                    break None;
                }
                None => state = self.slip.wait(state).unwrap(),
            }
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
        while state.unfinished != 0 {
            state = self.idle.wait(state).unwrap();
        }
    }

    pub fn close(&self) {
        let mut state = self.state.lock().unwrap();
        if !state.closed {
            state.closed = true;
            state.slips.push_back(Slip::GoHome);
            self.slip.notify_one();
        }
    }
}
