//! wrong: the lease keeps the lock of the whole pool, so one office works and all others wait
//! killed-by: two_scanners
//! verdict: deadlock
//! kind: lost-parallelism
//! misconception: M20
//! question: Two sessions are open. How many offices can scan at once?

use std::ops::Deref;

use lab::sync::{Mutex, MutexGuard};

/// An open session: it may move to another thread, but two threads never use it at once.
pub struct Session(sdk::RawSession);

impl Session {
    fn open() -> Self {
        Session(sdk::RawSession::open())
    }

    pub fn scan(&self) -> u32 {
        self.0.scan()
    }
}

pub struct SessionPool {
    sessions: Mutex<Vec<Session>>,
}

impl SessionPool {
    pub fn new(n: usize) -> Self {
        SessionPool {
            sessions: Mutex::new((0..n).map(|_| Session::open()).collect()),
        }
    }

    pub fn checkout(&self) -> Lease<'_> {
        Lease {
            sessions: self.sessions.lock().unwrap(),
        }
    }
}

pub struct Lease<'p> {
    sessions: MutexGuard<'p, Vec<Session>>,
}

impl Deref for Lease<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.sessions[0]
    }
}

/// The vendor's kit. It is given: leave it as it is.
mod sdk {
    pub struct RawSession(lab::cell::UnsafeCell<u32>);

    impl RawSession {
        pub fn open() -> Self {
            RawSession(lab::cell::UnsafeCell::new(0))
        }

        pub fn scan(&self) -> u32 {
            // SAFETY: the manual says: one session, one thread at a time.
            self.0.with_mut(|page| unsafe {
                *page += 1;
                *page
            })
        }
    }
}
