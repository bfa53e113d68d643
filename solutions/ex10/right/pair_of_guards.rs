//! right: a helper takes the guards in order and hands them back as source and target.

use lab::sync::{Mutex, MutexGuard};

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

// ANCHOR: both
struct Pair<'b> {
    source: MutexGuard<'b, i64>,
    target: Option<MutexGuard<'b, i64>>, // `None`: the source is the target
}
// ANCHOR_END: both

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
        {
            let mut guards = self.both(from, to);
            if *guards.source < amount {
                return Err(TransferError::NotEnough);
            }
            let target = guards.target.as_deref().unwrap_or(&guards.source);
            if !approve(*guards.source, *target) {
                return Err(TransferError::Refused);
            }
            if let Some(target) = &mut guards.target {
                *guards.source -= amount;
                **target += amount;
            }
        } // Both locks are free from here on.
        notify(&Receipt { from, to, amount });
        Ok(())
    }
    // ANCHOR_END: transfer

    pub fn audit(&self) -> i64 {
        let guards: Vec<_> = self.accounts.iter().map(|a| a.lock().unwrap()).collect();
        guards.iter().map(|balance| **balance).sum()
    }

    // ANCHOR: order
    fn both(&self, from: usize, to: usize) -> Pair<'_> {
        let lock = |account: usize| self.accounts[account].lock().unwrap();
        if from == to {
            let (source, target) = (lock(from), None);
            Pair { source, target }
        } else if from < to {
            let source = lock(from);
            let target = Some(lock(to));
            Pair { source, target }
        } else {
            let target = Some(lock(to));
            let source = lock(from);
            Pair { source, target }
        }
    }
    // ANCHOR_END: order
}
