//! wrong: debits under one lock and credits under the next: on the way the money is nowhere
//! killed-by: transfer_and_audit
//! verdict: violated
//! kind: torn-read
//! misconception: M7
//! question: Where is the money between the two blocks?

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
        let target = if from == to {
            None
        } else {
            Some(*self.accounts[to].lock().unwrap())
        };
        {
            let mut source = self.accounts[from].lock().unwrap();
            if *source < amount {
                return Err(TransferError::NotEnough);
            }
            if !approve(*source, target.unwrap_or(*source)) {
                return Err(TransferError::Refused);
            }
            *source -= amount;
        }
        *self.accounts[to].lock().unwrap() += amount;
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    pub fn audit(&self) -> i64 {
        let guards: Vec<_> = self.accounts.iter().map(|a| a.lock().unwrap()).collect();
        guards.iter().map(|balance| **balance).sum()
    }
}
