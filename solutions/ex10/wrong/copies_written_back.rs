//! wrong: computes both balances from copies, so a transfer to the same account makes money
//! killed-by: same_account
//! verdict: violated
//! kind: wrong-result
//! question: Source and target are one account. Which of your two writes stays?

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
        let balance = |account: usize| match &second {
            Some(second) if account == high => **second,
            _ => *first,
        };
        let (source, target) = (balance(from), balance(to));
        if source < amount {
            return Err(TransferError::NotEnough);
        }
        if !approve(source, target) {
            return Err(TransferError::Refused);
        }
        for (account, new) in [(from, source - amount), (to, target + amount)] {
            match &mut second {
                Some(second) if account == high => **second = new,
                _ => *first = new,
            }
        }
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
