//! wrong: notes in a plain cell whether the session is lent, and promises that this is fine
//! killed-by: two_offices
//! verdict: data-race
//! kind: data-race
//! misconception: M17
//! question: The flag says that the first office is done. What makes its work visible?

use std::cell::Cell;
use std::marker::PhantomData;
use std::ops::Deref;

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
    session: Session,
    lent: Cell<bool>,
}

unsafe impl Sync for SessionPool {}

impl SessionPool {
    pub fn new(_n: usize) -> Self {
        SessionPool {
            session: Session::open(),
            lent: Cell::new(false),
        }
    }

    pub fn checkout(&self) -> Lease<'_> {
        while self.lent.replace(true) {
            thread::yield_now();
        }
        Lease(self, PhantomData)
    }
}

pub struct Lease<'p>(&'p SessionPool, PhantomData<*const ()>);

impl Deref for Lease<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.0.session
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        self.0.lent.set(false);
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
