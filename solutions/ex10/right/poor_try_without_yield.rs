//! right: tries the second lock again and again. Poor, accepted: it burns the processor while it waits.
//! loom: rejects: retry-loops

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
        let (mut source, mut target) = loop {
            let source = self.accounts[from].lock().unwrap();
            match self.accounts[to].try_lock() {
                Ok(target) => break (source, Some(target)),
                Err(_) if from == to => break (source, None),
                Err(_) => {} // The guard of the source ends here.
            }
        };
        if *source < amount {
            return Err(TransferError::NotEnough);
        }
        if !approve(*source, target.as_deref().copied().unwrap_or(*source)) {
            return Err(TransferError::Refused);
        }
        if let Some(target) = target.as_deref_mut() {
            *source -= amount;
            *target += amount;
        }
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
