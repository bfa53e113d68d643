//! wrong: `award`, `redeem` and `apply` have a lock each
//! killed-by: two_changes
//! verdict: violated
//! kind: lost-update
//! misconception: M6
//! question: Which lock do `award` and `redeem` both hold?

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

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.release();
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
    award: RawLock,
    redeem: RawLock,
    apply: RawLock,
    members: Vec<Member>,
}

impl Ledger {
    pub fn new(members: usize) -> Self {
        Ledger {
            award: RawLock::default(),
            redeem: RawLock::default(),
            apply: RawLock::default(),
            members: (0..members).map(|_| Member::default()).collect(),
        }
    }

    pub fn award(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        let _held = Held::new(&self.award);
        let member = &self.members[m];
        Ok(member.set(member.balance.load() + pts))
    }

    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        let _held = Held::new(&self.redeem);
        let member = &self.members[m];
        let balance = member.balance.load();
        if balance < pts {
            return Err(LedgerError::NotEnough);
        }
        Ok(member.set(balance - pts))
    }

    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        let _held = Held::new(&self.apply);
        let member = &self.members[m];
        let new = rule(member.balance.load());
        Ok(member.set(new))
    }

    pub fn journal_sum(&self, m: usize) -> i64 {
        self.statement(m).1
    }

    pub fn statement(&self, m: usize) -> (i64, i64) {
        let _award = Held::new(&self.award);
        let _redeem = Held::new(&self.redeem);
        let _apply = Held::new(&self.apply);
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
