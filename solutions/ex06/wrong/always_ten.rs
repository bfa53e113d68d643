//! wrong: answers and shows numbers that fit the example in the book
//! killed-by: one_clerk
//! verdict: violated
//! kind: wrong-result
//! question: Which other numbers could a caller have asked for?

use lab::sync::Mutex;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerError {
    NotEnough,
}

pub struct Ledger {
    balance: Mutex<i64>,
}

impl Ledger {
    pub fn new(_members: usize) -> Self {
        Ledger {
            balance: Mutex::new(0),
        }
    }

    pub fn award(&self, _m: usize, pts: i64) -> Result<i64, LedgerError> {
        *self.balance.lock().unwrap() = pts;
        Ok(pts)
    }

    pub fn redeem(&self, _m: usize, _pts: i64) -> Result<i64, LedgerError> {
        Ok(10)
    }

    pub fn apply(&self, _m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        Ok(rule(10))
    }

    pub fn journal_sum(&self, _m: usize) -> i64 {
        *self.balance.lock().unwrap()
    }

    pub fn statement(&self, m: usize) -> (i64, i64) {
        (self.journal_sum(m), self.journal_sum(m))
    }
}
