//! wrong: lends the sessions in turn, without asking whether one is free
//! killed-by: two_offices
//! verdict: data-race
//! kind: data-race
//! misconception: M17
//! question: With one scanner and two offices: who waits?

use std::ops::Deref;

use lab::sync::atomic::{AtomicUsize, Ordering};

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
    sessions: Vec<Session>,
    turn: AtomicUsize,
}

unsafe impl Sync for SessionPool {}

impl SessionPool {
    pub fn new(n: usize) -> Self {
        SessionPool {
            sessions: (0..n).map(|_| Session::open()).collect(),
            turn: AtomicUsize::new(0),
        }
    }

    pub fn checkout(&self) -> Lease<'_> {
        let turn = self.turn.fetch_add(1, Ordering::SeqCst);
        Lease {
            session: &self.sessions[turn % self.sessions.len()],
        }
    }
}

pub struct Lease<'p> {
    session: &'p Session,
}

impl Deref for Lease<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.session
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
