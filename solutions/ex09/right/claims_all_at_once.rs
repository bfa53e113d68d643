//! right: whoever needs some accounts waits until all of them are free, and claims them in one step

pub use db::{Account, Account as Statement, Db};
#[derive(Debug)]
pub struct BankError;

use lab::sync::{Condvar, Mutex};
use std::collections::BTreeSet;

/// Accounts that somebody works on. Whoever needs some waits until all of them are free.
pub struct Bank {
    db: Db,
    busy: Mutex<BTreeSet<u32>>,
    freed: Condvar,
}

struct Claim<'b> {
    bank: &'b Bank,
    ids: Vec<u32>,
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        let mut busy = self.bank.busy.lock().unwrap();
        for id in &self.ids {
            busy.remove(id);
        }
        drop(busy);
        self.bank.freed.notify_all();
    }
}

impl Bank {
    pub fn new(db: Db) -> Self {
        Bank {
            db,
            busy: Default::default(),
            freed: Condvar::new(),
        }
    }

    fn claim(&self, ids: Vec<u32>) -> Claim<'_> {
        let mut busy = self.busy.lock().unwrap();
        while ids.iter().any(|id| busy.contains(id)) {
            busy = self.freed.wait(busy).unwrap();
        }
        busy.extend(&ids);
        Claim { bank: self, ids }
    }

    pub fn withdraw(&self, id: u32, amount: i64) -> Result<i64, BankError> {
        let _mine = self.claim(vec![id]);
        let row = self.db.get(id).book(-amount)?;
        self.db.save(row.clone());
        Ok(row.balance)
    }

    pub fn transfer(&self, from: u32, to: u32, amount: i64) -> Result<(), BankError> {
        let _both = self.claim(vec![from, to]);
        let source = self.db.get(from).book(-amount)?;
        self.db.save(self.db.get(to).book(amount)?);
        self.db.save(source);
        Ok(())
    }

    pub fn total(&self) -> i64 {
        let all = self.claim(self.db.ids());
        all.ids.iter().map(|id| self.db.get(*id).balance).sum()
    }

    pub fn statement(&self, id: u32) -> Statement {
        self.db.get(id)
    }
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
