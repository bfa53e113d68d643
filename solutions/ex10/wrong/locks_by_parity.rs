//! wrong: two locks for all accounts, even and odd: strangers wait for each other
//! killed-by: disjoint_pairs
//! verdict: deadlock
//! kind: lost-parallelism
//! misconception: M6
//! question: Accounts 0 and 2 have different owners. How many locks do they have?

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
    stripes: [Mutex<()>; 2],
    balances: Vec<AtomicI64>,
}

impl Branch {
    pub fn new(balances: &[i64]) -> Self {
        Branch {
            stripes: [Mutex::new(()), Mutex::new(())],
            balances: balances.iter().map(|&b| AtomicI64::new(b)).collect(),
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
        let mut stripes = vec![from % 2, to % 2];
        stripes.sort_unstable();
        stripes.dedup();
        let held: Vec<_> = stripes
            .iter()
            .map(|&stripe| self.stripes[stripe].lock().unwrap())
            .collect();

        let load = |account: usize| self.balances[account].load(Ordering::Relaxed);
        if load(from) < amount {
            return Err(TransferError::NotEnough);
        }
        if !approve(load(from), load(to)) {
            return Err(TransferError::Refused);
        }
        self.balances[from].fetch_sub(amount, Ordering::Relaxed);
        self.balances[to].fetch_add(amount, Ordering::Relaxed);
        drop(held);
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    pub fn audit(&self) -> i64 {
        let _held = (
            self.stripes[0].lock().unwrap(),
            self.stripes[1].lock().unwrap(),
        );
        self.balances
            .iter()
            .map(|b| b.load(Ordering::Relaxed))
            .sum()
    }
}
