//! right: tries the second lock without waiting, and lets go of the first when it is taken.

use lab::sync::{Mutex, MutexGuard};
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

    // ANCHOR: transfer
    pub fn transfer(
        &self,
        from: usize,
        to: usize,
        amount: i64,
        approve: impl FnOnce(i64, i64) -> bool,
        notify: impl FnOnce(&Receipt),
    ) -> Result<(), TransferError> {
        loop {
            let mut source = self.accounts[from].lock().unwrap();
            if from == to {
                decide(*source, *source, amount, approve)?;
                break;
            }
            let Ok(mut target) = self.accounts[to].try_lock() else {
                drop(source);
                thread::yield_now();
                continue;
            };
            decide(*source, *target, amount, approve)?;
            *source -= amount;
            *target += amount;
            break;
        }
        notify(&Receipt { from, to, amount });
        Ok(())
    }
    // ANCHOR_END: transfer

    pub fn audit(&self) -> i64 {
        let mut guards: Vec<MutexGuard<'_, i64>> = Vec::new();
        while guards.len() < self.accounts.len() {
            match self.accounts[guards.len()].try_lock() {
                Ok(guard) => guards.push(guard),
                Err(_) => {
                    guards.clear(); // Somebody else is at work: let all of them go.
                    thread::yield_now();
                }
            }
        }
        guards.iter().map(|balance| **balance).sum()
    }
}

fn decide(
    source: i64,
    target: i64,
    amount: i64,
    approve: impl FnOnce(i64, i64) -> bool,
) -> Result<(), TransferError> {
    match source {
        _ if source < amount => Err(TransferError::NotEnough),
        _ if approve(source, target) => Ok(()),
        _ => Err(TransferError::Refused),
    }
}
