//! wrong: takes the account first that comes first clockwise: right for any two, a ring for three
//! killed-by: ring_of_three
//! verdict: deadlock
//! kind: lock-order
//! misconception: M14
//! question: Three clerks sit round a table. Is there an account that everybody takes last?

use lab::sync::Mutex;
use lab::thread;

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
        let clockwise = (from + 1) % self.accounts.len() == to;
        let (one, two) = if clockwise { (from, to) } else { (to, from) };
        let mut first = self.accounts[one].lock().unwrap();
        let mut second = if one == two {
            None
        } else {
            Some(self.accounts[two].lock().unwrap())
        };
        let one_balance = *first;
        let two_balance = second.as_deref().copied().unwrap_or(one_balance);
        let (source, target) = if clockwise {
            (one_balance, two_balance)
        } else {
            (two_balance, one_balance)
        };
        if source < amount {
            return Err(TransferError::NotEnough);
        }
        if !approve(source, target) {
            return Err(TransferError::Refused);
        }
        if let Some(second) = second.as_deref_mut() {
            let flow = if clockwise { amount } else { -amount };
            *first -= flow;
            *second += flow;
        }
        drop(first);
        drop(second);
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    /// It lets go of everything when one lock is not free: so it is part of no ring.
    pub fn audit(&self) -> i64 {
        loop {
            let free = self.accounts.iter().map_while(|a| a.try_lock().ok());
            let guards: Vec<_> = free.collect();
            if guards.len() == self.accounts.len() {
                return guards.iter().map(|balance| **balance).sum();
            }
            drop(guards);
            thread::yield_now();
        }
    }
}
