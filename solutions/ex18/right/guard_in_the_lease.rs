//! right: a lock per session, and the lease keeps the guard, which may not be sent anyway
//! loom: rejects: try-lock-waits

use std::ops::Deref;

use lab::sync::{Condvar, Mutex, MutexGuard, TryLockError};

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
    returns: Mutex<u64>,
    returned: Condvar,
}

impl SessionPool {
    pub fn new(n: usize) -> Self {
        SessionPool {
            sessions: (0..n).map(|_| Mutex::new(Session::open())).collect(),
            returns: Mutex::new(0),
            returned: Condvar::new(),
        }
    }

    // ANCHOR: checkout
    pub fn checkout(&self) -> Lease<'_> {
        loop {
            let seen = *self.returns.lock().unwrap();
            if let Some(guard) = self.free_session() {
                return Lease {
                    pool: self,
                    guard: Some(guard),
                };
            }
            let mut returns = self.returns.lock().unwrap();
            while *returns == seen {
                returns = self.returned.wait(returns).unwrap();
            }
        }
    }

    fn free_session(&self) -> Option<MutexGuard<'_, Session>> {
        self.sessions
            .iter()
            .find_map(|session| match session.try_lock() {
                Ok(guard) => Some(guard),
                // A scan that failed leaves the session usable: only its page count has moved.
                Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) => None,
            })
    }
    // ANCHOR_END: checkout
}

// ANCHOR: lease
pub struct Lease<'p> {
    pool: &'p SessionPool,
    guard: Option<MutexGuard<'p, Session>>,
}
// ANCHOR_END: lease

impl Deref for Lease<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.guard.as_ref().expect("only `drop` takes it out")
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        // The session first, the news second: who wakes up must find it free.
        self.guard = None;
        *self.pool.returns.lock().unwrap() += 1;
        self.pool.returned.notify_all();
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
