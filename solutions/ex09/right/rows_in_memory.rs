//! right: reads all rows once and keeps them in a `Mutex<Vec<Account>>`; the database is only where they come from

pub use db::{Account, Db};
use lab::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Debug)]
pub struct BankError;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub balance: i64,
    pub journal: Vec<i64>,
}

pub struct Bank {
    rows: Mutex<Vec<Account>>,
}

impl Bank {
    pub fn new(db: Db) -> Self {
        let rows = db.ids().into_iter().map(|id| db.get(id)).collect();
        Bank {
            rows: Mutex::new(rows),
        }
    }

    fn rows(&self) -> MutexGuard<'_, Vec<Account>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn withdraw(&self, id: u32, amount: i64) -> Result<i64, BankError> {
        let mut rows = self.rows();
        let row = find(&mut rows, id);
        if row.balance < amount {
            return Err(BankError);
        }
        change(row, -amount);
        Ok(row.balance)
    }

    pub fn transfer(&self, from: u32, to: u32, amount: i64) -> Result<(), BankError> {
        let mut rows = self.rows();
        if find(&mut rows, from).balance < amount {
            return Err(BankError);
        }
        change(find(&mut rows, from), -amount);
        change(find(&mut rows, to), amount);
        Ok(())
    }

    pub fn total(&self) -> i64 {
        self.rows().iter().map(|row| row.balance).sum()
    }

    pub fn statement(&self, id: u32) -> Statement {
        let mut rows = self.rows();
        let row = find(&mut rows, id);
        Statement {
            balance: row.balance,
            journal: row.journal.clone(),
        }
    }
}

fn find(rows: &mut [Account], id: u32) -> &mut Account {
    rows.iter_mut()
        .find(|row| row.id == id)
        .expect("the account is there")
}

fn change(row: &mut Account, amount: i64) {
    row.balance += amount;
    row.journal.push(amount);
}

/// The database. It is given: each of its methods is one step. The ids are 0, 1, 2 and so on.
#[rustfmt::skip]
mod db {
    #[derive(Clone, Debug)]
    pub struct Account { pub id: u32, pub balance: i64, pub journal: Vec<i64>, pub version: u64 }
    impl Account {
        pub fn book(self, amount: i64) -> Result<Account, super::BankError> {
            let (balance, journal) = (self.balance + amount, [self.journal, vec![amount]].concat());
            if balance < 0 { Err(super::BankError) } else { Ok(Account { balance, journal, ..self }) }
        }
    }
    pub struct Db(lab::sync::Mutex<Vec<Account>>);
    impl Db {
        pub fn new(balances: &[i64]) -> Self {
            let row = |(id, &b): (u32, &i64)| Account { id, balance: b, journal: vec![b], version: 0 };
            let rows = lab::sync::Mutex::new((0..).zip(balances).map(row).collect());
            Db(rows)
        }
        #[track_caller] pub fn ids(&self) -> Vec<u32> { (0..).take(self.0.lock().unwrap().len()).collect() }
        #[track_caller] pub fn get(&self, id: u32) -> Account { self.0.lock().unwrap()[id as usize].clone() }
        #[track_caller] pub fn save(&self, a: Account) { self.save_if(a, |_| true); }
        #[track_caller] pub fn save_if_version(&self, a: Account, seen: u64) -> bool { self.save_if(a, |now| now == seen) }
        #[track_caller] fn save_if(&self, a: Account, may: impl FnOnce(u64) -> bool) -> bool {
            let row = &mut self.0.lock().unwrap()[a.id as usize];
            may(row.version).then(|| *row = Account { version: row.version + 1, ..a }).is_some()
        }
    }
}
