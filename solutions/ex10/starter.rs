//! A branch bank: every account has a lock of its own, so that clerks work side by side.

use lab::sync::Mutex;

pub struct Receipt {
    pub from: usize,
    pub to: usize,
    pub amount: i64,
}

#[derive(Debug, PartialEq)]
pub enum TransferError {
    NotEnough, // `from` has less than the amount
    Refused,   // `approve` said no
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

    /// Moves `amount`, never negative; `from` and `to` may be one account. If there is enough money,
    /// `approve` is asked once, with both balances: they stay as they are until the money moves.
    /// It may wait, even for the `approve` of a transfer between other accounts. After a success,
    /// `notify` gets the receipt. It may use the branch, because no lock is held by then.
    pub fn transfer(
        &self,
        from: usize,
        to: usize,
        amount: i64,
        approve: impl FnOnce(i64, i64) -> bool,
        notify: impl FnOnce(&Receipt),
    ) -> Result<(), TransferError> {
        let mut source = self.accounts[from].lock().unwrap();
        let mut target = self.accounts[to].lock().unwrap();
        if *source < amount {
            return Err(TransferError::NotEnough);
        }
        if !approve(*source, *target) {
            return Err(TransferError::Refused);
        }
        *source -= amount;
        *target += amount;
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    /// The sum of all balances at one moment: no transfer changes it.
    pub fn audit(&self) -> i64 {
        let guards: Vec<_> = self.accounts.iter().map(|a| a.lock().unwrap()).collect();
        guards.iter().map(|balance| **balance).sum()
    }
}
