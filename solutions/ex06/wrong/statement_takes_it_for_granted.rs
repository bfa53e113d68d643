//! wrong: the statement says the balance twice, and the journal lags behind
//! killed-by: journal_meanwhile
//! verdict: violated
//! kind: stale-read
//! misconception: M6
//! question: You print that two numbers agree. Who has made sure of it?

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
        // They are always equal, so one of them will do.
        let balance = lock(&self.balances)[m];
        (balance, balance)
    }
}
