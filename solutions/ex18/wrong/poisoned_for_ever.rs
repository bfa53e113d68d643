//! wrong: keeps the guard in the lease, and a failed scan poisons the session for everybody
//! killed-by: a_scan_fails
//! verdict: violated
//! kind: panic
//! question: What does `lock` answer after a thread panicked with the guard in its hand?

use std::ops::Deref;

use lab::sync::{Mutex, MutexGuard, TryLockError};
use lab::thread;

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
    sessions: Vec<Mutex<Session>>,
}

impl SessionPool {
    pub fn new(n: usize) -> Self {
        SessionPool {
            sessions: (0..n).map(|_| Mutex::new(Session::open())).collect(),
        }
    }

    pub fn checkout(&self) -> Lease<'_> {
        loop {
            for session in &self.sessions {
                match session.try_lock() {
                    Ok(guard) => return Lease { guard },
                    Err(TryLockError::WouldBlock) => {}
                    Err(TryLockError::Poisoned(_)) => panic!("somebody broke this session"),
                }
            }
            thread::yield_now();
        }
    }
}

pub struct Lease<'p> {
    guard: MutexGuard<'p, Session>,
}

impl Deref for Lease<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.guard
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
