//! The job board of a repair shop: jobs are posted, workers take them, and one day the shop closes.

use lab::sync::{Condvar, Mutex};
use std::collections::VecDeque;

/// The board is closed: the job comes back to whoever wanted to post it.
#[derive(Debug)]
pub struct Closed<J>(pub J);

/// Any number of jobs, for any number of workers. They may be taken in any order.
pub struct JobBoard<J> {
    state: Mutex<(VecDeque<J>, bool)>,
    changed: Condvar,
}

impl<J> JobBoard<J> {
    /// An open board without jobs.
    pub fn new() -> Self {
        let state = Mutex::new((VecDeque::new(), false));
        let changed = Condvar::new();
        JobBoard { state, changed }
    }

    /// Puts a job on the board, for one worker; `Err` gives it back when the board is closed.
    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        let mut state = self.state.lock().unwrap();
        if state.1 {
            return Err(Closed(job));
        }
        state.0.push_back(job);
        self.changed.notify_all();
        Ok(())
    }

    /// Takes a job. Waits while the board is empty; `None` when it is empty and closed.
    pub fn take(&self) -> Option<J> {
        let state = self.state.lock().unwrap();
        let waits = |state: &mut (VecDeque<J>, bool)| state.0.is_empty() && !state.1;
        let mut state = self.changed.wait_while(state, waits).unwrap();
        self.changed.notify_all();
        state.0.pop_front()
    }

    /// The worker says, once for each job that it took, that the work is finished.
    pub fn done(&self) {}

    /// Waits for a moment in which every posted job is done, and the caller sees what was done.
    /// A job may post another one before its own `done`. A closed board is waited for as well.
    pub fn wait_idle(&self) {
        let state = self.state.lock().unwrap();
        let waits = |state: &mut (VecDeque<J>, bool)| !state.0.is_empty();
        drop(self.changed.wait_while(state, waits).unwrap());
    }

    /// Closes the board and waits for nothing. The jobs on it can still be taken. Twice is fine.
    pub fn close(&self) {
        self.state.lock().unwrap().1 = true;
        self.changed.notify_one();
    }
}
