//! right: everybody takes the account with the lower number first.

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
        let mut second = (low < high).then(|| self.accounts[high].lock().unwrap());

        // With one account for both sides there is nothing to move.
        let (source, target) = match &mut second {
            None => (&mut *first, None),
            Some(second) if from == low => (&mut *first, Some(&mut **second)),
            Some(second) => (&mut **second, Some(&mut *first)),
        };
        if *source < amount {
            return Err(TransferError::NotEnough);
        }
        if !approve(*source, target.as_deref().copied().unwrap_or(*source)) {
            return Err(TransferError::Refused);
        }
        if let Some(target) = target {
            *source -= amount;
            *target += amount;
        }
        drop((first, second));
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    pub fn audit(&self) -> i64 {
        let guards: Vec<_> = self.accounts.iter().map(|a| a.lock().unwrap()).collect();
        guards.iter().map(|balance| **balance).sum()
    }
}
