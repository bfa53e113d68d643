//! right: catches the panic of a rule, gives the lock back, and answers with an error

use lab::Racy;
use lab::sync::{Condvar, Mutex};
use std::panic::{AssertUnwindSafe, catch_unwind};

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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerError {
    NotEnough,
    BrokenRule,
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

    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        self.change(m, |old| {
            if old < pts {
                Err(LedgerError::NotEnough)
            } else {
                Ok(old - pts)
            }
        })
    }

    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        self.change(m, |old| {
            catch_unwind(AssertUnwindSafe(|| rule(old))).map_err(|_| LedgerError::BrokenRule)
        })
    }

    fn change(
        &self,
        m: usize,
        decide: impl FnOnce(i64) -> Result<i64, LedgerError>,
    ) -> Result<i64, LedgerError> {
        let Member { balance, journal } = &self.members[m];
        self.lock.acquire();
        let old = balance.load();
        let decided = decide(old);
        if let Ok(new) = decided {
            balance.store(new);
            journal.store(journal.load() + new - old);
        }
        self.lock.release();
        decided
    }

    pub fn journal_sum(&self, m: usize) -> i64 {
        self.statement(m).1
    }

    pub fn statement(&self, m: usize) -> (i64, i64) {
        self.lock.acquire();
        let seen = (
            self.members[m].balance.load(),
            self.members[m].journal.load(),
        );
        self.lock.release();
        seen
    }
}
