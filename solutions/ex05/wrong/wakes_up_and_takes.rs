//! wrong: whoever is woken takes the GIL without looking whether it is free
//! killed-by: one_at_a_time
//! verdict: data-race
//! kind: data-race
//! misconception: M11
//! question: Who may have taken the GIL between the notification and your wake-up?

use lab::sync::{Condvar, Mutex, MutexGuard};

/// The number of a thread of the interpreter. Each thread has a number of its own.
pub type ThreadNo = usize;

struct State {
    held: bool,
    waiting: usize,
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
            waiting: 0,
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
        state.waiting += 1;
        if state.held {
            state = self.free.wait(state).unwrap();
        }
        state.waiting -= 1;
        state.held = true;
        state.taken += 1;
        self.switched.notify_all();
    }

    pub fn release(&self, _me: ThreadNo) {
        self.state.lock().unwrap().held = false;
        self.free.notify_one();
    }

    pub fn poll(&self, _me: ThreadNo) -> bool {
        let mut state = self.state.lock().unwrap();
        if state.waiting == 0 {
            return false;
        }
        state.held = false;
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
