//! right: keeps the journal only: a balance that is computed from it cannot disagree with it

use lab::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerError {
    NotEnough,
}

pub struct Ledger {
    journals: Mutex<Vec<Vec<i64>>>,
}

fn sum(journal: &[i64]) -> i64 {
    journal.iter().sum()
}

impl Ledger {
    pub fn new(members: usize) -> Self {
        let journals = Mutex::new(vec![Vec::new(); members]);
        Ledger { journals }
    }

    fn journals(&self) -> MutexGuard<'_, Vec<Vec<i64>>> {
        self.journals.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn award(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        let mut journals = self.journals();
        journals[m].push(pts);
        Ok(sum(&journals[m]))
    }

    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        match &mut self.journals()[m] {
            journal if sum(journal) < pts => Err(LedgerError::NotEnough),
            journal => {
                journal.push(-pts);
                Ok(sum(journal))
            }
        }
    }

    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        let mut journals = self.journals();
        let old = sum(&journals[m]);
        let new = rule(old);
        journals[m].push(new - old);
        Ok(new)
    }

    pub fn journal_sum(&self, m: usize) -> i64 {
        sum(&self.journals()[m])
    }

    pub fn statement(&self, m: usize) -> (i64, i64) {
        let sum = self.journal_sum(m);
        (sum, sum)
    }
}
