//! right: each balance lies in a channel with one place: whoever takes it out has the account.

use lab::channel::{Receiver, Sender, bounded};

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

struct Account {
    put: Sender<i64>,
    taken: Receiver<i64>,
}

impl Account {
    fn new(balance: i64) -> Self {
        let (put, taken) = bounded(1);
        let account = Account { put, taken };
        account.put_back(balance);
        account
    }

    fn take(&self) -> i64 {
        self.taken.recv().expect("the account keeps its own sender")
    }

    fn put_back(&self, balance: i64) {
        self.put
            .send(balance)
            .expect("the account keeps its own receiver");
    }
}

pub struct Branch {
    accounts: Vec<Account>,
}

impl Branch {
    pub fn new(balances: &[i64]) -> Self {
        Branch {
            accounts: balances.iter().copied().map(Account::new).collect(),
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
        let mut one = self.accounts[low].take();
        let mut two = (low != high).then(|| self.accounts[high].take());

        let (source, target) = match (&mut two, from == low) {
            (None, _) => (&mut one, None),
            (Some(two), true) => (&mut one, Some(two)),
            (Some(two), false) => (two, Some(&mut one)),
        };
        let shown = target.as_ref().map_or(*source, |target| **target);
        let outcome = if *source < amount {
            Err(TransferError::NotEnough)
        } else if approve(*source, shown) {
            if let Some(target) = target {
                *source -= amount;
                *target += amount;
            }
            Ok(())
        } else {
            Err(TransferError::Refused)
        };

        if let Some(balance) = two {
            self.accounts[high].put_back(balance);
        }
        self.accounts[low].put_back(one);
        outcome?;
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    pub fn audit(&self) -> i64 {
        let balances: Vec<i64> = self.accounts.iter().map(Account::take).collect();
        for (account, &balance) in self.accounts.iter().zip(&balances) {
            account.put_back(balance);
        }
        balances.iter().sum()
    }
}
