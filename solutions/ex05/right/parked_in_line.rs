//! right: who waits stands in a line and parks; the one in front is made the holder and unparked

use std::collections::VecDeque;
use std::mem;

use lab::sync::{Mutex, MutexGuard};
use lab::thread::{self, Thread};

/// The number of a thread of the interpreter. Each thread has a number of its own.
pub type ThreadNo = usize;

#[derive(Default)]
enum Holder {
    #[default]
    Nobody,
    Number(ThreadNo),
}

#[derive(Default)]
struct State {
    holder: Holder,
    line: VecDeque<(ThreadNo, Thread)>,
}

/// The lock that a thread holds while it runs bytecode.
pub struct Gil(Mutex<State>);

impl Gil {
    /// A GIL that nobody holds.
    pub fn new() -> Self {
        Gil(Mutex::new(State::default()))
    }

    pub fn acquire(&self, me: ThreadNo) {
        let mut state = self.0.lock().unwrap();
        if matches!(state.holder, Holder::Nobody) {
            state.holder = Holder::Number(me);
        } else {
            state.line.push_back((me, thread::current()));
            self.sleep_until_mine(state, me);
        }
    }

    fn sleep_until_mine<'a>(&'a self, mut state: MutexGuard<'a, State>, me: ThreadNo) {
        loop {
            match state.holder {
                Holder::Number(number) if number == me => return,
                _ => {}
            }
            drop(state);
            thread::park();
            state = self.0.lock().unwrap();
        }
    }

    fn hand_on(state: &mut State) {
        let next = state.line.pop_front();
        let _before = mem::take(&mut state.holder);
        if let Some((number, thread)) = next {
            state.holder = Holder::Number(number);
            thread.unpark();
        }
    }

    pub fn release(&self, _me: ThreadNo) {
        Self::hand_on(&mut self.0.lock().unwrap());
    }

    pub fn poll(&self, me: ThreadNo) -> bool {
        let mut state = self.0.lock().unwrap();
        let asked = !state.line.is_empty();
        if asked {
            state.line.push_back((me, thread::current()));
            Self::hand_on(&mut state);
            self.sleep_until_mine(state, me);
        }
        asked
    }

    pub fn without<R>(&self, me: ThreadNo, blocking: impl FnOnce() -> R) -> R {
        self.release(me);
        let result = blocking();
        self.acquire(me);
        result
    }
}
