//! wrong: a session is kept only if no other one is free
//! killed-by: one_is_lent
//! verdict: deadlock
//! kind: lost-wakeup
//! question: How many sessions does the pool have when all are given back?

use std::marker::PhantomData;
use std::ops::Deref;

use lab::sync::{Condvar, Mutex};

pub struct Session(sdk::RawSession);

impl Session {
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
            free: Mutex::new((0..n).map(|_| Session(sdk::RawSession::open())).collect()),
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
                    stays: PhantomData,
                };
            }
            free = self.returned.wait(free).unwrap();
        }
    }
}

pub struct Lease<'p> {
    pool: &'p SessionPool,
    session: Option<Session>,
    stays: PhantomData<*const ()>,
}

impl Deref for Lease<'_> {
    type Target = Session;
    fn deref(&self) -> &Session {
        self.session.as_ref().expect("until drop")
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            let mut free = self.pool.free.lock().unwrap();
            if free.is_empty() {
                free.push(session);
            }
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
