//! wrong: takes the poorer account first; two accounts with the same balance have no order
//! killed-by: opposite
//! verdict: deadlock
//! kind: lock-order
//! question: Two accounts hold the same amount. Which of them do two clerks take first?

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicI64, Ordering};

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
    accounts: Vec<Mutex<()>>,
    shown: Vec<AtomicI64>, // changed only with the lock of its account
}

impl Branch {
    pub fn new(balances: &[i64]) -> Self {
        Branch {
            accounts: balances.iter().map(|_| Mutex::new(())).collect(),
            shown: balances.iter().map(|&b| AtomicI64::new(b)).collect(),
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
        let poorer_first =
            self.shown[from].load(Ordering::SeqCst) <= self.shown[to].load(Ordering::SeqCst);
        let (one, two) = if poorer_first { (from, to) } else { (to, from) };
        let first = self.accounts[one].lock().unwrap();
        let second = if one == two {
            None
        } else {
            Some(self.accounts[two].lock().unwrap())
        };

        let source = self.shown[from].load(Ordering::SeqCst);
        if source < amount {
            return Err(TransferError::NotEnough);
        }
        if !approve(source, self.shown[to].load(Ordering::SeqCst)) {
            return Err(TransferError::Refused);
        }
        self.shown[from].fetch_sub(amount, Ordering::SeqCst);
        self.shown[to].fetch_add(amount, Ordering::SeqCst);
        drop(first);
        drop(second);
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    pub fn audit(&self) -> i64 {
        let _guards: Vec<_> = self.accounts.iter().map(|a| a.lock().unwrap()).collect();
        self.shown.iter().map(|b| b.load(Ordering::SeqCst)).sum()
    }
}
