//! wrong: tries the second lock for ever and never lets the first one go
//! killed-by: opposite
//! verdict: stuck
//! kind: livelock
//! misconception: M14
//! question: You do not wait, you only ask again. What would have to happen for the answer to change?

use lab::sync::Mutex;
use lab::thread;

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
    accounts: Vec<Mutex<i64>>,
}

impl Branch {
    pub fn new(balances: &[i64]) -> Self {
        let accounts = balances.iter().map(|&balance| Mutex::new(balance));
        Branch {
            accounts: accounts.collect(),
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
        let mut source = self.accounts[from].lock().unwrap();
        if from == to {
            if *source < amount {
                return Err(TransferError::NotEnough);
            }
            if !approve(*source, *source) {
                return Err(TransferError::Refused);
            }
            drop(source);
            notify(&Receipt { from, to, amount });
            return Ok(());
        }
        let mut target = loop {
            match self.accounts[to].try_lock() {
                Ok(guard) => break guard,
                Err(_) => thread::yield_now(),
            }
        };
        if *source < amount {
            return Err(TransferError::NotEnough);
        }
        if !approve(*source, *target) {
            return Err(TransferError::Refused);
        }
        *source -= amount;
        *target += amount;
        drop(source);
        drop(target);
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    pub fn audit(&self) -> i64 {
        let guards: Vec<_> = self.accounts.iter().map(|a| a.lock().unwrap()).collect();
        guards.iter().map(|balance| **balance).sum()
    }
}
