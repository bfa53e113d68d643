//! right: the rule runs before anything is written, so a poisoned lock protects whole data

use lab::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerError {
    NotEnough,
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

    /// A rule that panics has written nothing yet, so what a poisoned lock protects is whole.
    fn members(&self) -> MutexGuard<'_, Vec<Member>> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn award(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        Ok(self.members()[m].book(pts))
    }

    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        let mut members = self.members();
        if members[m].balance < pts {
            return Err(LedgerError::NotEnough);
        }
        Ok(members[m].book(-pts))
    }

    // ANCHOR: apply
    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        let mut members = self.members();
        let member = &mut members[m];
        let new = rule(member.balance);
        Ok(member.book(new - member.balance))
    }
    // ANCHOR_END: apply

    pub fn journal_sum(&self, m: usize) -> i64 {
        self.members()[m].journal.iter().sum()
    }

    pub fn statement(&self, m: usize) -> (i64, i64) {
        let members = self.members();
        (members[m].balance, members[m].journal.iter().sum())
    }
}

impl Member {
    fn book(&mut self, difference: i64) -> i64 {
        self.journal.push(difference);
        self.balance += difference;
        self.balance
    }
}
