//! right: a marker says what the manual says, and a semaphore counts free sessions

use std::cell::Cell;
use std::marker::PhantomData;
use std::ops::Deref;

use lab::sync::{Condvar, Mutex};

/// The marker speaks even if the vendor makes its handle shareable one day.
pub struct Session {
    raw: sdk::RawSession,
    one_thread_at_a_time: PhantomData<Cell<()>>,
}

impl Session {
    fn open() -> Self {
        Session {
            raw: sdk::RawSession::open(),
            one_thread_at_a_time: PhantomData,
        }
    }

    pub fn scan(&self) -> u32 {
        self.raw.scan()
    }
}

pub struct SessionPool {
    permits: Mutex<usize>,
    released: Condvar,
    shelf: Mutex<Vec<Session>>,
}

impl SessionPool {
    pub fn new(n: usize) -> Self {
        SessionPool {
            permits: Mutex::new(n),
            released: Condvar::new(),
            shelf: Mutex::new((0..n).map(|_| Session::open()).collect()),
        }
    }

    pub fn checkout(&self) -> Lease<'_> {
        let permits = self.permits.lock().unwrap();
        let mut permits = self.released.wait_while(permits, |n| *n == 0).unwrap();
        *permits -= 1;
        drop(permits);
        let session = self.shelf.lock().unwrap().pop();
        Lease {
            pool: self,
            session,
            stays_here: PhantomData,
        }
    }
}

pub struct Lease<'p> {
    pool: &'p SessionPool,
    session: Option<Session>,
    stays_here: PhantomData<*mut ()>,
}

impl Deref for Lease<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.session.as_ref().expect("one permit, one session")
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let session = self.session.take();
        self.pool.shelf.lock().unwrap().extend(session);
        *self.pool.permits.lock().unwrap() += 1;
        self.pool.released.notify_one();
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
