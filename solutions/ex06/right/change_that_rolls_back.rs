//! right: a guard writes at once, and its `drop` takes the change back unless it was confirmed

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

    fn begin(&self, m: usize) -> Change<'_> {
        let members = self.members();
        let before = members[m].clone();
        Change {
            members,
            m,
            before: Some(before),
        }
    }

    pub fn award(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        let mut change = self.begin(m);
        change.add(pts);
        Ok(change.confirm())
    }

    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        let mut change = self.begin(m);
        change.add(-pts);
        if change.members[m].balance < 0 {
            return Err(LedgerError::NotEnough);
        }
        Ok(change.confirm())
    }

    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        let mut change = self.begin(m);
        let old = change.members[m].balance;
        change.add(-old);
        change.add(rule(old));
        Ok(change.confirm())
    }

    pub fn journal_sum(&self, m: usize) -> i64 {
        self.statement(m).1
    }

    pub fn statement(&self, m: usize) -> (i64, i64) {
        let members = self.members();
        (members[m].balance, members[m].journal.iter().sum())
    }
}

struct Change<'l> {
    members: MutexGuard<'l, Vec<Member>>,
    m: usize,
    before: Option<Member>,
}

impl Change<'_> {
    fn add(&mut self, difference: i64) {
        let member = &mut self.members[self.m];
        member.journal.push(difference);
        member.balance += difference;
    }

    fn confirm(mut self) -> i64 {
        self.before = None;
        self.members[self.m].balance
    }
}

impl Drop for Change<'_> {
    fn drop(&mut self) {
        if let Some(before) = self.before.take() {
            self.members[self.m] = before;
        }
    }
}
