//! wrong: `poll` names the next owner and waits, and does not stand in the line itself
//! killed-by: one_line_of_python
//! verdict: deadlock
//! kind: lost-wakeup
//! question: Who will name this thread as the next owner?

use std::collections::VecDeque;

use lab::sync::{Condvar, Mutex};

/// The number of a thread of the interpreter. Each thread has a number of its own.
pub type ThreadNo = usize;

#[derive(Default)]
struct Line {
    owner: Option<ThreadNo>,
    waiting: VecDeque<ThreadNo>,
}

impl Line {
    fn pass_on(&mut self) {
        self.owner = self.waiting.pop_front();
    }
}

/// The lock that a thread holds while it runs bytecode.
pub struct Gil {
    line: Mutex<Line>,
    passed_on: Condvar,
}

impl Gil {
    /// A GIL that nobody holds.
    pub fn new() -> Self {
        Gil {
            line: Mutex::new(Line::default()),
            passed_on: Condvar::new(),
        }
    }

    pub fn acquire(&self, me: ThreadNo) {
        let mut line = self.line.lock().unwrap();
        if line.owner.is_none() {
            line.owner = Some(me);
            return;
        }
        line.waiting.push_back(me);
        while line.owner != Some(me) {
            line = self.passed_on.wait(line).unwrap();
        }
    }

    pub fn release(&self, _me: ThreadNo) {
        self.line.lock().unwrap().pass_on();
        self.passed_on.notify_all();
    }

    pub fn poll(&self, me: ThreadNo) -> bool {
        let mut line = self.line.lock().unwrap();
        if line.waiting.is_empty() {
            return false;
        }
        line.pass_on();
        self.passed_on.notify_all();
        while line.owner != Some(me) {
            line = self.passed_on.wait(line).unwrap();
        }
        true
    }

    pub fn without<R>(&self, me: ThreadNo, blocking: impl FnOnce() -> R) -> R {
        self.release(me);
        let result = blocking();
        self.acquire(me);
        result
    }
}
