//! wrong: the balance has a lock and the journal has a lock, one taken after the other
//! killed-by: statement_meanwhile
//! verdict: violated
//! kind: torn-read
//! misconception: M6
//! question: Between your two locks: what does a reader see who takes both?

use lab::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerError {
    NotEnough,
}

pub struct Ledger {
    balances: Mutex<Vec<i64>>,
    journals: Mutex<Vec<Vec<i64>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Ledger {
    pub fn new(members: usize) -> Self {
        Ledger {
            balances: Mutex::new(vec![0; members]),
            journals: Mutex::new(vec![Vec::new(); members]),
        }
    }

    pub fn award(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        self.apply(m, |balance| balance + pts)
    }

    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        let mut balances = lock(&self.balances);
        let new = balances[m] - pts;
        if new < 0 {
            return Err(LedgerError::NotEnough);
        }
        balances[m] = new;
        drop(balances);
        lock(&self.journals)[m].push(-pts);
        Ok(new)
    }

    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        let mut balances = lock(&self.balances);
        let old = balances[m];
        let new = rule(old);
        balances[m] = new;
        drop(balances);
        lock(&self.journals)[m].push(new - old);
        Ok(new)
    }

    pub fn journal_sum(&self, m: usize) -> i64 {
        lock(&self.journals)[m].iter().sum()
    }

    pub fn statement(&self, m: usize) -> (i64, i64) {
        let balances = lock(&self.balances);
        let journals = lock(&self.journals);
        (balances[m], journals[m].iter().sum())
    }
}
