//! Loyalty points: every member has a balance and a journal, and beside them stands a lock.
use lab::{Racy, sync::Condvar, sync::Mutex};
/// A lock as in Python: it owns no data, and whoever acquires it has to release it.
#[derive(Default)]
pub struct RawLock(Mutex<bool>, Condvar);
#[rustfmt::skip] impl RawLock {
    #[track_caller] pub fn acquire(&self) { *self.1.wait_while(self.0.lock().unwrap(), |t| *t).unwrap() = true; }
    #[track_caller] pub fn release(&self) { *self.0.lock().unwrap() = false; self.1.notify_one(); }
}
/// Says that the lock is held. Make what you like of it: the models use the ledger only.
pub struct Held<'l>(pub &'l RawLock);
impl<'l> Held<'l> {
    pub fn new(l: &'l RawLock) -> Self {
        l.acquire();
        Held(l)
    }
}
#[derive(Debug)]
pub struct LedgerError(pub &'static str);
/// Calls of all threads end as if they had come one by one. A change (`award`, `redeem`, `apply`)
/// returns the new balance; only `redeem` refuses, if there are too few points. If a rule panics,
/// nothing changes: `apply` panics or is an error, and later changes are made or are all errors.
pub struct Ledger {
    lock: RawLock,
    members: Vec<(Racy<i64>, Racy<i64>)>, // balance and sum of the journal: always equal
}
impl Ledger {
    pub fn new(members: usize) -> Self {
        let members = (0..members).map(|_| Default::default()).collect();
        let lock = RawLock::default();
        Ledger { lock, members }
    }
    pub fn award(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        self.apply(m, |balance| balance + pts)
    }
    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        self.change(m, |balance| (balance >= pts).then_some(balance - pts))
    }
    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        self.change(m, |balance| Some(rule(balance)))
    }
    fn change(&self, m: usize, rule: impl FnOnce(i64) -> Option<i64>) -> Result<i64, LedgerError> {
        self.lock.acquire();
        let (balance, journal) = &self.members[m];
        let new = rule(balance.load()).ok_or(LedgerError("too few points"))?;
        journal.store(journal.load() + new - balance.load());
        balance.store(new);
        self.lock.release();
        Ok(new)
    }
    pub fn journal_sum(&self, m: usize) -> i64 {
        self.statement(m).1
    }
    pub fn statement(&self, m: usize) -> (i64, i64) {
        self.lock.acquire();
        let seen = (self.members[m].0.load(), self.members[m].1.load());
        self.lock.release();
        seen
    }
}
