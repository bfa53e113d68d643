//! right: takes the lock that lies lower in memory first, as one does without numbers.

use lab::sync::RwLock;

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
    accounts: Vec<RwLock<i64>>,
}

impl Branch {
    pub fn new(balances: &[i64]) -> Self {
        let accounts = balances.iter().map(|&balance| RwLock::new(balance));
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
        let (source, target) = (&self.accounts[from], &self.accounts[to]);
        if std::ptr::eq(source, target) {
            let balance = source.write().unwrap();
            check(*balance, *balance, amount, approve)?;
        } else {
            let (mut source_guard, mut target_guard);
            if std::ptr::from_ref(source) < std::ptr::from_ref(target) {
                source_guard = source.write().unwrap();
                target_guard = target.write().unwrap();
            } else {
                target_guard = target.write().unwrap();
                source_guard = source.write().unwrap();
            }
            check(*source_guard, *target_guard, amount, approve)?;
            *source_guard -= amount;
            *target_guard += amount;
        }
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    pub fn audit(&self) -> i64 {
        let guards: Vec<_> = self.accounts.iter().map(|a| a.read().unwrap()).collect();
        guards.iter().map(|balance| **balance).sum()
    }
}

fn check(
    source: i64,
    target: i64,
    amount: i64,
    approve: impl FnOnce(i64, i64) -> bool,
) -> Result<(), TransferError> {
    if source < amount {
        Err(TransferError::NotEnough)
    } else if approve(source, target) {
        Ok(())
    } else {
        Err(TransferError::Refused)
    }
}
