//! right: one flag as in CPython: whoever takes the GIL clears it, and whoever still waits asks again when its time is over
//! loom: no: loom has no time-outs

use std::time::Duration;

use lab::sync::{Condvar, Mutex};

/// The number of a thread of the interpreter. Each thread has a number of its own.
pub type ThreadNo = usize;

/// How long a thread waits before it asks.
const INTERVAL: Duration = Duration::from_millis(5);

#[derive(Default)]
struct State {
    holder: Option<ThreadNo>,
    last: Option<ThreadNo>,
    drop_request: bool,
}

/// The lock that a thread holds while it runs bytecode.
#[derive(Default)]
pub struct Gil {
    state: Mutex<State>,
    free: Condvar,
    switched: Condvar,
}

impl Gil {
    /// A GIL that nobody holds.
    pub fn new() -> Self {
        Gil::default()
    }

    pub fn acquire(&self, me: ThreadNo) {
        let mut state = self.state.lock().unwrap();
        while let Some(holder) = state.holder {
            let (again, waited) = self.free.wait_timeout(state, INTERVAL).unwrap();
            state = again;
            if waited.timed_out() && state.holder == Some(holder) {
                state.drop_request = true;
            }
        }
        state.holder = Some(me);
        state.last = Some(me);
        state.drop_request = false;
        self.switched.notify_all();
    }

    pub fn release(&self, _me: ThreadNo) {
        let mut state = self.state.lock().unwrap();
        state.holder = None;
        self.free.notify_one();
    }

    pub fn poll(&self, me: ThreadNo) -> bool {
        let mut state = self.state.lock().unwrap();
        if !state.drop_request {
            return false;
        }
        state.holder = None;
        self.free.notify_one();
        while state.last == Some(me) {
            state = self.switched.wait(state).unwrap();
        }
        drop(state);
        self.acquire(me);
        true
    }

    pub fn without<R>(&self, me: ThreadNo, blocking: impl FnOnce() -> R) -> R {
        self.release(me);
        let result = blocking();
        self.acquire(me);
        result
    }
}
