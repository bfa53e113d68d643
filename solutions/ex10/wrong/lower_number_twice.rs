//! wrong: orders the accounts by number, and locks the same account twice when both are one
//! killed-by: same_account
//! verdict: deadlock
//! kind: self-deadlock
//! misconception: M14
//! question: A customer moves money from an account to the same account. How often do you lock it?

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
        let (low, high) = (from.min(to), from.max(to));
        let mut first = self.accounts[low].lock().unwrap();
        let mut second = self.accounts[high].lock().unwrap();
        let (source, target) = if from == low {
            (&mut *first, &mut *second)
        } else {
            (&mut *second, &mut *first)
        };
        if *source < amount {
            return Err(TransferError::NotEnough);
        }
        if !approve(*source, *target) {
            return Err(TransferError::Refused);
        }
        *source -= amount;
        *target += amount;
        drop(first);
        drop(second);
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    pub fn audit(&self) -> i64 {
        let guards: Vec<_> = self.accounts.iter().map(|a| a.lock().unwrap()).collect();
        guards.iter().map(|balance| **balance).sum()
    }
}
