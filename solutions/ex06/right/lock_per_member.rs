//! right: every member has a lock of its own; nothing needs two of them

use lab::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerError {
    NotEnough,
    Poisoned,
}

#[derive(Default)]
struct Account {
    balance: i64,
    journal: Vec<i64>,
}

pub struct Ledger {
    accounts: Vec<Mutex<Account>>,
}

impl Ledger {
    pub fn new(members: usize) -> Self {
        Ledger {
            accounts: (0..members).map(|_| Mutex::default()).collect(),
        }
    }

    fn account(&self, m: usize) -> MutexGuard<'_, Account> {
        self.accounts[m]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub fn award(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        self.account(m).add(pts)
    }

    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        self.account(m).add(-pts)
    }

    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        let mut account = self.account(m);
        let new = rule(account.balance);
        let difference = new - account.balance;
        account.add(difference)
    }

    pub fn journal_sum(&self, m: usize) -> i64 {
        self.account(m).journal.iter().sum()
    }

    pub fn statement(&self, m: usize) -> (i64, i64) {
        let account = self.account(m);
        (account.balance, account.journal.iter().sum())
    }
}

impl Account {
    fn add(&mut self, difference: i64) -> Result<i64, LedgerError> {
        let new = self.balance + difference;
        if new < 0 {
            return Err(LedgerError::NotEnough);
        }
        self.balance = new;
        self.journal.push(difference);
        Ok(new)
    }
}
