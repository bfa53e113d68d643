//! wrong: waits once and does not look again
//! killed-by: two_offices
//! verdict: violated
//! kind: panic
//! misconception: M11
//! question: Between the notification and the moment you hold the lock: who else may have come?

use std::marker::PhantomData;
use std::ops::Deref;

use lab::sync::{Condvar, Mutex};

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
    free: Mutex<Vec<Session>>,
    returned: Condvar,
}

impl SessionPool {
    pub fn new(n: usize) -> Self {
        SessionPool {
            free: Mutex::new((0..n).map(|_| Session::open()).collect()),
            returned: Condvar::new(),
        }
    }

    pub fn checkout(&self) -> Lease<'_> {
        let mut free = self.free.lock().unwrap();
        if free.is_empty() {
            free = self.returned.wait(free).unwrap();
        }
        Lease {
            pool: self,
            session: Some(free.pop().expect("I was woken, so a session is here")),
            stays_here: PhantomData,
        }
    }
}

/// The raw pointer in the marker is neither Send nor Sync, so the lease is not either.
pub struct Lease<'p> {
    pool: &'p SessionPool,
    session: Option<Session>,
    stays_here: PhantomData<*const ()>,
}

impl Deref for Lease<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.session.as_ref().expect("only `drop` takes it out")
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            self.pool.free.lock().unwrap().push(session);
            self.pool.returned.notify_one();
        }
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
