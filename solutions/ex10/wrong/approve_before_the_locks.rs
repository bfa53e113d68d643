//! wrong: asks for approval with balances that may be old by the time the money moves
//! killed-by: approval_still_true
//! verdict: violated
//! kind: check-then-act
//! misconception: M7
//! question: Which balances did `approve` see, and which do you change?

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
        let read = |account: usize| *self.accounts[account].lock().unwrap();
        let (shown_source, shown_target) = (read(from), read(to));
        if shown_source < amount {
            return Err(TransferError::NotEnough);
        }
        if !approve(shown_source, shown_target) {
            return Err(TransferError::Refused);
        }
        if from != to {
            let mut first = self.accounts[from.min(to)].lock().unwrap();
            let mut second = self.accounts[from.max(to)].lock().unwrap();
            let flow = if from < to { amount } else { -amount };
            *first -= flow;
            *second += flow;
        }
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    pub fn audit(&self) -> i64 {
        let guards: Vec<_> = self.accounts.iter().map(|a| a.lock().unwrap()).collect();
        guards.iter().map(|balance| **balance).sum()
    }
}
