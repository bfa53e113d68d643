//! wrong: writes the journal first and then refuses
//! killed-by: refused_and_award
//! verdict: violated
//! kind: torn-read
//! misconception: M16
//! question: The call has said no. What has it left behind?

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
        let mut members = self.members();
        let member = &mut members[m];
        member.journal.push(-pts);
        if member.balance < pts {
            return Err(LedgerError::NotEnough);
        }
        member.balance -= pts;
        Ok(member.balance)
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
