//! wrong: the audit lets go of an account as soon as it has the next one
//! killed-by: transfer_and_audit
//! verdict: violated
//! kind: torn-read
//! misconception: M7
//! question: Which accounts can change while the audit is half way?

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
        Branch {
            accounts: balances.iter().copied().map(Mutex::new).collect(),
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
        if from == to {
            let account = self.accounts[from].lock().unwrap();
            if *account < amount {
                return Err(TransferError::NotEnough);
            }
            if !approve(*account, *account) {
                return Err(TransferError::Refused);
            }
            drop(account);
            notify(&Receipt { from, to, amount });
            return Ok(());
        }
        let low = self.accounts[from.min(to)].lock().unwrap();
        let high = self.accounts[from.max(to)].lock().unwrap();
        let (mut source, mut target) = if from < to { (low, high) } else { (high, low) };
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
        let mut sum = 0;
        let mut previous = None;
        for account in &self.accounts {
            let balance = account.lock().unwrap();
            sum += *balance;
            previous = Some(balance);
        }
        drop(previous);
        sum
    }
}
