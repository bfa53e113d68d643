//! wrong: the balance is compared while the guard of the same `Mutex` still lives
//! killed-by: one_clerk
//! verdict: deadlock
//! kind: self-deadlock
//! misconception: M14
//! question: How many guards of this lock live in your method at the same time?

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

    fn members(&self) -> MutexGuard<'_, Vec<Member>> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn award(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        self.apply(m, |balance| balance + pts)
    }

    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        match self.members()[m].balance {
            balance if balance < pts => Err(LedgerError::NotEnough),
            _ => self.apply(m, |balance| balance - pts),
        }
    }

    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        let mut members = self.members();
        let old = members[m].balance;
        let new = rule(old);
        members[m].journal.push(new - old);
        members[m].balance = new;
        Ok(new)
    }

    pub fn journal_sum(&self, m: usize) -> i64 {
        self.statement(m).1
    }

    pub fn statement(&self, m: usize) -> (i64, i64) {
        let members = self.members();
        (members[m].balance, members[m].journal.iter().sum())
    }
}
