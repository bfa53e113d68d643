//! wrong: sessions are lent in turn: the next in turn may be lent while another one is free
//! killed-by: one_is_lent
//! verdict: deadlock
//! kind: self-deadlock
//! misconception: M7
//! question: For which session does this caller wait, and which one is free?

use std::ops::Deref;

use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Mutex, MutexGuard, PoisonError};

pub struct Session(sdk::RawSession);

impl Session {
    pub fn scan(&self) -> u32 {
        self.0.scan()
    }
}

pub struct SessionPool {
    desks: Vec<Mutex<Session>>,
    turn: AtomicUsize,
}

impl SessionPool {
    pub fn new(n: usize) -> Self {
        SessionPool {
            desks: (0..n)
                .map(|_| Mutex::new(Session(sdk::RawSession::open())))
                .collect(),
            turn: AtomicUsize::new(0),
        }
    }

    pub fn checkout(&self) -> Lease<'_> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) % self.desks.len();
        let desk = self.desks[turn].lock();
        Lease(desk.unwrap_or_else(PoisonError::into_inner))
    }
}

pub struct Lease<'p>(MutexGuard<'p, Session>);

impl Deref for Lease<'_> {
    type Target = Session;
    fn deref(&self) -> &Session {
        &self.0
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
