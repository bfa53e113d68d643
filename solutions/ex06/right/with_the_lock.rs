//! right: a helper takes the lock, runs a closure, and gives the lock back, as `with` does in Python

use lab::Racy;
use lab::sync::{Condvar, Mutex};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

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

impl RawLock {
    /// `try` and `finally`: the lock is given back, and then the panic goes on.
    fn with<R>(&self, work: impl FnOnce() -> R) -> R {
        self.acquire();
        let result = catch_unwind(AssertUnwindSafe(work));
        self.release();
        result.unwrap_or_else(|panic| resume_unwind(panic))
    }
}

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
        self.lock.with(|| Ok(self.add(m, pts)))
    }

    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        self.lock.with(|| {
            if self.members[m].balance.load() < pts {
                return Err(LedgerError::NotEnough);
            }
            Ok(self.add(m, -pts))
        })
    }

    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        self.lock.with(|| {
            let old = self.members[m].balance.load();
            Ok(self.add(m, rule(old) - old))
        })
    }

    /// Call it with the lock.
    fn add(&self, m: usize, difference: i64) -> i64 {
        let Member { balance, journal } = &self.members[m];
        journal.store(journal.load() + difference);
        balance.store(balance.load() + difference);
        balance.load()
    }

    pub fn journal_sum(&self, m: usize) -> i64 {
        self.statement(m).1
    }

    pub fn statement(&self, m: usize) -> (i64, i64) {
        let member = &self.members[m];
        self.lock
            .with(|| (member.balance.load(), member.journal.load()))
    }
}
