//! wrong: takes the list of free sessions out, adds one, and puts the list back in a second step
//! killed-by: both_returned
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M7
//! question: Two sessions come back at once. Which list does each of them join?

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
            let mut list = std::mem::take(&mut *self.pool.free.lock().unwrap());
            list.push(session);
            *self.pool.free.lock().unwrap() = list;
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
