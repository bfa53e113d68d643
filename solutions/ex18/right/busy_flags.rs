//! right: an atomic flag claims a session by compare-and-exchange; who finds none parks

use std::ops::Deref;

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicBool, Ordering};
use lab::thread::{self, Thread};

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
    queue: Mutex<Vec<Thread>>,
}

// SAFETY: a session is reached only through a lease, and a lease exists only for the thread that
// turned `busy` from false to true. Acquire there and Release in `drop` order the two users.
unsafe impl Sync for SessionPool {}

impl SessionPool {
    pub fn new(n: usize) -> Self {
        let desk = |_| Desk {
            busy: AtomicBool::new(false),
            session: Session::open(),
        };
        SessionPool {
            desks: (0..n).map(desk).collect(),
            queue: Mutex::new(Vec::new()),
        }
    }

    pub fn checkout(&self) -> Lease<'_> {
        if let Some(lease) = self.claim() {
            return lease;
        }
        loop {
            // First the name on the list, then the second look: a return in between is not missed.
            self.queue.lock().unwrap().push(thread::current());
            if let Some(lease) = self.claim() {
                return lease;
            }
            thread::park();
        }
    }

    fn claim(&self) -> Option<Lease<'_>> {
        let desk = self.desks.iter().find(|desk| {
            // Acquire: sees everything the last user did with the session.
            desk.busy
                .compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed)
                .is_ok()
        })?;
        Some(Lease { pool: self, desk })
    }
}

/// Holds a `&Session`, which is not Send because Session is not Sync: no marker is needed.
pub struct Lease<'p> {
    pool: &'p SessionPool,
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
        // Release: the next user sees what this one did.
        self.desk.busy.store(false, Ordering::Release);
        for thread in self.pool.queue.lock().unwrap().drain(..) {
            thread.unpark();
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
