//! right: a private generic turnstile hands out turns by number, and the GIL is a thin layer on it

use lab::sync::{Condvar, Mutex};

/// The number of a thread of the interpreter. Each thread has a number of its own.
pub type ThreadNo = usize;

/// Lets one visitor in at a time, in the order in which they came.
struct Turnstile<T> {
    inner: Mutex<Turns<T>>,
    moved: Condvar,
}

struct Turns<T> {
    given: u64,
    current: u64,
    inside: Option<T>,
}

impl<T: Copy + PartialEq> Turnstile<T> {
    fn new() -> Self {
        let inner = Mutex::new(Turns {
            given: 0,
            current: 0,
            inside: None,
        });
        let moved = Condvar::new();
        Turnstile { inner, moved }
    }

    fn enter(&self, who: T) {
        let mut turns = self.inner.lock().unwrap();
        let mine = turns.given;
        turns.given += 1;
        loop {
            if turns.current == mine && turns.inside.is_none() {
                turns.inside = Some(who);
                return;
            }
            turns = self.moved.wait(turns).unwrap();
        }
    }

    fn leave(&self, who: T) {
        let mut turns = self.inner.lock().unwrap();
        if turns.inside == Some(who) {
            turns.inside = None;
            turns.current += 1;
            self.moved.notify_all();
        }
    }

    fn somebody_waits(&self) -> bool {
        let turns = self.inner.lock().unwrap();
        turns.given - turns.current > 1
    }
}

/// The lock that a thread holds while it runs bytecode.
pub struct Gil {
    turnstile: Turnstile<ThreadNo>,
}

impl Gil {
    /// A GIL that nobody holds.
    pub fn new() -> Self {
        let turnstile = Turnstile::new();
        Gil { turnstile }
    }

    pub fn acquire(&self, me: ThreadNo) {
        self.turnstile.enter(me);
    }

    pub fn release(&self, me: ThreadNo) {
        self.turnstile.leave(me);
    }

    pub fn poll(&self, me: ThreadNo) -> bool {
        let asked = self.turnstile.somebody_waits();
        if asked {
            self.release(me);
            self.acquire(me);
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
