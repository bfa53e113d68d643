//! wrong: keeps the order of the arguments and sleeps between the locks, so that the clerks miss each other
//! killed-by: opposite
//! verdict: deadlock
//! kind: lock-order
//! misconception: M9
//! question: Both clerks hold one lock and sleep. What has changed when they wake up?

use lab::sync::Mutex;
use lab::thread;
use std::time::Duration;

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
            let enough = *source >= amount;
            let outcome = match enough {
                false => Err(TransferError::NotEnough),
                true if approve(*source, *source) => Ok(()),
                true => Err(TransferError::Refused),
            };
            drop(source);
            outcome?;
            notify(&Receipt { from, to, amount });
            return Ok(());
        }
        thread::sleep(Duration::from_millis(from as u64)); // Everybody sleeps for another time.
        let mut target = self.accounts[to].lock().unwrap();
        if *source < amount {
            return Err(TransferError::NotEnough);
        }
        if !approve(*source, *target) {
            return Err(TransferError::Refused);
        }
        *source -= amount;
        *target += amount;
        drop((source, target));
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    pub fn audit(&self) -> i64 {
        let guards: Vec<_> = self.accounts.iter().map(|a| a.lock().unwrap()).collect();
        guards.iter().map(|balance| **balance).sum()
    }
}
