//! wrong: `release` clears the request flag, also that of a second thread which waits on
//! killed-by: everybody_gets_in
//! verdict: stuck
//! kind: livelock
//! question: Who has asked when the GIL is let go: one thread, or two?

use lab::sync::{Condvar, Mutex, MutexGuard};

/// The number of a thread of the interpreter. Each thread has a number of its own.
pub type ThreadNo = usize;

struct State {
    held: bool,
    asked: bool,
    /// How often the GIL has been taken.
    taken: u64,
}

/// The lock that a thread holds while it runs bytecode.
pub struct Gil {
    state: Mutex<State>,
    free: Condvar,
    switched: Condvar,
}

impl Gil {
    /// A GIL that nobody holds.
    pub fn new() -> Self {
        let state = State {
            held: false,
            asked: false,
            taken: 0,
        };
        Gil {
            state: Mutex::new(state),
            free: Condvar::new(),
            switched: Condvar::new(),
        }
    }

    pub fn acquire(&self, _me: ThreadNo) {
        self.take(self.state.lock().unwrap());
    }

    fn take<'a>(&'a self, mut state: MutexGuard<'a, State>) {
        state.asked |= state.held;
        while state.held {
            state = self.free.wait(state).unwrap();
        }
        state.held = true;
        state.taken += 1;
        self.switched.notify_all();
    }

    pub fn release(&self, _me: ThreadNo) {
        let mut state = self.state.lock().unwrap();
        state.held = false;
        state.asked = false;
        self.free.notify_one();
    }

    pub fn poll(&self, _me: ThreadNo) -> bool {
        let mut state = self.state.lock().unwrap();
        if !state.asked {
            return false;
        }
        state.held = false;
        state.asked = false;
        self.free.notify_one();
        let taken = state.taken;
        while state.taken == taken {
            state = self.switched.wait(state).unwrap();
        }
        self.take(state);
        true
    }

    pub fn without<R>(&self, me: ThreadNo, blocking: impl FnOnce() -> R) -> R {
        self.release(me);
        let result = blocking();
        self.acquire(me);
        result
    }
}
