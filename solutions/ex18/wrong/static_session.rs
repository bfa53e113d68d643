//! wrong: one session for everybody in a `static mut`
//! killed-by: scan
//! verdict: refused
//! misconception: M17
//! question: Who checks the uses of a `static mut`?

use std::marker::PhantomData;
use std::ops::Deref;

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

static mut SESSION: Option<Session> = None;

pub struct SessionPool;

impl SessionPool {
    pub fn new(_n: usize) -> Self {
        unsafe { SESSION = Some(Session::open()) };
        SessionPool
    }

    pub fn checkout(&self) -> Lease<'_> {
        Lease(PhantomData)
    }
}

pub struct Lease<'p>(PhantomData<(&'p SessionPool, *const ())>);

impl Deref for Lease<'_> {
    type Target = Session;

    #[allow(static_mut_refs)]
    fn deref(&self) -> &Session {
        unsafe { SESSION.as_ref().unwrap() }
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
