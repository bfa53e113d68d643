//! right: `Held` gives the lock back when it is dropped, on every way out

use lab::Racy;
use lab::sync::{Condvar, Mutex};

/// A lock that owns no data.
#[derive(Default)]
pub struct RawLock(Mutex<bool>, Condvar);

impl RawLock {
    pub fn acquire(&self) {
        *self
            .1
            .wait_while(self.0.lock().unwrap(), |taken| *taken)
            .unwrap() = true;
    }

    pub fn release(&self) {
        *self.0.lock().unwrap() = false;
        self.1.notify_one();
    }
}

pub struct Held<'l>(&'l RawLock);

impl<'l> Held<'l> {
    pub fn new(l: &'l RawLock) -> Self {
        l.acquire();
        Held(l)
    }
}

// ANCHOR: drop
impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.release();
    }
}
// ANCHOR_END: drop

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerError {
    NotEnough,
}

#[derive(Default)]
struct Member {
    balance: Racy<i64>,
    journal: Racy<i64>,
}

pub struct Ledger {
    lock: RawLock,
    members: Vec<Member>,
}

impl Ledger {
    pub fn new(members: usize) -> Self {
        Ledger {
            lock: RawLock::default(),
            members: (0..members).map(|_| Member::default()).collect(),
        }
    }

    pub fn award(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        self.apply(m, |balance| balance + pts)
    }

    // ANCHOR: redeem
    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        let _held = Held::new(&self.lock);
        let member = &self.members[m];
        let balance = member.balance.load();
        if balance < pts {
            return Err(LedgerError::NotEnough);
        }
        Ok(member.set(balance - pts))
    }
    // ANCHOR_END: redeem

    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        let _held = Held::new(&self.lock);
        let member = &self.members[m];
        let new = rule(member.balance.load());
        Ok(member.set(new))
    }

    pub fn journal_sum(&self, m: usize) -> i64 {
        self.statement(m).1
    }

    pub fn statement(&self, m: usize) -> (i64, i64) {
        let _held = Held::new(&self.lock);
        let member = &self.members[m];
        (member.balance.load(), member.journal.load())
    }
}

impl Member {
    /// Sets the balance and writes the difference into the journal. The lock must be held.
    fn set(&self, new: i64) -> i64 {
        let difference = new - self.balance.load();
        self.journal.store(self.journal.load() + difference);
        self.balance.store(new);
        new
    }
}
