//! wrong: keeps the number of free sessions in a std Cell, which no checker sees
//! killed-by: scan
//! verdict: refused
//! misconception: M17
//! question: Which type would make the reads and writes of the number visible?

use std::cell::Cell;
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
        Lease(self)
    }
}

pub struct Lease<'p>(&'p SessionPool);

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
