//! wrong: refuses every change after a panic, and goes on showing the half-done one
//! killed-by: rule_panics
//! verdict: violated
//! kind: torn-read
//! question: Nobody writes any more. What do the readers read?

use lab::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerError {
    NotEnough,
    Poisoned,
}

impl<G> From<PoisonError<G>> for LedgerError {
    fn from(_: PoisonError<G>) -> Self {
        LedgerError::Poisoned
    }
}

#[derive(Clone, Default)]
struct Member {
    balance: i64,
    journal: Vec<i64>,
}

pub struct Ledger {
    members: Mutex<Vec<Member>>,
}

impl Ledger {
    pub fn new(members: usize) -> Self {
        Ledger {
            members: Mutex::new(vec![Member::default(); members]),
        }
    }

    pub fn award(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        let mut members = self.members.lock()?;
        members[m].journal.push(pts);
        members[m].balance += pts;
        Ok(members[m].balance)
    }

    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        let mut members = self.members.lock()?;
        let Some(rest) = members[m]
            .balance
            .checked_sub(pts)
            .filter(|rest| *rest >= 0)
        else {
            return Err(LedgerError::NotEnough);
        };
        members[m].journal.push(-pts);
        members[m].balance = rest;
        Ok(rest)
    }

    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        let mut members = self.members.lock()?;
        let old = members[m].balance;
        members[m].journal.push(-old);
        let new = rule(old);
        members[m].journal.push(new);
        members[m].balance = new;
        Ok(new)
    }

    fn look(&self) -> MutexGuard<'_, Vec<Member>> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn journal_sum(&self, m: usize) -> i64 {
        self.look()[m].journal.iter().sum()
    }

    pub fn statement(&self, m: usize) -> (i64, i64) {
        let members = self.look();
        (members[m].balance, members[m].journal.iter().sum())
    }
}
