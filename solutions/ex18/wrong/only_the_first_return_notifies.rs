//! wrong: tells a waiting office only when the list was empty before
//! killed-by: both_returned
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M12
//! question: Two offices sleep, two sessions come back: how many are told?

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
        loop {
            if let Some(session) = free.pop() {
                return Lease {
                    pool: self,
                    session: Some(session),
                    stays_here: PhantomData,
                };
            }
            free = self.returned.wait(free).unwrap();
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
            let mut free = self.pool.free.lock().unwrap();
            free.push(session);
            if free.len() == 1 {
                self.pool.returned.notify_one();
            }
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
