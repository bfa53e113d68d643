//! right: transfers share a read lock and an audit takes the write lock; accounts are ordered.

use lab::sync::{Mutex, RwLock};

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
    open: RwLock<()>,
    accounts: Vec<Mutex<i64>>,
}

impl Branch {
    pub fn new(balances: &[i64]) -> Self {
        let accounts = balances.iter().map(|&balance| Mutex::new(balance));
        Branch {
            open: RwLock::new(()),
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
        let receipt = {
            let _open = self.open.read().unwrap();
            let mut guards = [None, None];
            let mut order = vec![from, to];
            order.sort_unstable();
            order.dedup();
            for (guard, account) in guards.iter_mut().zip(&order) {
                *guard = Some(self.accounts[*account].lock().unwrap());
            }
            let [first, second] = &mut guards;
            let first = first.as_deref_mut().expect("there is a first account");
            match (second.as_deref_mut(), from < to) {
                (None, _) => settle(first, None, amount, approve)?,
                (Some(second), true) => settle(first, Some(second), amount, approve)?,
                (Some(second), false) => settle(second, Some(first), amount, approve)?,
            }
            Receipt { from, to, amount }
        };
        notify(&receipt);
        Ok(())
    }

    pub fn audit(&self) -> i64 {
        let _closed = self.open.write().unwrap();
        // No transfer is at work: one account after the other will do.
        self.accounts.iter().map(|a| *a.lock().unwrap()).sum()
    }
}

fn settle(
    source: &mut i64,
    target: Option<&mut i64>,
    amount: i64,
    approve: impl FnOnce(i64, i64) -> bool,
) -> Result<(), TransferError> {
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
    Ok(())
}
