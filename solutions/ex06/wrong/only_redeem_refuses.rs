//! wrong: after a panic points are awarded as before, and redeemed no more
//! killed-by: rule_panics
//! verdict: violated
//! kind: wrong-result
//! question: A rule has panicked. Which changes are still made, and which are not?

#[derive(Debug)]
pub struct LedgerError(pub &'static str);

use lab::sync::{Mutex, MutexGuard, PoisonError};
#[derive(Clone, Copy, Default)]
struct Member {
    balance: i64,
    journal: i64,
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
        self.apply(m, |b| b + pts)
    }

    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        self.change(m, |b| {
            if b < pts {
                Err(LedgerError("too few points"))
            } else {
                Ok(b - pts)
            }
        })
    }

    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        self.change(m, |b| Ok(rule(b)))
    }

    fn change(
        &self,
        m: usize,
        rule: impl FnOnce(i64) -> Result<i64, LedgerError>,
    ) -> Result<i64, LedgerError> {
        let poisoned = self.members.is_poisoned();
        let member = &mut self.members()[m];
        let new = rule(member.balance)?;
        if poisoned && new < member.balance {
            return Err(LedgerError("poisoned"));
        }
        member.journal += new - member.balance;
        member.balance = new;
        Ok(new)
    }

    pub fn journal_sum(&self, m: usize) -> i64 {
        self.members()[m].journal
    }

    pub fn statement(&self, m: usize) -> (i64, i64) {
        let Member { balance, journal } = self.members()[m];
        (balance, journal)
    }
}
