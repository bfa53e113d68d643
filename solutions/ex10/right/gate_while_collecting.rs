//! right: a gate is held only while a thread collects its locks, so nobody collects at the same time.

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
    gate: Mutex<()>,
    accounts: Vec<Mutex<i64>>,
}

impl Branch {
    pub fn new(balances: &[i64]) -> Self {
        let accounts = balances.iter().map(|&balance| Mutex::new(balance));
        Branch {
            gate: Mutex::new(()),
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
        let gate = self.gate.lock().unwrap();
        let mut source = self.accounts[from].lock().unwrap();
        let mut target = if from == to {
            None
        } else {
            Some(self.accounts[to].lock().unwrap())
        };
        drop(gate);

        let on_target = match &target {
            Some(balance) => **balance,
            None => *source,
        };
        if *source < amount {
            Err(TransferError::NotEnough)
        } else if !approve(*source, on_target) {
            Err(TransferError::Refused)
        } else {
            if let Some(balance) = &mut target {
                *source -= amount;
                **balance += amount;
            }
            drop(source);
            drop(target);
            notify(&Receipt { from, to, amount });
            Ok(())
        }
    }

    pub fn audit(&self) -> i64 {
        let gate = self.gate.lock().unwrap();
        let guards: Vec<_> = self.accounts.iter().map(|a| a.lock().unwrap()).collect();
        drop(gate);
        guards.iter().map(|balance| **balance).sum()
    }
}
