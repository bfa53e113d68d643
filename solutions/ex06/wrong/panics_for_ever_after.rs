//! wrong: unwraps the poisoned lock: after one broken rule every call panics
//! killed-by: rule_panics
//! verdict: violated
//! kind: panic
//! question: One rule had a bug. Who panics tomorrow?

use lab::sync::{Mutex, MutexGuard};

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

    fn members(&self) -> MutexGuard<'_, Vec<Member>> {
        self.members.lock().unwrap()
    }

    pub fn award(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        self.apply(m, |balance| balance + pts)
    }

    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        let mut members = self.members();
        let member = &mut members[m];
        member.balance -= pts;
        if member.balance < 0 {
            member.balance += pts;
            return Err(LedgerError::NotEnough);
        }
        member.journal.push(-pts);
        Ok(member.balance)
    }

    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        let mut members = self.members();
        let member = &mut members[m];
        let old = member.balance;
        member.balance = rule(old);
        member.journal.push(member.balance - old);
        Ok(member.balance)
    }

    pub fn journal_sum(&self, m: usize) -> i64 {
        self.members()[m].journal.iter().sum()
    }

    pub fn statement(&self, m: usize) -> (i64, i64) {
        let members = self.members();
        (members[m].balance, members[m].journal.iter().sum())
    }
}
