//! wrong: looks whether a session is free in one step and takes it in the next
//! killed-by: two_offices
//! verdict: data-race
//! kind: data-race
//! misconception: M7
//! question: Two offices look at the same flag. What does each of them see?

use std::ops::Deref;

use lab::sync::atomic::{AtomicBool, Ordering};
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

struct Desk {
    busy: AtomicBool,
    session: Session,
}

pub struct SessionPool {
    desks: Vec<Desk>,
}

unsafe impl Sync for SessionPool {}

impl SessionPool {
    pub fn new(n: usize) -> Self {
        let desk = |_| Desk {
            busy: AtomicBool::new(false),
            session: Session::open(),
        };
        SessionPool {
            desks: (0..n).map(desk).collect(),
        }
    }

    pub fn checkout(&self) -> Lease<'_> {
        loop {
            for desk in &self.desks {
                if !desk.busy.load(Ordering::SeqCst) {
                    desk.busy.store(true, Ordering::SeqCst);
                    return Lease { desk };
                }
            }
            thread::yield_now();
        }
    }
}

pub struct Lease<'p> {
    desk: &'p Desk,
}

impl Deref for Lease<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.desk.session
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        self.desk.busy.store(false, Ordering::SeqCst);
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
