//! wrong: transfers go up the numbers, the audit goes down
//! killed-by: transfer_and_audit
//! verdict: deadlock
//! kind: lock-order
//! misconception: M14
//! question: The audit only reads. Does it wait any differently for that?

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
        let mut second = if low == high {
            None
        } else {
            Some(self.accounts[high].lock().unwrap())
        };
        let low_balance = *first;
        let high_balance = second.as_deref().copied().unwrap_or(low_balance);
        let (source, target) = if from == low {
            (low_balance, high_balance)
        } else {
            (high_balance, low_balance)
        };
        if source < amount {
            return Err(TransferError::NotEnough);
        }
        if !approve(source, target) {
            return Err(TransferError::Refused);
        }
        if let Some(second) = second.as_deref_mut() {
            let flow = if from == low { amount } else { -amount };
            *first -= flow;
            *second += flow;
        }
        drop(first);
        drop(second);
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    pub fn audit(&self) -> i64 {
        let newest_first = self.accounts.iter().rev();
        let guards: Vec<_> = newest_first.map(|a| a.lock().unwrap()).collect();
        guards.iter().map(|balance| **balance).sum()
    }
}
