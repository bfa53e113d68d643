//! Loyalty points: every member has a balance and a journal, and beside them stands a lock.
use lab::{Racy, sync::Condvar, sync::Mutex};
/// A lock as in Python: it owns no data, and it does not know who took it.
#[derive(Default)]
pub struct RawLock(Mutex<bool>, Condvar);
/// Says that the lock is taken. Both are tools for you: the models use the ledger only.
pub struct Held<'l>(&'l RawLock);
impl<'l> Held<'l> {
    pub fn new(l: &'l RawLock) -> Self {
        *l.1.wait_while(l.0.lock().unwrap(), |taken| *taken).unwrap() = true;
        Held(l)
    }
    fn release(&self) {
        *self.0.0.lock().unwrap() = false;
        self.0.1.notify_one();
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
        self.change(m, |balance| Some(balance + pts))
    }
    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        self.change(m, |balance| (balance >= pts).then_some(balance - pts))
    }
    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        self.change(m, |balance| Some(rule(balance)))
    }
    fn change(&self, m: usize, rule: impl FnOnce(i64) -> Option<i64>) -> Result<i64, LedgerError> {
        let held = Held::new(&self.lock);
        let (balance, journal) = &self.members[m];
        let new = rule(balance.load()).ok_or(LedgerError("too few points"))?;
        journal.store(journal.load() + new - balance.load());
        balance.store(new);
        held.release();
        Ok(new)
    }
    pub fn journal_sum(&self, m: usize) -> i64 {
        self.statement(m).1
    }
    pub fn statement(&self, m: usize) -> (i64, i64) {
        let held = Held::new(&self.lock);
        let seen = (self.members[m].0.load(), self.members[m].1.load());
        held.release();
        seen
    }
}
