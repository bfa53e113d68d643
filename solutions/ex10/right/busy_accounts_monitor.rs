//! right: one monitor knows which accounts are busy; a Condvar wakes those who wait for one.

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

struct Desk {
    balances: Vec<i64>,
    busy: Vec<bool>,
}

pub struct Branch {
    desk: Mutex<Desk>,
    freed: Condvar,
}

impl Branch {
    pub fn new(balances: &[i64]) -> Self {
        let desk = Desk {
            balances: balances.to_vec(),
            busy: vec![false; balances.len()],
        };
        Branch {
            desk: Mutex::new(desk),
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
        let desk = self.desk.lock().unwrap();
        let mut desk = self
            .freed
            .wait_while(desk, |desk| desk.busy[from] || desk.busy[to])
            .unwrap();
        let (source, target) = (desk.balances[from], desk.balances[to]);
        if source < amount {
            return Err(TransferError::NotEnough);
        }
        desk.busy[from] = true;
        desk.busy[to] = true;
        drop(desk);

        let approved = approve(source, target);

        let mut desk = self.desk.lock().unwrap();
        if approved {
            desk.balances[from] -= amount;
            desk.balances[to] += amount;
        }
        desk.busy[from] = false;
        desk.busy[to] = false;
        drop(desk);
        self.freed.notify_all();

        if !approved {
            return Err(TransferError::Refused);
        }
        notify(&Receipt { from, to, amount });
        Ok(())
    }

    pub fn audit(&self) -> i64 {
        self.desk.lock().unwrap().balances.iter().sum()
    }
}
