//! right: every account is a small monitor: taken or free, with a Condvar for those who wait for it.

use lab::sync::{Condvar, Mutex};

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

/// `None` while somebody has taken the balance out.
struct Account {
    balance: Mutex<Option<i64>>,
    returned: Condvar,
}

/// A balance in somebody's hands; it goes back when the hands let go.
struct Taken<'a> {
    account: &'a Account,
    balance: i64,
}

impl Account {
    fn take(&self) -> Taken<'_> {
        let mut slot = self.balance.lock().unwrap();
        loop {
            if let Some(balance) = slot.take() {
                let account = self;
                return Taken { account, balance };
            }
            slot = self.returned.wait(slot).unwrap();
        }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        if let Ok(mut slot) = self.account.balance.lock() {
            *slot = Some(self.balance);
        }
        self.account.returned.notify_one();
    }
}

pub struct Branch {
    accounts: Box<[Account]>,
}

impl Branch {
    pub fn new(balances: &[i64]) -> Self {
        let account = |&balance: &i64| Account {
            balance: Mutex::new(Some(balance)),
            returned: Condvar::new(),
        };
        Branch {
            accounts: balances.iter().map(account).collect(),
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
        {
            // In the order of the numbers; an account that is named twice is taken once.
            let numbers = if from == to {
                vec![from]
            } else {
                vec![from.min(to), from.max(to)]
            };
            let mut taken: Vec<_> = numbers.iter().map(|&n| self.accounts[n].take()).collect();
            let source = numbers.iter().position(|&n| n == from).unwrap_or(0);
            let target = numbers.iter().position(|&n| n == to).unwrap_or(0);
            match taken[source].balance {
                balance if balance < amount => return Err(TransferError::NotEnough),
                balance if !approve(balance, taken[target].balance) => {
                    return Err(TransferError::Refused);
                }
                _ => {}
            }
            taken[source].balance -= amount;
            taken[target].balance += amount;
        }
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    pub fn audit(&self) -> i64 {
        let taken: Vec<_> = self.accounts.iter().map(Account::take).collect();
        taken.iter().map(|taken| taken.balance).sum()
    }
}
