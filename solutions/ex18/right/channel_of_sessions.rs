//! right: free sessions lie in a channel: checkout receives, dropping the lease sends back

use std::marker::PhantomData;
use std::ops::Deref;

use lab::channel::{Receiver, Sender, unbounded};
use lab::sync::MutexGuard;

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
    give_back: Sender<Session>,
    free: Receiver<Session>,
}

impl SessionPool {
    pub fn new(n: usize) -> Self {
        let (give_back, free) = unbounded();
        for _ in 0..n {
            give_back.send(Session::open()).ok();
        }
        SessionPool { give_back, free }
    }

    pub fn checkout(&self) -> Lease<'_> {
        let session = self.free.recv().expect("the pool owns a sender itself");
        Lease {
            give_back: &self.give_back,
            session: Some(session),
            stays_here: PhantomData,
        }
    }
}

/// Marked as if it held a guard: guards stay in their thread.
pub struct Lease<'p> {
    give_back: &'p Sender<Session>,
    session: Option<Session>,
    stays_here: PhantomData<MutexGuard<'static, ()>>,
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
            self.give_back.send(session).ok();
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
