//! wrong: one lock for all accounts: right sums, but the clerks stand in a queue
//! killed-by: disjoint_pairs
//! verdict: deadlock
//! kind: lost-parallelism
//! misconception: M20
//! question: Two customers have nothing in common. Why does one wait for the other?

use lab::sync::Mutex;

pub struct Receipt {
    pub from: usize,
    pub to: usize,
    pub amount: i64,
}

#[derive(Debug, PartialEq)]
pub enum TransferError {
    NotEnough,
    Refused,
}

pub struct Branch {
    balances: Mutex<Vec<i64>>,
}

impl Branch {
    pub fn new(balances: &[i64]) -> Self {
        Branch {
            balances: Mutex::new(balances.to_vec()),
        }
    }

    pub fn transfer(
        &self,
        from: usize,
        to: usize,
        amount: i64,
        approve: impl FnOnce(i64, i64) -> bool,
        notify: impl FnOnce(&Receipt),
    ) -> Result<(), TransferError> {
        let mut balances = self.balances.lock().unwrap();
        if balances[from] < amount {
            return Err(TransferError::NotEnough);
        }
        if !approve(balances[from], balances[to]) {
            return Err(TransferError::Refused);
        }
        balances[from] -= amount;
        balances[to] += amount;
        drop(balances);
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    pub fn audit(&self) -> i64 {
        self.balances.lock().unwrap().iter().sum()
    }
}
