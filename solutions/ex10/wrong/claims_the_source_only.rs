//! wrong: only the account that pays is taken: the other one changes while `approve` thinks
//! killed-by: approval_of_the_target
//! verdict: violated
//! kind: check-then-act
//! misconception: M7
//! question: Which two numbers did `approve` see, and which of them is protected?

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

pub struct Branch {
    table: Mutex<Table>,
    freed: Condvar,
}

struct Table {
    balances: Vec<i64>,
    taken: Vec<bool>,
}

struct Claim<'b> {
    branch: &'b Branch,
    numbers: Vec<usize>,
}

impl<'b> Claim<'b> {
    fn new(branch: &'b Branch, numbers: Vec<usize>) -> Self {
        let guard = branch.table.lock().unwrap();
        let mut table = branch
            .freed
            .wait_while(guard, |table| numbers.iter().any(|n| table.taken[*n]))
            .unwrap();
        for n in &numbers {
            table.taken[*n] = true;
        }
        drop(table);
        Claim { branch, numbers }
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        let mut table = self.branch.table.lock().unwrap();
        for n in &self.numbers {
            table.taken[*n] = false;
        }
        self.branch.freed.notify_all();
    }
}

impl Branch {
    pub fn new(balances: &[i64]) -> Self {
        Branch {
            table: Mutex::new(Table {
                balances: balances.to_vec(),
                taken: vec![false; balances.len()],
            }),
            freed: Condvar::new(),
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
        let claim = Claim::new(self, vec![from]);
        let (source, target) = {
            let table = self.table.lock().unwrap();
            (table.balances[from], table.balances[to])
        };
        if source < amount {
            return Err(TransferError::NotEnough);
        }
        if !approve(source, target) {
            return Err(TransferError::Refused);
        }
        {
            let mut table = self.table.lock().unwrap();
            table.balances[from] -= amount;
            table.balances[to] += amount;
        }
        drop(claim);
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    pub fn audit(&self) -> i64 {
        self.table.lock().unwrap().balances.iter().sum()
    }
}
