//! wrong: debits first and forgets to give the money back when `approve` says no
//! killed-by: one_clerk
//! verdict: violated
//! kind: wrong-result
//! question: On which way out of the method is the money gone?

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
        if low == high {
            if *first < amount {
                return Err(TransferError::NotEnough);
            }
            if !approve(*first, *first) {
                return Err(TransferError::Refused);
            }
            drop(first);
            notify(&Receipt { from, to, amount });
            return Ok(());
        }
        let mut second = self.accounts[high].lock().unwrap();
        let (source, target) = if from == low {
            (&mut *first, &mut *second)
        } else {
            (&mut *second, &mut *first)
        };
        let before = *source;
        *source -= amount;
        if *source < 0 {
            *source += amount;
            return Err(TransferError::NotEnough);
        }
        if !approve(before, *target) {
            return Err(TransferError::Refused);
        }
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
