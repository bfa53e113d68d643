//! right: everybody who waits leaves the sender of a channel with one place, and gets the GIL as a message

use std::collections::VecDeque;

use lab::channel::{Sender, bounded};
use lab::sync::Mutex;

/// The number of a thread of the interpreter. Each thread has a number of its own.
pub type ThreadNo = usize;

struct Desk {
    held: bool,
    line: VecDeque<Sender<()>>,
}

/// The lock that a thread holds while it runs bytecode.
pub struct Gil {
    desk: Mutex<Desk>,
}

impl Gil {
    /// A GIL that nobody holds.
    pub fn new() -> Self {
        let desk = Mutex::new(Desk {
            held: false,
            line: VecDeque::new(),
        });
        Gil { desk }
    }

    pub fn acquire(&self, _me: ThreadNo) {
        let mut desk = self.desk.lock().unwrap();
        if !desk.held {
            desk.held = true;
            return;
        }
        let (give, mine) = bounded(1);
        desk.line.push_back(give);
        drop(desk);
        mine.recv().unwrap();
    }

    pub fn release(&self, _me: ThreadNo) {
        let mut desk = self.desk.lock().unwrap();
        match desk.line.pop_front() {
            // It stays held: only its holder changes.
            Some(next) => next.send(()).unwrap(),
            None => desk.held = false,
        }
    }

    pub fn poll(&self, _me: ThreadNo) -> bool {
        let mut desk = self.desk.lock().unwrap();
        let Some(next) = desk.line.pop_front() else {
            return false;
        };
        let (give, mine) = bounded(1);
        desk.line.push_back(give);
        drop(desk);
        next.send(()).unwrap();
        mine.recv().is_ok()
    }

    pub fn without<R>(&self, me: ThreadNo, blocking: impl FnOnce() -> R) -> R {
        self.release(me);
        let result = blocking();
        self.acquire(me);
        result
    }
}
