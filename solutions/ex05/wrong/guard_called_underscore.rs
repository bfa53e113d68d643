//! wrong: the guard that should come back after the call is dropped at once
//! killed-by: blocking_calls_meet
//! verdict: deadlock
//! kind: lost-parallelism
//! question: How long does a value live that nobody gives a name?

use lab::sync::{Condvar, Mutex};

/// The number of a thread of the interpreter. Each thread has a number of its own.
pub type ThreadNo = usize;

struct State {
    holder: Option<ThreadNo>,
    asking: u32,
    last: Option<ThreadNo>,
}

/// The lock that a thread holds while it runs bytecode.
pub struct Gil {
    state: Mutex<State>,
    changed: Condvar,
}

/// Takes the GIL again when it is dropped, also when the blocking call panics.
struct ComeBack<'gil> {
    gil: &'gil Gil,
    me: ThreadNo,
}

impl Drop for ComeBack<'_> {
    fn drop(&mut self) {
        self.gil.acquire(self.me);
    }
}

impl Gil {
    /// A GIL that nobody holds.
    pub fn new() -> Self {
        Gil {
            state: Mutex::new(State {
                holder: None,
                asking: 0,
                last: None,
            }),
            changed: Condvar::new(),
        }
    }

    pub fn acquire(&self, me: ThreadNo) {
        let mut state = self.state.lock().unwrap();
        state.asking += 1;
        let mut state = self
            .changed
            .wait_while(state, |state| state.holder.is_some())
            .unwrap();
        state.asking -= 1;
        state.holder = Some(me);
        state.last = Some(me);
        self.changed.notify_all();
    }

    pub fn release(&self, me: ThreadNo) {
        let mut state = self.state.lock().unwrap();
        assert_eq!(state.holder.take(), Some(me));
        self.changed.notify_all();
    }

    pub fn poll(&self, me: ThreadNo) -> bool {
        if self.state.lock().unwrap().asking == 0 {
            return false;
        }
        self.release(me);
        let state = self.state.lock().unwrap();
        let state = self
            .changed
            .wait_while(state, |state| state.last == Some(me))
            .unwrap();
        drop(state);
        self.acquire(me);
        true
    }

    pub fn without<R>(&self, me: ThreadNo, blocking: impl FnOnce() -> R) -> R {
        self.release(me);
        let _ = ComeBack { gil: self, me };
        blocking()
    }
}
